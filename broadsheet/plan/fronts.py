"""Fronts: the home page, which lists there are, and the indexes of them."""

from __future__ import annotations

import pickle
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.plan import dates, feeds, urls
from broadsheet.plan.briefs import Assignment, HomeBrief, IndexBrief
from broadsheet.plan.newsroom import ARTICLES, CORRECTED, LINKS, Member
from broadsheet.plan.pieces import Block, Nav
from broadsheet.plan.views import HomeView, IndexView, Origin, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.plan.briefs import IndexKind
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.facts import CardFacts
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.words import Words

SECONDS, LATEST, IN_BLOCK = 4, 8, 4

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
    """The front page: the lead, what stands beside it, then the newest of the rest of each section."""
    shown = _lead_first(newsroom, config)
    cards = tuple(newsroom.card(one.path) for one in shown)
    blocks = tuple(
        (slug, tuple(newsroom.card(one.path) for one in some))
        for slug, some in _blocks(shown, newsroom, config)
    )
    brief = HomeBrief(cards[0] if cards else None, cards[1 : 1 + SECONDS], cards[1 + SECONDS :], blocks)
    return Assignment(urls.HOME, "home", brief, _in_site_yaml("title"))


def revised(newsroom: Newsroom, config: Config) -> int | None:
    """When anything that the front page shows was last changed."""
    shown = _lead_first(newsroom, config)
    below = (one for _, some in _blocks(shown, newsroom, config) for one in some)
    return max((newsroom.facts(one.path).revised for one in (*shown, *below)), default=None)


def _blocks(
    shown: Sequence[Member], newsroom: Newsroom, config: Config
) -> Iterator[tuple[str, Sequence[Member]]]:
    """What each section has on the home page: nothing twice, except that a section of which all is shown
    above keeps its place with what is in Latest, where it is only a headline.
    """
    for slug in config.sections:
        newest = newsroom.members(f"section/{slug}", 0, 2 * (IN_BLOCK + len(shown)))
        others = _others(newest, shown, newsroom, config)
        yield slug, (others or _others(newest, shown[: 1 + SECONDS], newsroom, config))[:IN_BLOCK]


def _lead_first(newsroom: Newsroom, config: Config) -> list[Member]:
    """The newest articles, as many as the home page shows, after the one that an editor put first."""
    lead = newsroom.by_id(config.lead.target) if config.lead else None
    first = [Member(lead.at, lead.id, lead.path)] if lead is not None and lead.kind == "article" else []
    newest = newsroom.members(ARTICLES, 0, 2 * (2 + SECONDS + LATEST))
    return [*first, *_others(newest, first, newsroom, config)][: 1 + SECONDS + LATEST]


def _others(
    some: Sequence[Member], above: Sequence[Member], newsroom: Newsroom, config: Config
) -> list[Member]:
    """Those that don't stand above, each in one language: the paper's if it is there in that, else the
    original's.
    """
    by_original: dict[str, list[Member]] = {}
    for one in some:
        by_original.setdefault(_original(one, newsroom), []).append(one)
    for one in above:
        by_original.pop(_original(one, newsroom), None)
    shown = {
        versions[0] if len(versions) == 1 else min(versions, key=partial(_rank, newsroom, config.language))
        for versions in by_original.values()
    }
    return [one for one in some if one in shown]


def _original(one: Member, newsroom: Newsroom) -> str:
    return newsroom.facts(one.path).original or one.id


def _rank(newsroom: Newsroom, language: str, one: Member) -> tuple[bool, bool]:
    card: CardFacts = pickle.loads(newsroom.card(one.path))  # noqa: S301 - packed by us
    is_other = card.language.partition("-")[0] != language.partition("-")[0]
    return is_other, bool(newsroom.facts(one.path).original)


def indexes(names: Iterable[tuple[str, str]], config: Config) -> Iterator[Assignment]:
    """The index of all tags, months, authors, outlets and stories. `names` are all lists, with titles."""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for name, title in names:
        kind, _, slug = name.partition("/")
        by_kind.setdefault(kind, []).append((title, slug))
    people = sorted((one.name, urls.author(slug)) for slug, one in config.authors.items())
    outlets = sorted((one.name, urls.source(slug)) for slug, one in config.sources.items())
    months = sorted((slug for _, slug in by_kind.get("month", ())), reverse=True)
    yield _index("tags", _by_title(by_kind.get("tag", ()), urls.tag))
    yield _index("archive", ((one, f"/{one}/") for one in months))
    yield _index("authors", people)
    yield _index("sources", outlets)
    yield _index("stories", _by_title(by_kind.get("story", ()), urls.story))


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


def origin_of(name: str, newsroom: Newsroom) -> Origin:
    """Where a list comes from: `site.yaml`, or the oldest article that is in it."""
    kind, _, rest = name.partition("/")
    if kind in ("tag", "month", "story"):
        oldest = newsroom.oldest(name)
        key = {"tag": "tags", "month": "published", "story": "story"}[kind]
        return Origin(f"content/{oldest.path}" if oldest else "content", 1, 1, key)
    return _in_site_yaml(f"{kind}s.{rest}" if rest else "")


def compose(path: str, brief: HomeBrief | IndexBrief, origin: Origin, desk: Desk) -> Page:
    """The home page, or the index of all of a kind."""
    if isinstance(brief, HomeBrief):
        return _home_page(path, brief, origin, desk)
    return _index_page(path, brief, origin, desk)


def _home_page(path: str, brief: HomeBrief, origin: Origin, desk: Desk) -> Page:
    """The home page."""
    config = desk.config
    lead = desk.card(brief.lead) if brief.lead else None
    seconds, latest = desk.cards(brief.seconds), desk.cards(brief.latest)
    view = HomeView(
        site=desk.site,
        head=desk.head(config.title, config.tagline, path),
        lead=lead,
        seconds=seconds,
        latest=latest,
        blocks=tuple(
            Block(nav, desk.cards(cards)) for slug, cards in brief.blocks if (nav := desk.section(slug))
        ),
        newest=max((one.published for one in (lead, *seconds, *latest) if one), default=None),
    )
    return Page(path, "home.html", view, None, origin)


def _index_page(path: str, brief: IndexBrief, origin: Origin, desk: Desk) -> Page:
    """The index of all of a kind."""
    words, entries = desk.own, brief.entries
    if brief.kind == "archive":
        entries = tuple((words.month(dates.month(name)), to) for name, to in entries)
    title = heading(brief.kind, words)
    navs = tuple(Nav(its_title, desk.base.href(to)) for its_title, to in entries)
    own = feeds.addresses_of(LINKS, desk.config) if brief.kind == "sources" else ()
    view = IndexView(desk.site, desk.head(title, "", path, feeds=own), brief.kind, title, navs)
    return Page(path, "index.html", view, None, origin)


def heading(kind: IndexKind, words: Words) -> str:
    """What an index is called."""
    return {
        "tags": words.gettext("Topics"),
        "archive": words.gettext("Archive"),
        "authors": words.gettext("Authors"),
        "sources": words.gettext("Other outlets"),
        "stories": words.gettext("Stories"),
    }[kind]


def _by_title(entries: Iterable[tuple[str, str]], written: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    ordered = sorted(entries, key=lambda one: (one[0].casefold(), one[1]))
    return ((title, written(slug)) for title, slug in ordered)


def _index(kind: IndexKind, entries: Iterable[tuple[str, str]]) -> Assignment:
    return Assignment(INDEXES[kind], kind, IndexBrief(kind, tuple(entries)), _in_site_yaml(""))


def _in_site_yaml(key: str) -> Origin:
    return Origin("content/site.yaml", 1, 1, key)
