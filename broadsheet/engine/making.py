"""Making: one page composed, compared with what was made before, and rendered if it differs. Runs in any
process.

What has been rendered waits in a folder beside the store until everything has: only then does the site
change.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from broadsheet.engine.freshness import judge
from broadsheet.engine.parts import Digests
from broadsheet.plan import pages, urls
from broadsheet.plan.feedviews import FeedPage
from broadsheet.publish import keys, kinds, output
from broadsheet.read import files
from broadsheet.render import press

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from broadsheet.engine.freshness import Verdict
    from broadsheet.plan.briefs import Assignment
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.pages import AnyPage
    from broadsheet.problems import Problem
    from broadsheet.render.layouts import Layouts


class Made(NamedTuple):
    """What is known of a page: the digests of its named parts, and of the bytes they made, how many these
    are, and the keys by which caches know it.
    """

    parts: Mapping[str, str]
    digest: str
    size: int
    keys: tuple[str, ...]


class Job(NamedTuple):
    """A page to look at, the prose it shows, what was made of it, and whether its bytes are surely in the
    output.
    """

    assignment: Assignment
    prose: tuple[str, ...]
    known: Made | None
    is_there: bool


class Outcome(NamedTuple):
    """What came of a job: the verdict, what the page is now, where its bytes wait (None: they stand
    already), and whether the manifest must say something else of it.
    """

    verdict: Verdict
    turn: int
    made: Made
    waits: Path | None
    is_other: bool


class Failure(NamedTuple):
    """A page that could not be rendered."""

    verdict: Verdict
    problem: Problem


@dataclass(frozen=True, slots=True)
class Kit:
    """What all pages are made with: the desk, the layouts with their digests by name, and the folders.

    `lengths` are the bytes of the pictures made in this build, by path: all others stand in the output.
    """

    desk: Desk
    layouts: Layouts
    digests: Mapping[str, str]
    output: Path
    waiting: Path
    lengths: Mapping[str, int]

    def put(self) -> Path | Problem:
        """Write it where every process that makes pages can read it; a problem where there is no room for
        it.
        """
        file = self.waiting / "kit"
        try:
            file.write_bytes(pickle.dumps(self, 5))
        except OSError as error:
            return output.refusal(error, self.output)
        return file


Result: TypeAlias = Outcome | Failure
_numbers = count()


def make(jobs: Sequence[Job], kit: Path) -> tuple[Result, ...]:
    """What comes of each job. `kit` is where the kit of this build was put."""
    tools = _tools(kit)
    return tuple(tools.make(job) for job in jobs)


@dataclass(frozen=True, slots=True)
class _Tools:
    kit: Kit
    digests: Digests
    folder: Path

    def make(self, job: Job) -> Result:
        page = pages.compose(job.assignment, self.kit.desk)
        parts = self.digests.parts(page, job.prose)
        verdict = judge(page.path, parts, job.known, job.is_there)
        turn = pages.turn(job.assignment)
        names = keys.of_page(job.assignment)
        if job.known is not None and not verdict.is_stale:
            return Outcome(verdict, turn, job.known._replace(keys=names), None, names != job.known.keys)
        words = self.kit.desk.words[pages.language(page)]
        content = press.render(page, job.prose, self.kit.layouts, words, self._lengths(page))
        if not isinstance(content, bytes):
            return Failure(verdict, content)
        made = Made(parts, files.digest(content), len(content), names)
        file = urls.file(page.path)
        if job.known is not None and job.is_there:
            is_equal = job.known.digest == made.digest
        else:
            is_equal = output.holds(self.kit.output, file, content)
        place = None if is_equal else self.folder / str(next(_numbers))
        if place:
            try:
                place.write_bytes(content)
            except OSError as error:
                return Failure(verdict, output.refusal(error, self.kit.output))
        return Outcome(verdict, turn, made, place, job.known is None or job.known[1:] != made[1:])

    def _lengths(self, page: AnyPage) -> Mapping[str, int]:
        """How many bytes the pictures of a feed's items have, by their addresses in full.

        They are no part of the page: an address that holds a digest never stands for another number.
        """
        found: dict[str, int] = {}
        for item in page.view.items if isinstance(page, FeedPage) else ():
            path = self.kit.desk.base.path_of(item.image.url) if item.image else None
            if item.image and path and kinds.is_kept_for_ever(urls.file(path)):
                length = self.kit.lengths.get(path) or output.size(self.kit.output, urls.file(path))
                if length:
                    found[item.image.url] = length
        return found


@lru_cache(maxsize=1)
def _tools(kit: Path) -> _Tools:
    """What this process makes pages with, and a folder of its own to lay them down in."""
    loaded: Kit = pickle.loads(kit.read_bytes())  # noqa: S301 - written by the process that called us
    words = {language: one.digest for language, one in loaded.desk.words.items()}
    return _Tools(loaded, Digests(loaded.digests, words), output.folder_of_process(loaded.waiting))
