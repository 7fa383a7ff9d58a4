"""Workers: the hands that read and render. A stage is given a `map`; whose it is makes no difference."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")
U = TypeVar("U")

FEW = 400
"""Documents. Below it, starting processes costs more than they save."""
CHUNK = 50


class Workers(Protocol):
    """Anything with the `map` of a `concurrent.futures.Executor`: picklable values in, results in order."""

    def map(self, fn: Callable[[T], U], iterable: Iterable[T], /) -> Iterator[U]:
        """`fn` of each value, in the order of the values."""


class InProcess:
    """The `map` that starts nothing."""

    def map(self, fn: Callable[[T], U], iterable: Iterable[T], /) -> Iterator[U]:
        """`fn` of each value, when it is asked for."""
        return map(fn, iterable)


@contextmanager
def workers(jobs: int, documents: int) -> Iterator[Workers]:
    """As many processes as `jobs`, or none where one process does it sooner; ended on leaving."""
    if jobs == 1 or documents < FEW:
        yield InProcess()
        return
    # fork: a worker begins with every module loaded. We start no threads that a fork could cut off.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    with ProcessPoolExecutor(jobs, multiprocessing.get_context(method)) as executor:
        yield executor


def usable_cores() -> int:
    """The processors this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The values in runs of `size`: one message to a worker carries a run."""
    return (values[start : start + size] for start in range(0, len(values), size))
