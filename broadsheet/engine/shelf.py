"""Shelf: the sketches of all that is out and has a date, in the store, by time.

Another outlet's piece without a date is near nothing in time, so only an editor can put it anywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from broadsheet.match import shelf as shelves
from broadsheet.match import sketch
from broadsheet.match.likeness import DAY
from broadsheet.plan.facts import BEFORE_ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from broadsheet.engine.store import Store
    from broadsheet.match.kin import Kind
    from broadsheet.match.sketch import Sketch
    from broadsheet.plan.facts import Facts

    Day = list[tuple[int, Sketch]]
    """The sketches of one kind and one day, with their times in microseconds, the earliest first."""

SECOND = 1_000_000
"""Times in the store are microseconds, those of matching seconds."""
SPAN = 200
"""Days. What lies so near an edit is asked for again and again; wider looks are those of a first build."""
_time = itemgetter(0)
MOST = 60_000
"""Sketches that are remembered; 2.5 kB each, as they share their terms."""


class Shelf:
    """Implements `match.shelf.Shelf`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._days: dict[tuple[Kind, int], Day] = {}
        self._size = 0

    def between(self, kind: Kind, start: int, end: int) -> Iterator[Sketch]:
        """Those published from second `start` to `end`, both included, the earliest first."""
        first, last = start // DAY, end // DAY
        if last - first > SPAN:
            yield from map(sketch.unpack, self.packed(kind, start, end))
            return
        for day in range(first, last + 1):
            found = self._day(kind, day)
            low = bisect_left(found, start * SECOND, key=_time) if day == first else 0
            high = bisect_left(found, (end + 1) * SECOND, key=_time) if day == last else len(found)
            for _, one in found[low:high]:
                yield one

    def packed(self, kind: Kind, start: int, end: int) -> Iterator[bytes]:
        """The same as they are kept."""
        start, end = max(start, shelves.FIRST // SECOND), min(end, shelves.LAST // SECOND)
        query = "SELECT sketch FROM shelf WHERE kind = ? AND at >= ? AND at < ? ORDER BY at, id"
        return self._sketches(query, (kind, start * SECOND, (end + 1) * SECOND))

    def story(self, name: str) -> Iterator[Sketch]:
        """Those that an editor has put into a story by name."""
        query = "SELECT sketch FROM shelf WHERE story = ? ORDER BY at, id"
        return map(sketch.unpack, self._sketches(query, (name,)))

    def named_with(self, start: int, end: int) -> Iterator[bytes]:
        """All of the named stories of the articles published from second `start` to before `end`, as kept."""
        return self._sketches(
            "SELECT sketch FROM shelf WHERE story IN (SELECT story FROM shelf WHERE kind = 'article' "
            "AND at >= ? AND at < ? AND story IS NOT NULL)", (start * SECOND, end * SECOND),
        )  # fmt: skip

    def times(self) -> list[int]:
        """The second of each article, the earliest first."""
        rows = self._store.rows("SELECT at FROM shelf WHERE kind = 'article' ORDER BY at")
        return [cast("int", at) // SECOND for (at,) in rows]

    def by_hand(self) -> list[str]:
        """The ids of the articles under which an editor has put anything, in their order."""
        query = "SELECT id FROM shelf WHERE kind = 'article' AND picks UNION SELECT article FROM filings"
        return sorted(cast("str", id_) for (id_,) in self._store.rows(query))

    def of(self, document: Facts) -> bytes:
        """The sketch of a document as it was read, as kept, whether it is on the shelf or not.

        Empty where there is none: of a standing page, and of what has no date.
        """
        return self.drawn(document) if document.at != BEFORE_ALL else b""

    def drawn(self, document: Facts) -> bytes:
        """The same, also of what has no date."""
        row = self._store.row("SELECT sketch FROM sketches WHERE path = ?", (document.path,))
        return cast("bytes", row[0]) if row else b""

    def take(self, old: Facts) -> bytes:
        """Take a document away. What stood there for it, as kept; empty where nothing did."""
        row = self._store.row("SELECT sketch FROM shelf WHERE path = ?", (old.path,))
        if row is None:
            return b""
        self._store.run("DELETE FROM shelf WHERE path = ?", (old.path,))
        self._forget()
        return cast("bytes", row[0])

    def put(self, new: Facts) -> bytes:
        """Put a document there as it was read. What stands there for it, as kept."""
        packed = self.of(new)
        if packed:
            self._forget()
            self._store.run(
                "INSERT OR REPLACE INTO shelf VALUES (?, ?, ?, ?, ?, ?, ?)",
                (new.kind, *new.key, new.path, new.story or None, bool(new.picks), packed),
            )
        return packed

    def _day(self, kind: Kind, day: int) -> Day:
        found = self._days.get((kind, day))
        if found is None:
            query = "SELECT at, sketch FROM shelf WHERE kind = ? AND at >= ? AND at < ? ORDER BY at, id"
            start = day * DAY * SECOND
            rows = self._store.stream(query, (kind, start, start + DAY * SECOND))
            found = [(cast("int", at), sketch.unpack(cast("bytes", packed))) for at, packed in rows]
            if self._size > MOST:
                self._forget()
            self._days[kind, day] = found
            self._size += len(found)
        return found

    def _forget(self) -> None:
        self._days.clear()
        self._size = 0

    def _sketches(self, query: str, values: Sequence[object]) -> Iterator[bytes]:
        return (cast("bytes", packed) for (packed,) in self._store.stream(query, values))
