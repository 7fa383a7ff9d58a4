"""Matching: which article an item belongs under, and why. The one seam between collecting and `match/`."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from broadsheet.collect.nouns import Item, Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.model import Article, Link


class Matcher(Protocol):
    """What collecting needs to know: of each item by its key, the article it belongs under, if any."""

    def __call__(self, items: Sequence[Item]) -> Mapping[str, Match]:
        """The matches; what matches nothing is not among them."""


def matcher(config: Config, articles: Sequence[Article], links: Sequence[Link]) -> Matcher:
    """What relates items to these articles, beside the links that are there."""
    del links
    vectors = [
        (article, _counts(f"{article.title} {article.title} {article.summary}")) for article in articles
    ]
    seen = Counter(word for _, counts in vectors for word in counts)
    rare = {word: math.log(1 + len(vectors) / number) for word, number in seen.items()}

    def match(items: Sequence[Item]) -> Mapping[str, Match]:
        found: dict[str, Match] = {}
        for item in items:
            counts = _counts(f"{item.title} {item.title} {item.summary}")
            best = max(
                (
                    one
                    for article, other in vectors
                    if (one := _alike(item, counts, article, other, rare, config.similar.window_days))
                ),
                key=lambda one: (one.score, one.article),
                default=None,
            )
            if best and best.score >= config.similar.floor:
                found[item.key] = best
        return found

    return match


def _alike(
    item: Item,
    counts: Counter[str],
    article: Article,
    other: Counter[str],
    rare: Mapping[str, float],
    days: int,
) -> Match | None:
    hours = round(abs((item.published - article.published).total_seconds()) / 3600)
    if hours > days * 24 or item.source == article.source:
        return None
    usual = max(rare.values(), default=1.0)
    weights = {word: rare[word] ** 2 * counts[word] * other[word] for word in counts if word in other}
    length = _length(counts, rare, usual) * _length(other, rare, usual)
    score = sum(weights.values()) / length * (0.25 + 0.75 * math.exp(-hours / 240)) if length else 0.0
    words = sorted(weights, key=lambda word: (-weights[word], word))[:4]
    return Match(article.id, score, tuple(words), hours)


def _counts(text: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3)


def _length(counts: Counter[str], rare: Mapping[str, float], usual: float) -> float:
    squares: Iterable[float] = ((rare.get(word, usual) * number) ** 2 for word, number in counts.items())
    return math.sqrt(sum(squares))
