"""Ranking: an article's candidates with those that do not stand, for whoever wants to know more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match import similar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.config import SimilarRules
    from broadsheet.match.likeness import Scored
    from broadsheet.match.shelf import Shelf
    from broadsheet.match.similar import Match
    from broadsheet.match.sketch import Sketch


class Ranked(NamedTuple):
    """A candidate: what is to be said of it, and whether it stands under the article."""

    match: Match
    is_shown: bool


def rank(
    articles: Iterable[Sketch], shelf: Shelf, rules: SimilarRules, limit: int
) -> Iterator[tuple[Sketch, list[Ranked]]]:
    """Each article with its candidates, as many as `limit`: what `relate` shows, and then what comes next."""
    for article, scored in similar.scored(articles, shelf, rules, 0.0):
        yield article, candidates(article, scored, rules, limit)


def candidates(article: Sketch, scored: Sequence[Scored], rules: SimilarRules, limit: int) -> list[Ranked]:
    """An article's links, as many as `limit`: those that stand, then others by all rules but the floor."""
    shown = similar.choose(article, [one for one in scored if one.score >= rules.floor], rules)
    taken = {id_ for match in shown for id_ in (match.id, *match.also_at)}
    outlets = frozenset(one.link.source for one in scored if one.link.id in taken)
    others = similar.choose(
        article, scored, replace(rules, limit=limit), similar.Picked(frozenset(taken), outlets, len(shown))
    )
    return [*(Ranked(one, True) for one in shown), *(Ranked(one, False) for one in others)][:limit]
