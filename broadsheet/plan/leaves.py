"""Leaves: the pages of long lists, each composed as what it is a list of wants."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from broadsheet.plan import dates, feeds, fronts, lists, timelines, urls
from broadsheet.plan.briefs import Assignment, LeafBrief
from broadsheet.plan.newsroom import CORRECTED, LINKS
from broadsheet.plan.pieces import Corrected, Nav
from broadsheet.plan.views import AuthorView, CorrectedView, ListView, Page, SourceView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from broadsheet.model import Correction
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.pieces import Head
    from broadsheet.plan.timelines import Paging
    from broadsheet.plan.views import ListKind, Origin, View

LIST = "list.html"
LAYOUTS = {
    "author": "author.html",
    "source": "source.html",
    "story": timelines.LAYOUT,
    CORRECTED: "corrected.html",
}
"""The layouts of lists that don't have the common one."""


def pages(
    name: str, title: str, newsroom: Newsroom, size: int, wanted: set[int | None] | None
) -> Iterator[Assignment]:
    """The pages of a list that are `wanted`, by number (None: the front); all of them without."""
    front, origin = urls.front(name), fronts.origin_of(name, newsroom)
    shown = [
        leaf
        for leaf in lists.leaves(newsroom.size(name), front, size)
        if wanted is None or leaf.number in wanted
    ]
    if not shown:
        return
    first = shown[0].start
    members = newsroom.members(name, first, shown[-1].stop)
    shows = _with_corrections if name == CORRECTED else _card
    for leaf in shown:
        cards = tuple(shows(one.path, newsroom) for one in members[leaf.start - first : leaf.stop - first])
        brief = LeafBrief(name, title, leaf.number, leaf.newer, leaf.older, cards)
        yield Assignment(leaf.path, name, brief, origin)


def layout_of(name: str) -> str:
    """The layout of a list's pages."""
    return LAYOUTS.get(name.partition("/")[0], LIST)


def leaf(path: str, brief: LeafBrief, origin: Origin, desk: Desk) -> Page:
    """One page of a list."""
    newer, older = (one and desk.base.href(one) for one in (brief.newer, brief.older))
    composed = _COMPOSED.get(brief.name.partition("/")[0], _list)
    view = composed(path, brief, (brief.number, newer, older), desk)
    return Page(path, layout_of(brief.name), view, None, origin)


def _author(path: str, brief: LeafBrief, paging: Paging, desk: Desk) -> View:
    author = desk.config.authors[_slug(brief)]
    head = _head(author.name, author.bio, path, brief, desk)
    cards = desk.cards(brief.cards)
    return AuthorView(desk.site, head, author.name, author.bio, author.email, author.url, cards, *paging)


def _source(path: str, brief: LeafBrief, paging: Paging, desk: Desk) -> View:
    source = desk.config.sources[_slug(brief)]
    made = _head(source.name, "", path, brief, desk)
    title = f"{feeds.title(LINKS, '', desk)} — {desk.config.title}"
    head = replace(made, near_feeds=desk.feed_links(title, feeds.addresses_of(LINKS, desk.config)))
    return SourceView(
        desk.site, head, source.name, source.url, tuple(map(desk.coverage, brief.cards)), *paging
    )


def _story(path: str, brief: LeafBrief, paging: Paging, desk: Desk) -> View:
    return timelines.view(brief, _head(brief.title, "", path, brief, desk), paging, desk)


def _corrected(path: str, brief: LeafBrief, paging: Paging, desk: Desk) -> View:
    heading = desk.own.gettext("Corrected articles")
    kept: list[tuple[bytes, tuple[Correction, ...]]] = [pickle.loads(one) for one in brief.cards]  # noqa: S301 - packed below
    articles = tuple(Corrected(desk.card(card), corrections) for card, corrections in kept)
    return CorrectedView(desk.site, _head(heading, "", path, brief, desk), heading, articles, *paging)


def _list(path: str, brief: LeafBrief, paging: Paging, desk: Desk) -> View:
    """A page of a section, an edition, a tag or a month."""
    kind, config = cast("ListKind", brief.name.partition("/")[0]), desk.config
    description = config.sections[_slug(brief)].description if kind == "section" else ""
    language = config.editions[_slug(brief)].language if kind == "edition" else config.language
    title = desk.words[language].month(dates.month(_slug(brief))) if kind == "month" else brief.title
    head = _head(title, description, path, brief, desk, language)
    return ListView(desk.sites[language], head, kind, title, description, desk.cards(brief.cards), *paging)


_COMPOSED: Mapping[str, Callable[[str, LeafBrief, Paging, Desk], View]] = {
    "author": _author,
    "source": _source,
    "story": _story,
    CORRECTED: _corrected,
}


def _card(path: str, newsroom: Newsroom) -> bytes:
    return newsroom.card(path)


def _with_corrections(path: str, newsroom: Newsroom) -> bytes:
    """What the list of corrections shows of an article: its card, and what was put right in it."""
    facts = newsroom.facts(path)
    return pickle.dumps(facts.shown_in(CORRECTED), 5)


def _slug(brief: LeafBrief) -> str:
    return brief.name.partition("/")[2]


def _head(title: str, description: str, path: str, brief: LeafBrief, desk: Desk, language: str = "") -> Head:
    """The head of a list's page: each numbered page has a title and a description of its own."""
    words = desk.words[language or desk.config.language]
    above = fronts.ABOVE.get(brief.name.partition("/")[0])
    trail = [Nav(fronts.heading(above, words), desk.base.href(fronts.INDEXES[above]))] if above else []
    own = feeds.addresses_of(brief.name, desk.config)
    if brief.number is None:
        return desk.head(title, description, path, language, feeds=own, trail=trail)
    trail.append(Nav(title, desk.base.href(urls.front(brief.name))))
    numbered = words.gettext("%(title)s, page %(number)s")
    numbered %= {"title": title, "number": words.number(brief.number)}
    return desk.head(numbered, "", path, language, feeds=own, trail=trail)
