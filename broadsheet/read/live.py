"""Live: the updates of an article that is written as things happen, from its body's headings."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from broadsheet.model import Update
from broadsheet.read import prose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

MOST, WORDS = 50, 100
"""So many updates, the latest, and of each so many words: what search engines are told is in every page."""

_HEADING = re.compile(r"<h2\b([^>]*)>(.*?)</h2>", re.DOTALL)
_TIME = re.compile(r"(\d\d?)[:.](\d\d)(?!\d)[\s:.,|·–—-]*(.*)", re.DOTALL)
_ANCHOR = re.compile(r'\bid="([^"]*)"')
_BESIDE = re.compile(r"<(figure|aside)\b.*?</\1>", re.DOTALL)
_OF_OURS = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""What typesetting leaves for planning to fill in; no text can hold it."""
_A_DAY = timedelta(days=1)


def updates(markup: str, published: datetime, updated: datetime | None) -> tuple[Update, ...]:
    """The sections of a body whose headings begin with a time (`## 18:10 Bridge closed`), the latest first.

    A time is on the day of `published`, by its clock; one before it is on the day after, where the article
    was `updated` as late as that.
    """
    found = (_update(*one, published, updated) for one in _sections(markup))
    return tuple(sorted(filter(None, found), key=lambda one: one.at, reverse=True)[:MOST])


def _sections(markup: str) -> Iterator[tuple[str, str, str]]:
    """Of each heading its attributes, its text, and what stands below it."""
    headings = list(_HEADING.finditer(markup))
    ends = [*(one.start() for one in headings[1:]), len(markup)]
    for heading, end in zip(headings, ends, strict=False):
        yield heading[1], _text(heading[2]), markup[heading.end() : end]


def _update(
    attributes: str, heading: str, below: str, published: datetime, updated: datetime | None
) -> Update | None:
    time = _TIME.match(heading)
    if not time or int(time[1]) > 23 or int(time[2]) > 59:
        return None
    at = published.replace(hour=int(time[1]), minute=int(time[2]), second=0)
    if at < published.replace(second=0) and updated and at + _A_DAY <= updated:
        at += _A_DAY
    text = prose.cut(_text(_BESIDE.sub(" ", below)), WORDS)
    anchor = _ANCHOR.search(attributes)
    return Update(at, time[3] or prose.cut(text, 12), text, anchor[1] if anchor else "")


def _text(markup: str) -> str:
    return prose.plain(_OF_OURS.sub("", markup))
