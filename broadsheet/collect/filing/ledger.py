"""Ledger: `content/collected.txt`, which remembers every piece that was ever collected or declined.

It is committed, and is why a link that an editor deletes never comes back. One line a piece, sorted by
address: the address, the file it was written to (`-` where an editor declined), the fingerprint of its words.
Lines of two branches merge as text; what is no such line, such as the marks of a conflict, is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PATH = "collected.txt"
DECLINED = "-"
_HEAD = (
    "# What `collect` has found. Leave a line here when you delete its link: "
    "it is what keeps it from coming back.\n"
)


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A piece: where it stands, where its link was written, the fingerprint of its words or nothing."""

    url: str
    path: str
    text: str = ""


def read(text: str) -> tuple[Line, ...]:
    """The lines of a ledger."""
    found: list[Line] = []
    for row in text.splitlines():
        match row.split():
            case [url, path, words] if url.startswith(("http://", "https://")):
                found.append(Line(url, path, "" if words == "-" else words))
            case [url, path] if url.startswith(("http://", "https://")):
                found.append(Line(url, path))
            case _:
                continue
    return tuple(found)


def printed(lines: Iterable[Line]) -> str:
    """A ledger of these lines."""
    return _HEAD + "".join(f"{one.url} {one.path} {one.text or '-'}\n" for one in sorted(set(lines)))


def added(text: str, lines: Iterable[Line]) -> str:
    """A ledger with more lines; the same to the byte when there are none."""
    more = tuple(lines)
    return printed((*read(text), *more)) if more else text
