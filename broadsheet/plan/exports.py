"""Exports: an article in forms that other newsrooms can take, for their programs and as text to copy.

Only what is ours to give: no syndicated pieces.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from broadsheet.model import Article
from broadsheet.plan import addresses, articles, feeditems, showing, urls
from broadsheet.plan.briefs import Assignment, NinjsBrief, RepublishBrief
from broadsheet.plan.mapviews import NinjsView, Sheet
from broadsheet.plan.views import Page, RepublishView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.model import Entry
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.facts import CardFacts, Facts
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.views import Origin
    from broadsheet.rules import ExportRules

LAYOUT = "republish.html"


def paths(facts: Facts, rules: ExportRules) -> Iterator[str]:
    """Where the exports of an article stand."""
    if facts.kind != "article" or not (rules.ninjs or rules.republish):
        return
    card: CardFacts = pickle.loads(facts.card)  # noqa: S301 - packed by us, and its sum is right
    if card.is_ours:
        if rules.ninjs:
            yield urls.ninjs(facts.address)
        if rules.republish:
            yield urls.republish(facts.address)


def assignments(facts: Facts, newsroom: Newsroom, rules: ExportRules, origin: Origin) -> Iterator[Assignment]:
    """The exports of an article."""
    for path in paths(facts, rules):
        entry, stands = newsroom.entry(facts.path), addresses.stands(facts, newsroom)
        kind, made = ("republish", RepublishBrief) if path.endswith("/") else ("ninjs", NinjsBrief)
        belongs = (f"{kind}/{facts.id}", *articles.belonging(facts, newsroom.story(facts.id)))
        yield Assignment(path, facts.path, made(entry, stands), origin, belongs)


def compose(path: str, brief: NinjsBrief | RepublishBrief, origin: Origin, desk: Desk) -> Page | Sheet:
    """An export."""
    entry: Entry = pickle.loads(brief.entry)  # noqa: S301 - as above
    item = entry.item
    assert isinstance(item, Article)  # noqa: S101 - what its facts say, too
    body = desk.body_for_elsewhere(entry, brief.stands)
    if isinstance(brief, NinjsBrief):
        return Sheet(path, _ninjs(item, desk), origin, desk.config.language, body)
    own = desk.base.absolute(urls.article(item))
    head = desk.head(item.title, item.summary, path, item.language, own)
    image = desk.picture_for_elsewhere(item.image)
    view = RepublishView(desk.site, head, item.title, _names(item, desk), desk.config.title, own, image)
    return Page(path, LAYOUT, view, body, origin)


def _ninjs(item: Article, desk: Desk) -> NinjsView:
    config = desk.config
    section = desk.section(item.section)
    publisher = desk.site.publisher
    return NinjsView(
        uri=feeditems.guid(item.id, config.feeds.tag_authority),
        url=desk.base.absolute(urls.article(item)),
        language=item.language,
        title=item.title,
        summary=item.summary,
        authors=_names(item, desk),
        located=item.dateline,
        genre=item.kind,
        subjects=tuple(dict.fromkeys((*((section.title,) if section else ()), *item.tags))),
        paper=config.title,
        published=item.published,
        revised=max(item.published, item.updated or item.published, *(one.date for one in item.corrections)),
        expires=item.expires,
        image=desk.picture_for_elsewhere(item.image),
        sizes=showing.sizes(item.image, desk.gallery, desk.base.absolute) if item.image else (),
        policies=publisher.policies,
    )


def _names(item: Article, desk: Desk) -> tuple[str, ...]:
    return tuple(desk.config.authors[one].name for one in item.authors)
