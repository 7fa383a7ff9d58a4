"""Feeds: which lists have one, where it stands, and what it holds.

What an item of one says is in `feeditems`, what came out before the oldest item in `feedarchive`.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from broadsheet.plan import addresses, coverage, dates, feeditems, urls
from broadsheet.plan.briefs import Assignment, FeedBrief, ItemBrief
from broadsheet.plan.facts import BEFORE_ALL
from broadsheet.plan.feedviews import Archive, FeedPage, FeedView
from broadsheet.plan.newsroom import ARTICLES, CORRECTED, LINKS
from broadsheet.plan.views import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.config import Config
    from broadsheet.model import Entry
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Member, Newsroom
    from broadsheet.rules import FeedFormat

IN_SITE_YAML = Origin("content/site.yaml", 1, 1, "feeds")
UNIT = "feeds"
"""To whom the addresses belong of feeds of lists that have no pages, and of the pages that name all feeds."""
NEWSLETTER = "newsletter"
PARTS = "month"
"""The kind of list that the archive of the site's feed is of."""
_HOUR = 3_600_000_000
"""Microseconds."""
_IN_A_KILOBYTE = 2
"""Items. None is so short that more would fit, so nobody needs to look at more."""


def names(fronts: Iterable[tuple[str, str]], config: Config) -> Iterator[tuple[str, str]]:
    """Every list that has a feed, with its title if it has one. `fronts` are all lists that have pages."""
    yield ARTICLES, ""
    more = ((f"{NEWSLETTER}/{one.slug}", one.title) for one in config.newsletters.values())
    for name, title in (*fronts, *more, (LINKS, "")):
        if formats(name, config):
            yield name, title


def formats(name: str, config: Config) -> tuple[FeedFormat, ...]:
    """The formats of the feed of a list; none where it has no feed."""
    if name == ARTICLES:
        return config.feeds.formats
    kind = name.partition("/")[0]
    return config.feeds.list_formats if kind in config.feeds.lists else ()


def address(name: str, format_: FeedFormat) -> str:
    """Where the feed of a list stands in one format."""
    kind, _, slug = name.partition("/")
    if kind == NEWSLETTER:
        return urls.feed(urls.newsletter(slug), format_)
    return urls.feed(home(name), format_)


def unit(name: str) -> str:
    """To whom the address of the feed of a list belongs: to the list, if that has pages."""
    return name if name.partition("/")[0] in urls.FRONTS else UNIT


def addresses_of(name: str, config: Config) -> tuple[tuple[FeedFormat, str], ...]:
    """The formats of the feed of a list, each with its path; none where it has no feed."""
    return tuple((one, address(name, one)) for one in formats(name, config))


def home(name: str) -> str:
    """The page that the feed of a list follows."""
    kind = name.partition("/")[0]
    lone = {ARTICLES: urls.HOME, LINKS: urls.SOURCES, NEWSLETTER: urls.NEWSLETTERS}
    return lone[kind] if kind in lone else urls.front(name)


def members_of(name: str, config: Config) -> str:
    """The list whose members are in a feed: all articles are in that of a newsletter which chooses none."""
    kind, _, slug = name.partition("/")
    if kind == NEWSLETTER and not (config.newsletters[slug].sections or config.newsletters[slug].tags):
        return ARTICLES
    return name


def of_list(
    name: str, title: str, newsroom: Newsroom, config: Config, older: str | None = None
) -> Iterator[Assignment]:
    """The feed of a list in each of its formats. `older` is the path of the newest part of its archive."""
    members = _window(members_of(name, config), newsroom, config)
    items = items_of(members, newsroom, similar=config.feeds.similar)
    for one in formats(name, config):
        brief = FeedBrief(name, title, one, config.feeds.text, items, older if one == "rss" else None)
        yield Assignment(address(name, one), _called(name), brief, IN_SITE_YAML)


def items_of(members: Iterable[Member], newsroom: Newsroom, *, similar: bool) -> tuple[ItemBrief, ...]:
    """What items are made from, with their similar news if that is wanted. What nobody has dated can be news
    to no subscriber.
    """
    found = []
    for one in members:
        if one.at != BEFORE_ALL:
            facts = newsroom.facts(one.path)
            under = coverage.under(facts, newsroom) if similar and facts.kind == "article" else ()
            stands = addresses.stands(facts, newsroom)
            found.append(ItemBrief(one.path, newsroom.entry(one.path), stands, under))
    return tuple(found)


