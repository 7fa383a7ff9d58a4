"""Front matter as a tree: nearly all of it is lines of `key: value`, which need no YAML parser.

`parse` gives what `events.parse` gives of the same text, five times as soon. What `scan` isn't sure about, be
it a comment, a block of text or an empty line, it leaves to that. `tests/test_frontmatter.py` holds the two
equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.read.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from broadsheet.problems import Refused

# What YAML refuses, what it ends a line at, and tabs.
_UNUSUAL = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE = re.compile(r"([A-Za-z_]+):(?:[ ]+([^\n]*))?(?:\n|\Z)")
_ITEM = re.compile(r"([ ]*)-[ ]+([^\n]*)(?:\n|\Z)")
_QUOTED = re.compile(r""""((?:[^"\\]|\\["\\])*)"|'([^']*)'""")
_ESCAPE = re.compile(r"\\(.)")
_BETWEEN_COMMAS = re.compile(r"""[ ]*(?:"([^"\\]*)"|([^\W_][^,\[\]{}:#"?]*))[ ]*([,\]])""")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_PLAIN = True
_KEY_OR_COMMENT = re.compile(r":(?:[ ]|\Z)|[ ]#")


def parse(text: str, path: str, first_line: int) -> Mapping | Refused:
    """The mapping that `text` holds, or every problem found up to the place where it stops making sense.

    `first_line` is the line of the file at which `text` begins. Empty text is an empty mapping.
    """
    found = scan(text, first_line)
    if found is not None:
        return found
    from broadsheet.read import events  # PyYAML takes 20 ms to import, and most newsrooms can do without

    return events.parse(text, path, first_line)


def scan(text: str, first_line: int) -> Mapping | None:
    """The mapping that `text` holds, if it is one and all its lines are of the simplest kinds."""
    if not text.replace("\n", "").isprintable() and _UNUSUAL.search(text):
        return None
    pairs: dict[str, tuple[Scalar, Node]] = {}
    place, line = 0, first_line
    while match := _LINE.match(text, place):
        key, written = match.groups()
        if key in pairs:
            return None
        here, place, line = line, match.end(), line + 1
        value: Node | None
        if written:
            value = _value(written.rstrip(" "), here, match.start(2) - match.start() + 1)
        elif _ITEM.match(text, place):
            value, place, line = _items(text, place, line)
        else:
            value = Scalar("", _PLAIN, here, len(key) + 2)
        if value is None:
            return None
        pairs[key] = (Scalar(key, _PLAIN, here, 1), value)
    return Mapping(tuple(pairs.values()), (), first_line, 1) if pairs and place == len(text) else None


def _value(written: str, line: int, column: int) -> Scalar | Sequence | None:
    return _row(written, line, column) if written.startswith("[") else _scalar(written, line, column)


def _scalar(written: str, line: int, column: int) -> Scalar | None:
    if written[:1] in ("'", '"'):
        quoted = _QUOTED.fullmatch(written)
        if not quoted:
            return None
        text = _ESCAPE.sub(r"\1", quoted[1]) if quoted[1] and "\\" in quoted[1] else quoted[1] or quoted[2]
        return Scalar(text or "", not _PLAIN, line, column)
    if not written or written[0] in _INDICATORS or _KEY_OR_COMMENT.search(written):
        return None
    return Scalar(written, _PLAIN, line, column)


def _row(written: str, line: int, column: int) -> Sequence | None:
    """`[a, "b c", d]`."""
    items: list[Scalar] = []
    place = 1
    while match := _BETWEEN_COMMAS.match(written, place):
        quoted, plain, place = match[1], match[2], match.end()
        if quoted is None:
            items.append(Scalar(plain.rstrip(" "), _PLAIN, line, column + match.start(2)))
        else:
            items.append(Scalar(quoted, not _PLAIN, line, column + match.start(1) - 1))
        if match[3] == "]":
            break
    is_whole = match is not None and place == len(written)
    return Sequence(tuple(items), line, column) if is_whole or written == "[]" else None


def _items(text: str, place: int, line: int) -> tuple[Sequence | None, int, int]:
    """Lines of `- item`; where they end, and the line after them."""
    items: list[Scalar] = []
    begun, indent = line, None
    while match := _ITEM.match(text, place):
        item = _scalar(match[2].rstrip(" "), line, match.start(2) - match.start() + 1)
        if item is None or match[1] != (match[1] if indent is None else indent):
            return None, place, line
        indent = match[1]
        items.append(item)
        place, line = match.end(), line + 1
    return Sequence(tuple(items), begun, len(indent or "") + 1), place, line
