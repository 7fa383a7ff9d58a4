"""Check: whether the pages of a site lead to what is there.

What is checked: every `href`, `src`, `srcset`, `poster` and `data` of a page, and every `url(…)` of a
stylesheet, that stays on the site names a file in the manifest, or an address that `_redirects` knows; and a
link to a place in its own page (`#corrections`) finds an element of that name. What isn't: other sites, and
places in other pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from broadsheet.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

# Hosts that are only greeted beforehand are asked for nothing.
_NAMED = etree.XPath(
    "//*[not(self::base or self::link[contains(@rel, 'preconnect') or contains(@rel, 'dns-prefetch')])]"
    "/@*[name() = 'href' or name() = 'src' or name() = 'poster' or name() = 'data']",
    smart_strings=False,
)
_CANDIDATES = etree.XPath("//@srcset | //@imagesrcset", smart_strings=False)
_IDS = etree.XPath("//@id | //@name", smart_strings=False)
_URL_IN_STYLE = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)""")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+[^,]+)?\s*(?:,|$)")
HINT = "A text of this page or a layout names it: mend that, or put the file back, and build again."


def check(
    changed: Iterable[str],
    files: Collection[str],
    read: Callable[[str], bytes],
    base_url: str,
    redirects: str = "",
) -> Iterator[Problem]:
    """A problem for each thing that a changed page or stylesheet names on this site and that isn't there.

    `files` are all of the site below its folder; `redirects` is what its
    `_redirects` says.
    """
    there = _Site(files, frozenset(_redirected(redirects)), base_url)
    for file in changed:
        if file.endswith((".html", ".htm")):
            named, ids = _named_in_page(read(file))
            yield from there.lacking(file, named, ids)
        elif file.endswith(".css"):
            styles = read(file).decode("utf-8", "replace")
            yield from there.lacking(
                file, [next(filter(None, one), "") for one in _URL_IN_STYLE.findall(styles)]
            )


class _Site:
    def __init__(self, files: Collection[str], redirects: frozenset[str], base_url: str) -> None:
        self._files, self._redirects = files, redirects
        self._host, self._path = urlsplit(base_url).netloc, urlsplit(base_url).path.rstrip("/")
        self._base = base_url.rstrip("/")

    def lacking(
        self, file: str, named: Iterable[str], ids: Collection[str] | None = None
    ) -> Iterator[Problem]:
        """A problem for each address named in a file that leads nowhere, once."""
        here = f"{self._base}/{file.removesuffix('index.html')}"
        for address in dict.fromkeys(named):
            if address.startswith("#") and ids is not None:
                place = unquote(address[1:])
                if place and place != "top" and place not in ids:
                    yield Problem(f"site/{file}", 1, 1, "", f"nothing in this page is called '{place}'", HINT)
            elif not self._is_there(address, here):
                yield Problem(f"site/{file}", 1, 1, "", f"'{address}' leads to nothing on this site", HINT)

    def _is_there(self, address: str, here: str) -> bool:
        try:
            parts = urlsplit(urljoin(here, address.strip()))
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or parts.netloc != self._host:
            return True
        path = unquote(parts.path) or "/"
        if self._path:
            if not (path + "/").startswith(self._path + "/"):
                return True  # another site of the same host
            path = path[len(self._path) :] or "/"
        file = path.lstrip("/")
        names = (f"{file}index.html",) if path.endswith("/") else (file, f"{file}/index.html", f"{file}.html")
        return any(name in self._files for name in names) or path in self._redirects


def _redirected(text: str) -> Iterator[str]:
    """The old paths in a `_redirects` file, as Netlify and Cloudflare Pages read it."""
    for line in text.splitlines():
        words = line.split()
        if words and not words[0].startswith("#"):
            yield unquote(words[0])


def _named_in_page(page: bytes) -> tuple[list[str], set[str]]:
    """What a page names, and what can be named in it. libxml2 finds both, in a tenth of the time."""
    tree = etree.HTML(page, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    if tree is None:
        return [], set()
    named = [str(address) for address in _strings(_NAMED, tree)]
    for candidates in _strings(_CANDIDATES, tree):
        named.extend(_CANDIDATE.findall(str(candidates)))
    return named, {str(one) for one in _strings(_IDS, tree)}


def _strings(path: etree.XPath, tree: etree._Element) -> list[str]:
    return cast("list[str]", path(tree))
