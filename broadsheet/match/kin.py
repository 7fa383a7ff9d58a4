"""Kin: the documents near a document, of any outlet: what stories and our own archive are made of."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeAlias

from broadsheet.match import few
from broadsheet.match.likeness import alike, between
from broadsheet.match.shelf import in_time, reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from broadsheet.match.shelf import Shelf
    from broadsheet.match.sketch import Sketch

FEW = 100
"""So many documents are looked at one by one; for more, numpy is worth its import."""

Kind = Literal["article", "link"]
Near: TypeAlias = "Sequence[tuple[int, Sketch]]"
"""Documents near a document, and how much they are like it."""


def near(
    documents: Collection[Sketch], shelf: Shelf, kinds: tuple[Kind, ...], window: int, least: int
) -> Iterator[tuple[Sketch, Near]]:
    """Each document with those of some kinds that are at least so much like it, and how much.

    Of those that have a date: of the others nobody can say what came first.
    """
    for run in few.runs((one for one in documents if one.at is not None), window):
        start, end = reach(run)
        others = _between(shelf, kinds, start - window, end + window)
        if len(run) <= FEW:
            yield from few.near(run, others, window, least, alike)
        else:
            from broadsheet.match import many

            yield from many.near(run, others, window, least)


def is_within(window: int, one: Sketch, other: Sketch) -> bool:
    """Whether two documents that have dates lie at most so many seconds apart."""
    seconds = between(one, other)
    return seconds is not None and abs(seconds) <= window


def _between(shelf: Shelf, kinds: tuple[Kind, ...], start: int, end: int) -> list[Sketch]:
    found = chain.from_iterable(shelf.between(kind, start, end) for kind in kinds)
    return sorted((one for one in found if one.at is not None), key=in_time)
