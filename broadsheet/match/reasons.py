"""Reasons: the words that an article and a link share, as their writers spell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.match.sketch import Sketch

MOST = 6


def shared(article: Sketch, link: Sketch) -> tuple[str, ...]:
    """The shared words that weigh most, in the article's spelling, the weightiest first.

    Words that both spell alike come before those that only have a stem in common: those are named only where
    there is none of the first kind.
    """
    theirs = dict(zip(link.terms, zip(link.weights, link.spellings.split(" "), strict=True), strict=True))
    ours = zip(article.terms, article.weights, article.spellings.split(" "), strict=True)
    both = sorted(
        (spelling.casefold() != theirs[term][1].casefold(), -weight * theirs[term][0], spelling)
        for term, weight, spelling in ours
        if term in theirs
    )
    same = [spelling for differs, _, spelling in both if not differs]
    return tuple((same or [spelling for _, _, spelling in both])[:MOST])
