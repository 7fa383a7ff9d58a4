"""Timelines: the page of a story: what we and other outlets reported of one event, in the order of time."""

from __future__ import annotations

import pickle
from itertools import groupby
from typing import TYPE_CHECKING

from broadsheet.plan.views import Day, Page, StoryView

if TYPE_CHECKING:
    from broadsheet.plan.briefs import LeafBrief
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.facts import CardFacts, Facts
    from broadsheet.plan.views import Head, Origin

LAYOUT = "story.html"


def named(story: str) -> str:
    """The name of a story's list."""
    return f"story/{story}"


def title(story: str, opener: Facts | None) -> str:
    """What a story is called: the headline of the article that opened it, else its name in words."""
    if opener is None or opener.kind != "article":
        return story.replace("-", " ").capitalize()
    card: CardFacts = pickle.loads(opener.card)  # noqa: S301 - packed by us, and its sum is right
    return card.title


def page(path: str, brief: LeafBrief, head: Head, origin: Origin, desk: Desk) -> Page:
    """One page of a story, its oldest report first."""
    pieces = map(desk.coverage, reversed(brief.cards))
    days = groupby(pieces, key=lambda one: one.published.date() if one.published else None)
    view = StoryView(
        site=desk.site,
        head=head,
        heading=brief.title,
        days=tuple(Day(day, tuple(of_the_day)) for day, of_the_day in days),
        number=brief.number,
        newer=brief.newer and desk.base.href(brief.newer),
        older=brief.older and desk.base.href(brief.older),
    )
    return Page(path, LAYOUT, view, None, origin)
