"""OPML: the outlets of a list that another feed reader wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from xml.parsers import expat  # for its error only; wellformed.py parses

from broadsheet.collect.feeds import charsets, texts, wellformed
from broadsheet.collect.nouns import Outlet
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Wrong(NamedTuple):
    """What is wrong with a list, and where."""

    message: str
    line: int = 1
    column: int = 1


def read(raw: bytes, language: str) -> tuple[Outlet, ...] | Wrong:
    """Every outline with a feed, each feed once, or what is wrong with the list.

    `language` is the site's, for outlines that name none.
    """
    found: dict[str, Outlet] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        named = {key.lower(): value.strip() for key, value in attributes.items()}
        feed = named.get("xmlurl", "")
        if name.lower() != "outline" or not feed or feed in found:
            return
        title = texts.title(named.get("title") or named.get("text") or "") or urlsplit(feed).hostname or feed
        said = named.get("language", "").replace("_", "-")
        tag = said if _LANGUAGE.fullmatch(said) and said.lower() != "unknown" else language
        found[feed] = Outlet(slug(title), title, named.get("htmlurl", ""), feed, tag, listed=False)

    try:
        wellformed.walk(charsets.text(raw, "").strip().encode(), start)
    except wellformed.Refused as refused:
        return Wrong(f"this list can't be read: {refused}")
    except expat.ExpatError as error:
        return Wrong(f"this is no OPML: {expat.ErrorString(error.code)}", error.lineno, error.offset + 1)
    return tuple(found.values())


def merged(listed: Iterable[Outlet], others: Iterable[Outlet]) -> tuple[Outlet, ...]:
    """The outlets of site.yaml, then those of an OPML file that it does not have.

    An outlet is known by its feed, or by its name: then site.yaml's feed counts, unless it has none.
    """
    made = {one.slug: one for one in listed}
    feeds = {one.feed for one in made.values()}
    for other in others:
        known = made.get(other.slug)
        if other.feed in feeds or not other.slug:
            continue
        feeds.add(other.feed)
        if known is None:
            made[other.slug] = other
        elif not known.feed:
            made[other.slug] = Outlet(known.slug, known.name, known.url, other.feed, known.language)
    return tuple(made.values())
