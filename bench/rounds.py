"""Running: each program in turn, round after round (A B A B), so that a slow minute hits all."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import corpora
import ours
from peers.eleventy import Eleventy
from peers.hugo import BY_ITSELF, Hugo
from peers.nikola import Nikola
from stopwatch import Command, FailedError, Run, clock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from corpora import Corpus
    from peers import Peer

T = TypeVar("T")


class Sample(NamedTuple):
    """What is run: a program, what it is run for, and on how many articles."""

    program: str
    action: str
    size: int


# In this order in each round. What changes the newsroom comes after what must not see it changed.
ACTIONS = (
    ("broadsheet", "help"),
    ("broadsheet", "cold"),
    ("hugo", "cold"),
    ("eleventy", "cold"),
    ("hugo-default", "cold"),
    ("broadsheet", "nothing"),
    ("nikola", "nothing"),
    ("broadsheet", "edit"),
    ("broadsheet", "new"),
    ("broadsheet", "home"),
    ("broadsheet", "clone"),
    ("files", "list"),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the person at the keyboard chose."""

    work: Path
    generator: str | None
    runs: int
    limit: float
    store: bool


@dataclass(frozen=True, slots=True)
class Results:
    """All runs of each sample, and why a sample has none."""

    runs: dict[Sample, list[Run]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[Sample, str] = field(default_factory=dict)


def peers(setting: Setting) -> Mapping[str, Peer]:
    """The other programs, each in a folder of the work folder."""
    tools = setting.work / "tools"
    known: tuple[Peer, ...] = (
        Hugo(tools / "hugo"),
        Hugo(tools / "hugo", "hugo-default", BY_ITSELF),
        Eleventy(tools / "eleventy"),
        Nikola(tools / "nikola"),
    )
    return {peer.name: peer for peer in known}


def run(wanted: Collection[Sample], setting: Setting, results: Results) -> None:
    """Measure what is wanted, one size after the other, into the results."""
    for size in sorted({sample.size for sample in wanted}):
        actions = [Sample(*action, size) for action in ACTIONS if Sample(*action, size) in wanted]
        setting.work.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="trial-", dir=setting.work) as folder:
            _rounds(actions, Trial(size, setting, Path(folder)), results)


def after_a_build(sample: Sample) -> bool:
    """Whether it is broadsheet building once more what it has built: what a store is for."""
    return sample.program == "broadsheet" and sample.action in ("nothing", "edit", "new", "home", "clone")


def _rounds(actions: list[Sample], trial: Trial, results: Results) -> None:
    trial.prepare(actions, results)
    for number in range(1, trial.setting.runs + 1):
        for sample in actions:
            # A clone is measured together with its home. Nothing is asked again of who failed at it, and
            # no edit of who could not build at all.
            if sample.action == "home" or {sample, sample._replace(action="cold")} & results.failed.keys():
                continue
            found = _tried(sample, partial(trial.measure, sample), results) or {}
            for name, one in found.items():
                results.runs[sample._replace(action=name)].append(one)
                say(f"{name:8} {sample.program:13} {_figures(one)}", trial, number)


def _tried(sample: Sample, action: Callable[[], T], results: Results) -> T | None:
    try:
        return action()
    except (FailedError, RuntimeError, OSError, subprocess.SubprocessError) as error:
        results.failed[sample] = str(error)
        print(f"{sample.program} {sample.action} failed: {error}", file=sys.stderr)
        return None


@dataclass
class Trial:
    """All programs on one newsroom, each with its own copy of it."""

    size: int
    setting: Setting
    folder: Path

    @cached_property
    def corpus(self) -> Corpus:
        """The newsroom."""
        return corpora.get(self.setting.work, self.setting.generator, self.size)

    @cached_property
    def paper(self) -> ours.Paper:
        """broadsheet's copy."""
        return ours.Paper(self.corpus, self.folder, self.setting.store, self.setting.limit)

    @cached_property
    def peers(self) -> Mapping[str, Peer]:
        """The others."""
        return peers(self.setting)

    def prepare(self, actions: list[Sample], results: Results) -> None:
        """Install and convert, and build once whatever is only measured after a first build."""
        for sample in actions:
            if sample.program in self.peers:
                _tried(sample, partial(self._prepare_peer, sample.program), results)
        first = Sample("broadsheet", "cold", self.size)
        if first not in actions and any(map(after_a_build, actions)):
            say("building once", self)
            _tried(first, self.paper.cold, results)

    def measure(self, sample: Sample) -> dict[str, Run]:
        """Run a sample once; a clone comes with its home."""
        if sample.program in self.peers:
            return {sample.action: self._peer(sample)}
        if sample.action == "clone":
            return self.paper.clone_and_home()
        return {sample.action: self._alone(sample.action)()}

    def _alone(self, action: str) -> Callable[[], Run]:
        return {
            "help": lambda: self._clock(ours.help_command()),
            "list": lambda: self._clock(_listing(self.paper.home / "content")),
            "cold": lambda: self.paper.cold(),
            "nothing": lambda: self.paper.nothing(),
            "edit": lambda: self.paper.edit(),
            "new": lambda: self.paper.new(),
        }[action]

    def _prepare_peer(self, name: str) -> None:
        peer, project = self.peers[name], self.folder / name
        say(f"preparing {name}", self)
        peer.install()
        peer.convert(self.corpus.folder, project)
        corpora.warm(project)
        if name == "nikola":
            self._clock(peer.build(project))

    def _peer(self, sample: Sample) -> Run:
        peer, project = self.peers[sample.program], self.folder / sample.program
        if sample.action == "cold":
            peer.clear(project)
        run = self._clock(peer.build(project))
        made = peer.articles_made(project)
        if made != self.corpus.articles:
            raise FailedError(f"{sample.program} made {made} articles of {self.corpus.articles}")
        return run

    def _clock(self, command: Command) -> Run:
        return clock(command, self.folder / "program.log", self.setting.limit)


def say(text: str, trial: Trial, number: int | None = None) -> None:
    """Tell the person who waits."""
    what = f"{trial.size:7,} articles, " if trial.size else " " * 18
    which = f"round {number} of {trial.setting.runs}: " if number else ""
    print(f"{what}{which}{text}", file=sys.stderr, flush=True)


def _figures(run: Run) -> str:
    return f"{run.wall:9.2f} s {run.memory / 1e6:7,.0f} MB"


def _listing(content: Path) -> Command:
    return Command(
        (sys.executable, "-I", "-S", str(Path(__file__).with_name("listing.py")), str(content)), content
    )
