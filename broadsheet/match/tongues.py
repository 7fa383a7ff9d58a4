"""Tongues: which language a text is in, where nobody has said so, by its commonest words."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from broadsheet.match import commonest
from broadsheet.match.words import BIGRAMS, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

UNLISTED = 1 / 20_000
"""How often a language is taken to use a word that is not among its thousand commonest."""

UNKNOWN = "und"


def guess(text: str) -> str:
    """The language of a text as ISO 639-1 names it; `und` where none of its words is common in any.

    Of two that are as likely, the first by name: one text gets one answer, and copies of it the same.
    """
    likely: dict[str, float] = {}
    for word in pieces(text):
        for language, more in _telling().get(word.lower(), {}).items():
            likely[language] = likely.get(language, 0.0) + more
    return max(sorted(likely), key=likely.__getitem__, default=UNKNOWN)


@cache
def _telling() -> Mapping[str, Mapping[str, float]]:
    """How much likelier a word makes each language: by Zipf's law, that of rank r is a tenth of an r-th."""
    found: dict[str, dict[str, float]] = {}
    for language, listed in commonest.WORDS.items():
        for rank, word in enumerate(listed.split(), 1):
            if not BIGRAMS.match(word):
                found.setdefault(word, {}).setdefault(language, math.log(0.1 / rank / UNLISTED))
    return found
