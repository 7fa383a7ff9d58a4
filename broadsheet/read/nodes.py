"""Nodes: YAML as a tree that knows where every value stands.

Scalars stay text: the schema knows what each key must be, so `language: no` is Norwegian and
`title: 2021` is a title.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written. `plain` means without quotes or block style, so `~` can mean nothing.

    `dropped` is the comment that YAML saw after it and that its writer may have meant as text.
    """

    text: str
    plain: bool
    line: int
    column: int
    dropped: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the value says nothing: `key:`, `key: ~`, `key: null`, or only blanks."""
        return not self.text.strip() or (self.plain and self.text in ("~", "null", "Null", "NULL"))


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file. A key that stands again is in `repeats`, with its value."""

    pairs: tuple[tuple[Scalar, Node], ...]
    repeats: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping


def repeated(
    node: Mapping, path: str, inside: str = "", hint: str = "Keep one of the two."
) -> Iterator[Problem]:
    """A problem for each key of a mapping that stands again, at its second place.

    `inside` is the key of the mapping itself.
    """
    first = {key.text: key.line for key, _ in node.pairs}
    for key, _ in node.repeats:
        what = f"this key stands twice; it was first written on line {first[key.text]}"
        yield Problem(path, key.line, key.column, dotted(inside, key.text), what, hint)


def dotted(inside: str, key: str) -> str:
    """A key as problems name it: after the key of the mapping it stands in, as in `image.src`."""
    return f"{inside}.{key}" if inside else key


def places(node: Mapping) -> dict[str, tuple[int, int]]:
    """Where the keys of a mapping stand, and those below them, as `sections.world`."""
    found: dict[str, tuple[int, int]] = {}
    for key, value in node.pairs:
        found[key.text] = (key.line, key.column)
        for below, place in places(value).items() if isinstance(value, Mapping) else ():
            found[dotted(key.text, below)] = place
    return found
