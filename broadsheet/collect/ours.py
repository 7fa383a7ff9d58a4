"""Ours: what stands in `content/` already, as far as collecting must know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.collect import canonical
from broadsheet.model import Article, Entry, Link, PickedInline
from broadsheet.read import documents, entries
from broadsheet.read.entries import Errand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from broadsheet.config import Config


@dataclass(frozen=True, slots=True)
class Ours:
    """Our articles and links, every id that is taken, and which document points to an address, by its key.

    `unread` counts documents with problems, which a build names.
    """

    articles: tuple[Article, ...]
    links: tuple[Link, ...]
    urls: Mapping[str, str]
    ids: frozenset[str]
    unread: int


def read(root: Path, config: Config, now: datetime) -> Ours:
    """What stands below `root`. Drafts and what has expired are not to be matched, all else is."""
    found = [one.path for one in documents.scan(root).documents if not one.path.startswith("pages/")]
    answers = entries.read((Errand(path, "") for path in found), root, config)
    items = [answer.entry.item for answer in answers if isinstance(answer.entry, Entry)]
    articles = tuple(one for one in items if isinstance(one, Article))
    links = tuple(one for one in items if isinstance(one, Link))
    stems = {path.rpartition("/")[2].removesuffix(".md") for path in found}
    return Ours(
        articles=tuple(one for one in articles if not one.draft and not (one.expires and one.expires <= now)),
        links=links,
        urls=dict(_urls(articles, links)),
        ids=frozenset(name.casefold() for name in (*stems, *(one.id for one in items))),
        unread=len(found) - len(items),
    )


def _urls(articles: tuple[Article, ...], links: tuple[Link, ...]) -> Iterator[tuple[str, str]]:
    """The addresses that our content names, each with the document that does."""
    for article in articles:
        urls = [pick.url for pick in article.picks if isinstance(pick, PickedInline)]
        urls += [article.source_url] if article.source_url else []
        yield from ((canonical.key(url), article.path) for url in urls)
    yield from ((canonical.key(link.url), link.path) for link in links)
