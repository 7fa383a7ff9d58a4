"""Installing peers, and the few things all of them do with files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def pip(folder: Path, *requirements: str) -> None:
    """Install from PyPI into a virtual environment of its own, once for the same requirements."""
    venv = folder / "venv"
    _once(
        folder,
        requirements,
        (sys.executable, "-m", "venv", str(venv)),
        (str(venv / "bin/python"), "-m", "pip", "install", "--disable-pip-version-check", *requirements),
    )


def npm(folder: Path, *packages: str) -> None:
    """Install from npm into a prefix of its own, once for the same packages."""
    _once(folder, packages, ("npm", "install", "--no-fund", "--no-audit", "--prefix", str(folder), *packages))


def put(file: Path, text: str) -> None:
    """Write a file, and the folder it stands in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def remove(path: Path) -> None:
    """Take away a folder or a file, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _once(folder: Path, wanted: Sequence[str], *commands: Sequence[str]) -> None:
    note = folder / "installed.txt"
    text = "\n".join(wanted) + "\n"
    if note.exists() and note.read_text(encoding="utf-8") == text:
        return
    remove(folder)
    folder.mkdir(parents=True)
    for words in commands:
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stderr[-2000:]}")
    note.write_text(text, encoding="utf-8")
