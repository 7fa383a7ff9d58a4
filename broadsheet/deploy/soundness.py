"""Soundness: whether what lies in the output folder is what a build has made, whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.deploy import books
from broadsheet.problems import Problem, Refused
from broadsheet.publish import manifest, output

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from broadsheet.deploy.books import Entry

BUILD = "Build the site first, and publish then."
ANEW = "Somebody has changed it since it was built: build with --clean, and publish then."
SHOWN = 20
"""Files. The first of them say what is wrong; a thousand more would hide it."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has left: its manifest, byte for byte, and what that lists."""

    manifest: bytes
    files: Mapping[str, Entry]


def built(site: Path) -> Built | Refused:
    """What the last build has left in the output folder; refused where it was killed, or there was none."""
    try:
        content = (site / manifest.NAME).read_bytes()
    except OSError:
        content = None
    if (site / manifest.JOURNAL).exists():
        return _refused(
            "", "a build was stopped in the middle of writing it", "Build again, and publish then."
        )
    files = books.listed(content)
    if content is None:
        return _refused("", "nothing has been built here yet", BUILD)
    if not files:
        return _refused(manifest.NAME, "this lists no files", BUILD)
    return Built(content, files)


def wrong_sizes(site: Path, files: Mapping[str, Entry]) -> tuple[Problem, ...]:
    """A problem for each file that isn't there, or hasn't as many bytes as a build has written."""
    absent = set(output.missing(tuple(files), site))
    wrong = [
        file
        for file, entry in files.items()
        if file in absent or (entry.size >= 0 and (site / file).stat().st_size != entry.size)
    ]
    return _problems(
        (
            file,
            "is gone" if file in absent else f"doesn't have the {files[file].size:,} bytes that were built",
        )
        for file in sorted(wrong)
    )


def wrong_bytes(site: Path, files: Mapping[str, Entry]) -> tuple[Problem, ...]:
    """A problem for each file whose bytes are not those that a build has written. Reads them all."""
    wrong = (file for file in sorted(files) if output.digest(site, file) != files[file].digest)
    return _problems((file, "doesn't hold what was built") for file in wrong)


def first(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first problems of many, and how many more there are."""
    problems = list(found)
    if len(problems) > SHOWN:
        problems[SHOWN:] = [Problem("site", 1, 1, "", f"and {len(problems) - SHOWN:,} more like these", "")]
    return tuple(problems)


def _problems(found: Iterable[tuple[str, str]]) -> tuple[Problem, ...]:
    return first(Problem(f"site/{file}", 1, 1, "", what, ANEW) for file, what in found)


def _refused(file: str, what: str, hint: str) -> Refused:
    return Refused((Problem(f"site/{file}" if file else "site", 1, 1, "", what, hint),))
