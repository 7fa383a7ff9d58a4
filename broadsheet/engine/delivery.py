"""Delivery: what was made brought to the output folder, and before that, what stands there already."""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from broadsheet.engine import precompressing
from broadsheet.engine.workers import chunks
from broadsheet.plan import urls
from broadsheet.publish import keys, manifest, output
from broadsheet.publish.manifest import Listed
from broadsheet.publish.output import Published, Upload
from broadsheet.read import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from broadsheet.engine.darkroom import Developed
    from broadsheet.engine.searching import File
    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands
    from broadsheet.problems import Refused
    from broadsheet.render.assets import Asset

VOLUMES, ENTRIES, COPIES, EDGE, PACKED = -3, -2, -1, 9, 10
"""The turns of files that pages need, before all pages; of the search index, in which a browser finds the
other files by its entry; and after all pages, of what servers read, and of what was packed of all that.
"""
MANY = 40_000
"""Files. Above it two processes ask for them sooner than one, what starting them costs included."""
FEW = 1000
"""Files that change. Above it a manifest is sooner written anew than patched."""
IN_A_ROUND = 250
"""Files put in place by one message to a worker."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the output folder. `missing` are the paths whose bytes are not there as they were made.

    When the manifest is not the one that we left, or a killed build has been at work, it `is_doubtful`, and
    `ours` are all files that any build of ours may have made.
    """

    missing: frozenset[str]
    is_doubtful: bool
    ours: frozenset[str]


def standing(folder: Path, memory: Store, hands: Hands) -> Standing:
    """What stands in the output folder of all that was made.

    What the manifest says is believed of files that are there. After a killed build it is not: every
    file that it may have touched is read.
    """
    begun = manifest.interrupted(folder)
    known = memory.get("manifest")
    is_doubtful = not known or manifest.digest(folder) != known or (folder / manifest.JOURNAL).exists()
    made = cast("list[str]", [path for (path,) in memory.rows("SELECT path FROM made")])
    absent = _absent(made, folder, hands)
    if not is_doubtful:
        return Standing(absent, is_doubtful=False, ours=frozenset())
    listed = manifest.listed(folder)
    wrong = set(absent)
    for path, digest in memory.stream("SELECT path, digest FROM made"):
        file = urls.file(cast("str", path))
        is_so = output.digest(folder, file) == digest if file in begun else listed.get(file) == digest
        if not is_so:
            wrong.add(cast("str", path))
    return Standing(frozenset(wrong), is_doubtful=True, ours=frozenset(listed) | begun)


