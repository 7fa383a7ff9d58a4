"""YAML as a tree that knows where every value stands and that nothing hostile can grow.

Scalars stay text: the schema knows what each key must be, so `language: no` is Norwegian and
`title: 2021` is a title. Built from PyYAML's events in one pass, without recursion, because its
loaders silently keep the last of two equal keys, expand aliases without bound, and recurse as deep as
the file tells them to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import yaml

from broadsheet.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 12
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) cannot hold, and DEL. An escape in YAML ("\\x07") can bring it in."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written. `plain` means without quotes or block style, so `~` can mean nothing."""

    text: str
    plain: bool
    line: int
    column: int

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


def parse(text: str, path: str, first_line: int) -> Mapping | Refused:
    """The mapping that `text` holds, or every problem found up to the place where it stops making sense.

    `first_line` is the line of the file at which `text` begins. Empty text is an empty mapping.
    """
    tree = _Tree(path, first_line)
    try:
        for event in _events(text):
            if not tree.take(event):
                break
    except yaml.MarkedYAMLError as error:
        tree.refuse_syntax(error)
    except (yaml.YAMLError, UnicodeError) as error:
        tree.refuse(first_line, 1, f"this is not YAML: {error}", "")
    if tree.problems:
        return Refused(tuple(tree.problems))
    root = tree.root
    if root is None or (isinstance(root, Scalar) and root.is_empty):
        return Mapping((), (), first_line, 1)
    if not isinstance(root, Mapping):
        tree.refuse(
            root.line,
            root.column,
            "this is not a list of keys and values",
            "Write one 'key: value' a line.",
        )
        return Refused(tuple(tree.problems))
    return root


def repeated(node: Mapping, path: str, hint: str = "Keep one of the two.") -> Iterator[Problem]:
    """A problem for each key of a mapping that stands again, at its second place."""
    first = {key.text: key.line for key, _ in node.pairs}
    for key, _ in node.repeats:
        what = f"this key stands twice; it was first written on line {first[key.text]}"
        yield Problem(path, key.line, key.column, key.text, what, hint)


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=LOADER)
    return events


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    is_mapping: bool
    line: int
    column: int
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Tree:
    path: str
    first_line: int
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None

    def take(self, event: yaml.Event) -> bool:
        """Add one event; False when there is no use in reading on."""
        mark = event.start_mark
        line, column = (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event, line, column)
            self._add(Scalar(UNPRINTABLE.sub("", event.value), event.style is None, line, column))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_tag(event, line, column)
            if len(self.stack) == DEEPEST:
                self.refuse(
                    line,
                    column,
                    f"this is nested more than {DEEPEST} levels deep",
                    "Nothing in front matter needs that; look for a stray '[' or '{'.",
                )
                return False
            self.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), line, column))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(self.stack.pop())
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(
                line,
                column,
                f"'*{event.anchor}' is a YAML alias",
                "Aliases are not used here: write the value out, or put it in quotes if it is text.",
            )
            return False
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.refuse(line, column, "a second YAML document begins here", "Keep to one.")
            return False
        return True

    def refuse(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, column, "", message, hint))

    def refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)
        what = error.problem or error.context or "it breaks off"
        self.refuse(line, column, f"the YAML cannot be read here: {what}", _advice(what))

    def _add(self, node: Node) -> None:
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node

    def _close(self, ended: _Open) -> None:
        if ended.is_mapping:
            self._add(self._mapping(ended))
        else:
            self._add(Sequence(tuple(ended.children), ended.line, ended.column))

    def _mapping(self, ended: _Open) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        repeats: list[tuple[Scalar, Node]] = []
        for key, value in zip(ended.children[::2], ended.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.refuse(key.line, key.column, "a key must be a word", "Write 'key: value'.")
            elif key.text in pairs:
                repeats.append((key, value))
            else:
                pairs[key.text] = (key, value)
        return Mapping(tuple(pairs.values()), tuple(repeats), ended.line, ended.column)

    def _refuse_tag(
        self,
        event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent,
        line: int,
        column: int,
    ) -> None:
        if event.tag is not None:
            self.refuse(
                line,
                column,
                f"'{event.tag}' is a YAML tag",
                "Tags are not used here: write the plain value, or put it in quotes if it is text.",
            )


def _advice(what: str) -> str:
    """What an editor should look for, by the parser's own words."""
    if "mapping values" in what:
        return "A value that holds ': ' must be in quotes."
    if "tab" in what or "token" in what:
        return "Indent with blanks, never tabs, and put values that begin with @ ` % in quotes."
    if "end of stream" in what or "quoted scalar" in what:
        return "A quotation mark is opened and never closed."
    if "expected ',' or" in what or "flow" in what:
        return "A '[' or '{' is opened and never closed; a value that begins with one must be in quotes."
    if "block" in what or "key" in what or "indent" in what:
        return "Look at this line's indentation and for a missing ':' on the line above."
    return "Put the value in quotes."
