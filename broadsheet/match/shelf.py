"""Shelf: where matching takes documents from, by when they were published."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.match.sketch import Sketch

FIRST, LAST = -(1 << 62), 1 << 62
"""Before and after all time."""


class Shelf(Protocol):
    """All that is out. The engine's stands on its store, so that few sketches are in memory at once."""

    def between(self, kind: Literal["article", "link"], start: int, end: int) -> Iterable[Sketch]:
        """Those published from `start` to `end`, both included, the earliest first, ties by id.

        A shelf may leave out those without a date. If it has them, they come first, whatever the range: each
        competes with all the archive then.
        """
        ...

    def story(self, name: str) -> Iterable[Sketch]:
        """Those that an editor has put into a story by name, in whatever order."""
        ...


class Memory:
    """A shelf in memory, for a file of items, for tests, and for what is small.

    Documents without a date are on it too: they come before all others, whatever the range.
    """

    def __init__(self, sketches: Iterable[Sketch]) -> None:
        self._ordered: dict[str, list[Sketch]] = {"article": [], "link": []}
        for one in sorted(sketches, key=in_time):
            self._ordered[one.kind].append(one)
        self._stories: dict[str, list[Sketch]] = {}
        for one in chain.from_iterable(self._ordered.values()):
            if one.story:
                self._stories.setdefault(one.story, []).append(one)
        self._times = {kind: [in_time(one)[0] for one in ones] for kind, ones in self._ordered.items()}

    def between(self, kind: Literal["article", "link"], start: int, end: int) -> Sequence[Sketch]:
        """Those published from `start` to `end`, and those of which nobody knows when."""
        times, ones = self._times[kind], self._ordered[kind]
        undated = bisect_right(times, FIRST)
        first = max(undated, bisect_left(times, start))
        return ones[:undated] + ones[first : bisect_right(times, end)]

    def story(self, name: str) -> Sequence[Sketch]:
        """Those of a story that an editor has named."""
        return self._stories.get(name, ())


def in_time(sketch: Sketch) -> tuple[int, str]:
    """What sketches are sorted by."""
    return (FIRST if sketch.at is None else sketch.at, sketch.id)


def reach(sketches: Sequence[Sketch]) -> tuple[int, int]:
    """The first and the last second of some documents; all time where one has no date."""
    times = [one.at for one in sketches]
    known = [at for at in times if at is not None]
    if len(known) < len(times):
        return FIRST, LAST
    return (min(known), max(known)) if known else (0, 0)
