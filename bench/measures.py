"""The measures: what is compared with what, and which figure was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from judging import Against, Alone, Growth, megabytes, memory, seconds, wall
from rounds import Sample

if TYPE_CHECKING:
    from judging import Row
    from rounds import Results


@dataclass(frozen=True, slots=True)
class Sizes:
    """Which corpus each measure is taken on: peers on `compared`, what must scale on `large`."""

    all: tuple[int, ...]
    compared: int
    large: int
    nikola: int

    @classmethod
    def of(cls, sizes: list[int]) -> Sizes:
        """The roles of the sizes that were asked for; no peer is given more than 10,000 articles."""
        ordered = tuple(sorted(set(sizes)))
        compared = max((size for size in ordered if size <= 10_000), default=ordered[0])
        return cls(ordered, compared, ordered[-1], min(2_000, compared))


class Measure(Protocol):
    """What is measured for one row."""

    @property
    def name(self) -> str:
        """What `--only` knows it by."""

    @property
    def needs(self) -> tuple[Sample, ...]:
        """All that must be run for it."""

    def row(self, results: Results, store: bool) -> Row:
        """What came out of it."""


def measures(sizes: Sizes) -> tuple[Measure, ...]:
    """All of them, in the order of the table."""
    return *_against_others(sizes), *_large(sizes), *_growth(sizes)


def _against_others(sizes: Sizes) -> tuple[Measure, ...]:
    size, cold, edit = sizes.compared, ours("cold", sizes.compared), ours("edit", sizes.compared)
    hugo, as_it_is = Sample("hugo", "cold", size), Sample("hugo-default", "cold", size)
    eleventy, nikola = Sample("eleventy", "cold", size), Sample("nikola", "nothing", sizes.nikola)
    small = ours("edit", sizes.nikola)
    half, tenths = (1 / 2, 1 / 4), (1, 0.6)
    sixtieth, twentieth = (1 / 60, 1 / 120), (1 / 20, 1 / 40)
    return (
        Against("cold-hugo", "cold; hugo, `Related` by tags", cold, hugo, *half, 10_000),
        Against("cold-hugo-default", "cold; hugo, `Related` as it is", cold, as_it_is, *half, 10_000),
        Against("cold-eleventy", "cold; eleventy, nothing related", cold, eleventy, *tenths, 10_000),
        Against("edit-eleventy", "body edit; eleventy cold", edit, eleventy, *twentieth, 10_000),
        Against("edit-hugo", "body edit; hugo cold, by tags", edit, hugo, *sixtieth, 10_000),
        Against("edit-hugo-default", "body edit; hugo cold, as it is", edit, as_it_is, *sixtieth, 10_000),
        Against("edit-nikola", "body edit; Nikola, nothing changed", small, nikola, *twentieth, 2_000),
    )


def _large(sizes: Sizes) -> tuple[Measure, ...]:
    size, clone, home = sizes.large, ours("clone", sizes.compared), ours("home", sizes.compared)
    cold, new, nothing = ours("cold", size), ours("new", size), ours("nothing", size)
    return (
        Alone("new", "new article", new, wall, seconds, 3, 1.5, 100_000),
        Alone("nothing", "nothing changed", nothing, wall, seconds, 1.5, 0.8, 100_000),
        Against("clone", "body edit in a fresh clone, store restored; at home", clone, home, 2, None, 10_000),
        Alone("memory", "peak memory, cold", cold, memory, megabytes, 1e9, 500e6, 100_000),
        Alone("help", "`build.py --help`", ours("help", 0), wall, seconds, 0.1, None, 0),
    )


def _growth(sizes: Sizes) -> tuple[Measure, ...]:
    cold = tuple(ours("cold", size) for size in sizes.all)
    edit = tuple(ours("edit", size) for size in sizes.all)
    listing = tuple(Sample("files", "list", size) for size in sizes.all)
    return (
        Growth("growth-cold", "growth: cold, an article", "linear within 20 %", cold, (), _each),
        Growth("growth-edit", "growth: body edit less listing the files", "flat", edit, listing, _whole),
    )


def _each(value: float, size: int) -> float:
    return value / size


def _whole(value: float, _: int) -> float:
    return value


def ours(action: str, size: int) -> Sample:
    """A sample of broadsheet."""
    return Sample("broadsheet", action, size)
