"""Matching: which article an item belongs under, and why, by the matcher that a build uses.

An item is matched when it would be good enough to stand under an article; whether there is room for it, and
which outlet comes first, is for the build to say, each time anew.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING

from broadsheet.collect.nouns import Match
from broadsheet.match import reasons, similar, sketch
from broadsheet.match.shelf import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from broadsheet.collect.nouns import Item
    from broadsheet.match.sketch import Sketch
    from broadsheet.rules import SimilarRules


def matches(items: Sequence[Item], articles: Sequence[Sketch], rules: SimilarRules) -> dict[str, Match]:
    """By an item's key, the article that it is most like; what is like none is not among them."""
    keys = {one.url: one.key for one in items}
    shelf = Memory((*articles, *map(drawing, items)))
    found: dict[str, Match] = {}
    for article, scored in similar.scored(articles, shelf, rules, rules.floor):
        for one in scored:
            key = keys[one.link.id]
            match = _match(article, one.link, one.score)
            found[key] = max(match, found.get(key, match), key=_best)
    return found


def near(items: Iterable[Item], rules: SimilarRules) -> Callable[[datetime], bool]:
    """Whether a moment is near enough to any item; in a large archive, only the last few weeks are."""
    times = sorted(one.published for one in items)
    window = timedelta(days=rules.window_days)

    def is_near(moment: datetime) -> bool:
        first = bisect_left(times, moment - window)
        return first < len(times) and times[first] <= moment + window

    return is_near


def drawing(item: Item) -> Sketch:
    """An item as matching sees it: no otherwise than the link that would be written of it."""
    return sketch.draw(
        id=item.url, kind="link", title=item.title, summary=item.summary, text="", language=item.language,
        source=item.source, published=item.published, url=item.url,
    )  # fmt: skip


def _match(article: Sketch, item: Sketch, score: float) -> Match:
    return Match(
        article.id, score, reasons.shared(article, item)[: reasons.MOST], similar.hours(article, item) or 0
    )


def _best(match: Match) -> tuple[float, str]:
    return match.score, match.article
