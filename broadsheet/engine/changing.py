"""Changing: after a build, what has changed since the last publication, or without one since the last
build.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from broadsheet.publish import changes, manifest, published

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.engine.store import Store


class Changing:
    """Made before a build publishes anything: where nothing was ever published by `publish`, changes are
    counted from what stands in the output now.
    """

    def __init__(self, folder: Path, output: Path) -> None:
        self._folder, self._output = folder, output
        self._last = published.stamp(folder)
        self._before = b"" if self._last else _read(output / manifest.NAME)

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
                after = _read(self._output / manifest.NAME)
                found = changes.NONE
                if after != self._before:
                    found = changes.between(self._before.splitlines(), after.splitlines())
                published.note(self._folder, found, "build", base_url)
            memory.put("changes", counted)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
