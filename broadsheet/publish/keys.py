"""Keys: the names under which caches know a page (`Surrogate-Key`, `Cache-Tag`), so that they can be told to
forget all pages of one section at once.

The first key of a file says what it is: no page of something else has it. The others say what it belongs to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from broadsheet.plan import urls
from broadsheet.plan.newsroom import ARTICLES
from broadsheet.publish import kinds

if TYPE_CHECKING:
    from broadsheet.plan.briefs import Assignment

_DOCUMENTS = {"article": "article", "page": "standing"}
NOTHING = "404"
"""The key of the page that says that there is nothing, wherever it is sent: a cache may remember that of an
address at which something has come out meanwhile."""
_WIDTH = re.compile(r"(?<=\.[0-9a-f]{12})(?:\.\d+)?\.\w+$")


def of_page(assignment: Assignment) -> tuple[str, ...]:
    """The keys of a page: of an article `article-ID section-SLUG story-NAME`, of a list's pages
    `list-section-SLUG section-SLUG`, of its feed `feed-section-SLUG section-SLUG feeds`.
    """
    if assignment.belongs:
        return tuple(map(key, assignment.belongs))
    unit, is_feed = assignment.unit, kinds.is_feed(urls.file(assignment.path))
    names = [unit]
    if unit.partition("/")[0] in urls.FRONTS:
        names.insert(0, f"feed/{unit}" if is_feed else f"list/{unit}")
    if is_feed:
        names.append("feeds")
    return tuple(dict.fromkeys(map(key, names)))


def of_document(kind: str, id_: str) -> str:
    """The first key of an article (kind `article`) or a standing page (`page`), also at its aliases."""
    return key(f"{_DOCUMENTS[kind]}/{id_}")


def document(first: str) -> tuple[str, str] | None:
    """The kind and the id of the document that has this first key; None where none has.

    An id with a slash comes back with a hyphen: where the document is there still, ask `of_document`.
    """
    for kind, word in _DOCUMENTS.items():
        if first.startswith(f"{word}-"):
            return kind, unquote(first.removeprefix(f"{word}-"))
    return None


def list_(first: str) -> str:
    """The list of whose pages or feed this is the first key: `tag/panjshir` of `list-tag-panjshir`. Empty
    where it is of neither; of a month what is none, since its name has a slash.
    """
    if first == "feed":
        return ARTICLES
    what, _, name = unquote(first).partition("-")
    return name.replace("-", "/", 1) if what in ("list", "feed") else ""


def of_copy(path: str) -> tuple[str, ...]:
    """The keys of a file that is no page: an asset, a part of the search index, a file of `media/`, where all
    that is made of one picture has one key.
    """
    if path.startswith("/assets/"):
        return ("assets",)
    if path.startswith(urls.INDEX):
        return ("search",)
    if path in ("/_headers", "/_redirects"):
        return ("edge",)
    return (key(_WIDTH.sub("", path.removeprefix("/"))), "media")


def key(name: str) -> str:
    """A name as a key: `section/world` is `section-world`. In ASCII and without blanks, as headers need."""
    return quote(name.replace("/", "-"), safe="-._~")
