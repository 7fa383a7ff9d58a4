"""Pages: which pages must be looked at, and how one is composed of its brief.

`touched` is the table of contents. A new kind of page is a function that yields its assignments and one that
composes it, and a line here for each.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.plan import (
    articles,
    exports,
    feedarchive,
    feeds,
    fronts,
    leaves,
    lists,
    redirects,
    searching,
    service,
    sitemaps,
    wellknown,
)
from broadsheet.plan.briefs import (
    AliasBrief,
    ArticleBrief,
    FeedBrief,
    FeedsBrief,
    FileBrief,
    HomeBrief,
    IndexBrief,
    LeafBrief,
    MapBrief,
    MapIndexBrief,
    NewslettersBrief,
    NewsMapBrief,
    NinjsBrief,
    NotFoundBrief,
    OpmlBrief,
    PagesMapBrief,
    RedirectBrief,
    RepublishBrief,
    SearchBrief,
    StandingBrief,
)
from broadsheet.plan.feedviews import FeedPage, FeedView
from broadsheet.plan.mapviews import Sheet
from broadsheet.plan.newsroom import ARTICLES
from broadsheet.plan.views import OpmlView, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.config import Config
    from broadsheet.plan.briefs import Assignment
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.lists import Key
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.touched import Touched

    Names: TypeAlias = Iterable[tuple[str, str]]

AnyPage: TypeAlias = Page | FeedPage | Sheet

ARTICLE, LIST, FEED = 0, 1, 2
"""When a page's turn to be published comes: articles, then the lists that lead to them, then feeds and
sitemaps.
"""


def touched(newsroom: Newsroom, touched: Touched, config: Config) -> Iterator[Assignment]:
    """Every page that may differ from what was made of it, those of one kind together."""
    names = tuple(fronts.names(newsroom, config))
    for path in _documents(newsroom, touched):
        facts = newsroom.facts(path)
        yield from articles.assignments(facts, newsroom, config.edge.stubs)
        yield from exports.assignments(facts, newsroom, config.exports, articles.origins(facts)[0])
    if config.edge.stubs:
        yield from redirects.assignments(newsroom, touched)
    yield from _lists(names, newsroom, touched, config)
    yield fronts.home(newsroom, config)
    yield from fronts.indexes(names, config)
    yield articles.not_found(newsroom)
    yield from service.assignments(names, config)
    if config.search:
        yield searching.assignment(newsroom)
    yield from _feeds(names, newsroom, touched, config)
    yield from sitemaps.assignments(newsroom, touched, config)
    yield from wellknown.assignments(touched, config)


def _documents(newsroom: Newsroom, touched: Touched) -> Iterator[str]:
    """The documents whose own pages must be looked at; those of one section near each other."""
    for kind, layout in (("article", "article.html"), ("page", "standing.html")):
        if any(map(touched.by, (layout, "redirect.html", exports.LAYOUT))):
            yield from newsroom.paths(kind)
        else:
            yield from (path for path in sorted(touched.documents) if newsroom.kind(path) == kind)


def _lists(names: Names, newsroom: Newsroom, touched: Touched, config: Config) -> Iterator[Assignment]:
    size = config.page_size
    for name, title in names:
        if touched.by(leaves.layout_of(name)):
            yield from leaves.pages(name, title, newsroom, size, None)
        elif name in touched.lists:
            reach = touched.lists[name]
            wanted = lists.touched(newsroom.size(name), size, reach, partial(newsroom.older_than, name))
            yield from leaves.pages(name, title, newsroom, size, wanted)


def _feeds(names: Names, newsroom: Newsroom, touched: Touched, config: Config) -> Iterator[Assignment]:
    """The feeds of the lists that are touched, or that hold an article of which they say something else: its
    links lead elsewhere now, or its similar news is another. And such parts of the archive.
    """
    moved: dict[str, set[Key]] = defaultdict(set)
    for path in touched.documents if config.feeds.similar else touched.naming:
        if newsroom.kind(path):
            facts = newsroom.facts(path)
            for name in facts.lists:
                moved[name].add(facts.key_in(name))
    is_kept = feedarchive.is_kept(config)
    old = newsroom.old_feeds() if config.edge.stubs else {}
    newly = {feed for feed, paths in old.items() if not touched.redirects.isdisjoint(paths)}
    for name, title in feeds.names(names, config):
        of = {name, feeds.members_of(name, config)}
        is_missing = feeds.unit(name) in touched.documents
        is_led_to = newly and any(path in newly for _, path in feeds.addresses_of(name, config))
        if touched.everything or is_missing or is_led_to or not of.isdisjoint({*touched.lists, *moved}):
            older = feedarchive.newest(newsroom) if is_kept and name == ARTICLES else None
            for feed in feeds.of_list(name, title, newsroom, config, older):
                yield feed
                yield from (redirects.echo(feed, path) for path in old.get(feed.path, ()))
    if is_kept and touched.everything:
        yield from feedarchive.every(newsroom, config)
    elif is_kept:
        yield from feedarchive.touched(touched.lists, moved, newsroom, config)


def compose(assignment: Assignment, desk: Desk) -> AnyPage:  # noqa: C901 - a table, one line a kind of page
    """The page that an assignment asks for."""
    path, brief, origin = assignment.path, assignment.brief, assignment.origin
    match brief:
        case ArticleBrief() | StandingBrief() | AliasBrief() | NotFoundBrief():
            return articles.compose(path, brief, origin, desk)
        case RedirectBrief():
            return redirects.compose(path, brief, origin, desk)
        case HomeBrief() | IndexBrief():
            return fronts.compose(path, brief, origin, desk)
        case LeafBrief():
            return leaves.leaf(path, brief, origin, desk)
        case FeedsBrief() | OpmlBrief() | NewslettersBrief():
            return service.compose(path, brief, origin, desk)
        case SearchBrief():
            return searching.page(path, brief, origin, desk)
        case FeedBrief():
            return feeds.feed(path, brief, origin, desk)
        case MapBrief() | PagesMapBrief() | MapIndexBrief() | NewsMapBrief():
            return sitemaps.compose(path, brief, origin, desk)
        case NinjsBrief() | RepublishBrief():
            return exports.compose(path, brief, origin, desk)
        case FileBrief():
            return wellknown.compose(path, origin, desk)


def language(page: AnyPage) -> str:
    """The language of our own words on a page."""
    if isinstance(page, Sheet):
        return page.language
    view = page.view
    return view.language if isinstance(view, FeedView | OpmlView) else view.site.language


def turn(assignment: Assignment) -> int:
    """When its turn comes: `ARTICLE`, `LIST` or `FEED`."""
    match assignment.brief:
        case FeedBrief(name=name):
            return LIST if name.startswith(f"{feeds.PARTS}/") else FEED  # the feed leads to its archive
        case MapBrief() | PagesMapBrief() | MapIndexBrief() | NewsMapBrief():
            return FEED
        case (
            ArticleBrief()
            | StandingBrief()
            | AliasBrief()
            | RedirectBrief()
            | NinjsBrief()
            | RepublishBrief()
        ):
            return ARTICLE
    return LIST
