"""Theme: the folder `layouts/` as read, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASSETS = "assets"


@dataclass(frozen=True, slots=True)
class Theme:
    """The layouts by name (`article.html`, `parts/card.html`) and the assets by theirs (`style.css`)."""

    layouts: Mapping[str, str]
    assets: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def read(folder: Path) -> Theme:
    """What is in `folder`, sorted by name: that and nothing else is used. Hidden files are passed over."""
    layouts: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        problems.append(Problem("layouts", 1, 1, "", "this folder does not exist", "Name it with --layouts."))
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or not file.is_file():
            continue
        try:
            if name.startswith(f"{ASSETS}/"):
                assets[name.removeprefix(f"{ASSETS}/")] = file.read_bytes()
                if name.endswith(".css"):
                    file.read_text("utf-8")
            else:
                layouts[name] = file.read_text("utf-8")
        except UnicodeDecodeError as error:
            line = file.read_bytes()[: error.start].count(b"\n") + 1
            problems.append(Problem(f"layouts/{name}", line, 1, "", "this is not UTF-8", "Save it as UTF-8."))
        except OSError as error:
            problems.append(Problem(f"layouts/{name}", 1, 1, "", f"cannot be read: {error.strerror}", ""))
    return Theme(layouts, assets, tuple(problems))
