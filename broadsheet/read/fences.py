"""Fences: the directives in a body, each from `::: name` to `:::`, told from the text around them.

Where code, a comment or a script holds such lines they are what they were. What a directive may be called,
and what may stand in it, `embeds.py` says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

_FENCE = re.compile(r":{3,}[ \t]*(?:(?P<name>\S+)(?:[ \t]+(?P<title>.*?))?)?[ \t]*")
_MISPLACED = re.compile(r"[ ]{0,3}(?:(?:>|[-*+][ ]|\d+\.[ ])[ ]{0,3})*")
_OPTION = re.compile(r"(?P<key>[A-Za-z]+):(?:[ \t]+(?P<value>.*?))?[ \t]*")
_OPAQUE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[ ]*$"
    r"|^[ ]{0,3}(?:<!--.*?-->|<(?P<tag>script|style|pre|textarea)\b.*?</(?P=tag)\s*>)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


class Said(NamedTuple):
    """A piece of the body, and where it stands: lines and columns count from 1."""

    text: str
    line: int
    column: int


class Option(NamedTuple):
    """A line `key: value` at the head of a directive, and the same as it was written."""

    key: Said
    value: Said
    written: Said


class Wrong(NamedTuple):
    """Something an editor must fix, and where in the body; `name` is the directive's, as far as known."""

    line: int
    column: int
    name: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Directive:
    """What stands between two fences: its name and title, its options, and its lines and directives.

    The name is empty where the directive stands in a wrong place.
    """

    name: Said
    title: Said
    options: tuple[Option, ...]
    content: Content


Content: TypeAlias = tuple[Said | Directive, ...]


@dataclass(slots=True)
class _Open:
    """A directive of which more may come."""

    name: Said
    title: Said
    options: list[Option] = field(default_factory=list)
    content: list[Said | Directive] = field(default_factory=list)
    is_head: bool = True

    def add(self, line: Said) -> None:
        option = _OPTION.fullmatch(line.text) if self.is_head else None
        if option:
            key = Said(option["key"], line.line, 1)
            value = Said(
                option["value"] or "", line.line, max(option.start("value"), option.end("key") + 1) + 1
            )
            self.options.append(Option(key, value, line))
        else:
            self.is_head = False
            self.content.append(line)

    def closed(self) -> Directive:
        return Directive(self.name, self.title, tuple(self.options), tuple(self.content))


def parse(body: str) -> tuple[Content, tuple[Wrong, ...]]:
    """A body as its lines and directives, and what is wrong with its fences."""
    wrongs: list[Wrong] = []
    opaque = _opaque(body)
    text: list[Said | Directive] = []
    stack: list[_Open] = []
    for number, line in enumerate(body.split("\n"), 1):
        said = Said(line, number, 1)
        start = line.find(":::") if number not in opaque else -1
        if start > 0 and _MISPLACED.fullmatch(line[:start]):
            what = "a directive begins and ends at the very start of a line"
            hint = "Take away what stands before ':::', or put the line into code if it is meant as text."
            wrongs.append(Wrong(number, start + 1, "", what, hint))
        elif start:
            start = -1
        fence = _FENCE.fullmatch(line, start) if start >= 0 else None
        if fence is None:
            stack[-1].add(said) if stack else text.append(said)
        elif fence["name"]:
            place = fence.end("name") if fence["title"] is None else fence.start("title")
            title = Said(fence["title"] or "", number, place + 1)
            name = "" if start else fence["name"]  # of one in a wrong place no more is to be said
            stack.append(_Open(Said(name, number, fence.start("name") + 1), title))
        elif stack:
            done = stack.pop().closed()
            _put(done, stack, text)
        else:
            what, hint = (
                "there is no directive here to close",
                "Take the line out, or write ::: and a name above it.",
            )
            wrongs.append(Wrong(number, 1, "", what, hint))
    for one in filter(lambda one: one.name.text, stack):
        hint = "Write ::: on a line of its own below it."
        wrongs.append(Wrong(one.name.line, 1, one.name.text, "this is never closed", hint))
    while stack:
        # What stands in it is text all the same, so that more can be said of it; it is no directive.
        left = stack.pop().content
        (stack[-1].content if stack else text).extend(left)
    return tuple(text), tuple(wrongs)


def _put(done: Directive, stack: list[_Open], text: list[Said | Directive]) -> None:
    if stack:
        stack[-1].is_head = False
        stack[-1].content.append(done)
    else:
        text.append(done)


def _opaque(body: str) -> frozenset[int]:
    """The lines that begin inside code, comments and scripts."""
    found: set[int] = set()
    if "<" in body or "```" in body or "~~~" in body:
        for one in _OPAQUE.finditer(body):
            first = body.count("\n", 0, one.start()) + 1
            found.update(range(first + 1, first + 1 + one.group().count("\n")))
    return frozenset(found)
