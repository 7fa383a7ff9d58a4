"""Reasons: the words that an article and a link share, as their writers spell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.match.sketch import Sketch

MOST = 6

SAME, LONGER, OTHER = range(3)


def shared(article: Sketch, link: Sketch) -> tuple[str, ...]:
    """The shared words that weigh most, in the article's spelling, the weightiest first.

    Words that both spell alike, but for capitals. Where there are none, what one of them writes with an
    ending more is named without it; where there is not even that, words that have a stem in common.
    """
    theirs = dict(zip(link.terms, zip(link.weights, link.spellings.split(), strict=True), strict=True))
    ours = zip(article.terms, article.weights, article.spellings.split(), strict=True)
    found: tuple[list[tuple[int, str]], ...] = ([], [], [])
    for term, weight, spelling in ours:
        if term in theirs:
            other, theirs_is = theirs[term]
            likeness, word = _common(spelling, theirs_is)
            found[likeness].append((-weight * other, word))
    best = next(filter(None, found), [])
    return tuple(word for _, word in sorted(best)[:MOST])


def _common(one: str, other: str) -> tuple[int, str]:
    """How alike two spellings are, and what to write for both."""
    ours, theirs = one.casefold(), other.casefold()
    if ours == theirs:
        return SAME, one
    if theirs.startswith(ours):
        return LONGER, one
    if ours.startswith(theirs):
        return LONGER, other
    return OTHER, one
