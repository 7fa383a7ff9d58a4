"""Kinds: what kind of file each file of the site is, and from that its type, how long it may be kept by whom,
and when its turn comes in a deployment. One table, so that no two servers are told two things.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENCODINGS = ("gz", "br", "zst")
"""The endings of files that hold another one packed."""

TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "htm": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "xsl": "text/xsl; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "opml": "text/x-opml; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "wasm": "application/wasm",
    "gz": "application/gzip",
    "br": "application/octet-stream",
    "zst": "application/zstd",
}
UNKNOWN = "application/octet-stream"
FEED_TYPES: Mapping[str, str] = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
"""What feeds are called, whatever they are of: names alone say more than endings do."""
_ARCHIVED = re.compile(r"(?:^|/)part-[0-9]+/feed\.xml$")
FOR_HOSTS = ("_headers", "_redirects")
"""What Netlify and Cloudflare Pages read, and serve nobody."""
WEBFINGER = ".well-known/webfinger"
FINGERPRINTED = (
    "assets/",
    r"media/.+\.[0-9a-f]{12}\.[0-9]+\.(avif|webp|jpg|png)$",
    r"(.+/)?share\.[0-9a-f]{12}\.png$",
)
"""How the paths begin, or are, whose names say what is in the file: assets, what is made of a picture
(`plan/pictures.py`), and drawn titles. No file of an editor is published by such a name
(`engine/picturing.py`), a date in one (`budget.20210930.pdf`) is none."""
_FINGERPRINTED = re.compile("|".join(FINGERPRINTED))

YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60, stale-while-revalidate=600"
HOUR = "public, max-age=3600, stale-while-revalidate=86400"
NEVER = "no-store"


class Turn(IntEnum):
    """When its turn comes in a deployment. What is no more goes after all of them."""

    NEEDED = 0
    ARTICLE = 1
    LIST = 2
    FEED = 3
    EDGE = 4


def url(file: str) -> str:
    """What is asked for to get a file of the site, below `base_url`: `/world/`, percent-encoded."""
    path = file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file
    return "/" + quote(path, safe="/-._~!$&'()*+,;=:@")


def content_type(file: str) -> str:
    """What a server must say that a file is."""
    name = file.rpartition("/")[2]
    if file == WEBFINGER:
        return "application/jrd+json; charset=utf-8"
    if file in FOR_HOSTS:
        return TYPES["txt"]
    return FEED_TYPES.get(name) or TYPES.get(_ending(name), UNKNOWN)


def is_text(file: str) -> bool:
    """Whether packing a file makes it smaller for readers: whether it has a charset and any reader."""
    return file not in FOR_HOSTS and "charset=" in content_type(file)


def is_feed(file: str) -> bool:
    """Whether programs of readers read it."""
    return file.rpartition("/")[2] in FEED_TYPES


def is_subscribed(file: str) -> bool:
    """Whether readers subscribe to a feed, and not only follow it into its archive."""
    return is_feed(file) and not _ARCHIVED.search(file)


def is_packed(file: str) -> bool:
    """Whether it holds another file of the site, packed (`index.html.br`), and so has no URL of its own."""
    stem, _, ending = file.rpartition(".")
    return ending in ENCODINGS and is_text(stem)


def is_asked_for(file: str) -> bool:
    """Whether it has a URL that a reader may ask for, so that caches may keep it."""
    return file not in FOR_HOSTS and not is_packed(file)


def cache(file: str) -> str:
    """How long which caches may keep a file: for ever where its name would be another if its bytes were."""
    if file == "manifest.json":
        return NEVER
    if _FINGERPRINTED.match(file):
        return YEAR
    is_media = file.startswith("media/") or _ending(file) in ("png", "ico", "svg")
    return HOUR if is_media else SHORT


def is_kept_for_ever(file: str) -> bool:
    """Whether the name of a file says what is in it."""
    return cache(file) == YEAR


def turn(file: str, keys: Sequence[str]) -> Turn:
    """When the turn of a file comes in a deployment: never before what it needs."""
    if file in (*FOR_HOSTS, "manifest.json"):
        return Turn.EDGE
    if is_packed(file):
        return turn(file.rpartition(".")[0], keys)
    is_nameless = "." not in file.rpartition("/")[2]  # it may be anything, so nothing may need it
    if is_feed(file) or is_nameless or _ending(file) in ("opml", "txt", "xml"):
        return Turn.FEED
    if file.endswith((".html", ".htm")):
        is_article = bool(keys) and keys[0].startswith(("article-", "standing-"))
        return Turn.ARTICLE if is_article else Turn.LIST
    # In the search index a browser finds the other files by this one.
    return Turn.ARTICLE if file.endswith("/pagefind-entry.json") else Turn.NEEDED


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
