"""Article pages, standing pages, what stands at their aliases, and what is sent where nothing stands."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

from broadsheet.model import Article, StandingPage
from broadsheet.plan import addresses, coverage, feeds, timelines, urls, versions
from broadsheet.plan.briefs import AliasBrief, ArticleBrief, Assignment, NotFoundBrief, StandingBrief
from broadsheet.plan.newsroom import ARTICLES, editions_of
from broadsheet.plan.pieces import Byline, Nav
from broadsheet.plan.touched import EARLIER
from broadsheet.plan.views import ArticleView, NotFoundView, Origin, Page, RedirectView, StandingView
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.model import Entry
    from broadsheet.plan.briefs import Stands
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.facts import CardFacts, Facts, NavFacts
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.pieces import FeedLink, Head

ON_NOT_FOUND = 5


def assignments(facts: Facts, newsroom: Newsroom, stubs: bool) -> Iterator[Assignment]:
    """The page of an article or a standing page, and with `stubs` a page at each of its aliases."""
    page, aliases = origins(facts)
    entry, stands = newsroom.entry(facts.path), addresses.stands(facts, newsroom)
    brief = _article(facts, entry, stands, newsroom) if facts.kind == "article" else None
    belongs = belonging(facts, brief.story) if brief else (f"standing/{facts.id}",)
    yield Assignment(facts.address, facts.path, brief or StandingBrief(entry, stands), page, belongs)
    card: CardFacts | NavFacts = pickle.loads(facts.card)  # noqa: S301 - packed by us
    for alias in facts.aliases if stubs else ():
        way = AliasBrief(card.title, card.language, facts.address)
        yield Assignment(urls.alias(alias), facts.path, way, aliases, belongs)


def belonging(facts: Facts, story: tuple[str, str] | None) -> tuple[str, ...]:
    """What all pages of an article belong to: itself, its section, its `story` (name and title) if any."""
    sections = (name for name in facts.lists if name.startswith("section/"))
    return (f"article/{facts.id}", *sections, *((f"story/{story[0]}",) if story else ()))


def compose(
    path: str, brief: ArticleBrief | StandingBrief | AliasBrief | NotFoundBrief, origin: Origin, desk: Desk
) -> Page:
    """An article's page, a standing page, what stands at an alias, or what is sent where nothing stands."""
    match brief:
        case ArticleBrief():
            return _article_page(path, brief, origin, desk)
        case StandingBrief():
            return _standing_page(path, brief, origin, desk)
        case AliasBrief():
            return _alias_page(path, brief, origin, desk)
        case NotFoundBrief():
            return _nothing_here(path, brief, origin, desk)


def not_found(newsroom: Newsroom) -> Assignment:
    """What a server sends where nothing stands."""
    newest = newsroom.members(ARTICLES, 0, ON_NOT_FOUND)
    brief = NotFoundBrief(tuple(newsroom.card(one.path) for one in newest))
    return Assignment(urls.NOT_FOUND, "404", brief, Origin("layouts/404.html", 1, 1, ""))


def origins(facts: Facts) -> tuple[Origin, Origin]:
    """Where a document's page comes from, and those at its aliases, for problems that name it."""
    path = f"content/{facts.path}"
    page, aliases = facts.places
    return Origin(path, *page, "slug"), Origin(path, *aliases, "aliases")


def _article(facts: Facts, entry: bytes, stands: Stands, newsroom: Newsroom) -> ArticleBrief:
    newer: bytes | None = None
    earlier: list[bytes] = []
    for name in facts.lists:
        if name.startswith("section/"):
            for one in newsroom.beside(name, facts.key, 1, EARLIER):
                if one.key > facts.key:
                    newer = newsroom.card(one.path)
                else:
                    earlier.append(newsroom.card(one.path))
    similar, more = coverage.under(facts, newsroom), coverage.more(facts, newsroom)
    story = newsroom.story(facts.id)
    others = versions.others(facts, newsroom)
    return ArticleBrief(entry, stands, similar, more, story, newer, tuple(earlier), others)


