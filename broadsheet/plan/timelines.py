"""Timelines: the page of a story: what we and other outlets reported of one event, in the order of time."""

from __future__ import annotations

import pickle
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.plan.desk import in_words
from broadsheet.plan.pieces import Day
from broadsheet.plan.views import StoryView

if TYPE_CHECKING:
    from broadsheet.plan.briefs import LeafBrief
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.facts import CardFacts, Facts
    from broadsheet.plan.pieces import Head

Paging: TypeAlias = tuple[int | None, str | None, str | None]
"""A page's number in its list, None for the front, and the addresses of the newer and the older beside it."""

LAYOUT = "story.html"


def named(story: str) -> str:
    """The name of a story's list."""
    return f"story/{story}"


def title(story: str, opener: Facts | None) -> str:
    """What a story is called: the headline of the article that opened it, else its name in words."""
    if opener is None or opener.kind != "article":
        return in_words(story)
    card: CardFacts = pickle.loads(opener.card)  # noqa: S301 - packed by us, and its sum is right
    return card.title


def view(brief: LeafBrief, head: Head, paging: Paging, desk: Desk) -> StoryView:
    """One page of a story, its oldest report first."""
    pieces = map(desk.coverage, reversed(brief.cards))
    days = groupby(pieces, key=lambda one: one.published.date() if one.published else None)
    shown = tuple(Day(day, tuple(of_the_day)) for day, of_the_day in days)
    return StoryView(desk.site, head, brief.title, shown, *paging)
