"""Feeds: what subscribers get, and the permanent names by which their readers know it again."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.model import Article, Link
from broadsheet.plan import addresses, urls
from broadsheet.plan.briefs import Assignment, FeedBrief
from broadsheet.plan.facts import BEFORE_ALL
from broadsheet.plan.feedviews import FeedItem, FeedPage, FeedView
from broadsheet.plan.languages import direction
from broadsheet.plan.newsroom import ARTICLES
from broadsheet.plan.pieces import Nav
from broadsheet.plan.views import Origin

if TYPE_CHECKING:
    from datetime import datetime

    from broadsheet.config import Config
    from broadsheet.model import Entry, StandingPage
    from broadsheet.plan.briefs import Stands
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom


def of_the_site(newsroom: Newsroom, config: Config) -> Assignment:
    """The feed of the whole site."""
    brief = FeedBrief(ARTICLES, "", _items(ARTICLES, newsroom, config))
    return Assignment(urls.FEED, "feed", brief, Origin("content/site.yaml", 1, 1, "feeds"))


def of_list(name: str, title: str, newsroom: Newsroom, config: Config) -> Assignment:
    """The feed of a list that has one."""
    brief = FeedBrief(name, title, _items(name, newsroom, config))
    return Assignment(address(name, config), name, brief, Origin("content/site.yaml", 1, 1, "feeds"))


def address(name: str, config: Config) -> str:
    """Where the feed of a list stands; empty where it has none."""
    return urls.feed(urls.front(name)) if name.partition("/")[0] in config.feeds.lists else ""


def _items(name: str, newsroom: Newsroom, config: Config) -> tuple[tuple[str, bytes, Stands], ...]:
    """The newest of a list. What nobody has dated can be news to no subscriber."""
    newest = newsroom.members(name, 0, config.feeds.items)
    return tuple(
        (one.path, newsroom.entry(one.path), addresses.stands(newsroom.facts(one.path), newsroom))
        for one in newest
        if one.at != BEFORE_ALL
    )


def feed(path: str, brief: FeedBrief, origin: Origin, desk: Desk) -> FeedPage:
    """A feed."""
    config, base = desk.config, desk.base
    entries: list[Entry] = [pickle.loads(packed) for _, packed, _ in brief.items]  # noqa: S301 - packed by us
    view = FeedView(
        title=f"{brief.title} — {config.title}" if brief.title else config.title,
        description=_description(brief.name, config) or config.tagline or config.title,
        url=base.absolute(path),
        home=base.absolute(path.rpartition("/")[0] + "/"),
        language=_language(brief.name, config),
        items=tuple(_item(entry.item, desk) for entry in entries),
    )
    bodies = tuple(
        desk.body_for_elsewhere(entry, stands)
        for entry, (_, _, stands) in zip(entries, brief.items, strict=True)
    )
    return FeedPage(path, view, bodies, origin)


def _description(name: str, config: Config) -> str:
    kind, _, slug = name.partition("/")
    if kind == "section":
        return config.sections[slug].description
    return config.authors[slug].bio if kind == "author" else ""


def _language(name: str, config: Config) -> str:
    kind, _, slug = name.partition("/")
    return (config.editions[slug].language if kind == "edition" else "") or config.language


def guid(id_: str, authority: str) -> str:
    """The permanent name of an article, a `tag:` URI (RFC 4151): it outlives title, address and domain."""
    return f"tag:{authority}:{quote(id_, safe='')}"


def _item(item: Article | Link | StandingPage, desk: Desk) -> FeedItem:
    if isinstance(item, Article):
        return _article(item, desk)
    assert isinstance(item, Link) and item.published  # noqa: S101 - no list has anything else, and `_items` no undated
    return _coverage(item, item.published, desk)


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
        authors=(source.name,),
        categories=(),
        published=published,
        updated=published,
    )


def _article(article: Article, desk: Desk) -> FeedItem:
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