def _article_page(path: str, brief: ArticleBrief, origin: Origin, desk: Desk) -> Page:
    """An article's page."""
    entry: Entry = pickle.loads(brief.entry)  # noqa: S301 - packed by us, and its sum is right
    item, config, base = entry.item, desk.config, desk.base
    assert isinstance(item, Article)  # noqa: S101 - what its facts say, too
    others = tuple(pickle.loads(packed) for packed in brief.versions)  # noqa: S301 - as above
    view = ArticleView(
        site=desk.site,
        head=_head(item, path, others, brief.story, desk),
        title=item.title,
        standfirst=item.standfirst,
        kind=item.kind,
        section=desk.section(item.section),
        dateline=item.dateline,
        bylines=tuple(Byline(config.authors[one].name, base.href(urls.author(one))) for one in item.authors),
        published=item.published,
        updated=item.updated,
        image=desk.picture(item.image),
        shapes=desk.shapes(item.image),
        tags=tuple(Nav(tag, base.href(urls.tag(slug(tag)))) for tag in item.tags),
        editions=tuple(desk.edition(config.editions[one]) for one in editions_of(item, config)),
        corrections=item.corrections,
        updates=item.updates,
        origin=desk.origin(item),
        outlet=desk.outlet(item),
        versions=versions.shown(item, others, base),
        similar=tuple(desk.covered(one, item.published) for one in brief.similar),
        more=desk.cards(brief.more),
        story=Nav(brief.story[1], base.href(urls.story(brief.story[0]))) if brief.story else None,
        newer=desk.card(brief.newer) if brief.newer else None,
        earlier=desk.cards(brief.earlier),
    )
    return Page(path, "article.html", view, desk.body(entry, brief.stands), origin)


def _head(
    article: Article, path: str, others: Sequence[CardFacts], story: tuple[str, str] | None, desk: Desk
) -> Head:
    made = desk.article_head(article, path)
    return replace(
        made,
        alternates=versions.alternates(article, path, others, desk.base),
        near_feeds=tuple(_near_feeds(article, story, desk)),
    )


def _near_feeds(article: Article, story: tuple[str, str] | None, desk: Desk) -> Iterator[FeedLink]:
    """The feeds, of those that there are, which will have what comes after an article: of its story (name and
    title), its section and its authors.
    """
    config = desk.config
    lists = [(timelines.named(story[0]), story[1])] if story else []
    if article.section:
        lists.append((f"section/{article.section}", config.sections[article.section].title))
    lists += [(f"author/{one}", config.authors[one].name) for one in article.authors]
    for name, title in lists:
        yield from desk.feed_links(f"{title} — {config.title}", feeds.addresses_of(name, config))


def _standing_page(path: str, brief: StandingBrief, origin: Origin, desk: Desk) -> Page:
    """A standing page."""
    entry: Entry = pickle.loads(brief.entry)  # noqa: S301 - as above
    item = entry.item
    assert isinstance(item, StandingPage)  # noqa: S101 - as above
    head = desk.head(item.title, item.summary, path, item.language)
    view = StandingView(desk.site, head, item.title, item.updated)
    return Page(path, "standing.html", view, desk.body(entry, brief.stands), origin)


def _alias_page(path: str, brief: AliasBrief, origin: Origin, desk: Desk) -> Page:
    """What stands at an alias: the way to the page."""
    head = desk.head(brief.title, "", brief.target, brief.language)
    return Page(
        path, "redirect.html", RedirectView(desk.site, head, desk.base.href(brief.target)), None, origin
    )


def _nothing_here(path: str, brief: NotFoundBrief, origin: Origin, desk: Desk) -> Page:
    """The page for where nothing stands."""
    view = NotFoundView(
        desk.site, desk.head(desk.own.gettext("Page not found"), "", path), desk.cards(brief.latest)
    )
    return Page(path, "404.html", view, None, origin)
