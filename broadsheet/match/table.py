"""Table: links as columns of numbers, as `many` adds them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from broadsheet.match.likeness import FADING, HOUR, UNDATED, side
from broadsheet.match.shelf import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from broadsheet.match.sketch import Sketch

    Numbers = NDArray[np.int64]

_FADING = np.array(FADING, dtype=np.int64)


class Block(NamedTuple):
    """The articles of a time, every pair of one of them and a link, by numbers, and how alike they are."""

    articles: list[Sketch]
    first: int
    article: Numbers
    side: Numbers
    link: Numbers
    likeness: Numbers


class Table:
    """The links as they come, by number; their terms as numbers; the two likenesses of each that count."""

    def __init__(self, links: Iterable[Sketch], *, is_any_outlet: bool = False) -> None:
        self._is_any_outlet = is_any_outlet
        self._coming = iter(links)
        self._next = next(self._coming, None)
        self._vocabulary: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._sides: dict[str, int] = {}
        self.base = 0
        """The number of the first link that is still held."""
        self.links: list[Sketch] = []
        self._numbers: dict[str, int] = {}
        self._terms: list[Numbers] = []
        self._weights: list[Numbers] = []
        self._facts: list[tuple[int, int, int]] = []
        self.best = self.second = self.winner = np.zeros(0, dtype=np.int64)

    def read_until(self, end: int) -> None:
        """Take up the links that came out until then."""
        while self._next is not None and (self._next.at is None or self._next.at <= end):
            link = self._next
            self._numbers[link.id] = self.base + len(self.links)
            self.links.append(link)
            self._terms.append(self.terms(link))
            self._weights.append(np.array(link.weights, dtype=np.int64))
            self._facts.append(self.facts(link))
            self._next = next(self._coming, None)
        grown = len(self.links) - len(self.best)
        self.best, self.second = (
            np.append(one, np.zeros(grown, np.int64)) for one in (self.best, self.second)
        )
        self.winner = np.append(self.winner, np.full(grown, -1))

    def terms(self, sketch: Sketch) -> Numbers:
        """The terms of a document as numbers."""
        known = self._vocabulary
        return np.array([known.setdefault(term, len(known)) for term in sketch.terms], dtype=np.int64)

    def vector(self, sketch: Sketch) -> tuple[Numbers, Numbers]:
        """A document's terms as numbers, and what they weigh; of one that is held itself, as they are."""
        place = self._numbers.get(sketch.id, self.base) - self.base
        if place < len(self.links) and self.links[place].terms is sketch.terms:
            return self._terms[place], self._weights[place]
        return self.terms(sketch), np.array(sketch.weights, dtype=np.int64)

    def facts(self, sketch: Sketch) -> tuple[int, int, int]:
        """When, from where and in which script, as numbers; a document of ours comes from nowhere."""
        names = self._names
        is_from = sketch.source and not self._is_any_outlet
        source = names.setdefault(sketch.source, len(names)) if is_from else -1
        return (
            FIRST if sketch.at is None else sketch.at,
            source,
            names.setdefault(f" {sketch.script}", len(names)),
        )

    def side(self, article: Sketch) -> int:
        """The number of the side on which an article competes."""
        return self._sides.setdefault(side(article), len(self._sides))

    @property
    def has_undated(self) -> bool:
        """Whether a link of which nobody knows when is among them; such come first."""
        return bool(self._facts) and self._facts[0][0] == FIRST

    def number(self, id_: str) -> int:
        """The number of the link of an id, -1 where there is none."""
        return self._numbers.get(id_, -1)

    def within(self, start: int, end: int) -> Numbers:
        """The places of the links of a time, and of those without a date."""
        times = np.array([at for at, _, _ in self._facts], dtype=np.int64)
        return np.nonzero((times == FIRST) | ((times >= start) & (times <= end)))[0]

    def index(self, places: Numbers) -> Index:
        """Where in some links each term stands."""
        chosen = places.tolist()
        nothing = np.zeros(0, dtype=np.int64)
        sizes = np.array([len(self._terms[place]) for place in chosen], dtype=np.int64)
        terms = np.concatenate([nothing, *(self._terms[place] for place in chosen)])
        weights = np.concatenate([nothing, *(self._weights[place] for place in chosen)])
        order = np.argsort(terms, kind="stable")
        starts = np.append(0, np.cumsum(np.bincount(terms, minlength=len(self._vocabulary))))
        holders = np.repeat(np.arange(len(chosen)), sizes)
        facts = np.array([self._facts[place] for place in chosen], dtype=np.int64).reshape(-1, 3)
        return Index(places, starts, holders[order], weights[order], facts)

    def compete(self, block: Block) -> None:
        """Let the articles of a block compete for the links near them, side against side."""
        order = np.lexsort((-block.likeness, block.side, block.link))
        # Of each side the article most like a link speaks for it; then the two best sides of each link.
        order = order[_firsts(block.link[order], block.side[order])]
        order = order[np.lexsort((block.side[order], -block.likeness[order], block.link[order]))]
        link, sides, likeness = block.link[order] - self.base, block.side[order], block.likeness[order]
        first = _firsts(link)
        has_second = np.append(np.diff(first), len(link) - first[-1:]) > 1
        place, side, best = link[first], sides[first], likeness[first]
        second = np.where(has_second, likeness[np.minimum(first + 1, len(link) - 1)], 0)
        wins, again = best > self.best[place], side == self.winner[place]
        # The second of a link is never of the side that wins it.
        self.second[place] = np.maximum(
            np.where(wins, second, self.second[place]),
            np.where(again, np.maximum(second, self.second[place]), np.where(wins, self.best[place], best)),
        )
        self.winner[place] = np.where(wins, side, self.winner[place])
        self.best[place] = np.maximum(best, self.best[place])

    def forget(self, oldest: Block, window: int) -> None:
        """Let go of the links that no article still to come, and none that waits, can reach."""
        start = oldest.articles[0].at
        if start is None:
            return
        old = 0
        while old < len(self.links) and FIRST < self._facts[old][0] < start - window:
            old += 1
        for link in self.links[:old]:
            del self._numbers[link.id]
        self.base += old
        for held in (self.links, self._terms, self._weights, self._facts):
            del held[:old]
        self.best, self.second, self.winner = self.best[old:], self.second[old:], self.winner[old:]


