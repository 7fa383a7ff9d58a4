"""Documents: the files under `content/`, found, and their front matter told from their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from broadsheet.model import Document
from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.read import files
from broadsheet.read.files import Folder, Item, Room

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROOMS = ("articles", "links", "media", "pages")
LOOSE_FILES = ("site.yaml", "README.md", "collected.txt", "redirects.yaml")
MEDIA = "media/"

_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Top:
    """What lies in `content/` itself: the folders to go into, what is unread, and what has no business
    there.
    """

    folders: tuple[str, ...]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]


def top(root: Path) -> Top:
    """The rooms of `content/` that are there. Nothing that is read leaves `root`."""
    content = room(root)
    entries = files.listing(content, "")
    if isinstance(entries, Problem):
        return Top((), ("",), (entries,))
    found: list[str] = []
    unread: list[str] = []
    problems: list[Problem] = []
    for entry in entries:
        wrong = _wrong(content, entry)
        if entry.name in ROOMS and wrong is None:
            found.append(f"{entry.name}/")
        elif wrong is not None:
            unread.append(files.unread_path(entry.name, entry))
            problems.append(wrong)
    return Top(tuple(found), tuple(unread), tuple(problems))


def look(paths: Sequence[str], root: Path) -> tuple[Folder, ...]:
    """What lies in each of these folders; files that don't belong there are among their problems."""
    content = room(root)
    return tuple(_with_strays(files.look(content, path), content) for path in paths)


def document(root: Path, path: str, raw: bytes) -> Document | Refused:
    """The document that bytes are: line ends made one kind, control characters taken out."""
    content = room(root)
    text = files.decoded(content, path, raw)
    if isinstance(text, Refused):
        return text
    begun = len(text) - len(text.lstrip("\n \t"))
    fence = _FENCE.match(text, text.rfind("\n", 0, begun) + 1) if begun else _FENCE.match(text)
    if not fence:
        return Document(path, None, 1, text, 1)
    end = _END.search(text, fence.end())
    front_line = text.count("\n", 0, fence.end()) + 1
    if not end:
        what = "the front matter begins here and never ends"
        hint = "Put a line '---' between the front matter and the text."
        return Refused((content.problem(path, what, hint, front_line - 1),))
    front = text[fence.end() : end.start()]
    body_line = front_line + text.count("\n", fence.end(), end.end())
    return Document(path, front, front_line, text[end.end() :], body_line)


def room(root: Path) -> Room:
    """The folder `content/`, wherever it is."""
    return Room(root, "content", "Name the folder with --content, or make it and put site.yaml in it.")


def _wrong(content: Room, entry: Item) -> Problem | None:
    """What is wrong with something that lies in `content/` itself."""
    name = entry.name
    if name in LOOSE_FILES:
        return None
    if name not in ROOMS:
        known = ", ".join((*LOOSE_FILES, *(f"{one}/" for one in ROOMS)))
        hint = did_you_mean(name, (*ROOMS, *LOOSE_FILES)) or f"content/ holds {known}."
        return content.problem(name, "this does not belong here", hint)
    if entry.is_symlink():
        hint = "Put a folder here: nothing outside content/ is read."
        return content.problem(name, "this is a symbolic link", hint)
    return None


def _with_strays(folder: Folder, content: Room) -> Folder:
    """A folder of documents with a problem for each file that is none."""
    if folder.path.startswith(MEDIA):
        return folder
    hint = "Rename it, or move pictures and other files to content/media/."
    strays = [folder.path + name for name, _ in folder.files if not name.endswith(".md")]
    if not strays:
        return folder
    return replace(
        folder,
        files=tuple(one for one in folder.files if one[0].endswith(".md")),
        problems=(
            *folder.problems,
            *(content.problem(path, "only .md files belong here", hint) for path in strays),
        ),
    )