def absent(paths: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Those of the site's paths for which there is no file in the output folder."""
    files = [urls.file(path) for path in paths]
    return tuple(map(urls.path_of, output.missing(files, folder)))


def deliver(
    uploads: Mapping[int, Sequence[Upload]],
    relisted: Iterable[str],
    vanished: Iterable[str],
    stands: Standing,
    folder: Path,
    memory: Store,
    hands: Hands,
) -> Published | Refused:
    """Bring the site up to date: `uploads` by the turn in which they come, then what has `vanished` goes.

    What is only `relisted` (paths) stands as it should, and the manifest says something else of it.
    """
    rounds = [uploads[turn] for turn in sorted(uploads)]
    unlisted = gone = frozenset(map(urls.file, vanished))
    if stands.is_doubtful:
        gone = stands.ours - {manifest.NAME, *_files(memory), *precompressing.standing(memory)}
    others = {*map(urls.file, relisted), *(upload.file for some in rounds for upload in some)}
    if not others and not gone and not stands.is_doubtful:
        return Published((), ())
    # A store older than the site knows of files that a newer build took away, and its manifest has not.
    absent = (unlisted | gone) - others
    is_little = not stands.is_doubtful and len(others) + len(absent) < FEW
    listing = partial(_patched, folder, others) if is_little else _whole
    return output.publish(
        rounds, gone, partial(listing, gone=absent, memory=memory), folder,
        lambda some: hands.map(partial(output.put, output=folder), chunks(some, IN_A_ROUND), len(some)),
    )  # fmt: skip


def copies(
    content: Path,
    assets: Iterable[Asset],
    media: Iterable[str],
    variants: Iterable[tuple[str, Developed]],
    stands: Standing,
    folder: Path,
    memory: Store,
) -> tuple[Upload, ...]:
    """The assets, media files and files made of pictures that must be put in place, noted in the store."""
    found = list(contents({asset.path: asset.content for asset in assets}, stands, folder, memory))
    missing = {path.removeprefix("/") for path in stands.missing if path.startswith("/media/")}
    for path in sorted({*media, *missing}):
        row = memory.row("SELECT digest FROM media WHERE path = ?", (path,))
        if row is None:
            continue
        digest = cast("str", row[0])
        if _is_new(urls.media(path), digest, stands, memory):
            _note(urls.media(path), digest, (content / path).stat().st_size, memory)
            if output.digest(folder, path) != digest:
                found.append(Upload(path, content / path, stays=True))
    for path, made in variants:
        _note(path, made.digest, made.file.stat().st_size, memory)
        memory.run("INSERT OR REPLACE INTO variants VALUES (?, ?)", (path, made.key))
        if output.digest(folder, urls.file(path)) != made.digest:
            found.append(Upload(urls.file(path), made.file, stays=True))
    return tuple(found)


def contents(made: Mapping[str, bytes], stands: Standing, folder: Path, memory: Store) -> tuple[Upload, ...]:
    """Those of the files `made` here, by their paths, that must be put in place, noted in the store."""
    found: list[Upload] = []
    for path, content in made.items():
        digest = files.digest(content)
        if _is_new(path, digest, stands, memory):
            _note(path, digest, len(content), memory)
            if not output.holds(folder, urls.file(path), content):
                found.append(Upload(urls.file(path), content))
    return tuple(found)


def volumes(
    made: Iterable[File], stands: Standing, folder: Path, memory: Store
) -> Mapping[int, Sequence[Upload]]:
    """The files of the search index that must be put in place, by their turn, noted in the store."""
    found: dict[int, list[Upload]] = {VOLUMES: [], ENTRIES: []}
    for one in made:
        if _is_new(one.path, one.digest, stands, memory):
            _note(one.path, one.digest, one.waits.stat().st_size, memory)
            if output.digest(folder, urls.file(one.path)) != one.digest:
                found[ENTRIES if one.is_entry else VOLUMES].append(Upload(urls.file(one.path), one.waits))
    return found


def remember(vanished: Iterable[str], folder: Path, memory: Store) -> None:
    """Note how the output folder was left."""
    for table in ("made", "variants"):
        memory.run_many(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in vanished))  # noqa: S608 - our own words
    memory.put("manifest", manifest.digest(folder))


def variants(memory: Store) -> frozenset[str]:
    """What everything that was made of pictures, and stands in the output, is kept by."""
    return frozenset(cast("str", key) for (key,) in memory.rows("SELECT key FROM variants"))


def _is_new(path: str, digest: str, stands: Standing, memory: Store) -> bool:
    row = memory.row("SELECT digest FROM made WHERE path = ?", (path,))
    return row is None or row[0] != digest or path in stands.missing


def _note(path: str, digest: str, size: int, memory: Store) -> None:
    memory.run(
        "INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)",
        (path, marshal.dumps({}), digest, size, " ".join(keys.of_copy(path))),
    )


def _absent(made: Sequence[str], folder: Path, hands: Hands) -> frozenset[str]:
    runs = chunks(made, max(len(made) // 8, 1000))
    return frozenset(
        path for run in hands.map(partial(absent, folder=folder), runs, len(made), few=MANY) for path in run
    )


def _files(memory: Store) -> Iterable[str]:
    return (
        urls.file(cast("str", path))
        for (path,) in memory.stream("SELECT path FROM addresses WHERE unit <> 'books'")
    )


def _listed(some: Iterable[str], memory: Store) -> dict[str, Listed]:
    found: dict[str, Listed] = {}
    for file in some:
        row = memory.row("SELECT digest, size, keys FROM made WHERE path = ?", (urls.path_of(file),))
        if row:
            found[file] = _as_listed(*row)
    return found


def _as_listed(digest: object, size: object, keys: object) -> Listed:
    return Listed(cast("str", digest), cast("int", size), tuple(cast("str", keys).split(" ")))


def _patched(folder: Path, others: Iterable[str], gone: AbstractSet[str], memory: Store) -> bytes:
    """The manifest that lies there with its changes, or where that can't be, a new one."""
    changed: dict[str, Listed | None] = {**dict.fromkeys(gone), **_listed(others, memory)}
    return manifest.patched((folder / manifest.NAME).read_bytes(), changed) or _whole(gone, memory)


def _whole(gone: AbstractSet[str], memory: Store) -> bytes:
    """A new manifest, of all that was made and isn't `gone`."""
    rows = memory.stream("SELECT path, digest, size, keys FROM made")
    made = sorted((urls.file(cast("str", path)), *about) for path, *about in rows)
    listed = ((cast("str", file), _as_listed(*about)) for file, *about in made)
    return manifest.manifest((file, about) for file, about in listed if file not in gone)
