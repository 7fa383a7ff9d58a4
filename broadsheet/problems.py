"""Problem: something an editor must fix, and how a list of them is printed."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


MANY = 2000
"""Names. Of more, only those that begin with the same two letters are compared, ten microseconds each."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix, and where.

    `path` begins with the room it is in, `content/` or `layouts/`, whatever the folders are called on
    this machine; `shown_in` puts the real folder there before it is printed. Lines and columns count
    from 1; line 1, column 1 also stands for the file as a whole.
    """

    path: str
    line: int
    column: int
    key: str
    message: str
    hint: str = ""

    def shown_in(self, folders: Mapping[str, str]) -> Problem:
        """The same problem with its room replaced by the folder the user named."""
        room, _, rest = self.path.partition("/")
        folder = folders.get(room, room).rstrip("/")
        return replace(self, path=f"{folder}/{rest}" if rest else folder)

    @property
    def room(self) -> str:
        """The room it is in: `content`, `layouts`, or `site` when what was made could not be put there."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Refused:
    """What a stage returns in place of its value when there is nothing right to return."""

    problems: tuple[Problem, ...]


def as_text(problems: Iterable[Problem]) -> str:
    """One `path:line:column: key: message` a problem, its hint indented below, sorted."""
    lines: list[str] = []
    for problem in sorted(set(problems)):
        key = f"{problem.key}: " if problem.key else ""
        lines.append(f"{problem.path}:{problem.line}:{problem.column}: {key}{problem.message}")
        if problem.hint:
            lines.append(f"    {problem.hint}")
    return "\n".join(lines)


def as_github(problems: Iterable[Problem]) -> str:
    """The same as GitHub Actions workflow commands, which mark the line in the pull request."""
    return "\n".join(
        f"::error file={_escaped(problem.path, ',:')},line={problem.line},col={problem.column},"
        f"title={_escaped(problem.key or 'broadsheet', ',:')}::"
        f"{_escaped(' — '.join(filter(None, (problem.message, problem.hint))))}"
        for problem in sorted(set(problems))
    )


def as_json(problems: Iterable[Problem]) -> list[dict[str, str | int]]:
    """The same as values for `--report`: one flat object a problem, keys as in `Problem`."""
    return [asdict(problem) for problem in sorted(set(problems))]


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """`Did you mean 'section'?` when a known word is near, else the empty string."""
    return Names(known, cutoff).did_you_mean(word)


class Names:
    """What things are called, and which of them was meant by a name that none of them has."""

    def __init__(
        self, known: Iterable[str], cutoff: float = 0.6, seen_as: Callable[[str], str] = str.casefold
    ) -> None:
        """`seen_as` makes of a name what is compared: paths have more in common than they mean."""
        self._known = frozenset(known)
        self._cutoff, self._seen_as = cutoff, seen_as
        self._nearest: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def nearest(self, name: str) -> str:
        """The name most like this one, the empty string when none is like it by more than the cutoff."""
        if name not in self._nearest:
            seen = self._seen_as(name)
            alike = self._alike.get(seen[:2], {}) if len(self._known) > MANY else self._seen
            near = difflib.get_close_matches(seen, alike, n=1, cutoff=self._cutoff)
            self._nearest[name] = alike[near[0]] if near else ""
        return self._nearest[name]

    def did_you_mean(self, name: str) -> str:
        """The nearest as a question for a hint, or the empty string."""
        near = self.nearest(name)
        return f"Did you mean '{near}'?" if near else ""

    @cached_property
    def _seen(self) -> dict[str, str]:
        return {self._seen_as(name): name for name in sorted(self._known, reverse=True)}

    @cached_property
    def _alike(self) -> dict[str, dict[str, str]]:
        """The same by how they begin."""
        alike: dict[str, dict[str, str]] = {}
        for seen, name in self._seen.items():
            alike.setdefault(seen[:2], {})[seen] = name
        return alike


def _escaped(text: str, more: str = "") -> str:
    """Text for a workflow command: its own marks and line ends percent-encoded."""
    for mark in "%\r\n" + more:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
