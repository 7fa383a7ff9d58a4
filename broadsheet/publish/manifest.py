"""Manifest: which files in the output folder are ours, so that nobody else's is ever deleted."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.publish import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NAME = "manifest.json"
JOURNAL = ".publishing"
"""Written before the first file of a build and removed after its manifest: what a killed build has begun."""

_BEGINNING = b'{\n"version": 2,\n"files": {'
_END = b"\n}\n}\n"
NAME_ENDS = b'": {"url": '
"""What stands in a line behind the name of its file, and cannot stand in a name."""
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


class Listed(NamedTuple):
    """What the manifest says of a file beside what follows from its name: the SHA-256 of its bytes, how many
    there are, and the keys by which caches know it, the one that says what it is first.
    """

    digest: str
    size: int
    keys: tuple[str, ...]


def ours(output: Path) -> frozenset[str]:
    """The files that the last build made, and those that one killed since may have made."""
    return frozenset(listed(output)) | interrupted(output)


def interrupted(output: Path) -> frozenset[str]:
    """The files that a killed build may have left half done, or new, or gone."""
    return frozenset(_listed(output / JOURNAL))


def listed(output: Path) -> Mapping[str, str]:
    """What the last build says of each of its files: the SHA-256 of its bytes."""
    return _listed(output / NAME)


def keyed(output: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each file of the last build, and its keys, of which the first says what it is; without those that have
    none.
    """
    for name, about in _sound(_files(output / NAME)):
        found = about.get("keys") if isinstance(about, dict) else None
        if isinstance(found, list) and found and all(isinstance(one, str) for one in found):
            yield name, tuple(found)


def digest(output: Path) -> bytes:
    """Stands for the manifest that lies in a folder; empty where there is none."""
    try:
        return hashlib.blake2b((output / NAME).read_bytes(), digest_size=16).digest()
    except OSError:
        return b""


def manifest(files: Iterable[tuple[str, Listed]]) -> bytes:
    """The manifest of a build: each file below the output folder, sorted, one a line."""
    made = bytearray(_BEGINNING)  # which grows: joining would have all lines in memory twice
    for file, about in files:
        made += _line(file, about)
        made += b","
    return bytes(made.removesuffix(b",")) + _END


def patched(old: bytes, changed: Mapping[str, Listed | None]) -> bytes | None:
    """A manifest in which some files are others, or (None) are gone; None where `old` isn't one of ours.

    The manifest of a hundred thousand articles has 40 MB. Taken apart as JSON it takes a second; here only
    the lines that change are looked for.
    """
    if not (old.startswith(_BEGINNING) and old.endswith(_END)):
        return None
    lines = old[len(_BEGINNING) : -len(_END)]
    lines += b"," if lines else b""  # then every line ends alike
    pieces: list[bytes] = []
    done = 0
    for file, made in sorted(changed.items()):
        start, stop = _place(lines, file, done)
        pieces.append(lines[done:start])
        if made is not None:
            pieces.append(_line(file, made) + b",")
        done = stop
    whole = b"".join((*pieces, lines[done:]))
    return _BEGINNING + whole.removesuffix(b",") + _END


def journal(files: Iterable[str]) -> bytes:
    """The files that a build is about to make or delete."""
    return manifest((file, Listed("", 0, ())) for file in sorted(set(files)))


def entry(line: bytes) -> tuple[str, Listed]:
    """What a line of a manifest says: a file, and what of it. Raises ValueError where it is no such line."""
    found = json.loads(b"{" + line.strip().removesuffix(b",") + b"}")
    ((file, about),) = found.items()
    return file, Listed(about["digest"], about["size"], tuple(about["keys"]))


def _line(file: str, about: Listed) -> bytes:
    value = {
        "url": kinds.url(file),
        "digest": about.digest,
        "size": about.size,
        "type": kinds.content_type(file),
        "keys": about.keys,
    }
    written = f"\n{json.dumps(file, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
    return written.encode("utf-8", "surrogatepass")


def _place(lines: bytes, file: str, start: int) -> tuple[int, int]:
    """From where to where the line of a file stands, its comma included; twice the same where it would
    stand.
    """
    low, high = start, len(lines)
    while low < high:
        middle = (low + high) // 2
        begun = lines.rfind(b"\n", low, middle + 1)
        begun = low if begun < 0 else begun
        ended = lines.find(b"\n", begun + 1)
        ended = len(lines) if ended < 0 else ended
        named = json.loads(lines[begun + 1 : lines.find(NAME_ENDS, begun, ended) + 1])
        if named == file:
            return begun, ended
        low, high = (ended, high) if named < file else (low, begun)
    return low, low


def _listed(file: Path) -> Mapping[str, str]:
    """The files a manifest lists, with their digests."""
    return {
        name: str(about.get("digest", "") if isinstance(about, dict) else about)
        for name, about in _sound(_files(file))
    }


def _files(file: Path) -> Mapping[str, object]:
    """What a manifest says of each file; nothing where it is missing or unreadable."""
    try:
        value = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    files = value.get("files") if isinstance(value, dict) else None
    return files if isinstance(files, dict) else {}


def _sound(files: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Without paths that lead out of the folder, or that no text can hold: those we have not written."""
    for name, about in files.items():
        if not any(part in ("", ".", "..") for part in name.split("/")) and not _UNWRITABLE.search(name):
            yield name, about
