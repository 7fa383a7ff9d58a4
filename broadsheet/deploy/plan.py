"""Plan: what must be done at a target so that it holds what was built, in the order in which it may be done.

Pure: from what was built, what stands there and what a publication before may have left half done, to steps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from broadsheet.deploy.books import Entry, together
from broadsheet.deploy.handling import handling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from broadsheet.deploy.handling import Handling


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a target. `listed` is what its manifest says; None where there is none.

    `begun` are the files that a publication which didn't come to its end may have touched, `found` the
    digests of those that are there; one that stands and can't be known has none.
    """

    listed: Mapping[str, Entry] | None
    begun: Mapping[str, Entry]
    found: Mapping[str, str]

    def digest(self, file: str) -> str:
        """The digest of a file that stands there; empty where none does, or it can't be known."""
        if file in self.begun:
            return self.found.get(file, "")
        entry = (self.listed or {}).get(file)
        return entry.digest if entry else ""


@dataclass(frozen=True, slots=True)
class Put:
    """A file to be sent. `is_new` where none of ours stood before."""

    file: str
    entry: Entry
    handling: Handling
    is_new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be done: `puts` in their order, round by round; then `deletions`, pages before their assets.

    `obstacles` go before: a file where a folder is needed, or the other way round.
    `touched` are all files whose copies elsewhere may be out of date, in the order of a deploy, with their
    keys: what is sent, what goes, and what a publication before may have sent, with who knows of that.
    `altered` are those among them that have, or may have, other bytes than before. `equal` counts what stands
    there already.
    """

    obstacles: tuple[str, ...]
    puts: tuple[Put, ...]
    deletions: tuple[str, ...]
    touched: Mapping[str, Entry]
    altered: frozenset[str]
    equal: int

    def rounds(self) -> Iterator[Sequence[Put]]:
        """The files to be sent, in rounds: one must be up before the next begins."""
        for _, puts in groupby(self.puts, lambda put: put.handling.turn):
            yield tuple(puts)

    @property
    def size(self) -> int:
        """The bytes to be sent, as far as the manifest says."""
        return sum(max(put.entry.size, 0) for put in self.puts)


def plan(built: Mapping[str, Entry], standing: Standing, *, everything: bool = False) -> Plan:
    """What makes the target hold what was `built` and nothing else of ours; all anew with `everything`."""
    before = {**standing.begun, **(standing.listed or {})}
    handled = {file: handling(file, entry) for file, entry in built.items()}

    def order(file: str) -> tuple[int, str]:
        return handled[file].turn, file

    puts = tuple(
        Put(file, built[file], handled[file], is_new=file not in before)
        for file in sorted(built, key=order)
        if everything
        or standing.digest(file) != built[file].digest
        or _is_retold(built[file], before.get(file))
    )
    gone = before.keys() - built.keys()
    turns = {file: handling(file, before[file]).turn for file in gone}
    deletions = sorted(gone, key=lambda file: (-turns[file], file))
    obstacles = _in_the_way(deletions, built)
    sent = {put.file for put in puts}
    ordered = (*sorted(sent | (standing.begun.keys() & built.keys()), key=order), *deletions)
    return Plan(
        obstacles=obstacles,
        puts=puts,
        deletions=tuple(file for file in deletions if file not in obstacles),
        touched={
            file: replace(_with_keys(file, built, before, standing), told=_told(file, built, standing, sent))
            for file in ordered
        },
        altered=frozenset(standing.begun)
        | {file for file in ordered if _digest(built.get(file)) != standing.digest(file)},
        equal=len(built) - len(puts),
    )


def _in_the_way(gone: Iterable[str], built: Iterable[str]) -> tuple[str, ...]:
    """Those of the files that go which stand where a folder is needed, or in a folder where a file is."""
    files = frozenset(built)
    folders = {above for file in files for above in _above(file)}
    return tuple(file for file in gone if file in folders or any(above in files for above in _above(file)))


def _above(file: str) -> Iterator[str]:
    parts = file.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _digest(entry: Entry | None) -> str:
    return entry.digest if entry else ""


def _is_retold(built: Entry, before: Entry | None) -> bool:
    """Whether a file with the same bytes is to be sent with another type, or to be known by other keys."""
    if before is None or not (before.type or before.keys):
        return False
    return (built.type, built.keys) != (before.type, before.keys)


def _told(
    file: str, built: Mapping[str, Entry], standing: Standing, sent: Collection[str]
) -> tuple[str, ...]:
    """Who knows of a file already: it was sent, or deleted, by a publication before, and is so still."""
    is_so = file not in sent if file in built else file not in standing.found
    return standing.begun[file].told if is_so and file in standing.begun else ()


def _with_keys(
    file: str, built: Mapping[str, Entry], before: Mapping[str, Entry], standing: Standing
) -> Entry:
    """A file with every key by which a cache may know it."""
    said = [entry.keys for entry in (before.get(file), standing.begun.get(file), built.get(file)) if entry]
    return Entry(built[file].digest if file in built else "", keys=together(*said))
