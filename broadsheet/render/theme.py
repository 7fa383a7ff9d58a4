"""Theme: the folder `layouts/` as read, and over it a paper's own layer, before anything is made of them.

A file of the layer stands in for the one of its name, and that one can still be had as `default/NAME`: a
layout of the layer may extend it and change one block. `assets/brand.css` is added to the end of the
stylesheet, and the tokens it sets to that of feeds. A catalogue of words says only what it says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.problems import Refused
from broadsheet.read import files
from broadsheet.read.files import Room
from broadsheet.render import stylesheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from broadsheet.problems import Problem

ASSETS, WORDS = "assets/", "words/"
STYLESHEET, OF_FEEDS, BRAND = "style.css", "feed.css", "brand.css"
LAYOUTS, LAYER = "layouts/", "theme/"
DEFAULT = "default/"


@dataclass(frozen=True, slots=True)
class Theme:
    """The layouts by name (`article.html`, `parts/card.html`), the assets by theirs (`style.css`), and the
    catalogues of each language, each with its file, the layer's last.

    `places` are the files of the layouts. `unread` is what is there and cannot be read, as in
    `read/files.py`; `problems` say why.
    """

    layouts: Mapping[str, str]
    places: Mapping[str, str]
    assets: Mapping[str, bytes]
    words: Mapping[str, Sequence[tuple[str, str]]]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Folder:
    """What is in one folder."""

    layouts: dict[str, str] = field(default_factory=dict)
    assets: dict[str, bytes] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(folder: Path, layer: Path | None) -> Theme:
    """What is in `folder` and in the layer over it, if there is one: that and nothing else is used."""
    base = _read(Room(folder, "layouts", "Name the folder with --layouts."))
    over = _read(Room(layer, "theme", "Name the folder with --theme.")) if layer else _Folder()
    under = {DEFAULT + name: text for name, text in base.layouts.items() if name in over.layouts}
    places = {name: LAYOUTS + name for name in base.layouts} | {name: LAYER + name for name in over.layouts}
    words = {
        language: [
            (f"{room}{WORDS}{language}.po", one.words[language])
            for room, one in ((LAYOUTS, base), (LAYER, over))
            if language in one.words
        ]
        for language in sorted({**base.words, **over.words})
    }
    return Theme(
        dict(sorted((base.layouts | over.layouts | under).items())),
        places | {name: LAYOUTS + name.removeprefix(DEFAULT) for name in under},
        _branded(base.assets | over.assets),
        words,
        (*base.unread, *over.unread),
        (*base.problems, *over.problems),
    )


def _branded(assets: Mapping[str, bytes]) -> dict[str, bytes]:
    """The assets, with the brand in the stylesheets: one file is one request.

    Feeds get its colours and sizes, no rules for elements that they don't have.
    """
    made = dict(sorted(assets.items()))
    if BRAND in made and STYLESHEET in made:
        brand = made.pop(BRAND)
        made[STYLESHEET] += b"\n" + brand
        if OF_FEEDS in made:
            made[OF_FEEDS] += b"\n" + stylesheets.tokens(brand.decode()).encode()
    return made


def _read(room: Room) -> _Folder:
    made = _Folder()
    folders = tuple(files.walk(room))
    made.unread += (path for folder in folders for path in folder.unread)
    made.problems += (problem for folder in folders for problem in folder.problems)
    for path in sorted(path for folder in folders for path in folder.paths):
        found = _asset(room, path) if path.startswith(ASSETS) else _text(room, path)
        if isinstance(found, Refused):
            made.problems += found.problems
            made.unread.append(path)
        elif isinstance(found, bytes):
            made.assets[path.removeprefix(ASSETS)] = found
        elif path.startswith(WORDS) and path.endswith(".po"):
            made.words[path.removeprefix(WORDS).removesuffix(".po")] = found
        else:
            made.layouts[path] = found
    return made


def _asset(room: Room, path: str) -> bytes | Refused:
    raw = files.content(room, path)
    if isinstance(raw, Refused) or not path.endswith(".css"):
        return raw
    stylesheet = files.decoded(room, path, raw)
    return stylesheet if isinstance(stylesheet, Refused) else raw


def _text(room: Room, path: str) -> str | Refused:
    raw = files.content(room, path)
    if isinstance(raw, bytes) and b"\0" in raw:
        hint = f"Pictures, fonts and other files belong in {room.name}/assets/; a layout is saved as UTF-8."
        return Refused((room.problem(path, "this is not a text file", hint),))
    return raw if isinstance(raw, Refused) else files.decoded(room, path, raw)
