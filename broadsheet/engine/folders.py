"""Folders: what lies in them, looked through file by file only where that isn't as it was.

The only place that reads and writes how folders were found.
"""

from __future__ import annotations

import marshal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from broadsheet.read import documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands
    from broadsheet.read.files import Folder, Stamp

MANY_FILES = 40_000
"""Above it two processes look through folders sooner than one, what starting them costs included."""


class KnownFolder(NamedTuple):
    """What is known of a folder: the digest of its listing (empty: it must be looked through again), its
    newest stamp, and how many files are in it.
    """

    digest: bytes
    newest: int
    size: int


class KnownFile(NamedTuple):
    """The stamp that a file had, and the digest of the bytes that are understood."""

    stamp: Stamp
    digest: str


class Seen(NamedTuple):
    """A folder that was looked at: its folders, and all else of it where that isn't as it was."""

    path: str
    folders: tuple[str, ...]
    folder: Folder | None


def known(store: Store) -> dict[str, KnownFolder]:
    """Every folder that is known, by its path."""
    rows = store.rows("SELECT path, digest, newest, size FROM folders")
    return {
        path: KnownFolder(digest, newest, size)
        for path, digest, newest, size in cast("list[tuple[str, bytes, int, int]]", rows)
    }


def look(root: Path, top: Sequence[str], before: Mapping[str, KnownFolder], hands: Hands) -> list[Seen]:
    """The folders `top` of `root` and every one below.

    Those that were there `before` are looked at by as many processes as it takes.
    """
    size = sum(one.size for one in before.values())
    runs = (
        _evenly(before, size) if size > MANY_FILES else [[(path, one.digest) for path, one in before.items()]]
    )
    there = {
        one.path: one
        for run in hands.map(partial(_looked, root=root), runs, size, few=MANY_FILES)
        for one in run
    }
    found: list[Seen] = []
    waiting = list(reversed(top))
    while waiting:
        path = waiting.pop()
        (seen,) = (there[path],) if path in there else _looked([(path, b"")], root)
        found.append(seen)
        waiting.extend(reversed(seen.folders))
    return found


def stamps(store: Store, seen: Seen) -> dict[str, Stamp]:
    """The files of a folder: as found, or where that is as it was, as known."""
    if seen.folder is not None:
        return dict(seen.folder.files)
    return {name: one.stamp for name, one in known_files(store, seen.path).items()}


def known_files(store: Store, folder: str) -> dict[str, KnownFile]:
    """Every file that is known of a folder, by its name."""
    row = store.row("SELECT stamps FROM folders WHERE path = ?", (folder,))
    if row is None:
        return {}
    return {name: KnownFile(*one) for name, one in marshal.loads(cast("bytes", row[0])).items()}  # noqa: S302 - our own file, and its sums are right


def remember(
    store: Store,
    seen: Seen,
    now: Mapping[str, Stamp],
    was: Mapping[str, KnownFile],
    digests: Mapping[str, str],
    unread: set[str],
) -> None:
    """Note how a folder was found: its files as they are `now`, with the `digests` of those that were read.

    Where something in it isn't right, it will be looked through again.
    """
    found = {
        name: (stamp, digests.get(seen.path + name) or was[name].digest)
        for name, stamp in now.items()
        if seen.path + name not in unread
    }
    is_sound = len(found) == len(now) and not (seen.folder and seen.folder.problems)
    digest = b"" if not is_sound else seen.folder.digest if seen.folder else None
    newest = max((max(stamp[1:3]) for stamp in now.values()), default=0)
    store.run(
        "INSERT OR REPLACE INTO folders VALUES "
        "(?1, COALESCE(?2, (SELECT digest FROM folders WHERE path = ?1)), ?3, ?4, ?5)",
        (seen.path, digest, newest, len(now), marshal.dumps(found)),
    )


def forget(store: Store, paths: Iterable[str]) -> None:
    """Forget folders that are gone."""
    store.run_many("DELETE FROM folders WHERE path = ?", ((path,) for path in paths))


def _looked(paths: Sequence[tuple[str, bytes]], root: Path) -> tuple[Seen, ...]:
    """What lies in each folder, but for its files where their listing has the digest that is given."""
    found = documents.look([path for path, _ in paths], root)
    return tuple(
        Seen(folder.path, folder.folders, None if folder.digest == digest and not folder.problems else folder)
        for folder, (_, digest) in zip(found, paths, strict=True)
    )


def _evenly(before: Mapping[str, KnownFolder], size: int) -> Iterator[list[tuple[str, bytes]]]:
    """Folders in runs of about as many files, sixteen of them."""
    run: list[tuple[str, bytes]] = []
    held = 0
    for path, one in before.items():
        run.append((path, one.digest))
        held += one.size
        if held > size // 16:
            yield run
            run, held = [], 0
    yield run
