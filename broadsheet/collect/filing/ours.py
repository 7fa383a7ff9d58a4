"""Ours: what stands in `content/` already, as far as collecting must know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.collect.feeds import canonical
from broadsheet.collect.filing import ledger
from broadsheet.collect.filing.place import Folder
from broadsheet.match import sketch
from broadsheet.model import Article, Link, PickedInline, StandingPage
from broadsheet.read import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from broadsheet.collect.filing.ledger import Line
    from broadsheet.collect.filing.place import Place
    from broadsheet.config import Config
    from broadsheet.match.sketch import Sketch

ROOMS = ("articles/", "links/")


@dataclass(frozen=True, slots=True)
class Ours:
    """Our articles, all headlines, every id that is taken, which document points to an address (by key).

    `articles` are those to be matched; `ledger` is what was ever found; `unread` counts documents with
    problems, which a build names.
    """

    articles: tuple[Sketch, ...]
    titles: Mapping[str, str]
    urls: Mapping[str, str]
    ledger: tuple[Line, ...]
    ids: frozenset[str]
    unread: int


def read(place: Place, config: Config, now: datetime, is_near: Callable[[datetime], bool]) -> Ours:
    """What stands there: documents on this disk, and the ledger of the place where links will be put.

    Articles to be matched are those of a time that `is_near`, but no drafts and nothing that has expired.
    """
    paths: list[str] = []
    drawn: list[Sketch] = []
    found: list[Article | Link | StandingPage] = []
    for path, entry in entries.below(place.root, ROOMS, config):
        paths.append(path)
        if entry is None:
            continue
        found.append(entry.item)  # not the entry: the archive's bodies would fill the memory
        if _is_awaiting(entry.item, now, is_near):
            drawn.extend(filter(None, (sketch.of(entry),)))
    articles = [one for one in found if isinstance(one, Article)]
    links = [one for one in found if isinstance(one, Link)]
    stems = {path.rpartition("/")[2].removesuffix(".md") for path in paths}
    return Ours(
        articles=tuple(drawn),
        titles={one.id: one.title for one in articles},
        urls=dict(_urls(articles, links)),
        ledger=tuple(one for text in _ledgers(place) for one in ledger.read(text)),
        ids=frozenset(name.casefold() for name in (*stems, *(one.id for one in found))),
        unread=len(paths) - len(found),
    )


def _ledgers(place: Place) -> Iterator[str]:
    """The place's ledger and the one on this disk: a branch may have been left before the last refusal."""
    yield place.read(ledger.PATH) or ""
    yield Folder(place.root).read(ledger.PATH) or ""


def _is_awaiting(
    one: Article | Link | StandingPage, now: datetime, is_near: Callable[[datetime], bool]
) -> bool:
    """Whether coverage of it is looked for. Of an article under embargo it is, to be there when it is out."""
    if not isinstance(one, Article) or one.draft or not is_near(one.published):
        return False
    return one.expires is None or one.expires > now


def _urls(articles: Iterable[Article], links: Iterable[Link]) -> Iterator[tuple[str, str]]:
    """The addresses that our content names, each with the document that does."""
    for article in articles:
        urls = [pick.url for pick in article.picks if isinstance(pick, PickedInline)]
        urls += [article.source_url] if article.source_url else []
        yield from ((canonical.key(url), article.path) for url in urls)
    yield from ((canonical.key(link.url), link.path) for link in links)
