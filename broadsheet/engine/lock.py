"""Lock: one build at a time for each store and each output folder."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def alone(folders: tuple[Path, ...], wait: Callable[[], None]) -> Iterator[list[int]]:
    """Hold `folders`; where another build has one, call `wait` and stand in line.

    Gives the handles on which the locks hang. The lock is the kernel's, on the folder itself: it leaves no
    file, and a killed build leaves no lock. A folder that isn't there is made, or two first builds would not
    meet; it goes again if nothing came into it. What can't be made isn't held, nor is anything where the
    system has no such locks (Windows).
    """
    held: list[int] = []
    made: list[Path] = []
    try:
        for folder in sorted({folder.resolve() for folder in folders}):
            with suppress(OSError):
                held.append(_hold(folder, made, wait))
        yield held
    finally:
        for folder in sorted(made, reverse=True):  # what lies in another comes before it
            with suppress(OSError):  # there is something in it
                folder.rmdir()
        for handle in held:
            os.close(handle)


def _hold(folder: Path, made: list[Path], wait: Callable[[], None]) -> int:
    """The handle on which the lock of a folder hangs, held by us alone. Adds to `made` what was not there."""
    while True:
        made += (one for one in (folder, *folder.parents) if not one.exists())
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            _lock(handle, wait)
            # Who had the lock may have taken the folder away; another build may hold a new one by now.
            if folder.is_dir() and os.path.samestat(os.fstat(handle), folder.stat()):
                return handle
        except BaseException:
            os.close(handle)
            raise
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
