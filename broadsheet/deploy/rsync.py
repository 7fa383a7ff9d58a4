"""Rsync: a target that the program of this name reaches, over ssh, at a daemon, or in a folder.

Each round is a run of its own with a list of exactly its files: rsync by itself has no order that a reader
could rely on, and its `--delete` takes strangers' files for old ones of ours.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.deploy.targets import Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from broadsheet.deploy.plan import Put

_NOTHING_THERE = 23
"""Its status for a partial transfer; of a folder that isn't there yet, with these words."""
_VANISHED = 24
"""Its status where a file that it was told to send isn't there."""
_INSTALL = "Install it (apt install rsync), here and where it sends to."
_SSH = "ssh -o BatchMode=yes"
"""Asks nothing: in the middle of the night nobody would answer."""


@dataclass(frozen=True, slots=True)
class Rsync:
    """A place as rsync writes it: `user@host:/folder`, `rsync://host/module/folder` or `/folder`."""

    site: Path
    into: str

    def read(self, file: str) -> bytes | None:
        """The bytes of a file, None where there is none."""
        with tempfile.TemporaryDirectory(prefix="broadsheet-") as scratch:
            wanted = ("--dirs", f"--include=/{file}", "--exclude=*")
            self._run(*wanted, "--", self._place, f"{scratch}/", may_lack=True)
            got = Path(scratch) / file
            return got.read_bytes() if got.is_file() else None

    def found(self, files: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002 - a target is asked so
        """Nothing: rsync itself compares what it is to send, and sends no byte of what is there already."""
        return {}

    def put(self, puts: Sequence[Put]) -> None:
        """Send files of the site."""
        self._send(self.site, (put.file for put in puts))

    def write(self, file: str, content: bytes) -> None:
        """Write a file."""
        with tempfile.TemporaryDirectory(prefix="broadsheet-") as scratch:
            (Path(scratch) / file).write_bytes(content)
            self._send(Path(scratch), (file,))

    def delete(self, files: Sequence[str]) -> None:
        """Delete files, and the folders that this leaves empty.

        To send what is missing, with `--delete-missing-args`, is to delete it there: exactly the files of a
        list. A folder that isn't empty stays, with a word that nobody need read.
        """
        folders = {above for file in files for above in _above(file)}
        deepest = max((folder.count("/") for folder in folders), default=-1)
        levels = [
            [one for one in sorted(folders) if one.count("/") == depth] for depth in range(deepest, -1, -1)
        ]
        with tempfile.TemporaryDirectory(prefix="broadsheet-") as nothing:
            for some in (files, *levels):
                self._send(Path(nothing), some, "--delete-missing-args", may_lack=True)

    def _send(self, folder: Path, files: Iterable[str], *more: str, may_lack: bool = False) -> None:
        """Send files of a folder, compared by their bytes: times say little after a build elsewhere."""
        listed = "\0".join(files).encode("utf-8", "surrogateescape")
        how = (
            "--times",
            "--checksum",
            "--chmod=D755,F644",
            "--mkpath",
            "--no-implied-dirs",
            "--from0",
            "--files-from=-",
        )
        self._run(*how, *more, "--", f"{folder}/", self._place, said=listed, may_lack=may_lack)

    @property
    def _place(self) -> str:
        return self.into.rstrip("/") + "/"

    def _run(self, *words: str, said: bytes = b"", may_lack: bool = False) -> None:
        command = ("rsync", "--timeout=60", *words)
        environment = {"RSYNC_RSH": _SSH, **os.environ, "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603 - rsync, with our own words and a place from site.yaml
                command, input=said, env=environment, capture_output=True, check=False
            )
        except OSError as error:
            raise Unreachable(f"rsync can't be run: {error.strerror}", _INSTALL) from error
        if done.returncode == 0:
            return
        told = done.stderr.decode("utf-8", "replace").strip()
        is_not_there = done.returncode == _NOTHING_THERE and "No such file or directory" in told
        if may_lack and (is_not_there or done.returncode == _VANISHED):
            return
        raise Unreachable(_first(told) or f"rsync ended with status {done.returncode}")


def _above(file: str) -> list[str]:
    """The folders in which a file lies, below the place."""
    parts = file.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _first(told: str) -> str:
    """The first line that says what is wrong; the last only says where in rsync's source."""
    lines = (line.strip() for line in told.splitlines())
    return next((line for line in lines if line and not line.startswith("rsync error")), "")
