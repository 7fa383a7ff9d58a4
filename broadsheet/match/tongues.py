"""Tongues: which language a text is in, where nobody has said so, by its commonest words."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from broadsheet.match import commonest
from broadsheet.match.words import BIGRAMS, pieces, script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNLISTED = 1 / 20_000
"""How often a language is taken to use a word that is not among its thousand commonest."""

RARE = math.log(1e-4)
"""How likely a language is that no other text seems to be in."""

UNKNOWN = "und"


def guess(text: str) -> str:
    """The language of a text as ISO 639-1 names it; `und` where none of its words is common in any."""
    return _likeliest(_likely(text), {})


def guesses(texts: Sequence[str]) -> list[str]:
    """The language of each of some texts that lie together: a language that many are in is likelier for any.

    Of 1,844 English headlines 5 in 100 are taken for something else one by one; together, 1 in 300 are.
    """
    likely = [_likely(text) for text in texts]
    scripts = [script(text) for text in texts]
    counted: dict[str, Counter[str]] = {}
    for one, written in zip(likely, scripts, strict=True):
        counted.setdefault(written, Counter())[_likeliest(one, {})] += 1
    usual = {
        written: {language: math.log(number / counts.total()) for language, number in counts.items()}
        for written, counts in counted.items()
    }
    return [
        _likeliest(one or dict.fromkeys(usual[written], 0.0), usual[written])
        for one, written in zip(likely, scripts, strict=True)
    ]


def _likely(text: str) -> dict[str, float]:
    """How likely a text's words make each language, as a logarithm."""
    likely: dict[str, float] = {}
    for word in pieces(text):
        for language, more in _telling().get(word.lower(), ()):
            likely[language] = likely.get(language, 0.0) + more
    return likely


def _likeliest(likely: Mapping[str, float], usual: Mapping[str, float]) -> str:
    """Of two that are as likely, the first by name: one text gets one answer, and copies of it the same."""
    return min(
        likely,
        key=lambda language: (-likely[language] - usual.get(language, RARE), language),
        default=UNKNOWN,
    )


@cache
def _telling() -> Mapping[str, Sequence[tuple[str, float]]]:
    """How much likelier a word makes each language: by Zipf's law, that of rank r is a tenth of an r-th."""
    found: dict[str, list[tuple[str, float]]] = {}
    for language, listed in commonest.WORDS.items():
        for rank, word in enumerate(listed.split(), 1):
            if not BIGRAMS.match(word):
                found.setdefault(word, []).append((language, math.log(0.1 / rank / UNLISTED)))
    return found
