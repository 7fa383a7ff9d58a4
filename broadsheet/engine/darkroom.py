"""Darkroom: the files that are made of pictures, kept by what they were made of, so that none is made twice.

Each lies in `.broadsheet/pictures/` under the name of its recipe and the sum of its bytes: one that came
back damaged, or was left half written, is known by that and made anew. Losing the folder costs time only.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from broadsheet.engine.workers import chunks
from broadsheet.plan.emblems import Icon
from broadsheet.plan.pictures import Recipe
from broadsheet.problems import Problem
from broadsheet.publish import output
from broadsheet.read import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.engine.watch import Watch
    from broadsheet.engine.workers import Hands
    from broadsheet.plan.pictures import Title, Variant

    How: TypeAlias = Recipe | Title | Icon

FEW = 2
"""Pictures. One takes a second, and starting processes a tenth of that."""
FEW_TITLES = 20
SPARE = 64_000_000
"""Bytes. What nobody uses any more may outweigh what is used by so much: a branch that is looked at and left
again, drafts that are shown and hidden, cost no second developing."""
_SUM = 16


class Job(NamedTuple):
    """Files to make of one source (of drawn ones a font, or none): the name of each, and how. Where a file of
    that name is kept already it is named too.
    """

    source: str
    files: tuple[tuple[str, How, str], ...]


class Developed(NamedTuple):
    """A file as it is kept: by what name, where, the digest of its bytes, and how many these are."""

    key: str
    file: Path
    digest: str
    size: int


class Darkroom:
    """The kept files of one site."""

    def __init__(self, content: Path, folder: Path) -> None:
        """Of pictures in `content`; files are kept in `folder`."""
        self._content, self._folder = content, folder

    def develop(
        self, variants: Iterable[Variant], hands: Hands, watch: Watch
    ) -> tuple[tuple[tuple[str, Developed], ...], tuple[Problem, ...]]:
        """Each file that is asked for, by its address, and what is wrong with pictures."""
        wanted = tuple(variants)
        jobs = self._jobs(wanted)
        made: dict[str, Developed] = {}
        problems: list[Problem] = []
        runs = list(chunks(jobs, 1))
        few = FEW if any(job.source for job in jobs) else FEW_TITLES
        develop = partial(developed, content=self._content, folder=self._folder)
        for outcomes in watch.steps(hands.map(develop, runs, len(runs), few), "pictures", len(runs)):
            for one in outcomes:
                if isinstance(one, Problem):
                    problems.append(one)
                else:
                    made[one.key] = one
        return tuple((one.address, made[one.key]) for one in wanted if one.key in made), tuple(problems)

    def sweep(self, used: frozenset[str]) -> None:
        """Take away what is not used any more, once there is much of it."""
        unused: list[Path] = []
        balance = -SPARE
        for key, file in self._all():
            with suppress(OSError):
                size = file.stat().st_size
                balance += -size if key in used else size
            if key not in used:
                unused.append(file)
        for file in unused if balance > 0 else ():
            with suppress(OSError):
                file.unlink()

    def _jobs(self, variants: Iterable[Variant]) -> list[Job]:
        wanted = {one.key: one for one in variants}
        if not wanted:
            return []
        kept = {key: file.name for key, file in self._all()}
        by_source: dict[str, list[tuple[str, How, str]]] = defaultdict(list)
        drawn: list[Job] = []
        for key in sorted(wanted):
            one = wanted[key]
            file = (key, one.recipe, kept.get(key, ""))
            if isinstance(one.recipe, Recipe):
                by_source[one.source].append(file)
            else:
                drawn.append(Job(one.source, (file,)))
        return [*(Job(source, tuple(some)) for source, some in by_source.items()), *drawn]

    def _all(self) -> Iterator[tuple[str, Path]]:
        """Every kept file and its key."""
        with suppress(OSError):
            for folder in sorted(self._folder.iterdir()):
                with suppress(OSError):
                    for file in sorted(folder.iterdir()):
                        yield file.name.rpartition("-")[0], file


def developed(jobs: Sequence[Job], content: Path, folder: Path) -> tuple[Developed | Problem, ...]:
    """The files of each job, made where they are not kept as they should be. Runs in any process."""
    return tuple(one for job in jobs for one in _done(job, content, folder))


def _done(job: Job, content: Path, folder: Path) -> Iterator[Developed | Problem]:
    lacking: list[tuple[str, How]] = []
    for key, recipe, kept in job.files:
        found = _kept(folder, key, kept) if kept else None
        if found:
            yield found
        else:
            lacking.append((key, recipe))
    if not lacking:
        return
    try:
        for (key, _), made in zip(lacking, _made(job.source, lacking, content), strict=True):
            yield _keep(folder, key, made)
    except _Unsound as unsound:
        yield unsound.problem
    except OSError as error:
        yield output.refusal(error, folder)


class _Unsound(Exception):  # noqa: N818 - carries what is wrong with a source to where it is said
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _made(source: str, files: Sequence[tuple[str, How]], content: Path) -> Iterator[bytes]:
    """The bytes of each file."""
    from broadsheet.render import (
        developing,
        emblem,
        nameplate,
    )  # 60 ms, which a build without new pictures doesn't pay

    path = content / source if source else None
    recipes = [recipe for _, recipe in files if isinstance(recipe, Recipe)]
    try:
        if path and recipes:
            yield from developing.developed(path, recipes)
        for _, recipe in files:
            if isinstance(recipe, Icon):
                yield emblem.drawn(recipe, path)
            elif not isinstance(recipe, Recipe):
                yield nameplate.drawn(recipe, path)
    except developing.Undevelopable as error:
        hint = "Open it in a program for pictures and save it again, or put another in its place."
        raise _Unsound(
            Problem(f"content/{source}", 1, 1, "", f"this picture is damaged: {error}", hint)
        ) from error


def _kept(folder: Path, key: str, name: str) -> Developed | None:
    """A kept file, if its bytes are those that were written."""
    file = _place(folder, key) / name
    try:
        content = file.read_bytes()
    except OSError:
        return None
    digest = files.digest(content)
    return Developed(key, file, digest, len(content)) if name == f"{key}-{digest[:_SUM]}" else None


def _keep(folder: Path, key: str, content: bytes) -> Developed:
    place = _place(folder, key)
    place.mkdir(parents=True, exist_ok=True)
    digest = files.digest(content)
    file = place / f"{key}-{digest[:_SUM]}"
    beside = file.with_name(f".{file.name}.part")
    beside.write_bytes(content)
    beside.replace(file)
    return Developed(key, file, digest, len(content))


def _place(folder: Path, key: str) -> Path:
    """A folder for each first two letters of a name: a quarter of a million files in one are slow to list."""
    return folder / hashlib.blake2b(key.encode(), digest_size=1).hexdigest()
