"""Judging: what was run becomes a line of the table, with its ratio, its bar and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from rounds import after_a_build

if TYPE_CHECKING:
    from collections.abc import Callable

    from rounds import Results, Sample
    from stopwatch import Run

LIKE_THIS = 1.2  # "linear within 20 %", and as much for "flat"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. A ratio is ours by theirs: less is better, as with everything here."""

    name: str
    measure: str
    corpus: str
    ours: str
    peer: str
    ratio: float | None
    bar: str
    stretch: str
    verdict: str


def wall(run: Run) -> float:
    """How long somebody waited."""
    return run.wall


def memory(run: Run) -> float:
    """What the largest process held."""
    return run.memory


def seconds(value: float) -> str:
    """`12.3 s`."""
    return f"{value:,.1f} s" if value >= 10 else f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def megabytes(value: float) -> str:
    """`812 MB`."""
    return f"{value / 1e6:,.0f} MB"


def times(ratio: float) -> str:
    """`0.48 ×`, or `1/37` where that is easier to read."""
    return f"{ratio:.2f} ×" if ratio > 0.2 else f"1/{1 / ratio:,.0f}"


@dataclass(frozen=True, slots=True)
class Against:
    """Our time against somebody's, or against our own at something else."""

    name: str
    title: str
    ours: Sample
    peer: Sample
    bar: float
    stretch: float | None
    meant: int

    @property
    def needs(self) -> tuple[Sample, ...]:
        """Both."""
        return self.ours, self.peer

    def row(self, results: Results, store: bool) -> Row:
        """The ratio, which is what counts."""
        mine, theirs = (_median(results, sample, wall) for sample in self.needs)
        ratio = mine / theirs if mine and theirs else None
        return Row(
            self.name, self.title, f"{self.ours.size:,}",
            _shown(mine, seconds), _shown(theirs, seconds), ratio,
            f"≤ {times(self.bar)}", f"≤ {times(self.stretch)}" if self.stretch else "",
            _verdict(ratio, (self.bar, self.stretch), self.needs, self.meant, results, store),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alone:
    """A figure of our own that has a bar of its own."""

    name: str
    title: str
    ours: Sample
    quantity: Callable[[Run], float]
    shown: Callable[[float], str]
    bar: float
    stretch: float | None
    meant: int

    @property
    def needs(self) -> tuple[Sample, ...]:
        """The one."""
        return (self.ours,)

    def row(self, results: Results, store: bool) -> Row:
        """The figure against its bar; there is no ratio."""
        value = _median(results, self.ours, self.quantity)
        return Row(
            self.name, self.title, f"{self.ours.size:,}" if self.ours.size else "",
            _shown(value, self.shown), "", None,
            f"≤ {self.shown(self.bar)}", f"≤ {self.shown(self.stretch)}" if self.stretch else "",
            _verdict(value, (self.bar, self.stretch), self.needs, self.meant, results, store),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Growth:
    """How a figure grows with the corpus, less what is `spared`: the worst of all steps to a larger size."""

    name: str
    title: str
    asked: str
    samples: tuple[Sample, ...]
    spared: tuple[Sample, ...]
    scaled: Callable[[float, int], float]

    @property
    def needs(self) -> tuple[Sample, ...]:
        """All sizes."""
        return *self.samples, *self.spared

    def row(self, results: Results, store: bool) -> Row:
        """The worst ratio of a larger size to a smaller one."""
        values = self._values(results)
        steps = [b / a for i, a in enumerate(values) for b in values[i + 1 :] if a > 0]
        ratio = max(steps) if len(values) == len(self.samples) and steps else None
        return Row(
            self.name, self.title, " → ".join(f"{sample.size:,}" for sample in self.samples),
            " → ".join(f"{value * 1000:.2f} ms" for value in values), "", ratio,
            f"≤ {times(LIKE_THIS)} ({self.asked})", "",
            _verdict(ratio, (LIKE_THIS, None), self.needs, 100_000, results, store),
        )  # fmt: skip

    def _values(self, results: Results) -> list[float]:
        values = []
        for place, sample in enumerate(self.samples):
            value = _median(results, sample, wall)
            less = _median(results, self.spared[place], wall) if self.spared else 0
            if value is not None and less is not None:
                values.append(self.scaled(value - less, sample.size))
        return values


def _median(results: Results, sample: Sample, quantity: Callable[[Run], float]) -> float | None:
    runs = results.runs.get(sample)
    return median(map(quantity, runs)) if runs else None


def _shown(value: float | None, shown: Callable[[float], str]) -> str:
    return "" if value is None else shown(value)


def _verdict(
    value: float | None,
    figures: tuple[float, float | None],
    samples: tuple[Sample, ...],
    meant: int,
    results: Results,
    store: bool,
) -> str:
    """Which of the two figures is met; or why that cannot be said: then nothing is claimed."""
    asked = {*samples, *(one._replace(action="cold") for one in samples)}
    failed = sorted(f"{one.program} {one.action}" for one in asked & results.failed.keys())
    largest = max(one.size for one in samples)
    if failed:
        return f"{', '.join(failed)} failed"
    if value is None:
        return "not measured"
    if not store and any(map(after_a_build, samples)):
        return "no verdict: there is no store yet, this is a full build"
    if largest != meant:
        return f"no verdict: the bar is for {meant:,}"
    bar, stretch = figures
    if stretch is not None and value <= stretch:
        return "meets stretch"
    return "meets bar" if value <= bar else "misses bar"
