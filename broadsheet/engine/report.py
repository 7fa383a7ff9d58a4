"""Report: what a build did, for people in one line, for machines as JSON."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from broadsheet.engine.freshness import Verdict
from broadsheet.problems import Problem, as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from broadsheet.engine.watch import Watch
    from broadsheet.model import Held


HELD_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. URLs are paths on the site; `next_change` is when another build would differ.

    `rendered` were made anew, whether or not their bytes are others; `written` counts the files that changed,
    `equal` those that didn't.
    `memory` is what a person should know of the store, mostly nothing. `behind` are the volumes of the search
    index that don't know of all changes.
    """

    articles: int
    links: int
    rendered: tuple[str, ...]
    written: int
    equal: int
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    held: tuple[Held, ...]
    next_change: datetime | None
    verdicts: tuple[Verdict, ...]
    notes: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    seconds: Mapping[str, float]
    memory: str
    behind: tuple[str, ...] = ()

    def summary(self, output: str) -> str:
        """The last line of a build."""
        return (
            f"{_count(self.articles, 'article')}, {_count(self.links, 'link')}: "
            f"{_count(self.written, 'file')} written, {self.equal:,} unchanged, "
            f"{len(self.removed):,} removed in {self.seconds['total']:.1f} s. Look at {output.rstrip('/')}/"
        )

    def index(self) -> str:
        """A line where the search index doesn't know of all changes."""
        if not self.behind:
            return ""
        volumes = ", ".join(self.behind)
        return (
            f"The search index of {volumes} doesn't know of all changes: build --search brings it up to date"
        )

    def held_back(self, content: str) -> str:
        """One line for each document that stays out, and until when; the first few where there are many."""
        lines = [
            f"{content.rstrip('/')}/{one.path}: held back, {one.reason}"
            + (f" until {one.until.isoformat()}" if one.until else "")
            for one in self.held
        ]
        if len(lines) > HELD_SHOWN:
            lines[HELD_SHOWN:] = [f"… and {len(lines) - HELD_SHOWN:,} more are held back; --report has all"]
        return "\n".join(lines)

    def why(self, pattern: str | None) -> str:
        """Why each page was rendered; with a pattern (`/world/*`), also why those it names were not."""
        rendered = {one.path: str(one) for one in self.verdicts}
        if pattern is None:
            return "\n".join(rendered.values()) or "nothing was rendered"
        said = {path: str(Verdict(path, ())) for path in self.unchanged}
        said |= {path: f"{path}: removed, what it was made from is gone" for path in self.removed}
        said |= rendered
        named = [said[path] for path in sorted(said) if fnmatchcase(path, pattern)]
        hint = "Patterns are of paths, such as '/world/*'."
        return "\n".join(named) or f"no page of the site matches '{pattern}'. {hint}"

    def shown_in(self, folders: Mapping[str, str]) -> Report:
        """The same report with its problems in the folders that the user named."""
        return replace(
            self,
            notes=tuple(one.shown_in(folders) for one in self.notes),
            problems=tuple(sorted({one.shown_in(folders) for one in self.problems})),
        )

    def as_json(self) -> str:
        """The report for `--report`. Only seconds and memory differ between two equal builds."""
        value = {
            "articles": self.articles,
            "links": self.links,
            "rendered": self.rendered,
            "written": self.written,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "held": [
                {"path": one.path, "reason": one.reason, "until": one.until and one.until.isoformat()}
                for one in self.held
            ],
            "next_change": self.next_change and self.next_change.isoformat(),
            "behind": self.behind,
            "notes": as_json(self.notes),
            "problems": as_json(self.problems),
            "seconds": {stage: round(taken, 4) for stage, taken in self.seconds.items()},
            "peak_rss_bytes": peak_rss_bytes(),
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def refused(problems: Iterable[Problem], watch: Watch) -> Report:
    """The report of a build that published nothing."""
    return Report(0, 0, (), 0, 0, (), (), (), None, (), (), tuple(sorted(set(problems))), seconds(watch), "")


def seconds(watch: Watch) -> dict[str, float]:
    """How long each stage has taken so far, and all of them."""
    return {**watch.seconds, "total": watch.total()}


def peak_rss_bytes() -> int:
    """The most memory that any one process of this build has held, in bytes."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most if sys.platform == "darwin" else most * 1024


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
