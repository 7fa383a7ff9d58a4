"""Pressroom: every page that is touched, gathered, handed to whoever makes it, and taken back."""

from __future__ import annotations

import marshal
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from broadsheet.engine import making
from broadsheet.engine.making import Job, Made, Outcome
from broadsheet.engine.workers import CHUNK, chunks
from broadsheet.plan import pages, urls
from broadsheet.problems import Problem
from broadsheet.publish.output import Upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.freshness import Verdict
    from broadsheet.engine.making import Kit, Result
    from broadsheet.engine.store import Store
    from broadsheet.engine.watch import Watch
    from broadsheet.engine.workers import Hands
    from broadsheet.plan.briefs import Assignment
    from broadsheet.plan.touched import Touched


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that a build has rendered: why, what must be put in place and in which turn, and what went
    wrong. The paths of those that are only `relisted` stand as they should, and caches know them by other
    keys.
    """

    verdicts: tuple[Verdict, ...]
    uploads: Mapping[int, Sequence[Upload]]
    problems: tuple[Problem, ...]
    relisted: tuple[str, ...]

    @classmethod
    def of(cls, results: Iterable[Result | Problem]) -> Pages:
        """What came of the jobs of a build."""
        verdicts: list[Verdict] = []
        uploads: dict[int, list[Upload]] = defaultdict(list)
        problems: dict[tuple[str, int, str], Problem] = {}
        relisted: list[str] = []
        for one in results:
            if isinstance(one, Outcome):
                if one.verdict.is_stale:
                    verdicts.append(one.verdict)
                if one.waits:
                    uploads[one.turn].append(Upload(urls.file(one.verdict.path), one.waits))
                elif one.is_other:
                    relisted.append(one.verdict.path)
            else:  # each line of a layout once, however many pages it spoils
                wrong = one if isinstance(one, Problem) else one.problem
                problems.setdefault((wrong.path, wrong.line, wrong.message), wrong)
        return cls(tuple(verdicts), uploads, tuple(problems.values()), tuple(relisted))


class Pressroom:
    """Looks after the pages of one build. `missing` are those whose bytes are not in the output as they
    should be.
    """

    def __init__(self, archive: Archive, memory: Store, missing: frozenset[str]) -> None:
        self._archive, self._memory, self._missing = archive, memory, missing

    def look_at(
        self, touched: Touched, config: Config, kit: Kit, hands: Hands, watch: Watch
    ) -> Iterator[Result | Problem]:
        """What comes of each page that is touched; a problem where there is no room to lay anything down."""
        file = kit.put()
        if isinstance(file, Problem):
            yield file
            return
        count = self._about(touched)
        jobs = chunks(map(self._job, pages.touched(self._archive, touched, config)))
        results = hands.map(partial(making.make, kit=file), jobs, count)
        for run in watch.steps(results, "rendering", -(-count // CHUNK)):
            self._keep(run)
            yield from run

    def _keep(self, results: Sequence[Result]) -> None:
        """Keep what was made: of a hundred thousand pages at once it would fill the memory."""
        self._memory.run_many(
            "INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)",
            (
                (
                    one.verdict.path,
                    marshal.dumps(dict(made.parts)),
                    made.digest,
                    made.size,
                    " ".join(made.keys),
                )
                for one in results
                if isinstance(one, Outcome) and (one.verdict.is_stale or one.is_other)
                for made in (one.made,)
            ),
        )

    def _job(self, assignment: Assignment) -> Job:
        prose = tuple(self._archive.html(path) for path in assignment.documents)
        row = self._memory.row(
            "SELECT parts, digest, size, keys FROM made WHERE path = ?", (assignment.path,)
        )
        known = _made(row) if row else None
        return Job(assignment, prose, known, known is not None and assignment.path not in self._missing)

    def _about(self, touched: Touched) -> int:
        """About how many pages there are to look at."""
        if touched.everything or touched.layouts:
            row = self._memory.row("SELECT COUNT(*) FROM addresses")
            return cast("int", row[0]) if row else 0
        return len(touched.documents) + len(touched.lists)


def _made(row: Sequence[object]) -> Made:
    parts, digest, size, keys = row
    return Made(
        marshal.loads(cast("bytes", parts)), cast("str", digest), cast("int", size),  # noqa: S302 - as above
        tuple(cast("str", keys).split(" ")),
    )  # fmt: skip