def _called(name: str) -> str:
    """What a feed is the feed of, in a word: the list, if that has pages."""
    if name == ARTICLES:
        return "feed"
    return name if unit(name) == name else f"feed/{name}"


def _window(name: str, newsroom: Newsroom, config: Config) -> Sequence[Member]:
    """The newest of a list: as many as a feed holds at least, or what came out in the hours before its
    newest.

    Counted from the clock, a feed would change while nothing happens.
    """
    rules = config.feeds
    newest = newsroom.members(name, 0, rules.items)
    if len(newest) < rules.items or newest[0].at == BEFORE_ALL:
        return newest
    since = newest[0].at - rules.hours * _HOUR
    if newest[-1].at < since:
        return newest
    lately = newsroom.size(name) - newsroom.older_than(name, (since, ""))
    most = max(rules.items, min(lately, rules.kilobytes * _IN_A_KILOBYTE))
    return newsroom.members(name, 0, most) if most > rules.items else newest


def feed(path: str, brief: FeedBrief, origin: Origin, desk: Desk) -> FeedPage:
    """A feed, or a part of its archive."""
    config, base = desk.config, desk.base
    kind = brief.name.partition("/")[0]
    is_part = kind == PARTS
    entries: list[Entry] = [pickle.loads(one.entry) for one in brief.items]  # noqa: S301 - packed by us
    view = FeedView(
        format=brief.format,
        text=brief.text,
        id=f"tag:{config.feeds.tag_authority}:feeds/{brief.name}",
        title=_title(brief, desk),
        description=_description(brief.name, config) or config.tagline or config.title,
        url=base.absolute(path if is_part else address(brief.name, brief.format)),
        home=base.absolute(urls.HOME if is_part else home(brief.name)),
        language=_language(brief.name, config),
        publisher=config.title,
        logo=desk.site.publisher.logo,
        stylesheet=None if is_part else desk.site.assets.get("feed.css"),
        hub=None if is_part else config.feeds.hub,
        ttl=config.feeds.ttl,
        most_bytes=None if is_part else config.feeds.kilobytes * 1024,
        archive=_archive(brief, desk),
        items=tuple(
            feeditems.item(entry.item, one.similar, desk)
            for entry, one in zip(entries, brief.items, strict=True)
        ),
    )
    bodies = tuple(
        desk.body_for_elsewhere(entry, one.stands)
        for entry, one in zip(entries, brief.items, strict=True)
        if brief.text == "full"
    )
    return FeedPage(path, view, bodies, origin)


def title(name: str, given: str, desk: Desk) -> str:
    """What a list that has a feed is called; the paper's own name for that of the site."""
    if name == CORRECTED:
        return desk.own.gettext("Corrected articles")
    if name == LINKS:
        return desk.own.gettext("Similar News")
    return given or desk.config.title


def _title(brief: FeedBrief, desk: Desk) -> str:
    kind, _, rest = brief.name.partition("/")
    named = desk.own.month(dates.month(rest)) if kind == PARTS else title(brief.name, brief.title, desk)
    return named if brief.name == ARTICLES else f"{named} — {desk.config.title}"


def _archive(brief: FeedBrief, desk: Desk) -> Archive | None:
    is_part = brief.name.partition("/")[0] == PARTS
    if not is_part and not brief.older:
        return None
    older, newer = (one and desk.base.absolute(one) for one in (brief.older, brief.newer))
    current = desk.base.absolute(address(ARTICLES, "rss")) if is_part else None
    return Archive(current, older, newer)


def _description(name: str, config: Config) -> str:
    kind, _, slug = name.partition("/")
    if kind == "section":
        return config.sections[slug].description
    if kind == NEWSLETTER:
        return config.newsletters[slug].description
    return config.authors[slug].bio if kind == "author" else ""


def _language(name: str, config: Config) -> str:
    kind, _, slug = name.partition("/")
    return (config.editions[slug].language if kind == "edition" else "") or config.language
