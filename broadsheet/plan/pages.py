"""Pages: which pages must be looked at, and how one is composed of its brief.

`touched` is the table of contents. A new kind of page is a function that yields its assignments and one that
composes it, and a line here for each.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.plan import articles, feeds, fronts, lists, searching
from broadsheet.plan.briefs import (
    AliasBrief,
    ArticleBrief,
    FeedBrief,
    HomeBrief,
    IndexBrief,
    LeafBrief,
    NotFoundBrief,
    SearchBrief,
    StandingBrief,
)
from broadsheet.plan.views import FeedPage, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.config import Config
    from broadsheet.plan.briefs import Assignment
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.touched import Touched

AnyPage: TypeAlias = Page | FeedPage

ARTICLE, LIST, FEED = 0, 1, 2
"""When a page's turn to be published comes: articles, then the lists that lead to them, then feeds."""


def touched(newsroom: Newsroom, touched: Touched, config: Config) -> Iterator[Assignment]:
    """Every page that may differ from what was made of it, those of one kind together."""
    for path in _documents(newsroom, touched):
        yield from articles.assignments(newsroom.facts(path), newsroom)
    yield from _lists(newsroom, touched, config)
    yield fronts.home(newsroom, config)
    yield from fronts.indexes(newsroom, config)
    yield articles.not_found(newsroom)
    if config.search:
        yield searching.assignment(newsroom)
    yield from _feeds(newsroom, touched, config)


def _documents(newsroom: Newsroom, touched: Touched) -> Iterator[str]:
    """The documents whose own pages must be looked at; those of one section near each other."""
    for kind, layout in (("article", "article.html"), ("page", "standing.html")):
        if touched.by(layout) or touched.by("redirect.html"):
            yield from newsroom.paths(kind)
        else:
            yield from (path for path in sorted(touched.documents) if newsroom.kind(path) == kind)


def _lists(newsroom: Newsroom, touched: Touched, config: Config) -> Iterator[Assignment]:
    size = config.page_size
    for name, title in fronts.names(newsroom, config):
        if touched.by(fronts.layout_of(name)):
            yield from fronts.pages(name, title, newsroom, size, None)
        elif name in touched.lists:
            reach = touched.lists[name]
            wanted = lists.touched(newsroom.size(name), size, reach, partial(newsroom.older_than, name))
            yield from fronts.pages(name, title, newsroom, size, wanted)


def _feeds(newsroom: Newsroom, touched: Touched, config: Config) -> Iterator[Assignment]:
    """The feed of the site, which may show anything; those of the lists that are touched."""
    yield feeds.of_the_site(newsroom, config)
    for name, title in fronts.names(newsroom, config):
        if feeds.address(name) and (touched.everything or name in touched.lists):
            yield feeds.of_list(name, title, newsroom, config)


def compose(assignment: Assignment, desk: Desk) -> AnyPage:
    """The page that an assignment asks for."""
    path, brief, origin = assignment.path, assignment.brief, assignment.origin
    match brief:
        case ArticleBrief():
            return articles.article(path, brief, origin, desk)
        case StandingBrief():
            return articles.standing(path, brief, origin, desk)
        case AliasBrief():
            return articles.alias(path, brief, origin, desk)
        case HomeBrief():
            return fronts.front_page(path, brief, origin, desk)
        case NotFoundBrief():
            return articles.nothing_here(path, brief, origin, desk)
        case LeafBrief():
            return fronts.leaf(path, brief, origin, desk)
        case IndexBrief():
            return fronts.index(path, brief, origin, desk)
        case SearchBrief():
            return searching.page(path, brief, origin, desk)
        case FeedBrief():
            return feeds.feed(path, brief, origin, desk)


def language(page: AnyPage) -> str:
    """The language of our own words on a page."""
    return page.view.site.language if isinstance(page, Page) else page.view.language


def turn(assignment: Assignment) -> int:
    """When its turn comes: `ARTICLE`, `LIST` or `FEED`."""
    match assignment.brief:
        case FeedBrief():
            return FEED
        case ArticleBrief() | StandingBrief() | AliasBrief():
            return ARTICLE
    return LIST
