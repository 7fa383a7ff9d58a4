"""Service pages: what a paper offers besides its stories: newsletters to sign up for, and feeds to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.plan import feeds, fronts, urls
from broadsheet.plan.briefs import Assignment, FeedsBrief, NewslettersBrief
from broadsheet.plan.desk import newsletters as newsletter_boxes
from broadsheet.plan.newsroom import ARTICLES
from broadsheet.plan.views import FeedGroup, FeedsView, Nav, NewslettersView, OpmlView, Origin, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.config import Config
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.words import Words

FEEDS, OPML, NEWSLETTERS = "feeds.html", "opml.xml", "newsletters.html"


def assignments(newsroom: Newsroom, config: Config) -> Iterator[Assignment]:
    """The pages that name all feeds, for readers and for their programs; and that of the newsletters."""
    entries = [(ARTICLES, "", urls.FEED)]
    for name, title in fronts.names(newsroom, config):
        address = feeds.address(name, config)
        if address:
            entries.append((name.partition("/")[0], title, address))
    brief, origin = FeedsBrief(tuple(entries)), Origin("content/site.yaml", 1, 1, "feeds")
    yield Assignment(urls.FEEDS, "feeds", brief, origin)
    yield Assignment(urls.OPML, "feeds", brief, origin)
    if config.newsletters:
        origin = Origin("content/site.yaml", 1, 1, "newsletters")
        yield Assignment(urls.NEWSLETTERS, "newsletters", NewslettersBrief(), origin)


def all_feeds(path: str, brief: FeedsBrief, origin: Origin, desk: Desk) -> Page:
    """All feeds, by what they are of: as a page, or at its own path as OPML 2.0 (opml.org/spec2.opml)."""
    title = desk.own.gettext("Feeds")
    kinds = tuple(dict.fromkeys(kind for kind, _, _ in brief.entries))
    groups = tuple(
        FeedGroup(
            _heading(kind, desk.own),
            tuple(
                Nav(its_title or desk.config.title, desk.base.absolute(its_path))
                for its_kind, its_title, its_path in brief.entries
                if its_kind == kind
            ),
        )
        for kind in kinds
    )
    if path == urls.OPML:
        return Page(path, OPML, OpmlView(desk.config.title, desk.config.language, groups), None, origin)
    view = FeedsView(desk.site, desk.head(title, "", path), title, groups, desk.base.href(urls.OPML))
    return Page(path, FEEDS, view, None, origin)


def newsletters(path: str, _brief: NewslettersBrief, origin: Origin, desk: Desk) -> Page:
    """The page to sign up for newsletters on."""
    title = desk.own.gettext("Newsletters")
    boxes = newsletter_boxes(desk.config)
    return Page(
        path, NEWSLETTERS, NewslettersView(desk.site, desk.head(title, "", path), title, boxes), None, origin
    )


def _heading(kind: str, words: Words) -> str:
    return {
        ARTICLES: words.gettext("The paper"),
        "section": words.gettext("Sections"),
        "edition": words.gettext("Editions"),
        "author": words.gettext("Authors"),
        "story": words.gettext("Stories"),
        "tag": words.gettext("Topics"),
    }[kind]
