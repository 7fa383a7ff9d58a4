"""Newsroom: everything that is out, put in order and sorted into sections, editions, tags, months."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from broadsheet.model import Article, Link, Newsroom, StandingPage
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from broadsheet.config import Config
    from broadsheet.model import Entry

T = TypeVar("T")
BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)


def arrange(entries: Iterable[Entry], config: Config) -> Newsroom:
    """The newsroom that these entries make."""
    items = [entry.item for entry in entries]
    articles = tuple(sorted((one for one in items if isinstance(one, Article)), key=_age, reverse=True))
    links = tuple(sorted((one for one in items if isinstance(one, Link)), key=_age, reverse=True))
    standing = sorted((one for one in items if isinstance(one, StandingPage)), key=lambda one: one.path)
    return Newsroom(
        articles=articles,
        links=links,
        standing=tuple(standing),
        sections=_sorted_into(config.sections, ((one, [one.section]) for one in articles)),
        editions=_sorted_into(config.editions, ((one, editions_of(one, config)) for one in articles)),
        authors=_sorted_into(config.authors, ((one, one.authors) for one in articles)),
        tags=_sorted_into((), ((one, map(slug, one.tags)) for one in articles)),
        tag_titles=_tag_titles(articles),
        months=_sorted_into((), ((one, [f"{one.published:%Y/%m}"]) for one in articles)),
        sources=_sorted_into(config.sources, ((one, [one.source]) for one in links)),
    )


def _age(item: Article | Link) -> tuple[datetime, str]:
    """Oldest first; two of the same moment by id, so that no order hangs on the file system."""
    return (item.published or BEFORE_ALL, item.id)


def editions_of(article: Article, config: Config) -> tuple[str, ...]:
    """The editions an article names and those its section belongs to, each once."""
    by_section = [edition.slug for edition in config.editions.values() if article.section in edition.sections]
    return tuple(dict.fromkeys((*article.editions, *by_section)))


def _sorted_into(
    names: Iterable[str], placed: Iterable[tuple[T, Iterable[str | None]]]
) -> Mapping[str, tuple[T, ...]]:
    """Each name's items in their order; `names` are there even when they have none, and come first."""
    lists: dict[str, list[T]] = defaultdict(list)
    for name in names:
        lists[name] = []
    for item, places in placed:
        for place in places:
            if place is not None:
                lists[place].append(item)
    return {name: tuple(items) for name, items in lists.items()}


def _tag_titles(articles: tuple[Article, ...]) -> Mapping[str, str]:
    """How each tag is spelled: as its oldest article does, so that a new one changes no heading."""
    titles: dict[str, str] = {}
    for article in reversed(articles):
        for tag in article.tags:
            titles.setdefault(slug(tag), tag)
    return titles
