"""Lists: a long list cut into pages whose addresses keep their content for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from broadsheet.plan import urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list: its path, its number (None: the front), its items, and the paths beside it."""

    path: str
    number: int | None
    items: tuple[T, ...]
    newer: str | None
    older: str | None


def paginate(items: Sequence[T], front: str, size: int) -> Iterator[Leaf[T]]:
    """The pages of a list that is newest first, the front before the others.

    Pages are numbered from the oldest, so page 3 holds the same items whatever comes after. The front
    holds what no full page holds yet and, so that it is never short, the newest full page's items
    besides: from `size` to twice that less one. Nothing says how many pages there are: that number would
    change them all.
    """
    numbered = max(len(items) // size - 1, 0)
    on_front = len(items) - numbered * size
    yield Leaf(front, None, tuple(items[:on_front]), None, _path(front, numbered, numbered))
    for number in range(numbered, 0, -1):
        start = on_front + (numbered - number) * size
        yield Leaf(
            urls.numbered(front, number),
            number,
            tuple(items[start : start + size]),
            _path(front, number + 1, numbered) or front,
            _path(front, number - 1, numbered),
        )


def _path(front: str, number: int, last: int) -> str | None:
    return urls.numbered(front, number) if 1 <= number <= last else None
