"""Register: which address belongs to whom, kept from build to build, and what changes in it."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, cast

from broadsheet.plan import claims
from broadsheet.plan.claims import Claim
from broadsheet.plan.redirects import UNIT
from broadsheet.plan.views import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.engine.store import Store
    from broadsheet.problems import Problem


class Register:
    """The addresses of a site. Units give up theirs first, then others may take them; `settle` looks for
    quarrels.

    `appeared` and `vanished` are the paths that stand now and didn't, and the other way round.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._new: list[Claim] = []
        self._keys: list[str] = []
        self._owners: set[Claim] = set()
        self._refused: list[Claim] = []
        self._given_up: set[str] = set()
        self._taken: set[str] = set()

    @property
    def appeared(self) -> frozenset[str]:
        """The paths that are somebody's now and were nobody's."""
        return frozenset(self._taken - self._given_up)

    @property
    def changed(self) -> frozenset[str]:
        """The paths that have been taken or given up."""
        return frozenset(self._taken | self._given_up)

    @property
    def vanished(self) -> frozenset[str]:
        """The paths that are nobody's any more."""
        return frozenset(self._given_up - self._taken)

    def claim(self, unit: str, wanted: Iterable[Claim]) -> None:
        """A unit wants these addresses and no others; none, where it is gone."""
        new = list(wanted)
        old = set() if self._store.is_new else self._of(unit)
        for claim in old.difference(new):
            self._store.run("DELETE FROM addresses WHERE key = ? AND unit = ?", (claim.key, unit))
            self._given_up.add(claim.path)
        self._new += (claim for claim in new if claim not in old)
        if self._store.is_new and len(self._new) > 1000:  # nobody gives anything up in a new store
            self._take()

    def take(self) -> None:
        """Give out what has been asked for so far."""
        if self._new:
            self._take()

    def settle(self) -> tuple[Problem, ...]:
        """Give out what has been asked for, and say who wants what is somebody else's."""
        self._take()
        self._find_folders()
        return claims.collisions((*self._owners, *self._refused))

    def _of(self, unit: str) -> set[Claim]:
        rows = self._store.rows("SELECT path, origin FROM addresses WHERE unit = ?", (unit,))
        return {Claim(cast("str", path), unit, _origin(origin)) for path, origin in rows}

    def _take(self) -> None:
        self._make_way()
        rows = [(one.key, one.path, one.unit, _packed(one.origin)) for one in self._new]
        done = self._store.run_many("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?, ?)", rows)
        if done < len(rows):
            self._dispute_new()
        self._taken.update(one.path for one in self._new)
        self._keys += (one.key for one in self._new)
        self._new.clear()

    def _make_way(self) -> None:
        """Where a page is to stand, nothing redirects any more."""
        if self._store.is_new:
            return
        query = "DELETE FROM addresses WHERE key = ? AND unit = ?"
        for one in self._new:
            if one.unit != UNIT and self._store.run(query, (one.key, UNIT)):
                self._given_up.add(one.path)

    def _dispute_new(self) -> None:
        """Whoever has asked for what another has, or for the same thing twice."""
        got: set[str] = set()
        for one in self._new:
            there = self._at(one.key)
            if there == one and one.key not in got:
                got.add(one.key)
            elif there is not None:
                self._owners.add(there)
                self._refused.append(one)

    def _find_folders(self) -> None:
        """Whoever needs a folder where another has a file."""
        needed = {folder for key in self._keys for folder in claims.folders(key)}
        self._dispute(folder for folder in needed if self._at(folder))
        for key in self._keys:
            below = self._store.row(
                "SELECT key FROM addresses WHERE key > ?1 || '/' AND key < ?1 || '0'", (key,)
            )
            if below:
                self._dispute([key])

    def _dispute(self, files: Iterable[str]) -> None:
        for key in files:
            query = "SELECT key FROM addresses WHERE key = ?1 OR (key > ?1 || '/' AND key < ?1 || '0')"
            for (there,) in self._store.rows(query, (key,)):
                claim = self._at(cast("str", there))
                if claim:
                    self._owners.add(claim)

    def _at(self, key: str) -> Claim | None:
        row = self._store.row("SELECT path, unit, origin FROM addresses WHERE key = ?", (key,))
        return Claim(cast("str", row[0]), cast("str", row[1]), _origin(row[2])) if row else None


def _packed(origin: Origin) -> bytes:
    return marshal.dumps((origin.path, origin.line, origin.column, origin.key))


def _origin(packed: object) -> Origin:
    return Origin(*marshal.loads(cast("bytes", packed)))  # noqa: S302 - as above
