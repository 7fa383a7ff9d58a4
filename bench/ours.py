"""broadsheet, run as its users run it, and watched: a run counts only when it did what it was run for."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import corpora
import edits
from peers.tools import remove
from stopwatch import Command, FailedError, Run, clock

REPOSITORY = Path(__file__).parent.parent
PROGRAM = (sys.executable, str(REPOSITORY / "build.py"))


def help_command() -> Command:
    """The least that anybody can ask of it."""
    return Command((*PROGRAM, "--help"), REPOSITORY)


def has_store() -> bool:
    """Whether it remembers anything from build to build: then it can be told where."""
    told = subprocess.run((*PROGRAM, "build", "--help"), capture_output=True, text=True, check=True)
    return "--cache" in told.stdout


def code() -> str:
    """A name for the code that is measured: another one afterwards, and somebody worked on it meanwhile."""
    files = [REPOSITORY / "build.py", *sorted((REPOSITORY / "broadsheet").rglob("*.py"))]
    files += [file for file in sorted((REPOSITORY / "layouts").rglob("*")) if file.is_file()]
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.relative_to(REPOSITORY)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Place:
    """A checkout: content, layouts, the site, and the store that CI would save and restore."""

    folder: Path

    def __truediv__(self, name: str) -> Path:
        return self.folder / name


@dataclass
class Paper:
    """A newspaper that is built over and over, with an edit between; `home` is a copy of the corpus."""

    corpus: corpora.Corpus
    folder: Path
    store: bool
    limit: float
    edited: int = 0

    @cached_property
    def home(self) -> Place:
        """Where it is edited and built."""
        place = Place(self.folder / "home")
        corpora.copy(self.corpus, place / "content")
        shutil.copytree(REPOSITORY / "layouts", place / "layouts", copy_function=shutil.copyfile)
        corpora.warm(place / "content")
        return place

    def cold(self) -> Run:
        """Everything from nothing, into nothing."""
        remove(self.home / "site")
        remove(self.home / ".broadsheet")
        run, report = self._build(self.home)
        expected = self.corpus.articles, self.corpus.links
        if not self.edited and (report["articles"], report["links"]) != expected:
            raise FailedError(
                f"{report['articles']} articles and {report['links']} links instead of {expected}"
            )
        return run

    def nothing(self) -> Run:
        """Nothing changed."""
        run, report = self._build(self.home)
        if report["rendered"] or report["removed"]:
            raise FailedError(f"nothing changed, but {len(report['rendered'])} files were written")
        return run

    def edit(self) -> Run:
        """The body of one article changed: in turn one of the newest, in the feed, and an old one."""
        path, sentence = self._next_edit()
        edits.correct(self.home / "content" / path, sentence)
        return self._build_showing(self.home, sentence)

    def new(self) -> Run:
        """One article more: a story of the archive told again today."""
        _, sentence = self._next_edit()
        content, model, latest = self.home / "content", self.corpus.archive[0], self.corpus.newest[0]
        edits.add(content / model, f"new-{self.edited}", content / latest, self.edited, sentence)
        return self._build_showing(self.home, sentence)

    def clone_and_home(self) -> dict[str, Run]:
        """The same edit in a fresh clone, with store and site restored, and at home; in turn one is first."""
        path, sentence = self._next_edit()
        clone = Place(self.folder / "elsewhere" / "clone")
        remove(clone.folder)
        # Files are copied without their times, so that all of them are new here.
        shutil.copytree(self.home.folder, clone.folder, copy_function=shutil.copyfile)
        places = {"home": self.home, "clone": clone}
        for place in places.values():
            edits.correct(place / "content" / path, sentence)
        order = sorted(places, reverse=self.edited % 2 == 0)
        return {name: self._build_showing(places[name], sentence) for name in order}

    def _next_edit(self) -> tuple[str, str]:
        """The path of an article, and a sentence that stands nowhere yet."""
        self.edited += 1
        paths = self.corpus.newest if self.edited % 2 else self.corpus.archive
        return paths[self.edited % len(paths)], f"Corrected for the benchmark, time {self.edited}."

    def _build_showing(self, place: Place, sentence: str) -> Run:
        """Build, and see that a page that was rendered has the sentence."""
        run, report = self._build(place)
        pages = (
            place / "site" / (url.lstrip("/") + "index.html") for url in report["rendered"] if url[-1:] == "/"
        )
        if not any(sentence in page.read_text(encoding="utf-8") for page in pages):
            raise FailedError(f"an article changed, but no page that was rendered has '{sentence}'")
        return run

    def _build(self, place: Place) -> tuple[Run, dict[str, Any]]:
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        words = [*PROGRAM, "build", "--quiet", "--now", self.corpus.now, "--report", str(report)]
        for name in ("content", "layouts"):
            words += [f"--{name}", str(place / name)]
        words += ["--output", str(place / "site")]
        if self.store:
            words += ["--cache", str(place / ".broadsheet")]
        run = clock(Command(tuple(words), place.folder), self.folder / "broadsheet.log", self.limit)
        return run, json.loads(report.read_text(encoding="utf-8"))
