"""Pages: the whole URL space of the site, and what cannot stand in it.

`plan` is the table of contents. A new kind of page is a function that yields its pages, and a line here.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from broadsheet.model import Link
from broadsheet.plan import articles, feeds, fronts, urls
from broadsheet.plan.addresses import Addresses
from broadsheet.plan.views import FeedPage, Origin, Page
from broadsheet.problems import Names, Problem
from broadsheet.read import targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.model import Coverage, Entry, Newsroom
    from broadsheet.plan.desk import Desk

AnyPage: TypeAlias = Page | FeedPage

OF_THE_BUILD = ("/manifest.json", "/.publishing")
"""Where the build keeps its own books in the output folder (`publish/manifest.py`)."""
_FURTHER = {"slug": 2, "aliases": 3}


def plan(
    entries: Sequence[Entry],
    hidden: frozenset[str],
    newsroom: Newsroom,
    similar: Mapping[str, tuple[Coverage, ...]],
    desk: Desk,
) -> tuple[AnyPage, ...]:
    """Every page of the site. `entries` are those that are out, which the newsroom arranges.

    `hidden` are the paths that time alone keeps off the site (`addresses.hidden`).
    """
    addresses = Addresses(entries, hidden, desk.base)
    origins = {
        entry.item.path: articles.origins_of(entry) for entry in entries if not isinstance(entry.item, Link)
    }
    return (
        *fronts.home(newsroom, desk),
        *fronts.sections(newsroom, desk),
        *fronts.editions(newsroom, desk),
        *fronts.tags(newsroom, desk),
        *fronts.months(newsroom, desk),
        *fronts.authors(newsroom, desk),
        *fronts.sources(newsroom, desk),
        *articles.articles(newsroom, similar, addresses, origins, desk),
        *articles.standing(newsroom, addresses, origins, desk),
        *articles.not_found(newsroom, desk),
        *feeds.feeds(newsroom, addresses, desk),
    )


def turn(page: AnyPage) -> int:
    """When a page's turn to be published comes: articles, then the lists that lead to them, then feeds."""
    if isinstance(page, FeedPage):
        return 2
    return 0 if page.body is not None or page.layout == "redirect.html" else 1


def collisions(pages: Iterable[AnyPage], files: Iterable[str]) -> tuple[Problem, ...]:
    """A problem for each page whose address another already has, naming both.

    `files` are the paths of what is copied as it is. Two addresses that differ only in capitals or in how
    an accent is encoded are one on some disks, so they are one here. A page may not stand where another
    needs a folder. Of two claims the one that is easier to give up is the problem: see `_rank`.
    """
    taken: dict[str, tuple[str, Origin]] = {}
    problems: list[Problem] = []
    claims = [(page.path, page.origin) for page in pages]
    claims += [(path, _file(path)) for path in files]
    claims += [(path, Origin("the build itself", 1, 1, "")) for path in OF_THE_BUILD]
    for path, origin in sorted(claims, key=lambda claim: (_rank(claim[1]), claim[1].path, claim[0])):
        key = _folded(urls.file(path))
        if key in taken:
            problems.append(_collision(path, origin, *taken[key]))
        else:
            taken[key] = (path, origin)
    for key, (path, origin) in taken.items():
        folder = key.rpartition("/")[0]
        while folder:
            if folder in taken:
                problems.append(_collision(path, origin, *taken[folder]))
            folder = folder.rpartition("/")[0]
    return tuple(problems)


def dead_links(
    entries: Iterable[Entry], pages: Iterable[AnyPage], files: Iterable[str], hidden: frozenset[str]
) -> tuple[Problem, ...]:
    """A problem for each link in a body to a path on this site (`/world/`) at which nothing stands.

    What stands there at other times is `hidden`, and no problem.
    """
    paths = _all_paths(pages, files)
    problems: list[Problem] = []
    for entry in entries:
        for mention in entry.mentions:
            if mention.key != "link" or targets.kind(mention.target) != "page":
                continue
            path = unquote(mention.target)
            if (
                path in paths or path in hidden or path.startswith("/media/")
            ):  # files are looked up in read/references.py
                continue
            where = (f"content/{entry.item.path}", mention.line, mention.column)
            problems.append(Problem(*where, "link", *_nothing_at(path, paths)))
    return tuple(problems)


def dead_policies(config: Config, pages: Iterable[AnyPage], files: Iterable[str]) -> tuple[Problem, ...]:
    """A problem for each policy in `site.yaml` that leads to a path at which nothing stands."""
    paths = _all_paths(pages, files)
    return tuple(
        Problem("content/site.yaml", 1, 1, f"policies.{name}", *_nothing_at(path, paths))
        for name, path in config.policies.items()
        if path.startswith("/") and path not in paths
    )


def _all_paths(pages: Iterable[AnyPage], files: Iterable[str]) -> Names:
    """Every path at which something stands. They are alike if their last parts are."""
    paths = [*(page.path for page in pages), *files]
    return Names(paths, 0.75, lambda path: path.strip("/").rpartition("/")[2].casefold())


def _nothing_at(path: str, paths: Names) -> tuple[str, str]:
    """That nothing stands at a path, and what was meant perhaps."""
    hint = f"Write '{path}/'." if f"{path}/" in paths else paths.did_you_mean(path)
    return f"nothing stands at '{path}' on this site", hint


def _file(path: str) -> Origin:
    """Where a file that is copied comes from."""
    return Origin(f"content{path}" if path.startswith("/media/") else f"layouts{path}", 1, 1, "")


def _rank(origin: Origin) -> int:
    """How easily a claim to an address is given up.

    Least what every site has, then what `site.yaml` defines and what articles share, then a document's
    own address, and first of all its aliases.
    """
    return _FURTHER.get(origin.key, 1 if origin.key else 0)


def _collision(path: str, origin: Origin, other_path: str, other: Origin) -> Problem:
    what = f"'{path}' is already the address of {_named(other)}"
    if _folded(urls.file(path)) != _folded(urls.file(other_path)):
        what = f"'{path}' needs a folder where '{other_path}' of {_named(other)} is a file"
    elif path != other_path:
        what = f"'{path}' differs only in capitals or accents from '{other_path}' of {_named(other)}"
    hint = "Give one of the two another 'slug', or take away the alias."
    return Problem(origin.path, origin.line, origin.column, origin.key, what, hint)


def _named(origin: Origin) -> str:
    if origin.path == "content/site.yaml" and not origin.key:
        return "a page that every site has"
    return origin.path if origin.key in ("", *_FURTHER) else f"{origin.path} ({origin.key})"


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
