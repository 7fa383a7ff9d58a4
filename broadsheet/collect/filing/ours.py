"""Ours: what stands in `content/` already, as far as collecting must know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.collect.feeds import canonical
from broadsheet.collect.filing import ledger
from broadsheet.collect.filing.place import Folder
from broadsheet.match import sketch
from broadsheet.model import Article, Entry, Link, PickedInline, StandingPage
from broadsheet.problems import Refused
from broadsheet.read import documents, entries, files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

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
    paths = tuple(_paths(place.root))
    drawn: list[Sketch] = []
    found: list[Article | Link | StandingPage] = []
    for entry in _entries(place.root, paths, config):
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


def _paths(root: Path) -> Iterator[str]:
    """The documents of our articles and links, as a build finds them."""
    waiting = [one for one in documents.top(root).folders if one in ROOMS]
    while waiting:
        for folder in documents.look((waiting.pop(),), root):
            yield from folder.paths
            waiting.extend(folder.folders)


def _entries(root: Path, paths: tuple[str, ...], config: Config) -> Iterator[Entry]:
    """What those of them say that a build would understand."""
    says = entries.reader(config)
    for path in paths:
        raw = files.content(documents.room(root), path, files.LARGEST)
        document = raw if isinstance(raw, Refused) else documents.document(root, path, raw)
        entry = document if isinstance(document, Refused) else says(document)
        if isinstance(entry, Entry):
            yield entry


def _urls(articles: Iterable[Article], links: Iterable[Link]) -> Iterator[tuple[str, str]]:
    """The addresses that our content names, each with the document that does."""
    for article in articles:
        urls = [pick.url for pick in article.picks if isinstance(pick, PickedInline)]
        urls += [article.source_url] if article.source_url else []
        yield from ((canonical.key(url), article.path) for url in urls)
    yield from ((canonical.key(link.url), link.path) for link in links)
