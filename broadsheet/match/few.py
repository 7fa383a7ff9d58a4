"""Few: the links of a few articles, in plain Python: an edit waits for no import of numpy (110 ms)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match.likeness import CROWD, Scored, best_first, faded, least_likeness, score, side
from broadsheet.match.shelf import in_time, reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from broadsheet.match.shelf import Shelf
    from broadsheet.match.sketch import Sketch


class Rival(NamedTuple):
    """The two likenesses of a link that count: to the side most like it, and to the second."""

    side: str
    best: int
    second: int

    def other(self, side: str) -> int:
        """The link's likeness to the best article that is not on this side."""
        return self.second if side == self.side else self.best

    def met(self, side: str, likeness: int) -> Rival:
        """The same after another article has been looked at."""
        if side == self.side:
            return self if likeness <= self.best else self._replace(best=likeness)
        if likeness > self.best:
            return Rival(side, likeness, self.best)
        return self if likeness <= self.second else self._replace(second=likeness)


NOBODY = Rival("", 0, 0)


def scores(
    wanted: Sequence[Sketch], shelf: Shelf, window: int, least: float
) -> Iterator[tuple[Sketch, list[Scored]]]:
    """Each wanted article with its links of at least a score, the best first.

    Their own links are found first, and then who else is near these.
    """
    start, end = reach(wanted)
    alike = least_likeness(least)
    links = shelf.between("link", start - window, end + window)
    mine = {
        link.id: link
        for _, found in near(wanted, links, window, alike)
        for likeness, link in found
        if score(likeness, CROWD) >= least
    }
    rivals: dict[str, Rival] = {}
    kept: dict[str, list[tuple[int, Sketch]]] = {article.id: [] for article in wanted}
    for article, found in near(around(mine.values(), wanted, shelf, window), mine.values(), window, alike):
        for likeness, link in found:
            rivals[link.id] = rivals.get(link.id, NOBODY).met(side(article), likeness)
        if article.id in kept:
            kept[article.id] = found
    for article in wanted:
        scored = (
            Scored(score(likeness, rivals[link.id].other(side(article))), likeness, link)
            for likeness, link in kept[article.id]
        )
        yield article, best_first(one for one in scored if one.score >= least)


def near(
    articles: Iterable[Sketch],
    links: Iterable[Sketch],
    window: int,
    least: int,
    measure: Callable[[int, Sketch, Sketch, int], int] = faded,
) -> Iterator[tuple[Sketch, list[tuple[int, Sketch]]]]:
    """Each article with the links that are at least so much like it, by the measure, and how much.

    The links are indexed and the articles looked through, or the other way round: whichever are fewer.
    """
    ours, theirs = list(articles), list(links)
    if len(ours) >= len(theirs):
        for article, sums in _sums(ours, theirs):
            found = (
                (measure(total, article, theirs[at], window), theirs[at])
                for at, total in sums
                if total >= least
            )
            yield article, [one for one in found if one[0] >= least]
        return
    alike: list[list[tuple[int, Sketch]]] = [[] for _ in ours]
    for link, sums in _sums(theirs, ours):
        for at, total in sums:
            if total >= least and (likeness := measure(total, ours[at], link, window)) >= least:
                alike[at].append((likeness, link))
    yield from zip(ours, alike, strict=True)


def _sums(
    sketches: Iterable[Sketch], held: Sequence[Sketch]
) -> Iterator[tuple[Sketch, list[tuple[int, int]]]]:
    """Each document with those held that share a term with it, by number, and what they share."""
    index: dict[str, list[tuple[int, int]]] = {}
    for number, one in enumerate(held):
        for term, weight in zip(one.terms, one.weights, strict=True):
            index.setdefault(term, []).append((number, weight))
    # Most documents share a term or two with a few others, if any: which ones, a set says in one step.
    vocabulary = frozenset(index)
    for one in sketches:
        sums: dict[int, int] = {}
        known = sums.get
        for term in vocabulary.intersection(one.terms):
            weight = one.weights[one.terms.index(term)]
            for number, other in index[term]:
                sums[number] = known(number, 0) + weight * other
        yield one, sorted(sums.items())


def around(
    links: Iterable[Sketch], articles: Iterable[Sketch], shelf: Shelf, window: int
) -> Iterable[Sketch]:
    """Some articles, on the shelf or not, and all that could compete with them for some links."""
    ours = {one.id: one for one in articles}
    start, end = reach(list(links))
    yield from ours.values()
    for one in shelf.between("article", start - window, end + window):
        if one.id not in ours:
            yield one


def runs(sketches: Iterable[Sketch], window: int) -> Iterator[list[Sketch]]:
    """Documents in the order of time, parted where so much lies between that they have nothing to share."""
    run: list[Sketch] = []
    for one in sorted(sketches, key=in_time):
        if run and run[-1].at is not None and one.at is not None and one.at - run[-1].at > 2 * window:
            yield run
            run = []
        run.append(one)
    if run:
        yield run
