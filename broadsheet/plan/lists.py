"""Lists: a long list cut into pages whose addresses keep their content for ever."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.plan import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Key = tuple[int, str]
"""A place in a list, oldest first: a moment, and an id to break ties."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: its path, its number (None: the front), which places it shows, and the paths
    beside it.

    Places count from the newest: it shows those from `start` to before `stop`.
    """

    path: str
    number: int | None
    start: int
    stop: int
    newer: str | None
    older: str | None


@dataclass(slots=True)
class Reach:
    """How far a change goes through a list.

    `moved` is the oldest place at which anything came or went, `cards` are the places of what shows itself
    otherwise, `texts` of what says anything otherwise; `grown` by how many the list is longer; `whole` when
    every page of it may differ.
    """

    moved: Key | None = None
    cards: set[Key] = field(default_factory=set)
    texts: set[Key] = field(default_factory=set)
    grown: int = 0
    whole: bool = False

    @property
    def is_felt(self) -> bool:
        """Whether any page of the list may differ."""
        return self.whole or bool(self.cards) or self.moved is not None

    def move(self, key: Key, grown: int) -> None:
        """Something came (1) or went (-1) at a place."""
        self.moved = key if self.moved is None else min(self.moved, key)
        self.grown += grown


def numbered(total: int, size: int) -> int:
    """How many numbered pages a list has."""
    return max(total // size - 1, 0)


def on_front(total: int, size: int) -> int:
    """How many the front of a list shows."""
    return total - numbered(total, size) * size


def leaves(total: int, front: str, size: int) -> Iterator[Leaf]:
    """The pages of a list that is newest first, the front before the others.

    Pages are numbered from the oldest, so page 3 holds the same items whatever comes after. The front
    holds what no full page holds yet and, so that it is never short, the newest full page's items
    besides: from `size` to twice that less one. Nothing says how many pages there are: that number would
    change them all.
    """
    last = numbered(total, size)
    newest = on_front(total, size)
    yield Leaf(front, None, 0, newest, None, _path(front, last, last))
    for number in range(last, 0, -1):
        start = newest + (last - number) * size
        yield Leaf(
            urls.numbered(front, number),
            number,
            start,
            start + size,
            _path(front, number + 1, last) or front,
            _path(front, number - 1, last),
        )


def touched(total: int, size: int, reach: Reach, older_than: Callable[[Key], int]) -> set[int | None]:
    """The numbers of the pages that a change may show on; None is the front.

    `older_than` is how many in the list are older than a place.
    """
    last = numbered(total, size)
    if reach.whole:
        return {None, *range(1, last + 1)}
    found: set[int | None] = set()
    if reach.moved is not None:
        found |= {None, *range(older_than(reach.moved) // size + 1, last + 1)}
        before = numbered(total - reach.grown, size)
        found |= {*range(before + 1, last + 1)}  # nobody has made them yet, whatever is on them
        if before != last and min(before, last):
            found.add(min(before, last))  # what stands beside it has another address
    for key in reach.cards:
        number = older_than(key) // size + 1
        found.add(number if number <= last else None)
    return found


def _path(front: str, number: int, last: int) -> str | None:
    return urls.numbered(front, number) if 1 <= number <= last else None
