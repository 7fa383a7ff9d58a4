"""Feeds: what subscribers get, and the permanent names by which their readers know it again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.plan import urls
from broadsheet.plan.languages import direction
from broadsheet.plan.views import FeedItem, FeedPage, FeedView, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.model import Article, Newsroom
    from broadsheet.plan.addresses import Addresses
    from broadsheet.plan.desk import Desk


def feeds(newsroom: Newsroom, addresses: Addresses, desk: Desk) -> Iterator[FeedPage]:
    """The feed of the whole site."""
    config, base = desk.config, desk.base
    newest = newsroom.articles[: config.feeds.items]
    view = FeedView(
        title=config.title,
        description=config.tagline or config.title,
        url=base.absolute(urls.FEED),
        home=base.absolute(urls.HOME),
        language=config.language,
        items=tuple(_item(article, desk) for article in newest),
    )
    bodies = tuple(addresses.body_for_elsewhere(article.path) for article in newest)
    yield FeedPage(urls.FEED, view, bodies, Origin("content/site.yaml", 1, 1, "feeds"))


def guid(id_: str, authority: str) -> str:
    """The permanent name of an article, a `tag:` URI (RFC 4151): it outlives title, address and domain."""
    return f"tag:{authority}:{quote(id_, safe='')}"


def _item(article: Article, desk: Desk) -> FeedItem:
    config = desk.config
    section = config.sections[article.section].title if article.section else None
    origin = desk.origin(article)
    authors = tuple(config.authors[one].name for one in article.authors)
    return FeedItem(
        guid=guid(article.id, config.feeds.tag_authority),
        url=desk.base.absolute(urls.article(article)),
        title=article.title,
        summary=article.summary,
        language=article.language,
        direction=direction(article.language),
        image=desk.picture_for_elsewhere(article.image),
        corrections=article.corrections,
        origin=origin,
        authors=authors or ((origin.title,) if origin else ()),
        categories=tuple(dict.fromkeys(filter(None, (section, *article.tags)))),
        published=article.published,
        updated=article.updated or article.published,
    )
