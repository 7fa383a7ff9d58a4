"""Likeness: how alike an article and a link are, and what a link's likeness to one article is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match.shelf import in_time
from broadsheet.match.sketch import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.match.sketch import Sketch

HOUR, DAY = 3600, 86400

WHOLE = UNIT * UNIT
"""The likeness of a document with itself at the same hour. All likeness is in whole numbers: sums of them
are the same in any order, so that one article by itself and all of an archive at once come to the same."""

LEAST = WHOLE // 25
"""Less than this is no likeness: two texts share that much by chance."""

DOUBT = WHOLE // 20
"""The likeness to nothing in particular, which competes too: a link like nothing else may be like nothing."""

CROWD = WHOLE * 12 // 100
"""What the crowd of all other articles counts as; only an article nearer than that competes by itself. So a
new article reaches no more than the few links that it is that near to, and what stands under their other
articles."""

FADING_DAYS, STAYS = 5, 0.25
"""How fast likeness fades with the days between, and what is left after many."""

UNDATED_DAYS = 5
"""How far apart two documents count of which one has no date."""


class Scored(NamedTuple):
    """A link near an article: its score there, and how alike they are, in parts of `WHOLE`."""

    score: float
    likeness: int
    link: Sketch


def score(likeness: int, other: int) -> float:
    """A link's likeness to an article as a share of all it is like: this, the best other article, doubt."""
    return likeness / (likeness + max(other, CROWD) + DOUBT)


def side(article: Sketch) -> str:
    """On whose side an article competes: the articles of a story that an editor has named are on one."""
    return article.story or article.id


def least_likeness(least_score: float) -> int:
    """What is less alike can neither have such a score nor take it from another."""
    if least_score >= 1:
        return CROWD
    return max(LEAST, min(CROWD, int(least_score * (CROWD + DOUBT) / (1 - least_score))))


def best_first(scored: Iterable[Scored]) -> list[Scored]:
    """By score; of equals the more alike, then the earlier."""
    return sorted(scored, key=lambda one: (-one.score, -one.likeness, in_time(one.link)))


def fading() -> tuple[int, ...]:
    """What is left of likeness after each hour, in thousandths, as far as anything changes."""
    hours = range(24 * FADING_DAYS * 8)
    return tuple(round(1000 * (STAYS + (1 - STAYS) * math.exp(-hour / 24 / FADING_DAYS))) for hour in hours)


FADING = fading()
UNDATED = FADING[UNDATED_DAYS * 24]


def between(one: Sketch, other: Sketch) -> int | None:
    """The seconds from one to the other, None where one of them has no date."""
    return None if one.at is None or other.at is None else other.at - one.at


def faded(sum_of_terms: int, article: Sketch, link: Sketch, window: int) -> int:
    """Likeness of an article and a link: `alike`, and 0 if the link is of the outlet the article comes
    from.
    """
    if article.source and link.source == article.source:
        return 0
    return alike(sum_of_terms, article, link, window)


def alike(sum_of_terms: int, one: Sketch, other: Sketch, window: int) -> int:
    """Likeness of two documents, by the shared terms and the hours between; 0 beyond the window.

    What two scripts share, they share by accident. Nothing is like itself: where all is ranked against all, a
    document is an article and a link.
    """
    if one.script != other.script or one.id == other.id:
        return 0
    seconds = between(one, other)
    if seconds is None:
        left = UNDATED
    elif abs(seconds) <= window:
        left = FADING[min(abs(seconds) // HOUR, len(FADING) - 1)]
    else:
        return 0
    return sum_of_terms * left // 1000
