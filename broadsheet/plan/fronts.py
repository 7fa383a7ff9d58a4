"""Fronts and lists: the home page, each section, edition, tag, month, author, source and story, and their
indexes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from broadsheet.plan import feeds, lists, timelines, urls
from broadsheet.plan.briefs import Assignment, HomeBrief, IndexBrief, LeafBrief
from broadsheet.plan.newsroom import ARTICLES, CORRECTED, Member
from broadsheet.plan.views import (
    AuthorView,
    Block,
    Corrected,
    CorrectedView,
    HomeView,
    IndexView,
    ListView,
    Nav,
    Origin,
    Page,
    SourceView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from broadsheet.config import Config
    from broadsheet.plan.briefs import IndexKind
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.views import Head
    from broadsheet.plan.words import Words

SECONDS, LATEST, IN_BLOCK = 4, 8, 4

LAYOUTS = {
    "author": "author.html",
    "source": "source.html",
    "story": timelines.LAYOUT,
    CORRECTED: "corrected.html",
}
"""The layouts of lists that don't have the common one."""
LIST = "list.html"

INDEXES: Mapping[IndexKind, str] = {
    "tags": urls.TAGS,
    "archive": urls.ARCHIVE,
    "authors": urls.AUTHORS,
    "sources": urls.SOURCES,
    "stories": urls.STORIES,
}
"""Where everything of a kind is listed."""

ABOVE: Mapping[str, IndexKind] = {
    "tag": "tags",
    "month": "archive",
    "author": "authors",
    "source": "sources",
    "story": "stories",
}
"""The index above each list that has one."""


def home(newsroom: Newsroom, config: Config) -> Assignment:
    """The front page: the lead, what stands beside it, then the newest of each section."""
    shown = _lead_first(newsroom, config)
    at_top = {one.id for one in shown[: 1 + SECONDS]}
    cards = tuple(newsroom.card(one.path) for one in shown)
    blocks = tuple(
        (
            slug,
            tuple(
                newsroom.card(one.path)
                for one in newsroom.members(f"section/{slug}", 0, IN_BLOCK + len(at_top))
                if one.id not in at_top
            )[:IN_BLOCK],
        )
        for slug in config.sections
    )
    brief = HomeBrief(cards[0] if cards else None, cards[1 : 1 + SECONDS], cards[1 + SECONDS :], blocks)
    return Assignment(urls.HOME, "home", brief, _in_site_yaml("title"))


def _lead_first(newsroom: Newsroom, config: Config) -> list[Member]:
    """The newest articles, as many as the home page shows, after the one that an editor put first."""
    newest = list(newsroom.members(ARTICLES, 0, 2 + SECONDS + LATEST))
    lead = newsroom.by_id(config.lead.target) if config.lead else None
    if lead is not None and lead.kind == "article":
        newest = [Member(lead.at, lead.id, lead.path), *(one for one in newest if one.id != lead.id)]
    return newest[: 1 + SECONDS + LATEST]


def pages(
    name: str, title: str, newsroom: Newsroom, size: int, wanted: set[int | None] | None
) -> Iterator[Assignment]:
    """The pages of a list that are `wanted`, by number (None: the front); all of them without."""
    front, origin = urls.front(name), origin_of(name, newsroom)
    shown = [
        leaf
        for leaf in lists.leaves(newsroom.size(name), front, size)
        if wanted is None or leaf.number in wanted
    ]
    if not shown:
        return
    first = shown[0].start
    members = newsroom.members(name, first, shown[-1].stop)
    for leaf in shown:
        cards = tuple(newsroom.card(one.path) for one in members[leaf.start - first : leaf.stop - first])
        corrections = tuple(
            newsroom.facts(one.path).corrections
            for one in members[leaf.start - first : leaf.stop - first]
            if name == CORRECTED
        )
        brief = LeafBrief(name, title, leaf.number, leaf.newer, leaf.older, cards, corrections)
        yield Assignment(leaf.path, name, brief, origin)


def indexes(newsroom: Newsroom, config: Config) -> Iterator[Assignment]:
    """The index of all tags, months, authors and outlets."""
    tags = sorted(
        (title.casefold(), name.partition("/")[2], title) for name, title in newsroom.lists("tag").items()
    )
    months = sorted((name.partition("/")[2] for name in newsroom.lists("month")), reverse=True)
    people = sorted((one.name, urls.author(slug)) for slug, one in config.authors.items())
    outlets = sorted((one.name, urls.source(slug)) for slug, one in config.sources.items())
    stories = sorted(
        (title.casefold(), name.partition("/")[2], title) for name, title in newsroom.lists("story").items()
    )
    yield _index("tags", ((title, urls.tag(slug)) for _, slug, title in tags))
    yield _index("archive", ((one, f"/{one}/") for one in months))
    yield _index("authors", people)
    yield _index("sources", outlets)
    yield _index("stories", ((title, urls.story(name)) for _, name, title in stories))


def names(newsroom: Newsroom, config: Config) -> Iterator[tuple[str, str]]:
    """Every list that has pages, with its title: those of `site.yaml` also when they are empty.

    Months and the list of corrections have none: they are named in the language of the page.
    """
    for kind, defined in (
        ("section", {slug: one.title for slug, one in config.sections.items()}),
        ("edition", {slug: one.heading for slug, one in config.editions.items()}),
        ("author", {slug: one.name for slug, one in config.authors.items()}),
        ("source", {slug: one.name for slug, one in config.sources.items()}),
    ):
        yield from ((f"{kind}/{slug}", title) for slug, title in defined.items())
    yield from newsroom.lists("tag").items()
    yield from newsroom.lists("story").items()
    yield from ((name, "") for name in newsroom.lists("month"))
    yield CORRECTED, ""


