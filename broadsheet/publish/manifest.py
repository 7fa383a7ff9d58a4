"""Manifest: which files in the output folder are ours, so that nobody else's is ever deleted."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME = "manifest.json"
JOURNAL = ".publishing"
"""Written before the first file of a build and removed after its manifest: what a killed build has begun."""

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def ours(output: Path) -> frozenset[str]:
    """The files that the last build made, and those that one killed since may have made."""
    return frozenset(_listed(output / NAME)) | frozenset(_listed(output / JOURNAL))


def interrupted(output: Path) -> frozenset[str]:
    """The files that a killed build may have left half done."""
    return frozenset(_listed(output / JOURNAL))


def digests(output: Path) -> Mapping[str, str] | None:
    """What the last build says of each of its files; None where a killed one has been at work since."""
    if (output / JOURNAL).exists():
        return None
    return _listed(output / NAME)


def manifest(digests: Mapping[str, str]) -> bytes:
    """The manifest of a build: each file below the output folder and the SHA-256 of its bytes."""
    return _json({"version": 1, "files": dict(sorted(digests.items()))})


def journal(files: Iterable[str]) -> bytes:
    """The files that a build is about to make."""
    return _json({"version": 1, "files": dict.fromkeys(sorted(files), "")})


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=0) + "\n").encode()


def _listed(file: Path) -> Mapping[str, str]:
    """The files a manifest lists, with their digests; none where it is missing or unreadable.

    A path that would lead out of the folder, or that no text can hold, is nothing that we have written.
    """
    try:
        value = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    files = value.get("files") if isinstance(value, dict) else None
    return {
        name: str(digest)
        for name, digest in (files.items() if isinstance(files, dict) else ())
        if not any(part in ("", ".", "..") for part in name.split("/")) and not _UNWRITABLE.search(name)
    }
