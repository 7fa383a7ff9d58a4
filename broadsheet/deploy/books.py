"""Books: what a manifest lists, ours or the one that lies at a target, and the journal of a publication.

A target holds two files by which we know it: `manifest.json`, sent last, says what stands there;
`.publishing`, sent first and taken away at the end, says what a publication was about to touch. So nothing
has to be remembered here, and whoever publishes next goes on from there.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from broadsheet.publish.manifest import JOURNAL, NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OURS = (NAME, JOURNAL)
"""The files at a target that are about the others."""
_UNWRITABLE = re.compile("[\0-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manifest says of one file: the SHA-256 of its bytes, and perhaps its size, its content type and
    the keys by which caches know it. A size of -1 and empty words mean that it doesn't say. A journal says
    who has been `told` that the file is another.
    """

    digest: str
    size: int = -1
    type: str = ""
    keys: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def listed(content: bytes | None) -> Mapping[str, Entry] | None:
    """The files that a manifest or a journal lists; None where it is missing or none of ours.

    A path that would lead out of the folder, or that no text can hold, is nothing that we have written.
    """
    if content is None:
        return None
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    files = value.get("files") if isinstance(value, dict) else None
    return dict(_sound(files)) if isinstance(files, dict) else None


def journal(touched: Mapping[str, Entry]) -> bytes:
    """The journal of a publication that is about to touch these files, or has touched them and must still
    tell somebody; their keys are in it.
    """
    files = {
        file: {"digest": "", "keys": entry.keys} | ({"told": entry.told} if entry.told else {})
        for file, entry in sorted(touched.items())
    }
    return (json.dumps({"version": 1, "files": files}, ensure_ascii=False, indent=0) + "\n").encode()


def together(*lists: Iterable[str]) -> tuple[str, ...]:
    """Every word of several lists once, in their order."""
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _sound(files: Mapping[str, object]) -> Iterator[tuple[str, Entry]]:
    for name, said in files.items():
        parts = name.split("/")
        if any(part in ("", ".", "..") for part in parts) or _UNWRITABLE.search(name) or name in OURS:
            continue
        entry = _entry(said)
        if entry is not None:
            yield name, entry


def _entry(said: object) -> Entry | None:
    """What is said of a file, in a mapping or, by an older version, as its digest alone."""
    if isinstance(said, str):
        return Entry(said)
    if not isinstance(said, dict):
        return None
    values = cast("Mapping[str, object]", said)
    digest, size, kind = (values.get(name) for name in ("digest", "size", "type"))
    return Entry(
        digest if isinstance(digest, str) else "",
        size if isinstance(size, int) and not isinstance(size, bool) else -1,
        kind if isinstance(kind, str) else "",
        _texts(values.get("keys")),
        _texts(values.get("told")),
    )


def _texts(said: object) -> tuple[str, ...]:
    return tuple(one for one in said if isinstance(one, str)) if isinstance(said, list) else ()
