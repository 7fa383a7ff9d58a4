"""Atom 1.0 (RFC 4287), written by feedgen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import etree

from broadsheet.render.feeds import marks
from broadsheet.render.feeds.telling import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedgen.feed import FeedGenerator

    from broadsheet.plan.feedviews import FeedView
    from broadsheet.plan.words import Words
    from broadsheet.render.feeds.telling import Told

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was updated that has nothing in it: it must say something, and not the clock."""


def written(view: FeedView, items: Sequence[Told], words: Words) -> bytes:
    """A feed as Atom."""
    feed = marks.begun(view)
    feed.id(view.id)
    feed.subtitle(clean(view.description))
    feed.author(name=clean(view.publisher))
    for link in marks.links(view, words):
        feed.link({**link, "type": "application/atom+xml"} if link["rel"] == "self" else dict(link))
    feed.link(href=view.home, rel="alternate", type="text/html")
    if view.logo:
        feed.logo(view.logo.url)
    feed.updated(max((one.item.updated for one in items), default=NEVER))
    for one in items:
        _add(feed, one, view.language)
    return marks.with_stylesheet(feed.atom_str(pretty=True), view)


def counted(made: bytes) -> int:
    """How many entries a feed has."""
    return sum(1 for _ in etree.fromstring(made).iter(f"{{{marks.ATOM}}}entry"))


def _add(feed: FeedGenerator, told: Told, language: str) -> None:
    item = told.item
    entry = feed.add_entry(order="append")
    entry.id(item.guid)
    entry.title(clean(item.title))
    entry.updated(item.updated)
    entry.published(item.published)
    for one in item.authors:
        entry.author({"name": clean(one.title), **({"uri": one.url} if one.url else {})})
    entry.link(href=item.url, rel="alternate")
    if item.summary:
        entry.summary(clean(item.summary))
    if told.html:
        entry.content(told.html, type="html")
    entry.category([{"term": clean(name)} for name in item.categories])
    entry.ours.item = item
    entry.ours.language = language
