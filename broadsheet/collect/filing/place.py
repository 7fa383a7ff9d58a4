"""Place: where what was collected is put: the folder `content/` itself, or a branch of its repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


BYTES = "surrogateescape"
"""A byte that is no UTF-8 comes out of a file's text as it went in: an editor's file loses none by us."""


class Place(Protocol):
    """The files of `content/`, by their paths below it."""

    @property
    def root(self) -> Path:
        """Where `content/` is on this disk."""

    def read(self, path: str) -> str | None:
        """The text of a file, None where there is none."""

    def has(self, path: str) -> bool:
        """Whether something stands at a path, file or not."""

    def put(self, new: Mapping[str, str], changed: Mapping[str, str], message: str) -> str:
        """Put new files, none of which may stand there yet, then change others; and say where they are."""


@dataclass(frozen=True, slots=True)
class Folder:
    """`content/` on this disk."""

    root: Path

    def read(self, path: str) -> str | None:
        """The text of a file, None where there is none. Raises OSError where there is and can't be read."""
        try:
            return (self.root / path).read_bytes().decode("utf-8", BYTES)
        except FileNotFoundError:
            return None

    def has(self, path: str) -> bool:
        """Whether something stands at a path; a symbolic link that leads nowhere does too."""
        return os.path.lexists(self.root / path)

    def put(self, new: Mapping[str, str], changed: Mapping[str, str], message: str) -> str:  # noqa: ARG002 - a folder keeps none
        """New files first: a run that is killed between leaves a link that the next run finds and remembers.

        The other way round it would leave a line for a link that nobody ever sees. Raises OSError.
        """
        for path, text in new.items():
            file = self.root / path
            _make_folder(self.root, file.parent)
            write(file, text, is_new=True)
        for path, text in changed.items():
            write(self.root / path, text, is_new=False)
        return ""


def write(file: Path, text: str, *, is_new: bool) -> None:
    """Write a file beside its place, then into it. What is new never replaces what somebody else wrote."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(text.encode("utf-8", BYTES))
    if is_new:
        try:
            os.link(beside, file)  # unlike a rename, fails where there is a file
        except FileExistsError:
            pass
        except OSError:  # a disk without hard links
            with file.open("xb") as made:
                made.write(text.encode("utf-8", BYTES))
        beside.unlink()
    else:
        beside.replace(file)


def _make_folder(root: Path, folder: Path) -> None:
    """Make a folder and those above it. None may be a link: it would lead out of `content/` perhaps."""
    if folder == root:
        return
    _make_folder(root, folder.parent)
    if folder.is_symlink():
        raise OSError(0, "a symbolic link stands where a folder must be", str(folder))
    folder.mkdir(exist_ok=True)
