"""Marks: what a feed or an item says that feedgen has no words for, as an extension of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from broadsheet.render.feeds.telling import clean, mime_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feedgen.feed import FeedGenerator
    from lxml.etree import _Element

    from broadsheet.plan.feedviews import FeedItem, FeedView
    from broadsheet.plan.words import Words

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class FeedMarks(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Of a feed: its links beside `self`, and that it is a part of an archive."""

    links: Iterable[tuple[str, str]] = ()
    is_archive = False

    def extend_ns(self) -> Mapping[str, str]:
        """The namespaces of all that is said here."""
        return {"media": MEDIA, "fh": HISTORY} if self.is_archive else {"media": MEDIA}

    def extend_rss(self, feed: _Element) -> _Element:
        """RSS with its marks. In RSS feedgen writes no link but `self`."""
        channel = feed[0]
        for rel, href in self.links:
            etree.SubElement(channel, f"{{{ATOM}}}link", rel=rel, href=href)
        if self.is_archive:
            etree.SubElement(channel, f"{{{HISTORY}}}archive")
        return feed


class ItemMarks(BaseEntryExtension):  # type: ignore[misc]  # as above
    """Of an item: when it was last changed, for which RSS has no word of its own, its picture, its language,
    and the outlet that it was first published by.
    """

    item: FeedItem | None = None
    language = ""

    def extend_rss(self, entry: _Element) -> _Element:
        """An item of RSS with its marks."""
        if self.item:
            if self.item.updated > self.item.published:
                etree.SubElement(entry, f"{{{ATOM}}}updated").text = self.item.updated.isoformat()
            _picture(entry, self.item)
        return entry

    def extend_atom(self, entry: _Element) -> _Element:
        """An entry of Atom with its marks."""
        if self.item:
            if self.item.language != self.language:
                entry.set(_LANGUAGE, self.item.language)
            _links(entry, self.item)
            _source(entry, self.item)
            _picture(entry, self.item)
        return entry


def links(view: FeedView, words: Words) -> Iterable[Mapping[str, str]]:
    """All links of a feed in XML but that to its page, as feedgen takes them; `self` first.

    What `self` is called is what a browser shows at the head of the feed (`layouts/assets/feed.css`).
    """
    what = words.gettext(
        "This is a feed. Paste its address into your feed reader, and what is new comes to you."
    )
    yield {"rel": "self", "href": view.url, **({"title": what} if view.stylesheet else {})}
    if view.hub:
        yield {"rel": "hub", "href": view.hub}
    if view.archive:
        for rel, href in (
            ("current", view.archive.current),
            ("prev-archive", view.archive.older),
            ("next-archive", view.archive.newer),
        ):
            if href:
                yield {"rel": rel, "href": href}


def with_stylesheet(made: bytes, view: FeedView) -> bytes:
    """XML that names the stylesheet by which a browser shows it."""
    if not view.stylesheet:
        return made
    head, end, rest = made.partition(b"?>\n")
    sheet = f'<?xml-stylesheet type="text/css" href="{view.stylesheet}"?>\n'
    return b"".join((head, end, sheet.encode(), rest))


def begun(view: FeedView) -> FeedGenerator:
    """A feed with what is said alike in both formats of XML."""
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.register_extension("ours", FeedMarks, ItemMarks)
    feed.title(clean(view.title))
    feed.language(view.language)
    feed.generator("broadsheet")
    return feed


def _picture(entry: _Element, item: FeedItem) -> None:
    """The picture of an item (https://www.rssboard.org/media-rss)."""
    image = item.image
    if image is None:
        return
    content = etree.SubElement(entry, f"{{{MEDIA}}}content", url=image.url, medium="image")
    type_ = mime_type(image.url)
    if type_:
        content.set("type", type_)
    if image.width and image.height:
        content.set("width", str(image.width))
        content.set("height", str(image.height))
    if image.alt:
        etree.SubElement(content, f"{{{MEDIA}}}description", type="plain").text = clean(image.alt)
    if image.credit:
        etree.SubElement(content, f"{{{MEDIA}}}credit").text = clean(image.credit)


def _links(entry: _Element, item: FeedItem) -> None:
    """The links of an entry but that to its page: feedgen writes only the addresses of an entry's links."""
    for one in item.similar:
        etree.SubElement(entry, "link", rel="related", href=one.url, title=clean(one.title))
    if item.origin and item.origin.url != item.url:
        etree.SubElement(entry, "link", rel="via", href=item.origin.url, title=clean(item.origin.title))


def _source(entry: _Element, item: FeedItem) -> None:
    """The feed that an entry comes from (RFC 4287, section 4.2.11).

    When that was updated nobody has told us; when it carried this piece it had been.
    """
    if item.source is None:
        return
    source = etree.SubElement(entry, "source")
    etree.SubElement(source, "id").text = item.source.url
    etree.SubElement(source, "title").text = clean(item.source.title)
    etree.SubElement(source, "updated").text = item.published.isoformat()
    etree.SubElement(source, "link", rel="self", href=item.source.url)
