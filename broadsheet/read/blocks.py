"""Blocks: the headings, paragraphs, block quotes and lists that most of a newspaper is made of.

What cannot be told from it alone (a line indented, a table, raw
HTML, a reference) is None: the library knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from broadsheet.read.inline import inline

# What opens a line of a paragraph: nothing that could begin a list, heading, quote, table or definition.
_START = re.compile(r"(?!\d+\. )[^\s#>+\-=:|~^_{}\]\x00-\x1f\x7f]|-+[^\s\-|:]|\+[^\s+]")
_HEADING = re.compile(r"(#{1,6}) +([^\s#\\][^#\\\n]*)")
_ITEM = re.compile(r"(?:[-*+]|(\d+)\.) +(.+)")
_EMPTY_LINES = re.compile(r"\n{2,}")

Kind: TypeAlias = Literal["p", "h", "blockquote", "ul", "ol"]


@dataclass(frozen=True, slots=True)
class Block:
    """A block as set. Its parts, as HTML, are a quote's paragraphs or a list's items; others have one."""

    kind: Kind
    parts: tuple[str, ...]
    level: int = 0


def blocks(text: str, found: set[str]) -> tuple[Block, ...]:
    """What stands between two empty lines as set: headings, which end with their line, and what follows them.

    Internal addresses stand between marks and are added to `found`. Empty where anything isn't simple.
    """
    made: list[Block] = []
    while text.startswith("#"):
        line, _, text = text.partition("\n")
        heading = _heading(line, found)
        if heading is None:
            return ()
        made.append(heading)
    if text:
        rest = _block(text, found)
        if rest is None:
            return ()
        made.append(rest)
    return tuple(made)


def _block(text: str, found: set[str]) -> Block | None:
    if text.startswith(">"):
        return _quote(text, found)
    if _ITEM.match(text):
        return _list(text, found)
    made = _paragraph(text, found)
    return None if made is None else Block("p", (made,))


def _paragraph(text: str, found: set[str]) -> str | None:
    if "\n" in text:
        if not all(map(_is_line, text.split("\n"))):
            return None
    elif not _is_line(text):
        return None
    return inline(text, found)


def _is_line(line: str) -> bool:
    return _START.match(line) is not None and not line[-1].isspace()


def _heading(text: str, found: set[str]) -> Block | None:
    match = _HEADING.fullmatch(text)
    if match is None or text[-1].isspace():
        return None
    made = inline(match[2], found)
    return None if made is None else Block("h", (made,), len(match[1]))


def _quote(text: str, found: set[str]) -> Block | None:
    content = "\n".join(map(_unquoted, text.split("\n"))).lstrip("\n")
    if content.endswith("\n"):  # it belongs to the last paragraph, or not
        return None
    parts = [_paragraph(part, found) for part in _EMPTY_LINES.split(content) if part]
    sound = tuple(part for part in parts if part is not None)
    return Block("blockquote", sound) if sound and len(sound) == len(parts) else None


def _unquoted(line: str) -> str:
    return "" if line.strip() == ">" else line.removeprefix(">").removeprefix(" ") if line[0] == ">" else line


def _list(text: str, found: set[str]) -> Block | None:
    items: list[str] = []
    kind: Kind | None = None
    for line in text.split("\n"):
        match = _ITEM.fullmatch(line)
        made = _paragraph(match[2], found) if match else None
        if match is None or made is None:
            return None
        kind = kind or ("ol" if match[1] else "ul")
        items.append(made)
    return Block(kind, tuple(items)) if kind else None
