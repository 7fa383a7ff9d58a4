"""Feeds: a feed's view as RSS 2.0. The only place that imports `feedgen`.

feedgen puts new items first, stamps the clock on what has no date, and refuses control characters with
an exception; all three are dealt with here.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import nh3
from feedgen.feed import FeedGenerator
from lxml import etree

from broadsheet.plan import languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.plan.feedviews import FeedItem, FeedPage
    from broadsheet.plan.words import Words

# What XML 1.0 section 2.2 forbids, even as a numeric reference.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = nh3.ALLOWED_TAGS | {"audio", "picture", "section", "source", "video"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "audio": {"src", "controls"},
    "img": {"alt", "height", "src", "srcset", "sizes", "title", "width"},
    "source": {"src", "srcset", "type", "media", "sizes"},
    "time": {"datetime", "dir"},
    "video": {"src", "poster", "controls", "height", "width"},
}


def render(page: FeedPage, bodies: Sequence[str], words: Words) -> bytes:
    """The feed as RSS 2.0, newest item first. `bodies` are the items' HTML, their addresses in full,
    `words` are ours in the language of the feed.
    """
    view = page.view
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.title(_clean(view.title))
    feed.description(_clean(view.description))
    feed.link(href=view.url, rel="self", type="application/rss+xml")
    feed.link(href=view.home, rel="alternate")  # last: feedgen takes the channel's link from it
    feed.language(view.language)
    feed.generator("broadsheet")
    feed.docs("https://www.rssboard.org/rss-specification")
    newest = max((item.updated for item in view.items), default=None)
    if newest is not None:
        feed.lastBuildDate(newest)
    for item, body in zip(view.items, bodies, strict=True):
        _add(feed, item, body, words)
    made: bytes = feed.rss_str(pretty=True)
    return made if newest is not None else _without_build_date(made)


def _add(feed: FeedGenerator, item: FeedItem, body: str, words: Words) -> None:
    entry = feed.add_entry(order="append")
    entry.guid(item.guid, permalink=False)
    entry.title(_clean(item.title))
    entry.link(href=item.url)
    if item.summary:
        entry.description(_clean(item.summary))
    entry.content(_clean(_full_text(item, body, words)))
    if item.authors:
        entry.dc.dc_creator([_clean(name) for name in item.authors])
    entry.category([{"term": _clean(name)} for name in item.categories])
    entry.published(item.published)
    entry.updated(item.updated)


def _full_text(item: FeedItem, body: str, words: Words) -> str:
    """All that the article's page says of it: picture, text, corrections, and where it comes from."""
    is_foreign = languages.is_other(item.language, words.language)
    theirs = f' lang="{item.language}" dir="{item.direction}"' if is_foreign else ""
    told = readable(body, item.url) or f"<p>{escape(item.summary)}</p>"
    made = "".join((*_picture(item), told))
    if is_foreign:
        made = f"<div{theirs}>{made}</div>"
    return "".join((made, *_corrections(item, theirs, words), *_origin(item, words)))


def _picture(item: FeedItem) -> Iterator[str]:
    if item.image:
        size = f' width="{item.image.width}" height="{item.image.height}"' if item.image.width else ""
        words = " ".join(filter(None, (item.image.caption, item.image.credit)))
        caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
        address, alt = escape(item.image.url), escape(item.image.alt)
        yield f'<figure><img src="{address}" alt="{alt}"{size}>{caption}</figure>'


def _corrections(item: FeedItem, theirs: str, words: Words) -> Iterator[str]:
    if item.corrections:
        yield f"<h2>{escape(words.ngettext('Correction', 'Corrections', len(item.corrections)))}</h2><ul>"
        for one in item.corrections:
            text = f"<span{theirs}>{escape(one.text)}</span>" if theirs else escape(one.text)
            yield f"<li>{words.day(one.date)}: {text}</li>"
        yield "</ul>"


def _origin(item: FeedItem, words: Words) -> Iterator[str]:
    if item.origin:
        outlet, address = escape(item.origin.title), escape(item.origin.url)
        link = f'<a href="{address}">{outlet}</a>'
        yield f"<p>{escape(words.gettext('First published by %(outlet)s.')) % {'outlet': link}}</p>"


def readable(body: str, url: str) -> str:
    """A body as feed readers show it: nothing that runs or frames, and its own anchors in full."""

    def in_full(_tag: str, name: str, value: str) -> str:
        return url + value if name == "href" and value.startswith("#") else value

    return nh3.clean(body, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=in_full, link_rel=None)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _without_build_date(made: bytes) -> bytes:
    """An empty feed has no newest item, and feedgen has put the clock in its place."""
    tree = etree.fromstring(made)
    for stamped in tree.iter("lastBuildDate"):
        parent = stamped.getparent()
        if parent is not None:
            parent.remove(stamped)
    return etree.tostring(tree, pretty_print=True, xml_declaration=True, encoding="UTF-8")
