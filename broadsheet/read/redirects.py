"""Redirects: `content/redirects.yaml`: old paths, and where their readers are sent on to.

The build adds a line when an article moves, an editor may write any. So it is changed as text, line by line,
and only if reading it again shows exactly what was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.problems import Refused
from broadsheet.read import documents, files, frontmatter, kinds, nodes
from broadsheet.read.schema import Context, gathered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

NAME = "redirects.yaml"
PATH = f"content/{NAME}"
GONE = "gone"
_HEAD = (
    "# Old addresses, and where they lead now: to a path, to a URL, or to `gone`. The build adds to these.\n"
)
_VALUE = re.compile(r"""(\s*:\s+)("[^"]*"|'[^']*'|[^\s#]+)""")
_PLAIN = re.compile(r"/[^\s:#\"'\[\]{},&*!|>%@`]*|https?://[^\s\"'#,\[\]{}]+")


class Redirect(NamedTuple):
    """A line: an old path, where it leads (a path, a URL, or `GONE`), and where it is written."""

    path: str
    target: str
    line: int
    column: int


def read(root: Path) -> str | Refused:
    """The text of the file; empty where there is none."""
    if not (root / NAME).exists():
        return ""
    return files.text(documents.room(root), NAME)


def parse(text: str) -> tuple[Redirect, ...] | Refused:
    """What the file says, in its order, or every problem in it."""
    if not text.strip():
        return ()
    tree = frontmatter.parse(text, PATH, 1)
    if isinstance(tree, Refused):
        return tree
    context = Context(PATH)
    twice = tuple(nodes.repeated(tree, PATH))
    read_ = [_redirect(key, value, context) for key, value in tree.pairs]
    return gathered([*read_, Refused(twice)] if twice else read_)


def rewritten(text: str, changes: Mapping[str, str], drop: Collection[str]) -> str | None:
    """The file with other targets for some paths (at its end those that are new), and without those in
    `drop`.

    Comments, order and all other lines stay. None where that can't be done surely.
    """
    before = parse(text)
    if isinstance(before, Refused):
        return None
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for one in before:
        if one.path in drop:
            lines[one.line - 1] = ""
        elif one.path in changes:
            lines[one.line - 1] = _retargeted(lines[one.line - 1], one.column, changes[one.path])
    known = {one.path for one in before}
    new = [f"{_written(path)}: {_written(to)}\n" for path, to in changes.items() if path not in known]
    made = ("" if text.strip() else _HEAD) + "".join((*lines, *new))
    wanted = {one.path: one.target for one in before if one.path not in drop} | dict(changes)
    after = parse(made)
    is_so = not isinstance(after, Refused) and {one.path: one.target for one in after} == wanted
    return made if is_so else None


def _redirect(key: nodes.Scalar, value: nodes.Node, context: Context) -> Redirect | Refused:
    path = kinds.site_path(key, key.text, context)
    target = _target(value, key.text, context)
    wrong = [one for one in (path, target) if isinstance(one, Refused)]
    if isinstance(path, Refused) or isinstance(target, Refused):
        return Refused(tuple(problem for one in wrong for problem in one.problems))
    return Redirect(path, target, key.line, key.column)


def _target(value: nodes.Node, key: str, context: Context) -> str | Refused:
    text = kinds.text(value, key, context)
    if isinstance(text, Refused) or text in (GONE, "/"):
        return text
    if not text.startswith(("/", "http://", "https://")):
        hint = "Write a path such as /2019/new-name/, a URL with https://, or gone."
        return context.refuse(value, key, f"'{text}' is nowhere to send readers", hint)
    return kinds.address(value, key, context)


def _retargeted(line: str, column: int, target: str) -> str:
    """A line with another target. `column` is where its path begins."""
    begun = column - 1
    quote = line[begun : begun + 1]
    if quote in ('"', "'"):
        ends = line.find(quote, begun + 1) + 1
    else:
        ends = next((one.start() for one in re.finditer(r"\s*:\s", line) if one.start() > begun), len(line))
    return line[:ends] + _VALUE.sub(lambda found: found[1] + _written(target), line[ends:], count=1)


def _written(value: str) -> str:
    return value if value == GONE or _PLAIN.fullmatch(value) else f'"{value}"'
