"""Service pages: what a paper offers besides its stories: newsletters to sign up for, and feeds to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.plan import desk as desks
from broadsheet.plan import feeds, fronts, urls
from broadsheet.plan.briefs import Assignment, FeedsBrief, NewslettersBrief, OpmlBrief
from broadsheet.plan.newsroom import ARTICLES, CORRECTED, LINKS
from broadsheet.plan.pieces import FEED_TYPES, FeedGroup, FeedLink, ListedFeed
from broadsheet.plan.views import FeedsView, NewslettersView, OpmlView, Origin, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.config import Config
    from broadsheet.plan.briefs import Feeds
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.words import Words


def assignments(names: Iterable[tuple[str, str]], config: Config) -> Iterator[Assignment]:
    """The pages that name all feeds, for readers and for their programs; and that of the newsletters.

    `names` are all lists, with their titles.
    """
    every = tuple(feeds.names(names, config))
    yield Assignment(urls.FEEDS, feeds.UNIT, FeedsBrief(every), _in_site_yaml("feeds"))
    yield Assignment(urls.OPML, feeds.UNIT, OpmlBrief(every), _in_site_yaml("feeds"))
    if config.newsletters:
        origin = _in_site_yaml("newsletters")
        yield Assignment(urls.NEWSLETTERS, "newsletters", NewslettersBrief(), origin)


def compose(path: str, brief: FeedsBrief | OpmlBrief | NewslettersBrief, origin: Origin, desk: Desk) -> Page:
    """A service page."""
    match brief:
        case FeedsBrief():
            title, groups = desk.own.gettext("Feeds"), _groups(brief.entries, desk)
            view = FeedsView(desk.site, desk.head(title, "", path), title, groups, desk.base.href(urls.OPML))
            return Page(path, "feeds.html", view, None, origin)
        case OpmlBrief():
            opml = OpmlView(desk.config.title, desk.config.language, _groups(brief.entries, desk))
            return Page(path, "opml.xml", opml, None, origin)
        case NewslettersBrief():
            title, boxes = desk.own.gettext("Newsletters"), desks.newsletters(desk.config)
            letters = NewslettersView(desk.site, desk.head(title, "", path), title, boxes)
            return Page(path, "newsletters.html", letters, None, origin)


def _groups(entries: Feeds, desk: Desk) -> tuple[FeedGroup, ...]:
    """The feeds, those of each kind of list together."""
    groups: dict[str, list[ListedFeed]] = {}
    for name, title in entries:
        groups.setdefault(_heading(name, desk.own), []).append(_listed(name, title, desk))
    return tuple(FeedGroup(heading, tuple(some)) for heading, some in groups.items())


def _listed(name: str, given: str, desk: Desk) -> ListedFeed:
    title = feeds.title(name, given, desk)
    links = tuple(
        FeedLink(title, desk.base.absolute(path), *FEED_TYPES[one])
        for one, path in feeds.addresses_of(name, desk.config)
    )
    in_xml = next((one.url for one in links if one.type.endswith("xml")), links[0].url)
    return ListedFeed(title, desk.base.absolute(feeds.home(name)), in_xml, links)


def _heading(name: str, words: Words) -> str:
    """What the feeds of a kind of list are called: as its index, where it has one."""
    kind = name.partition("/")[0]
    if kind in fronts.ABOVE:
        return fronts.heading(fronts.ABOVE[kind], words)
    return {
        ARTICLES: words.gettext("The paper"),
        CORRECTED: words.gettext("The paper"),
        LINKS: words.gettext("The paper"),
        feeds.NEWSLETTER: words.gettext("Newsletters"),
        "section": words.gettext("Sections"),
        "edition": words.gettext("Editions"),
    }[kind]


def _in_site_yaml(key: str) -> Origin:
    return Origin("content/site.yaml", 1, 1, key)