class Index(NamedTuple):
    """Some links by term. `starts` by term leads into `holders` and `weights`."""

    places: Numbers
    starts: Numbers
    holders: Numbers
    weights: Numbers
    facts: Numbers

    def sums(self, terms: Numbers, weights: Numbers) -> Numbers:
        """What each link shares with a document."""
        is_known = terms < len(self.starts) - 1
        terms, weights = terms[is_known], weights[is_known]
        begin = self.starts[terms]
        sizes = self.starts[terms + 1] - begin
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        at = np.arange(total) + np.repeat(begin - (ends - sizes), sizes)
        # Sums of whole numbers below 2**53: exact as floats, which is what bincount adds up.
        products = self.weights[at] * np.repeat(weights, sizes)
        return np.bincount(self.holders[at], products, len(self.places)).astype(np.int64)

    def near(
        self, sums: Numbers, facts: tuple[int, int, int], window: int, least: int
    ) -> tuple[Numbers, Numbers]:
        """The links that are like a document, as `likeness.faded` has it, and how much."""
        found = np.nonzero(sums >= least)[0]
        when, source, script = facts
        times, sources, scripts = self.facts[found].T
        is_dated = (times != FIRST) & (when != FIRST)
        apart = np.where(is_dated, np.abs(times - when), 0)
        left = np.where(is_dated, _FADING[np.minimum(apart // HOUR, len(_FADING) - 1)], UNDATED)
        likeness = sums[found] * left // 1000
        stands = (likeness >= least) & (apart <= window) & (scripts == script)
        if source >= 0:
            stands &= sources != source
        return self.places[found[stands]], likeness[stands]


def _firsts(*sorted_keys: Numbers) -> Numbers:
    """The places at which a new run of equals begins."""
    differs = np.zeros(len(sorted_keys[0]), dtype=bool)
    differs[:1] = True
    for keys in sorted_keys:
        differs[1:] |= keys[1:] != keys[:-1]
    return np.nonzero(differs)[0]
