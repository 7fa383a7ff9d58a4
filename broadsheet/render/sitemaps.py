"""Sitemaps written as sitemaps.org and Google define them, elements in the order of their schemas.

Written as text: lxml takes 25 ms to import, and there is nothing here but elements with text in them.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.plan.mapviews import Announced, Located, MapIndexView, NewsMapView, UrlSetView

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""


def urlset(view: UrlSetView) -> bytes:
    """A sitemap."""
    spaces = f'xmlns="{_SITEMAP}" xmlns:image="{_IMAGE}" xmlns:xhtml="{_XHTML}"'
    return _document("urlset", spaces, (line for one in view.urls for line in _url(one)))


def index(view: MapIndexView) -> bytes:
    """The sitemap that leads to the others."""
    lines = (line for one in view.sitemaps for line in ("<sitemap>", *_located(one), "</sitemap>"))
    return _document("sitemapindex", f'xmlns="{_SITEMAP}"', lines)


def news(view: NewsMapView) -> bytes:
    """The sitemap of what is news. It may be empty: Google asks for one file that is always there."""
    spaces = f'xmlns="{_SITEMAP}" xmlns:news="{_NEWS}"'
    return _document("urlset", spaces, (line for one in view.news for line in _announced(one)))


def _url(one: Located) -> Iterator[str]:
    yield "<url>"
    yield from _located(one)
    for url in one.pictures:
        yield f"<image:image><image:loc>{_text(url)}</image:loc></image:image>"
    for other in one.alternates:
        yield f'<xhtml:link rel="alternate" hreflang="{other.language}" href="{_text(other.url)}"/>'
    yield "</url>"


def _located(one: Located) -> Iterator[str]:
    yield f"<loc>{_text(one.url)}</loc>"
    if one.revised:
        yield f"<lastmod>{one.revised.isoformat(timespec='seconds')}</lastmod>"


def _announced(one: Announced) -> Iterator[str]:
    yield "<url>"
    yield f"<loc>{_text(one.url)}</loc>"
    yield "<news:news>"
    yield "<news:publication>"
    yield f"<news:name>{_text(one.paper)}</news:name>"
    yield f"<news:language>{_text(one.language)}</news:language>"
    yield "</news:publication>"
    yield f"<news:publication_date>{one.published.isoformat(timespec='seconds')}</news:publication_date>"
    yield f"<news:title>{_text(one.title)}</news:title>"
    yield "</news:news>"
    yield "</url>"


def _document(root: str, spaces: str, lines: Iterator[str]) -> bytes:
    made = ('<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {spaces}>", *lines, f"</{root}>", "")
    return "\n".join(made).encode()


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))
