"""Precompressing: beside every text file of the site the same packed, for servers that send it so.

Only what has changed is packed, by whoever renders pages, and all of it before anything is published.
"""

from __future__ import annotations

import marshal
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, cast

from broadsheet.engine.kept import is_news
from broadsheet.engine.workers import chunks
from broadsheet.plan import urls
from broadsheet.publish import kinds, output, packing
from broadsheet.publish.output import Upload
from broadsheet.read import files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands

_numbers = count()


class Job(NamedTuple):
    """A file to pack: its path below the output folder, and its bytes, or where they are now."""

    file: str
    content: bytes | Path


class Packed(NamedTuple):
    """A packed file: its path below the output folder, the digest of its bytes, how many, and where they
    wait.
    """

    file: str
    digest: str
    size: int
    waits: Path


def precompress(
    endings: Sequence[str], uploads: Iterable[Upload], others: Iterable[str], vanished: Collection[str],
    missing: Iterable[str], folder: Path, waiting: Path, memory: Store, hands: Hands,
) -> tuple[tuple[Upload, ...], frozenset[str]]:  # fmt: skip
    """The packed files that must be put in place, noted in the store, and the paths of those that must go.

    Packed are all `uploads`, of `others` (paths) those that may have changed, and those that are `missing`
    themselves (paths). Where a page has `vanished`, so does what was packed of it.
    """
    is_other = is_news(memory, "precompressed", tuple(endings))
    gone = _unwanted(endings if is_other else kinds.ENCODINGS, vanished, memory)
    if not endings:
        return (), gone
    waits = {one.file: Job(one.file, one.content) for one in uploads if kinds.is_text(one.file)}
    paths = memory.rows("SELECT path FROM made") if is_other else ()
    stands = {urls.file(cast("str", path)) for (path,) in paths} | set(map(urls.file, others))
    stands.update(_unpacked(file) for file in map(urls.file, missing) if kinds.is_packed(file))
    # By a store older than the site, what has vanished may be missing as well: the store knows it still.
    stands.difference_update(map(urls.file, vanished))
    more = (
        one
        for one in sorted(stands - waits.keys())
        if kinds.is_text(one) and _is_made(urls.path_of(one), memory)
    )
    jobs = [*waits.values(), *(Job(one, folder / one) for one in more)]
    made: list[Upload] = []
    work = partial(pack, endings=tuple(endings), waiting=waiting)
    for some in hands.map(work, chunks(jobs), len(jobs)):
        _note(some, memory)
        made += (Upload(one.file, one.waits) for one in some if output.digest(folder, one.file) != one.digest)
    return tuple(made), gone


def standing(memory: Store) -> Iterator[str]:
    """Every packed file that belongs to the site."""
    for (path,) in memory.stream("SELECT path FROM made"):
        file = urls.file(cast("str", path))
        if kinds.is_packed(file):
            yield file


def pack(jobs: Sequence[Job], endings: Sequence[str], waiting: Path) -> tuple[Packed, ...]:
    """Each file packed in each way, laid down where it waits."""
    place = output.folder_of_process(waiting)
    return tuple(_pack(job, ending, place) for job in jobs for ending in endings)


def _pack(job: Job, ending: str, place: Path) -> Packed:
    content = job.content if isinstance(job.content, bytes) else job.content.read_bytes()
    made = packing.packed(content, ending)
    waits = place / f"packed-{next(_numbers)}"
    waits.write_bytes(made)
    return Packed(f"{job.file}.{ending}", files.digest(made), len(made), waits)


def _note(some: Iterable[Packed], memory: Store) -> None:
    for one in some:
        row = memory.row("SELECT keys FROM made WHERE path = ?", (urls.path_of(_unpacked(one.file)),))
        memory.run(
            "INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)",
            (urls.path_of(one.file), marshal.dumps({}), one.digest, one.size, row[0] if row else ""),
        )


def _unwanted(endings: Sequence[str], vanished: Iterable[str], memory: Store) -> frozenset[str]:
    """What was packed of a file that has vanished, or as nobody wants any more; forgotten by the store."""
    of_gone = (urls.path_of(f"{urls.file(path)}.{ending}") for path in vanished for ending in kinds.ENCODINGS)
    found = {path for path in of_gone if _is_made(path, memory)}
    for ending in set(kinds.ENCODINGS).difference(endings):
        rows = memory.rows("SELECT path FROM made WHERE path LIKE ?", (f"%.{ending}",))
        found.update(cast("str", path) for (path,) in rows if kinds.is_packed(urls.file(cast("str", path))))
    memory.run_many("DELETE FROM made WHERE path = ?", ((path,) for path in found))
    return frozenset(found)


def _unpacked(file: str) -> str:
    return file.rpartition(".")[0]


def _is_made(path: str, memory: Store) -> bool:
    return memory.row("SELECT 1 FROM made WHERE path = ?", (path,)) is not None