def layout_of(name: str) -> str:
    """The layout of a list's pages."""
    return LAYOUTS.get(name.partition("/")[0], LIST)


def origin_of(name: str, newsroom: Newsroom) -> Origin:
    """Where a list comes from: `site.yaml`, or the oldest article that is in it."""
    kind, _, rest = name.partition("/")
    if kind in ("tag", "month", "story"):
        oldest = newsroom.oldest(name)
        key = {"tag": "tags", "month": "published", "story": "story"}[kind]
        return Origin(f"content/{oldest.path}" if oldest else "content", 1, 1, key)
    return _in_site_yaml(f"{kind}s.{rest}" if rest else "")


def front_page(path: str, brief: HomeBrief, origin: Origin, desk: Desk) -> Page:
    """The home page."""
    config = desk.config
    view = HomeView(
        site=desk.site,
        head=desk.head(config.title, config.tagline, path),
        lead=desk.card(brief.lead) if brief.lead else None,
        seconds=desk.cards(brief.seconds),
        latest=desk.cards(brief.latest),
        blocks=tuple(
            Block(nav, desk.cards(cards)) for slug, cards in brief.blocks if (nav := desk.section(slug))
        ),
    )
    return Page(path, "home.html", view, None, origin)


def leaf(path: str, brief: LeafBrief, origin: Origin, desk: Desk) -> Page:
    """One page of a list."""
    kind, _, slug = brief.name.partition("/")
    newer, older = (one and desk.base.href(one) for one in (brief.newer, brief.older))
    rest = (brief.number, newer, older)
    site, config = desk.site, desk.config
    if kind == "author":
        author = config.authors[slug]
        head = _head(author.name, author.bio, path, brief, desk)
        cards = desk.cards(brief.cards)
        author_view = AuthorView(site, head, author.name, author.bio, author.email, author.url, cards, *rest)
        return Page(path, layout_of(brief.name), author_view, None, origin)
    if kind == "source":
        source = config.sources[slug]
        links = tuple(map(desk.coverage, brief.cards))
        source_view = SourceView(
            site, _head(source.name, "", path, brief, desk), source.name, source.url, links, *rest
        )
        return Page(path, layout_of(brief.name), source_view, None, origin)
    if brief.name == CORRECTED:
        heading = desk.own.gettext("Corrections")
        pairs = zip(desk.cards(brief.cards), brief.corrections, strict=True)
        head = _head(heading, "", path, brief, desk)
        view_of_all = CorrectedView(site, head, heading, tuple(Corrected(*one) for one in pairs), *rest)
        return Page(path, layout_of(brief.name), view_of_all, None, origin)
    if kind == "story":
        return timelines.page(path, brief, _head(brief.title, "", path, brief, desk), origin, desk)
    description = config.sections[slug].description if kind == "section" else ""
    language = config.editions[slug].language if kind == "edition" else config.language
    title = _month(slug, desk.words[language]) if kind == "month" else brief.title
    head = _head(title, description, path, brief, desk, language)
    view = ListView(
        desk.sites[language], head, kind, title, description, desk.cards(brief.cards), *rest  # type: ignore[arg-type]
    )  # fmt: skip
    return Page(path, layout_of(brief.name), view, None, origin)


def index(path: str, brief: IndexBrief, origin: Origin, desk: Desk) -> Page:
    """The index of all of a kind."""
    words, entries = desk.own, brief.entries
    if brief.kind == "archive":
        entries = tuple((_month(name, words), to) for name, to in entries)
    heading = _heading(brief.kind, words)
    navs = tuple(Nav(title, desk.base.href(to)) for title, to in entries)
    view = IndexView(desk.site, desk.head(heading, "", path), brief.kind, heading, navs)
    return Page(path, "index.html", view, None, origin)


def _head(title: str, description: str, path: str, brief: LeafBrief, desk: Desk, language: str = "") -> Head:
    """The head of a list's page: each numbered page has a title and a description of its own."""
    words = desk.words[language or desk.config.language]
    above = ABOVE.get(brief.name.partition("/")[0])
    trail = [Nav(_heading(above, words), desk.base.href(INDEXES[above]))] if above else []
    feed = feeds.address(brief.name, desk.config)
    if brief.number is None:
        return desk.head(title, description, path, language, feed=feed, trail=trail)
    trail.append(Nav(title, desk.base.href(urls.front(brief.name))))
    numbered = words.gettext("%(title)s, page %(number)s")
    numbered %= {"title": title, "number": words.number(brief.number)}
    return desk.head(numbered, "", path, language, feed=feed, trail=trail)


def _heading(kind: IndexKind, words: Words) -> str:
    """What an index is called."""
    return {
        "tags": words.gettext("Topics"),
        "archive": words.gettext("Archive"),
        "authors": words.gettext("Authors"),
        "sources": words.gettext("Other outlets"),
        "stories": words.gettext("Stories"),
    }[kind]


def _month(name: str, words: Words) -> str:
    """`September 2021`, of `2021/09`."""
    year, _, month = name.partition("/")
    return words.month(datetime(int(year), int(month), 1))  # noqa: DTZ001 - a month, not a moment


def _index(kind: IndexKind, entries: Iterable[tuple[str, str]]) -> Assignment:
    return Assignment(INDEXES[kind], kind, IndexBrief(kind, tuple(entries)), _in_site_yaml(""))


def _in_site_yaml(key: str) -> Origin:
    return Origin("content/site.yaml", 1, 1, key)
