"""Handling: how each file of a site is sent: in which turn, with which content type, for how long caches may
keep it.

`Handle` is the seam: whoever knows more of a site (its headers, from `site.yaml`) gives another function.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.deploy.books import Entry


class Turn(IntEnum):
    """When a file is sent, the lowest first: a page never stands there before what it is made of."""

    ASSET = 0
    """Styles, scripts, fonts, pictures, and the files of the search index."""
    INDEX = 1
    """What names other assets: the entry of a search index, a web manifest."""
    ARTICLE = 2
    FRONT = 3
    """All other pages."""
    FEED = 4
    """Feeds, sitemaps, and what else tells machines of pages."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How a file is sent. `encoding` is the Content-Encoding of one that is compressed beforehand."""

    turn: Turn
    type: str
    cache: str
    keys: tuple[str, ...] = ()
    encoding: str = ""


Handle: TypeAlias = "Callable[[str, Entry], Handling]"

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400, stale-while-revalidate=604800"
SHORT = "public, max-age=60, stale-while-revalidate=600"
_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "gif": "image/gif",
    "htm": "text/html; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "mjs": "text/javascript; charset=utf-8",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "opml": "text/x-opml; charset=utf-8",
    "otf": "font/otf",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8",
    "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "wasm": "application/wasm",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml; charset=utf-8",
    "xsl": "text/xsl; charset=utf-8",
}
_NAMED = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_COMPRESSED = {"br": "br", "gz": "gzip", "zst": "zstd"}
_ARTICLE = re.compile(r"(?:^|/)\d{4}/\d{2}/\d{2}/[^/]+/index\.html$")
# A name that holds a sum of what is in the file, or of all that made it: it will never hold anything else.
_FINGERPRINTED = re.compile(
    r"^assets/.*\.[0-9a-f]{8,}\.\w+$|[.-][0-9a-f]{10,}\.\w+$|^search/index/.*_[0-9a-f]{6,}\."
)
_LAST = ("txt", "xml", "opml", "json", "xsl", "atom")


def handling(file: str, entry: Entry) -> Handling:
    """How a file is sent where nothing else is known of the site than its names."""
    plain, encoding = _unpacked(file)
    kind = entry.type or _type(plain)
    turn = _turn(plain, kind)
    return Handling(turn, kind, _cache(plain, turn), entry.keys, encoding)


def is_feed(handled: Handling) -> bool:
    """Whether a file is a feed that readers subscribe to."""
    return handled.type.partition(";")[0].strip() in _FEED_TYPES and not handled.encoding


def is_asked_for(file: str, handled: Handling) -> bool:
    """Whether readers may ask for a file by a URL of its own, so that caches may hold it."""
    return not handled.encoding and file not in ("_headers", "_redirects")


def _unpacked(file: str) -> tuple[str, str]:
    """The name of a file before it was compressed, and how: `style.css` and `br`, of `style.css.br`."""
    plain, _, suffix = file.rpartition(".")
    is_beside = suffix in _COMPRESSED and "." in plain.rpartition("/")[2]
    return (plain, _COMPRESSED[suffix]) if is_beside else (file, "")


def _type(file: str) -> str:
    name = file.rpartition("/")[2]
    return _NAMED.get(name) or _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _turn(file: str, kind: str) -> Turn:
    if kind.startswith("text/html"):
        return Turn.ARTICLE if _ARTICLE.search(file) else Turn.FRONT
    name = file.rpartition("/")[2]
    if name == "pagefind-entry.json" or name.endswith(".webmanifest"):
        return Turn.INDEX
    if file.startswith(("assets/", "media/", "search/index/")):
        return Turn.ASSET
    suffix = name.rpartition(".")[2].lower()
    # What has no dot at its middle is a server's file (`_headers`, `_redirects`) or a well-known one.
    return Turn.FEED if suffix in _LAST or name.startswith("_") or "." not in name else Turn.ASSET


def _cache(file: str, turn: Turn) -> str:
    if turn == Turn.ASSET:
        return FOR_EVER if _FINGERPRINTED.search(file) else A_DAY
    return SHORT
