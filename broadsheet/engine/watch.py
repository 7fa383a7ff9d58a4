"""Watch: how long each stage took, and a bar for whoever is waiting."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    T = TypeVar("T")


class Bar(Protocol):
    """Draws how far a stage has come."""

    def __call__(self, steps: Iterable[T], label: str, total: int) -> Iterable[T]:
        """The same steps, each drawn as it is taken."""


class Watch:
    """Seconds by stage, in the order in which the stages began."""

    def __init__(self, bar: Bar | None = None) -> None:
        """Without a `bar` nothing is drawn."""
        self.seconds: dict[str, float] = {}
        self._bar = bar
        self._begun = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def steps(self, steps: Iterable[T], label: str, total: int) -> Iterable[T]:
        """The same steps, drawn as they are taken where someone watches."""
        return self._bar(steps, label, total) if self._bar else steps

    def wait(self) -> None:
        """Say that another build is at work and that this one stands in line."""
        sys.stderr.write("Another build of this site is running; waiting for it to end.\n")

    def total(self) -> float:
        """Seconds since the watch was made."""
        return time.perf_counter() - self._begun


def bar_for_people() -> Bar | None:
    """A bar on stderr when it is a terminal, after half a second; none in a pipe or a CI log."""
    if not sys.stderr.isatty():
        return None

    def bar(steps: Iterable[T], label: str, total: int) -> Iterable[T]:
        from tqdm import tqdm  # 20 ms, paid only by those who watch

        return tqdm(steps, desc=label, total=total, delay=0.5, leave=False, file=sys.stderr)

    return bar
