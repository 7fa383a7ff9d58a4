"""Theme: the folder `layouts/` as read, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.problems import Problem, Refused
from broadsheet.read import files
from broadsheet.read.files import Room

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASSETS, WORDS = "assets/", "words/"


@dataclass(frozen=True, slots=True)
class Theme:
    """The layouts by name (`article.html`, `parts/card.html`), the assets by theirs (`style.css`), and
    catalogues of words by language.

    `unread` is what is there and cannot be read, as in `read/files.py`; `problems` say why.
    """

    layouts: Mapping[str, str]
    assets: Mapping[str, bytes]
    words: Mapping[str, str]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]


def read(folder: Path) -> Theme:
    """What is in `folder`, sorted by name: that and nothing else is used."""
    room = Room(folder, "layouts", "Name the folder with --layouts.")
    folders = tuple(files.walk(room))
    layouts: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    words: dict[str, str] = {}
    unread = [path for folder in folders for path in folder.unread]
    problems = [problem for folder in folders for problem in folder.problems]
    for path in sorted(path for folder in folders for path in folder.paths):
        if path.startswith(ASSETS):
            asset = _asset(room, path)
            if not isinstance(asset, Refused):
                assets[path.removeprefix(ASSETS)] = asset
                continue
            problems.extend(asset.problems)
        else:
            text = _text(room, path)
            if not isinstance(text, Refused):
                if path.startswith(WORDS) and path.endswith(".po"):
                    words[path.removeprefix(WORDS).removesuffix(".po")] = text
                else:
                    layouts[path] = text
                continue
            problems.extend(text.problems)
        unread.append(path)
    return Theme(layouts, assets, words, tuple(unread), tuple(problems))


def _asset(room: Room, path: str) -> bytes | Refused:
    raw = files.content(room, path)
    if isinstance(raw, Refused) or not path.endswith(".css"):
        return raw
    stylesheet = files.decoded(room, path, raw)
    return stylesheet if isinstance(stylesheet, Refused) else raw


def _text(room: Room, path: str) -> str | Refused:
    raw = files.content(room, path)
    if isinstance(raw, bytes) and b"\0" in raw:
        hint = "Pictures, fonts and other files belong in layouts/assets/; a layout is saved as UTF-8."
        return Refused((room.problem(path, "this is not a text file", hint),))
    return raw if isinstance(raw, Refused) else files.decoded(room, path, raw)
