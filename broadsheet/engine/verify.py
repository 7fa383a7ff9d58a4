"""Verify: proof, on a site of one's own, that building on memory makes what a clean build makes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engine.build import build
from broadsheet.publish import manifest, output

if TYPE_CHECKING:
    from broadsheet.engine.build import Order
    from broadsheet.engine.report import Report
    from broadsheet.engine.watch import Watch


@dataclass(frozen=True, slots=True)
class Proof:
    """Two builds of the same content at the same moment, and each file in which they differ, with how.

    `changed` are the files that somebody has changed since a build made them, which is no fault of either.
    """

    built: Report
    clean: Report
    files: int
    differences: tuple[str, ...]
    changed: tuple[str, ...]


def verify(order: Order, watch: Watch) -> Proof:
    """Build into the output folder as always, then clean into a scratch folder, and compare all files."""
    built = build(replace(order, search=True), watch)
    with tempfile.TemporaryDirectory(prefix="broadsheet-verify-") as scratch:
        folder = Path(scratch)
        clean = build(replace(order, output=folder / "site", cache=folder / "store"), watch)
        ours, theirs = manifest.ours(order.output), manifest.ours(folder / "site")
        made = manifest.listed(order.output)
        differences: list[str] = []
        changed: list[str] = []
        for file in sorted(ours | theirs | {manifest.NAME}):
            difference = _difference(file, order.output / file, folder / "site" / file)
            if difference and file in made and output.digest(order.output, file) != made[file]:
                changed.append(file)
            elif difference:
                differences.append(difference)
    return Proof(built, clean, len(ours | theirs), tuple(differences), tuple(changed))


def _difference(file: str, built: Path, clean: Path) -> str:
    """How a file of the two builds differs, or the empty string."""
    if not built.is_file():
        return f"{file}: only a clean build makes it" if clean.is_file() else ""
    if not clean.is_file():
        return f"{file}: a clean build doesn't make it"
    ours, theirs = built.read_bytes(), clean.read_bytes()
    if ours == theirs:
        return ""
    place = next(
        (i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    line = ours[:place].count(b"\n") + 1
    return f"{file}:{line}: {_around(ours, place)} where a clean build has {_around(theirs, place)}"


def _around(content: bytes, place: int) -> str:
    return repr(content[max(place - 20, 0) : place + 30].decode("utf-8", "replace"))
