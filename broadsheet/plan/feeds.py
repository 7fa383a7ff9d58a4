"""Feeds: what subscribers get, and the permanent names by which their readers know it again."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.model import Article
from broadsheet.plan import addresses, urls
from broadsheet.plan.briefs import Assignment, FeedBrief
from broadsheet.plan.languages import direction
from broadsheet.plan.newsroom import ARTICLES
from broadsheet.plan.views import FeedItem, FeedPage, FeedView, Origin

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.model import Entry
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom


def of_the_site(newsroom: Newsroom, config: Config) -> Assignment:
    """The feed of the whole site."""
    newest = newsroom.members(ARTICLES, 0, config.feeds.items)
    items = tuple(
        (one.path, newsroom.entry(one.path), addresses.stands(newsroom.facts(one.path), newsroom))
        for one in newest
    )
    return Assignment(urls.FEED, "feed", FeedBrief(items), Origin("content/site.yaml", 1, 1, "feeds"))


def feed(path: str, brief: FeedBrief, origin: Origin, desk: Desk) -> FeedPage:
    """A feed."""
    config, base = desk.config, desk.base
    entries: list[Entry] = [pickle.loads(packed) for _, packed, _ in brief.items]  # noqa: S301 - packed by us
    view = FeedView(
        title=config.title,
        description=config.tagline or config.title,
        url=base.absolute(path),
        home=base.absolute(urls.HOME),
        language=config.language,
        items=tuple(_item(entry.item, desk) for entry in entries if isinstance(entry.item, Article)),
    )
    bodies = tuple(
        addresses.body(entry, stands, base.absolute)
        for entry, (_, _, stands) in zip(entries, brief.items, strict=True)
    )
    return FeedPage(path, view, bodies, origin)


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
