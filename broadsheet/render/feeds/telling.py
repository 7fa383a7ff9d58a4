"""Telling: what any feed says of an item, as text and as HTML that every reader can show."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

import nh3

from broadsheet.plan import languages
from broadsheet.read.addresses import each_in_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.plan.feedviews import FeedItem
    from broadsheet.plan.words import Words

# What XML 1.0 section 2.2 forbids, even as a numeric reference. JSON could hold it, but no reader wants it.
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
_ADDRESSES = frozenset({"href", "src", "poster", "cite"})
_IN_FULL = ("https://", "http://", "mailto:", "tel:")
_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
KEPT = 1000
"""Texts, some 5 kB each: an article is in the feeds of the site, its section, its authors and its story."""


class Told(NamedTuple):
    """An item, and its HTML; that is empty where its summary is all there is to say.

    `length` are the bytes of its picture, if that is known.
    """

    item: FeedItem
    html: str
    length: int | None


def told(item: FeedItem, body: str | None, words: Words, length: int | None) -> Told:
    """An item with all that its page says of it, or without a `body` its summary and its similar news."""
    similar = "".join(_similar(item, words))
    if body is not None:
        return Told(item, clean(_full_text(item, body, words) + similar), length)
    return Told(item, clean(f"<p>{escape(item.summary)}</p>{similar}") if similar else "", length)


def clean(text: str) -> str:
    """Text without what no feed may hold."""
    return _FORBIDDEN.sub("", text)


def mime_type(url: str) -> str | None:
    """The type of a picture, by the end of its address."""
    return _TYPES.get(url.rpartition(".")[2].lower())


@lru_cache(maxsize=KEPT)
def readable(body: str, url: str) -> str:
    """A body as feed readers show it: nothing that runs or frames, and every address in full.

    `url` is that of its page. A pure function that takes half a millisecond, so what it made is kept.
    """

    def in_full(_tag: str, name: str, value: str) -> str:
        if name in _ADDRESSES and not value.startswith(_IN_FULL):
            return urljoin(url, value)
        return each_in_set(value, lambda one: urljoin(url, one)) if name == "srcset" else value

    return nh3.clean(body, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=in_full, link_rel=None)


def _full_text(item: FeedItem, body: str, words: Words) -> str:
    """All that the article's page says of it: picture, text, corrections, and where it comes from."""
    is_foreign = languages.is_other(item.language, words.language)
    theirs = f' lang="{item.language}" dir="{item.direction}"' if is_foreign else ""
    text = readable(body, item.url) or f"<p>{escape(item.summary)}</p>"
    made = "".join((*_picture(item), text))
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


def _similar(item: FeedItem, words: Words) -> Iterator[str]:
    if item.similar:
        yield f"<h2>{escape(words.gettext('Similar News'))}</h2><ul>"
        for one in item.similar:
            is_foreign = languages.is_other(one.language, words.language)
            theirs = f' lang="{one.language}" dir="{one.direction}"' if is_foreign else ""
            title, outlet = escape(one.title), escape(one.outlet)
            yield f'<li><a href="{escape(one.url)}"{theirs}>{title}</a> ({outlet})</li>'
        yield "</ul>"
