"""URLs: where everything stands. A path begins with `/` and is the reader's words, not yet escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from broadsheet.model import Article, StandingPage
    from broadsheet.rules import FeedFormat

HOME = "/"
NOT_FOUND = "/404.html"
FEEDS, OPML, NEWSLETTERS, CORRECTED = "/feeds/", "/feeds.opml", "/newsletters/", "/corrected/"
TAGS, AUTHORS, SOURCES, ARCHIVE, STORIES = "/tags/", "/authors/", "/sources/", "/archive/", "/stories/"
SITEMAP, PAGES_MAP, NEWS_MAP = "/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml"
ROBOTS, SECURITY, WEBFINGER = "/robots.txt", "/.well-known/security.txt", "/.well-known/webfinger"
ADS, TRUST, HUMANS = "/ads.txt", "/trust.txt", "/humans.txt"
WEB_MANIFEST, FAVICON, TOUCH_ICON = "/site.webmanifest", "/favicon.ico", "/apple-touch-icon.png"
ICONS = "/icons/"
SEARCH = "/search/"
HEADERS, REDIRECTS = "/_headers", "/_redirects"
"""What Netlify and Cloudflare Pages read in a site."""
INDEX = f"{SEARCH}index/"
"""Where the index stands that readers search."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where the site is served: `url` without a slash at its end, `path` the part of it after the host."""

    url: str
    path: str

    def href(self, path: str) -> str:
        """A path as a page of the site links to it."""
        return self.path + quote(path, safe="/-._~!$&'()*+,;=:@")

    def absolute(self, path: str) -> str:
        """A path as the rest of the world links to it."""
        return self.url + quote(path, safe="/-._~!$&'()*+,;=:@")

    def path_of(self, url: str) -> str | None:
        """The reverse of `absolute`; None of what stands elsewhere."""
        return unquote(url.removeprefix(self.url)) if url.startswith(f"{self.url}/") else None


def article(item: Article) -> str:
    """`/section/YYYY/MM/DD/slug/`, by the date in the site's timezone; without a section from the year."""
    section = f"/{item.section}" if item.section else ""
    return f"{section}/{item.published:%Y/%m/%d}/{item.slug}/"


def standing(item: StandingPage) -> str:
    """`/about/`."""
    return f"/{item.slug}/"


def section(slug: str) -> str:
    """`/world/`."""
    return f"/{slug}/"


def edition(slug: str) -> str:
    """`/malaysia/`."""
    return f"/{slug}/"


def tag(slug: str) -> str:
    """`/tags/panjshir/`."""
    return f"{TAGS}{slug}/"


def author(slug: str) -> str:
    """`/authors/aisha-rahman/`."""
    return f"{AUTHORS}{slug}/"


def source(slug: str) -> str:
    """`/sources/northwire/`."""
    return f"{SOURCES}{slug}/"


def story(name: str) -> str:
    """`/stories/merpauh-flood/`."""
    return f"{STORIES}{name}/"


FRONTS: Mapping[str, Callable[[str], str]] = {
    "section": section,
    "edition": edition,
    "tag": tag,
    "month": lambda name: f"/{name}/",
    "author": author,
    "source": source,
    "story": story,
    "corrected": lambda _: CORRECTED,
}
"""The kinds of lists that have pages, and where the front of one stands."""


def front(name: str) -> str:
    """Where the front of a list stands: `/tags/panjshir/`, of `tag/panjshir`."""
    kind, _, rest = name.partition("/")
    return FRONTS[kind](rest)


_FEEDS: Mapping[FeedFormat, str] = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}


def feed(folder: str, format_: FeedFormat) -> str:
    """`/world/feed.xml`, from `/world/`."""
    return folder + _FEEDS[format_]


_PART = re.compile(r"/\d{4}/\d{2}/part-\d+/feed\.xml")


def archived_feed(month: str, number: int) -> str:
    """`/2021/09/part-1/feed.xml`: a part of the archive of the site's feed, from `2021/09` and 1."""
    return f"/{month}/part-{number}/feed.xml"


def newsletter(slug: str) -> str:
    """`/newsletters/morning/`: where the feed of a newsletter stands."""
    return f"{NEWSLETTERS}{slug}/"


def numbered(front: str, number: int) -> str:
    """`/world/page/3/`, from `/world/` and 3."""
    return f"{front}page/{number}/"


def month_map(month: str, part: int) -> str:
    """`/sitemap-2021-09.xml`: where the sitemap of a month stands; its second part at `…-09-2.xml`."""
    return f"/sitemap-{month}{f'-{part}' if part > 1 else ''}.xml"


def ninjs(article: str) -> str:
    """`…/ninjs.json`: an article for other newsrooms' programs, beside its page."""
    return f"{article}ninjs.json"


def republish(article: str) -> str:
    """`…/republish/`: an article as text to copy."""
    return f"{article}republish/"


def volume(name: str) -> str:
    """`/search/index/2021/`: where a volume of the search index stands."""
    return f"{INDEX}{name}/"


def media(path: str) -> str:
    """`/media/valley.jpg`, from its path below `content/`."""
    return f"/{path}"


def file(path: str) -> str:
    """The file below the output folder that a server sends for a path."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


_OF_FEEDS = (*(f"/{name}" for name in (*_FEEDS.values(), "rss.xml", "index.xml")), ".rss", ".atom")


def is_feed(path: str) -> bool:
    """Whether a path is called as feeds are, ours and those of many other sites."""
    return path.endswith(_OF_FEEDS)


def is_part(path: str) -> bool:
    """Whether a path is that of a part of the archive of the site's feed."""
    return _PART.fullmatch(path) is not None


def alias(path: str) -> str:
    """Where an alias stands: `/old.html` and feeds as they are, `/old` as `/old/`, which servers send for
    both.
    """
    return path if path.endswith(("/", ".html", ".htm")) or is_feed(path) else f"{path}/"


def path_of(file: str) -> str:
    """The path that a file below the output folder is sent for: the reverse of `file`."""
    return (
        "/" + file.removesuffix("index.html")
        if file == "index.html" or file.endswith("/index.html")
        else f"/{file}"
    )
