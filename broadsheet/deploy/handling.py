"""Handling: how each file of a site is sent: in which turn, with which content type and by which keys, and
for how long caches may keep it. The table is `publish/kinds.py`, from which servers' headers are made, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.publish import kinds

if TYPE_CHECKING:
    from broadsheet.deploy.books import Entry
    from broadsheet.publish.kinds import Turn

_CODINGS = {"br": "br", "gz": "gzip", "zst": "zstd"}


@dataclass(frozen=True, slots=True)
class Handling:
    """How a file is sent. `encoding` is the Content-Encoding of one that is packed."""

    turn: Turn
    type: str
    cache: str
    keys: tuple[str, ...] = ()
    encoding: str = ""


def handling(file: str, entry: Entry) -> Handling:
    """How a file is sent of which the manifest says this."""
    plain, _, ending = file.rpartition(".") if kinds.is_packed(file) else (file, "", "")
    kind = kinds.content_type(plain) if ending else entry.type or kinds.content_type(file)
    return Handling(
        kinds.turn(file, entry.keys), kind, kinds.cache(plain), entry.keys, _CODINGS.get(ending, "")
    )
