"""Claims: which address belongs to whom, and what cannot stand where."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.plan import articles, exports, feedarchive, feeds, lists, sitemaps, urls, wellknown
from broadsheet.plan.views import Origin
from broadsheet.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.config import Config
    from broadsheet.plan.facts import Facts

BOOKS = "books"
OF_THE_BUILD = ("/manifest.json", "/.publishing")
"""Where the build keeps its own books in the output folder (`publish/manifest.py`), and the unit they
belong to."""
_FURTHER = {"slug": 2, "aliases": 3}


class Claim(NamedTuple):
    """A path of the site, the unit that wants it (a document, a list …), and where that is written."""

    path: str
    unit: str
    origin: Origin

    @property
    def key(self) -> str:
        """What makes two addresses one."""
        return key(self.path)


def key(path: str) -> str:
    """The file that is sent for a path, in small letters, its accents of one kind.

    Two that differ only in capitals or in how an accent is encoded are one on some disks.
    """
    return unicodedata.normalize("NFC", urls.file(path)).casefold()


def of_document(facts: Facts, config: Config) -> Iterator[Claim]:
    """The addresses that a document wants: its own, its aliases where pages stand there, and its exports."""
    page, aliases = articles.origins(facts)
    yield Claim(facts.address, facts.path, page)
    for alias in facts.aliases if config.edge.stubs else ():
        yield Claim(urls.alias(alias), facts.path, aliases)
    yield from (Claim(path, facts.path, page) for path in exports.paths(facts, config.exports))


def of_list(name: str, total: int, origin: Origin, config: Config) -> Iterator[Claim]:
    """The addresses that a list wants: its front, its numbered pages, its feed if it has one, and of a month
    the parts that it has in the archive of the site's feed.
    """
    front = urls.front(name)
    yield from (Claim(leaf.path, name, origin) for leaf in lists.leaves(total, front, config.page_size))
    yield from (Claim(path, name, origin) for _, path in feeds.addresses_of(name, config))
    if name.startswith(f"{feeds.PARTS}/") and feedarchive.is_kept(config):
        yield from (Claim(path, name, origin) for path in feedarchive.paths(name, total))


def of_map(name: str, size: int) -> Iterator[Claim]:
    """The addresses that a month of so many articles wants for its sitemaps."""
    origin = Origin("content/site.yaml", 1, 1, "")
    return (Claim(path, name, origin) for path in sitemaps.shards(name, size))


def of_every_site(config: Config, now: int) -> Iterator[Claim]:
    """The addresses of what every site has, and of what one with newsletters or with a search has."""
    for path, unit, key in (
        (urls.HOME, "home", "title"), (urls.TAGS, "tags", ""),
        (urls.ARCHIVE, "archive", ""), (urls.AUTHORS, "authors", ""), (urls.SOURCES, "sources", ""),
        (urls.STORIES, "stories", ""), (urls.FEEDS, feeds.UNIT, ""), (urls.OPML, feeds.UNIT, ""),
    ):  # fmt: skip
        yield Claim(path, unit, Origin("content/site.yaml", 1, 1, key))
    for name, _ in feeds.names((), config):
        yield from (
            Claim(path, feeds.UNIT, feeds.IN_SITE_YAML) for _, path in feeds.addresses_of(name, config)
        )
    newsletters = [urls.NEWSLETTERS] if config.newsletters else []
    yield from (Claim(path, "newsletters", Origin("content/site.yaml", 1, 1, "")) for path in newsletters)
    if config.search:
        yield Claim(urls.SEARCH, "search", Origin("content/site.yaml", 1, 1, "search"))
    for path, asked in ((urls.HEADERS, config.edge.headers), (urls.REDIRECTS, config.edge.redirects)):
        if "netlify" in asked:
            yield Claim(path, "edge", Origin("content/site.yaml", 1, 1, "edge"))
    for path in sitemaps.addresses(config):
        yield Claim(path, sitemaps.UNIT, Origin("content/site.yaml", 1, 1, ""))
    for path in wellknown.files(config, now):
        yield Claim(path, wellknown.UNIT, Origin("content/site.yaml", 1, 1, ""))
    yield Claim(urls.NOT_FOUND, "404", Origin("layouts/404.html", 1, 1, ""))
    yield from (Claim(path, BOOKS, Origin("the build itself", 1, 1, "")) for path in OF_THE_BUILD)


def of_copy(path: str) -> Claim:
    """The address of a file that is copied as it is."""
    media = path.startswith("/media/")
    origin = Origin(f"content{path}" if media else f"layouts{path}", 1, 1, "")
    return Claim(path, "media" if media else "assets", origin)


def of_variant(path: str, picture: str, unit: str = "") -> Claim:
    """The address of a file that is made of a picture, or for a `unit` that has none."""
    return Claim(path, unit or picture, Origin(f"content/{picture or 'site.yaml'}", 1, 1, ""))


def collisions(claims: Iterable[Claim]) -> tuple[Problem, ...]:
    """A problem for each claim to an address that another already has, naming both.

    A page may not stand where another needs a folder. Of two claims the one that is easier to give up is
    the problem: see `_rank`.
    """
    taken: dict[str, Claim] = {}
    quarrels: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for claim in sorted(claims, key=_precedence):
        if claim.key in taken:
            quarrel = (claim.unit, taken[claim.key].unit)
            if quarrel not in quarrels:
                problems.append(_collision(claim, taken[claim.key]))
            if claim.unit.partition("/")[0] in urls.FRONTS:  # its feed and pages follow its front
                quarrels.add(quarrel)
        else:
            taken[claim.key] = claim
    for key, claim in taken.items():
        problems.extend(_collision(claim, taken[folder]) for folder in folders(key) if folder in taken)
    return tuple(problems)


def lost(old: Facts | None, new: Facts | None) -> set[str]:
    """The names under which a document was known and is no longer."""
    return _names(old) - _names(new)


def folders(key: str) -> Iterator[str]:
    """The folders that a file needs, the innermost first."""
    while key := key.rpartition("/")[0]:
        yield key


def _precedence(claim: Claim) -> tuple[int, str, str, int]:
    """Who comes first of several claims; of two lists, the one whose kind stands first in the menu."""
    kinds = [*urls.FRONTS, ""]
    kind = claim.unit.partition("/")[0]
    order = kinds.index(kind if kind in kinds else "")
    return (_rank(claim.origin), claim.origin.path, claim.path, order)


def _rank(origin: Origin) -> int:
    """How easily a claim to an address is given up.

    Least what every site has, then what `site.yaml` defines and what articles share, then a document's
    own address, and first of all its aliases.
    """
    return _FURTHER.get(origin.key, 1 if origin.key else 0)


def _collision(claim: Claim, other: Claim) -> Problem:
    path, origin = claim.path, claim.origin
    what = f"'{path}' is already the address of {_named(other.origin)}"
    if claim.key != other.key:
        what = f"'{path}' needs a folder where '{other.path}' of {_named(other.origin)} is a file"
    elif path != other.path:
        what = f"'{path}' differs only in capitals or accents from '{other.path}' of {_named(other.origin)}"
    hint = "Give one of the two another 'slug', or take away the alias."
    return Problem(origin.path, origin.line, origin.column, origin.key, what, hint)


def _named(origin: Origin) -> str:
    if origin.path == "content/site.yaml" and not origin.key:
        return "a page that every site has"
    return origin.path if origin.key in ("", *_FURTHER) else f"{origin.path} ({origin.key})"


def _names(one: Facts | None) -> set[str]:
    return {f"id:{one.id}", f"file:{one.path}", *(f"page:{path}" for path in one.brings)} if one else set()
