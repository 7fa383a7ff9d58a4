"""Events: any YAML made into a tree that nothing hostile can grow. The only place that imports `yaml`.

Built from PyYAML's events in one pass, without recursion, because its loaders silently keep the last of two
equal keys, expand aliases without bound, and recurse as deep as the file tells them to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from broadsheet.problems import Problem, Refused
from broadsheet.read import advice
from broadsheet.read.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 12
_COMMENT = re.compile(r"[ \t]+(#.*)")
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) cannot hold, and DEL. An escape in YAML ("\\x07") can bring it in."""
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
"""What no keyboard types and YAML refuses: most often an apostrophe of another encoding."""
_LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")
"""YAML ends a line at these; no editor does, and its lines are the ones we count."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, path: str, first_line: int) -> Mapping | Refused:
    """The mapping that `text` holds, or every problem found up to the place where it stops making sense.

    `first_line` is the line of the file at which `text` begins. Empty text is an empty mapping.
    """
    tree = _Tree(path, first_line, text)
    text = text.translate(_LINE_ENDS)
    tree.refuse_controls(text)
    if tree.problems:
        return Refused(tuple(tree.problems))
    try:
        for event in _events(text):
            if not tree.take(event):
                break
    except yaml.MarkedYAMLError as error:
        tree.refuse_syntax(error, text)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an escape beyond Unicode, without libyaml
        tree.refuse(first_line, 1, f"this is not YAML: {error}", "")
    if tree.problems:
        return Refused(tuple(tree.problems))
    root = tree.root
    if root is None or (isinstance(root, Scalar) and root.is_empty):
        return Mapping((), (), first_line, 1)
    if not isinstance(root, Mapping):
        hint = "Write one 'key: value' a line" + (
            ", without '-' before it." if isinstance(root, Sequence) else "."
        )
        tree.refuse(root.line, root.column, "this is not a list of keys and values", hint)
        return Refused(tuple(tree.problems))
    return root


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
    text: str
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None

    def take(self, event: yaml.Event) -> bool:
        """Add one event; False when there is no use in reading on."""
        mark = event.start_mark
        line, column = (mark.line + self.first_line, mark.column + 1) if mark else (self.first_line, 1)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event, line, column)
            plain = not event.style  # None from PyYAML's own parser, '' from libyaml's
            self._add(Scalar(UNPRINTABLE.sub("", event.value), plain, line, column, self._dropped(event)))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_marks(event, line, column)
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

    def _dropped(self, event: yaml.ScalarEvent) -> str:
        """What YAML takes for a comment after an unquoted value: `# 1 in Asia`, and the headline is cut."""
        mark = event.end_mark
        if event.style or mark is None or "#" not in self.text:
            return ""
        found = _COMMENT.match(self.text.split("\n")[mark.line], mark.column)
        return found[1].rstrip() if found else ""

    def refuse(self, line: int, column: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, column, "", message, hint))

    def refuse_controls(self, text: str) -> None:
        for found in _CONTROLS.finditer(text):
            before = text[: found.start()]
            self.refuse(
                before.count("\n") + self.first_line,
                found.start() - before.rfind("\n"),
                f"U+{ord(found.group()):04X} is a control character",
                "Delete it and type what should stand there, such as an apostrophe or a dash.",
            )

    def refuse_syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and advice.begins_before(error.context or ""):
            mark = error.context_mark
        what = error.problem or error.context or "it breaks off"
        row, place = (mark.line, mark.column) if mark else (0, 0)
        before = "".join(text.split("\n")[row : row + 1])[:place]
        hint = advice.on(what, before)
        self.refuse(row + self.first_line, place + 1, f"the YAML cannot be read here: {what}", hint)

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

    def _refuse_marks(
        self,
        event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent,
        line: int,
        column: int,
    ) -> None:
        if event.anchor is not None:
            hint = "Anchors are not used here: put the value in quotes if it is text."
            self.refuse(line, column, f"'&{event.anchor}' is a YAML anchor", hint)
        if event.tag is not None:
            self.refuse(
                line,
                column,
                f"'{event.tag.replace('tag:yaml.org,2002:', '!!')}' is a YAML tag",
                "Tags are not used here: write the plain value, or put it in quotes if it is text.",
            )
