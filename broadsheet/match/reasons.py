"""Reasons: the words that an article and a link share, as their writers spell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.match.sketch import Sketch

MOST = 6

SAME, LONGER, OTHER = range(3)

ROOT = 4
"""So many letters of a word tell what it is about: of "flooded" and "floods" a reason names "flood"."""


def shared(article: Sketch, link: Sketch) -> tuple[str, ...]:
    """The shared words that weigh most, in the article's spelling, the weightiest first.

    Words that both spell alike, but for capitals: what is named stands in both texts. Only where there are
    none (in 4 of 850 headlines) what one of them writes with an ending more is named without it, and where
    there is not even that, what two spellings begin with.
    """
    theirs = dict(zip(link.terms, zip(link.weights, link.spellings.split(), strict=True), strict=True))
    ours = zip(article.terms, article.weights, article.spellings.split(), strict=True)
    found: tuple[list[tuple[int, str]], ...] = ([], [], [])
    for term, weight, spelling in ours:
        if term in theirs:
            other, theirs_is = theirs[term]
            likeness, word = _common(spelling, theirs_is)
            if word:
                found[likeness].append((-weight * other, word))
    best = next(filter(None, found), [])
    return tuple(dict.fromkeys(word for _, word in sorted(best)))[:MOST]


def _common(one: str, other: str) -> tuple[int, str]:
    """How alike two spellings are, and what to write for both; nothing if they only count as the same."""
    ours, theirs = one.casefold(), other.casefold()
    if ours == theirs:
        return SAME, one
    if theirs.startswith(ours):
        return LONGER, one
    if ours.startswith(theirs):
        return LONGER, other
    same = next((at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), 0)
    return OTHER, one[:same] if same >= ROOT and len(ours) == len(one) else ""
