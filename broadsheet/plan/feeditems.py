"""Feed items: what a feed says of an article or of another outlet's piece, and their permanent names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.model import Article, Link
from broadsheet.plan import urls
from broadsheet.plan.feedviews import FeedItem, Related
from broadsheet.plan.languages import direction
from broadsheet.plan.pieces import Nav

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from broadsheet.model import StandingPage
    from broadsheet.plan.coverage import Covered
    from broadsheet.plan.desk import Desk


def item(of: Article | Link | StandingPage, similar: Iterable[Covered], desk: Desk) -> FeedItem:
    """An article, with its similar news where a feed shows that, or a piece of other outlets' coverage."""
    if isinstance(of, Article):
        return _article(of, similar, desk)
    assert isinstance(of, Link) and of.published  # noqa: S101 - no list has anything else, and no feed the undated
    return _coverage(of, of.published, desk)


def guid(id_: str, authority: str) -> str:
    """The permanent name of an article, a `tag:` URI (RFC 4151): it outlives title, address and domain."""
    return f"tag:{authority}:{quote(id_, safe='')}"


def _coverage(link: Link, published: datetime, desk: Desk) -> FeedItem:
    source = desk.config.sources[link.source]
    return FeedItem(
        guid=guid(link.id, desk.config.feeds.tag_authority),
        url=link.url,
        title=link.title,
        summary=link.excerpt,
        language=link.language,
        direction=direction(link.language),
        image=None,
        corrections=(),
        origin=Nav(source.name, link.url),
        source=_source(link.source, desk),
        authors=(Nav(source.name, source.url or ""),),
        categories=(),
        published=published,
        updated=published,
    )


def _article(article: Article, similar: Iterable[Covered], desk: Desk) -> FeedItem:
    config, base = desk.config, desk.base
    section = config.sections[article.section].title if article.section else None
    origin = desk.origin(article)
    authors = tuple(Nav(config.authors[one].name, base.absolute(urls.author(one))) for one in article.authors)
    outlet = config.sources[article.source] if article.source and origin else None
    theirs = (Nav(outlet.name, outlet.url or ""),) if outlet else ()
    corrected = (one.date for one in article.corrections)
    return FeedItem(
        guid=guid(article.id, config.feeds.tag_authority),
        url=base.absolute(urls.article(article)),
        title=article.title,
        summary=article.summary,
        language=article.language,
        direction=direction(article.language),
        image=desk.picture_for_elsewhere(article.image),
        corrections=article.corrections,
        origin=origin,
        source=_source(article.source, desk) if article.source and origin else None,
        authors=authors or theirs,
        categories=tuple(dict.fromkeys(filter(None, (section, *article.tags)))),
        published=article.published,
        updated=max((article.published, article.updated or article.published, *corrected)),
        similar=tuple(_related(one, desk) for one in similar),
    )


def _source(slug: str, desk: Desk) -> Nav | None:
    """The feed of an outlet, if that is known."""
    source = desk.config.sources[slug]
    return Nav(source.name, source.feed) if source.feed else None


def _related(one: Covered, desk: Desk) -> Related:
    card = desk.coverage(one.piece)
    url = desk.site.host + card.url if card.is_ours else card.url
    return Related(card.title, url, card.outlet, card.language, card.direction)
