"""Workers: the hands that read and render. A stage is given a `map`; whose it is makes no difference."""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
U = TypeVar("U")

FEW = 300
"""Documents or pages. Below it, starting processes costs more than they save."""
CHUNK = 40
AHEAD = 4
"""Runs that wait for each process: enough that none is ever idle, few enough that little is in memory."""


class Workers(Protocol):
    """Anything with the `map` of a `concurrent.futures.Executor`: picklable values in, results in order."""

    def map(self, fn: Callable[[T], U], iterable: Iterable[T], /) -> Iterator[U]:
        """`fn` of each value, in the order of the values."""


class Hands:
    """The workers of one build. They are called when there is enough to do for the first time."""

    def __init__(self, jobs: int, workers: Workers | None = None, to_close: Sequence[int] = ()) -> None:
        """As many processes as `jobs`, or the `workers` of somebody else.

        `to_close` are the handles that none of our processes may hold on to, for the lock hangs on them.
        """
        self._jobs = jobs
        self._workers = workers
        self._own: ProcessPoolExecutor | None = None
        self._to_close = tuple(to_close)

    def map(
        self, fn: Callable[[T], U], runs: Iterable[T], count: int, few: int = FEW, ahead: int = AHEAD
    ) -> Iterator[U]:
        """`fn` of each run, in their order; in this process where there are `few` things to do in all.

        So many runs wait `ahead` for each process, and as many again are in memory.
        """
        if count < few or self._jobs == 1:
            return map(fn, runs)
        return _ahead(self._workers or self._called(), fn, iter(runs), self._jobs * ahead)

    def close(self) -> None:
        """Send our own workers home."""
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)

    def _called(self) -> Workers:
        # Imported by those who need them: 25 ms that an edit of one article doesn't pay.
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # fork: a worker begins with every module loaded. We start no threads that a fork could cut off.
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
        self._own = self._own or ProcessPoolExecutor(
            self._jobs, multiprocessing.get_context(method), _begin, (self._to_close, os.getpid())
        )
        return self._own


@contextmanager
def hands(jobs: int | None, workers: Workers | None, to_close: Sequence[int]) -> Iterator[Hands]:
    """Hands for one build: by default as many as there are processors; our own are sent home on leaving."""
    made = Hands(jobs or usable_cores(), workers, to_close)
    try:
        yield made
    finally:
        made.close()


def usable_cores() -> int:
    """The processors this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The values in runs of `size`: one message to a worker carries a run."""
    iterator = iter(values)
    while run := list(islice(iterator, size)):
        yield run


def _ahead(workers: Workers, fn: Callable[[T], U], runs: Iterator[T], ahead: int) -> Iterator[U]:
    """`fn` of each run, `ahead` of them handed out before the first is back, and never many more."""
    out: deque[Iterator[U]] = deque()
    for some in chunks(runs, ahead):
        out.append(workers.map(fn, some))
        if len(out) > 1:
            yield from out.popleft()
    for one in out:
        yield from one


def _begin(to_close: Sequence[int], parent: int) -> None:
    """A worker's first act: let go of the lock, and see to it that it ends when the build is killed."""
    import threading

    for handle in to_close:
        os.close(handle)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    import time

    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
