"""Changing: after a build, what has changed since the last publication, or without one since the last
build.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from broadsheet.publish import changes, manifest, published

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from broadsheet.engine.store import Store
    from broadsheet.publish.changes import Changes


class Changing:
    """Made before a build publishes anything: where nothing was ever published by `publish`, changes are
    counted from what stands in the output now.
    """

    def __init__(self, folder: Path, output: Path) -> None:
        self._folder, self._output = folder, output
        self._last = published.stamp(folder)
        # Held open, so that it can be read after another has taken its place, and needn't be where none has.
        self._before = None if self._last else _opened(output / manifest.NAME)
        self._stood = _stamp(output / manifest.NAME)

    def note(self, memory: Store, base_url: str) -> None:
        """Write down what has changed. Where the folder of the store can't be written, nobody is told."""
        now = memory.get("manifest")
        counted = f"{self._last}\n{base_url}\n".encode() + now
        if self._last and memory.get("changes") == counted and (self._folder / published.CHANGES).exists():
            return
        with suppress(OSError):
            if self._last:
                published.note(
                    self._folder, published.since(self._folder, self._output), "publication", base_url
                )
            else:
                published.note(self._folder, self._since_before(), "build", base_url)
            memory.put("changes", counted)

    def _since_before(self) -> Changes:
        """What differs from what stood in the output before this build."""
        after = self._output / manifest.NAME
        if _stamp(after) == self._stood:
            if self._before is not None:
                self._before.close()
            return changes.NONE
        with after.open("rb") as new:
            if self._before is None:
                return changes.between((), new)
            with self._before as old:
                return changes.between(old, new)


def _opened(file: Path) -> BinaryIO | None:
    try:
        return file.open("rb")
    except OSError:
        return None


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino
