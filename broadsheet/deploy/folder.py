"""Folder: a target on this machine, or on a disk that looks like it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.deploy.targets import Unreachable
from broadsheet.publish import output
from broadsheet.publish.output import Upload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from broadsheet.deploy.plan import Put


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to publish into; made if it isn't there. Each file is written beside its place and renamed."""

    site: Path
    into: Path

    def read(self, file: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        with _whole(self.into):
            try:
                return (self.into / file).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def found(self, files: Sequence[str]) -> Mapping[str, str]:
        """The digests of those that are there."""
        with _whole(self.into):
            digests = {file: output.digest(self.into, file) for file in files}
        return {file: digest for file, digest in digests.items() if digest}

    def put(self, puts: Sequence[Put]) -> None:
        """Copy files of the site."""
        with _whole(self.into):
            output.put([Upload(put.file, self.site / put.file, stays=True) for put in puts], self.into)

    def write(self, file: str, content: bytes) -> None:
        """Write a file."""
        with _whole(self.into):
            output.sweep(self.into)  # what a killed publication left half written; its journal still says
            self.into.mkdir(parents=True, exist_ok=True)
            output.put([Upload(file, content)], self.into)

    def delete(self, files: Sequence[str]) -> None:
        """Delete files, and the folders that this leaves empty."""
        with _whole(self.into):
            output.delete(files, self.into)


@contextmanager
def _whole(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or into
        raise Unreachable(f"{where}: {error.strerror or error}") from error
