"""Reasons: the words that an article and a link share, as their writers spell them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.match.sketch import Sketch

MOST, KEPT, TOLD = 6, 12, 4
"""Words: of a pair by itself, to choose from where it stands among others, and chosen there."""

SAME, LONGER, OTHER = range(3)

ROOT = 4
"""So many letters of a word tell what it is about: of "flooded" and "floods" a reason names "flood"."""


def shared(article: Sketch, link: Sketch) -> tuple[str, ...]:
    """The `KEPT` shared words that weigh most, in the article's spelling, the weightiest first.

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
    return tuple(dict.fromkeys(word for _, word in sorted(best)))[:KEPT]


def particular(shared: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Of the words that each of some pieces shares with the article above them, those to tell of it.

    What the fewest of the pieces share says most of one; of what as many share, names do, and then what
    weighs most. Names are told first.
    """
    pieces = Counter(word for words in shared for word in {word.casefold() for word in words})

    def chosen(words: Sequence[str]) -> tuple[str, ...]:
        rarest = sorted(words, key=lambda word: (pieces[word.casefold()], not _is_name(word)))[:TOLD]
        return tuple(sorted(rarest, key=lambda word: (not _is_name(word), words.index(word))))

    return tuple(map(chosen, shared))


def _is_name(word: str) -> bool:
    """Whether a word has a capital: what is written small anywhere in either text has none here."""
    return word != word.lower()


def _common(one: str, other: str) -> tuple[int, str]:
    """How alike two spellings are, and what to write for both; nothing if they only count as the same."""
    ours, theirs = one.casefold(), other.casefold()
    if ours == theirs:
        return SAME, other if other.islower() else one
    if theirs.startswith(ours):
        return LONGER, one
    if ours.startswith(theirs):
        return LONGER, other
    same = next((at for at, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), 0)
    return OTHER, one[:same] if same >= ROOT and len(ours) == len(one) else ""
