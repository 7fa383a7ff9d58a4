"""Article pages, standing pages, and what stands at their aliases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.plan import urls
from broadsheet.plan.newsroom import editions_of
from broadsheet.plan.views import (
    ArticleView,
    Byline,
    Nav,
    NotFoundView,
    Origin,
    Page,
    RedirectView,
    StandingView,
)
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from broadsheet.model import Article, Coverage, Entry, Newsroom
    from broadsheet.plan.addresses import Addresses
    from broadsheet.plan.desk import Desk


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a document's pages come from: the one at its address, and those at its aliases."""

    page: Origin
    aliases: Origin


EARLIER = 3
"""How many older articles of its section an article shows: enough to go on with, and few to re-render."""


def articles(
    newsroom: Newsroom,
    similar: Mapping[str, tuple[Coverage, ...]],
    addresses: Addresses,
    origins: Mapping[str, Origins],
    desk: Desk,
) -> Iterator[Page]:
    """The page of each article, and a page at each of its aliases."""
    neighbours = _neighbours(newsroom)
    for article in newsroom.articles:
        newer, earlier = neighbours.get(article.id, (None, ()))
        view = _article_view(article, similar[article.id], newer, earlier, desk)
        path, origin = urls.article(article), origins[article.path]
        yield Page(path, "article.html", view, addresses.body(article.path), origin.page)
        yield from _aliases(article.aliases, path, article.title, origin.aliases, desk)


def standing(
    newsroom: Newsroom, addresses: Addresses, origins: Mapping[str, Origins], desk: Desk
) -> Iterator[Page]:
    """The standing pages, and a page at each of their aliases."""
    for page in newsroom.standing:
        path, origin = urls.standing(page), origins[page.path]
        head = desk.head(page.title, page.summary, path, page.language)
        view = StandingView(desk.site, head, page.title, page.updated)
        yield Page(path, "standing.html", view, addresses.body(page.path), origin.page)
        yield from _aliases(page.aliases, path, page.title, origin.aliases, desk)


def not_found(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """What a server sends where nothing stands."""
    head = desk.head("Page not found", "", urls.NOT_FOUND)
    view = NotFoundView(desk.site, head, desk.cards(newsroom.articles[:5]))
    yield Page(urls.NOT_FOUND, "404.html", view, None, Origin("layouts/404.html", 1, 1, ""))


def _article_view(
    article: Article,
    similar: Sequence[Coverage],
    newer: Article | None,
    earlier: Sequence[Article],
    desk: Desk,
) -> ArticleView:
    config, base = desk.config, desk.base
    path = urls.article(article)
    return ArticleView(
        site=desk.site,
        head=desk.head(article.title, article.summary, path, article.language, article.source_url or ""),
        title=article.title,
        standfirst=article.standfirst,
        kind=article.kind,
        section=desk.section(article.section),
        dateline=article.dateline,
        bylines=tuple(
            Byline(config.authors[one].name, base.href(urls.author(one))) for one in article.authors
        ),
        published=article.published,
        updated=article.updated,
        image=desk.picture(article.image),
        tags=tuple(Nav(tag, base.href(urls.tag(slug(tag)))) for tag in article.tags),
        editions=tuple(
            Nav(config.editions[one].title, base.href(urls.edition(one)))
            for one in editions_of(article, config)
        ),
        corrections=article.corrections,
        origin=desk.origin(article),
        similar=tuple(map(desk.coverage, similar)),
        newer=desk.card(newer) if newer else None,
        earlier=desk.cards(earlier),
    )


def _neighbours(newsroom: Newsroom) -> Mapping[str, tuple[Article | None, tuple[Article, ...]]]:
    """Each article's next newer and next older ones in its section, by its id."""
    return {
        article.id: (same[i - 1] if i else None, same[i + 1 : i + 1 + EARLIER])
        for same in newsroom.sections.values()
        for i, article in enumerate(same)
    }


def _aliases(aliases: tuple[str, ...], path: str, title: str, origin: Origin, desk: Desk) -> Iterator[Page]:
    for alias in aliases:
        head = desk.head(title, "", path)
        view = RedirectView(desk.site, head, desk.base.href(path))
        yield Page(urls.alias(alias), "redirect.html", view, None, origin)


def origins_of(entry: Entry) -> Origins:
    """Where a document's pages come from, for problems that name it."""
    path = f"content/{entry.item.path}"
    return Origins(*(Origin(path, *entry.place(key), key) for key in ("slug", "aliases")))
