"""Sums: a checksum for each block of the store, so that a store that came back damaged is known at once.

A store may come back half written from somebody's cache, or from a disk that lies. Reading all of it to
find out would cost what the archive weighs, so the file's stamp is believed when it is the one that we
left; any other file is read whole, once. After a build only blocks that it has written are summed anew.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BLOCK = 1 << 18
"""Bytes. 100,000 articles take some seven thousand blocks, whose sums are read in three milliseconds."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What is known of a store: by whom it was written, its stamp on this disk, and the sum of each block."""

    writer: str
    stamp: tuple[int, ...]
    blocks: tuple[int, ...]

    def fit(self, file: Path) -> bool:
        """Whether the file is as it was when these sums were made."""
        return self.stamp == stamp_of(file) or self.blocks == _blocks(file, None, ())


def read(file: Path) -> Sums | None:
    """The sums that lie beside a store; None where there are none that make sense."""
    try:
        value = json.loads(file.read_bytes())
        return Sums(str(value["writer"]), tuple(value["stamp"]), tuple(value["blocks"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(file: Path, store: Path, writer: str, old: Sums | None, changed: Iterable[int]) -> None:
    """Put the sums of a store beside it. Of the blocks that `old` knows only the `changed` ones are read."""
    blocks = _blocks(store, old, changed)
    value = {"writer": writer, "stamp": stamp_of(store), "blocks": blocks}
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps(value, separators=(",", ":")))
    beside.replace(file)


def stamp_of(file: Path) -> tuple[int, ...]:
    """What the disk says of a file without its being read."""
    about = file.stat()
    return (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)


def _blocks(file: Path, old: Sums | None, changed: Iterable[int]) -> tuple[int, ...]:
    sums: list[int] = []
    known = old.blocks if old else ()
    again = set(changed)
    with file.open("rb") as stream:
        number, size = 0, file.stat().st_size
        while number * BLOCK < size:
            is_whole = (number + 1) * BLOCK <= size
            if number < len(known) and number not in again and is_whole:
                sums.append(known[number])
            else:
                stream.seek(number * BLOCK)
                sums.append(zlib.crc32(stream.read(BLOCK)))
            number += 1
    return tuple(sums)
