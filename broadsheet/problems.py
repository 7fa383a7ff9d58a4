"""Problem: something an editor must fix, and how a list of them is printed."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


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


def did_you_mean(
    word: str, known: Iterable[str], cutoff: float = 0.6, seen_as: Callable[[str], str] = str.casefold
) -> str:
    """`Did you mean 'section'?` when a known word is near, else the empty string."""
    near = nearest(word, known, cutoff, seen_as)
    return f"Did you mean '{near}'?" if near else ""


def nearest(
    word: str, known: Iterable[str], cutoff: float = 0.6, seen_as: Callable[[str], str] = str.casefold
) -> str:
    """The known word most like `word`, the empty string when none is like it by more than `cutoff`.

    `seen_as` makes of a word what is compared: paths, say, have more in common than they mean.
    """
    seen = {seen_as(one): one for one in sorted(known, reverse=True)}
    near = difflib.get_close_matches(seen_as(word), seen, n=1, cutoff=cutoff)
    return seen[near[0]] if near else ""


def _escaped(text: str, more: str = "") -> str:
    """Text for a workflow command: its own marks and line ends percent-encoded."""
    for mark in "%\r\n" + more:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
