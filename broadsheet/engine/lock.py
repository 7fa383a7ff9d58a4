"""Lock: one build at a time for each store and each output folder."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def alone(folders: tuple[Path, ...], wait: Callable[[], None]) -> Iterator[list[int]]:
    """Hold those of `folders` that are there; where another build has one, call `wait` and stand in line.

    Gives the handles on which the locks hang. The lock is the kernel's, on the folder itself: it leaves no
    file, and a killed build leaves no lock. Where the system has none (Windows), nothing is held.
    """
    held: list[int] = []
    try:
        for folder in sorted({folder.resolve() for folder in folders if folder.is_dir()}):
            held.append(os.open(folder, os.O_RDONLY))
            _lock(held[-1], wait)
        yield held
    finally:
        for handle in held:
            os.close(handle)


def _lock(handle: int, wait: Callable[[], None]) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        wait()
        fcntl.flock(handle, fcntl.LOCK_EX)
