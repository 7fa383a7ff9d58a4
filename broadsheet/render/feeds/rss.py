"""RSS 2.0 (https://www.rssboard.org/rss-profile), written by feedgen.

feedgen puts new items first, stamps the clock on what has no date, and refuses control characters with an
exception; all three are dealt with here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from broadsheet.render.feeds import marks
from broadsheet.render.feeds.telling import clean, mime_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedgen.feed import FeedGenerator

    from broadsheet.plan.feedviews import FeedView
    from broadsheet.plan.words import Words
    from broadsheet.render.feeds.telling import Told

WIDEST, HIGHEST = 144, 400
"""Pixels. What the specification allows the image of a channel."""
_IMAGES = ("image/gif", "image/jpeg", "image/png")


def written(view: FeedView, items: Sequence[Told], words: Words) -> bytes:
    """A feed as RSS."""
    feed = marks.begun(view)
    feed.load_extension("dc", atom=False)
    feed.description(clean(view.description))
    own, *others = marks.links(view, words)
    feed.link({**own, "type": "application/rss+xml"})
    feed.link(href=view.home, rel="alternate")  # last: feedgen takes the channel's link from it
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.ttl(view.ttl)
    feed.ours.links = [(one["rel"], one["href"]) for one in others]
    feed.ours.is_archive = view.archive is not None and view.archive.current is not None
    _image(feed, view)
    newest = max((one.item.updated for one in items), default=None)
    if newest is not None:
        feed.lastBuildDate(newest)
    for one in items:
        _add(feed, one)
    made: bytes = feed.rss_str(pretty=True)
    return marks.with_stylesheet(made if newest is not None else _without_build_date(made), view)


def counted(made: bytes) -> int:
    """How many items a feed has."""
    return sum(1 for _ in etree.fromstring(made).iter("item"))


def _image(feed: FeedGenerator, view: FeedView) -> None:
    logo = view.logo
    if logo is None or not (logo.width and logo.height) or mime_type(logo.url) not in _IMAGES:
        return
    if logo.width <= WIDEST and logo.height <= HIGHEST:
        feed.image(logo.url, clean(view.title), view.home, str(logo.width), str(logo.height))


def _add(feed: FeedGenerator, told: Told) -> None:
    item = told.item
    entry = feed.add_entry(order="append")
    entry.guid(item.guid, permalink=False)
    entry.title(clean(item.title))
    entry.link(href=item.url)
    if item.summary:
        entry.description(clean(item.summary))
    if told.html:
        entry.content(told.html)
    if item.authors:
        entry.dc.dc_creator([clean(one.title) for one in item.authors])
    entry.category([{"term": clean(name)} for name in item.categories])
    entry.published(item.published)
    if item.source:
        entry.source(url=item.source.url, title=clean(item.source.title))
    type_ = mime_type(item.image.url) if item.image else None
    if item.image and type_ and told.length:
        entry.enclosure(item.image.url, str(told.length), type_)
    entry.ours.item = item


def _without_build_date(made: bytes) -> bytes:
    """An empty feed has no newest item, and feedgen has put the clock in its place."""
    tree = etree.fromstring(made)
    for stamped in tree.iter("lastBuildDate"):
        parent = stamped.getparent()
        if parent is not None:
            parent.remove(stamped)
    return etree.tostring(tree, pretty_print=True, xml_declaration=True, encoding="UTF-8")
