"""Fronts and lists: the home page, and each section, edition, tag, month, author and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from broadsheet.model import Coverage
from broadsheet.plan import dates, urls
from broadsheet.plan.lists import Leaf, paginate
from broadsheet.plan.views import (
    AuthorView,
    Block,
    HomeView,
    IndexView,
    ListView,
    Nav,
    Origin,
    Page,
    SourceView,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.model import Article, Mention, Newsroom
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.views import Head, ListKind

T = TypeVar("T")

SECONDS, LATEST, IN_BLOCK = 4, 8, 4


def home(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """The front page."""
    config = desk.config
    shown = _lead_first(newsroom.articles, config.lead)
    at_top = {article.id for article in shown[: 1 + SECONDS]}
    view = HomeView(
        site=desk.site,
        head=desk.head(config.title, config.tagline, urls.HOME),
        lead=desk.card(shown[0]) if shown else None,
        seconds=desk.cards(shown[1 : 1 + SECONDS]),
        latest=desk.cards(shown[1 + SECONDS :]),
        blocks=tuple(
            Block(
                nav, desk.cards([one for one in newsroom.sections[slug] if one.id not in at_top][:IN_BLOCK])
            )
            for slug in config.sections
            if (nav := desk.section(slug))
        ),
    )
    yield Page(urls.HOME, "home.html", view, None, _in_site_yaml("title"))


def _lead_first(articles: Sequence[Article], lead: Mention | None) -> list[Article]:
    """The newest articles, as many as the home page shows, after the one that an editor put first."""
    chosen = [article for article in articles if lead and article.id == lead.target]
    newest = [article for article in articles[: 2 + SECONDS + LATEST] if article not in chosen]
    return [*chosen, *newest][: 1 + SECONDS + LATEST]


def sections(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """The front and the numbered pages of each section."""
    for slug, section in desk.config.sections.items():
        yield from _list(
            newsroom.sections[slug], urls.section(slug), "section", section.title, section.description,
            desk, _in_site_yaml(f"sections.{slug}"),
        )  # fmt: skip


def editions(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """The front and the numbered pages of each edition, under its heading, in its language."""
    for slug, edition in desk.config.editions.items():
        yield from _list(
            newsroom.editions[slug], urls.edition(slug), "edition", edition.heading, "",
            desk, _in_site_yaml(f"editions.{slug}"), edition.language,
        )  # fmt: skip


def tags(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """The pages of each tag, and the index of all."""
    for slug, articles in newsroom.tags.items():
        origin = Origin(f"content/{articles[-1].path}", 1, 1, "tags")
        title = newsroom.tag_titles[slug]
        yield from _list(articles, urls.tag(slug), "tag", title, "", desk, origin)
    names = sorted(newsroom.tag_titles.items(), key=lambda one: (one[1].casefold(), one[0]))
    yield _index("Topics", urls.TAGS, [(title, urls.tag(slug)) for slug, title in names], desk)


def months(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """The pages of each month, and the archive of all, newest first."""
    archive: list[tuple[str, str]] = []
    for articles in newsroom.months.values():
        when = articles[0].published
        archive.append((dates.month(when), urls.month(when)))
        origin = Origin(f"content/{articles[-1].path}", 1, 1, "published")
        yield from _list(articles, urls.month(when), "month", dates.month(when), "", desk, origin)
    yield _index("Archive", urls.ARCHIVE, archive, desk)


def authors(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """The pages of each author, and the index of all."""
    for slug, author in desk.config.authors.items():
        for leaf in _leaves(newsroom.authors[slug], urls.author(slug), desk):
            head = _head(author.name, author.bio, leaf, desk)
            yield Page(
                leaf.path,
                "author.html",
                AuthorView(desk.site, head, author.name, author.bio, author.email, author.url,
                           desk.cards(leaf.items), leaf.number, *_beside(leaf, desk)),
                None,
                _in_site_yaml(f"authors.{slug}"),
            )  # fmt: skip
    names = sorted((one.name, urls.author(slug)) for slug, one in desk.config.authors.items())
    yield _index("Authors", urls.AUTHORS, names, desk)


def sources(newsroom: Newsroom, desk: Desk) -> Iterator[Page]:
    """The pages of each outlet: every link filed from it, and the index of all."""
    for slug, source in desk.config.sources.items():
        for leaf in _leaves(newsroom.sources[slug], urls.source(slug), desk):
            head = _head(source.name, "", leaf, desk)
            links = tuple(desk.coverage(Coverage(link)) for link in leaf.items)
            yield Page(
                leaf.path,
                "source.html",
                SourceView(desk.site, head, source.name, source.url, links, leaf.number,
                           *_beside(leaf, desk)),
                None,
                _in_site_yaml(f"sources.{slug}"),
            )  # fmt: skip
    names = sorted((one.name, urls.source(slug)) for slug, one in desk.config.sources.items())
    yield _index("Other outlets", urls.SOURCES, names, desk)


def _list(
    articles: Sequence[Article], front: str, kind: ListKind, heading: str, description: str,
    desk: Desk, origin: Origin, language: str = "",
) -> Iterator[Page]:  # fmt: skip
    for leaf in _leaves(articles, front, desk):
        head = _head(heading, description, leaf, desk, language)
        view = ListView(desk.site, head, kind, heading, description, desk.cards(leaf.items), leaf.number,
                        *_beside(leaf, desk))  # fmt: skip
        yield Page(leaf.path, "list.html", view, None, origin)


def _leaves(items: Sequence[T], front: str, desk: Desk) -> Iterator[Leaf[T]]:
    return paginate(items, front, desk.config.page_size)


def _head(title: str, description: str, leaf: Leaf[T], desk: Desk, language: str = "") -> Head:
    """The head of a list's page: each numbered page has a title and a description of its own."""
    if leaf.number is None:
        return desk.head(title, description, leaf.path, language)
    return desk.head(f"{title}, page {leaf.number}", "", leaf.path, language)


def _beside(leaf: Leaf[T], desk: Desk) -> tuple[str | None, str | None]:
    newer, older = (path and desk.base.href(path) for path in (leaf.newer, leaf.older))
    return newer, older


def _index(heading: str, path: str, entries: Sequence[tuple[str, str]], desk: Desk) -> Page:
    navs = tuple(Nav(title, desk.base.href(to)) for title, to in entries)
    view = IndexView(desk.site, desk.head(heading, "", path), heading, navs)
    return Page(path, "index.html", view, None, _in_site_yaml(""))


def _in_site_yaml(key: str) -> Origin:
    return Origin("content/site.yaml", 1, 1, key)
