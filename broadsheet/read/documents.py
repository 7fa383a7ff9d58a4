"""Documents: the files under `content/`, found, and their front matter told from their text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.model import Document
from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.read import files
from broadsheet.read.files import Found, Item, Room, Walk

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = ("articles", "links", "media", "pages")
LOOSE_FILES = ("site.yaml", "README.md", "collected.txt")

_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies in `content/`, sorted by path; what is there and unread, and what has no business there."""

    documents: tuple[Found, ...]
    media: tuple[Found, ...]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]


def scan(root: Path) -> Scan:
    """Every document and media file below `root`. Nothing that is read leaves `root`."""
    content = room(root)
    entries = files.listing(content, "")
    if isinstance(entries, Problem):
        return Scan((), (), ("",), (entries,))
    walks = [_walk(content, entry) for entry in entries]
    found = [one for walk in walks for one in walk.files]
    media = tuple(one for one in found if one.path.startswith("media/"))
    others = [one for one in found if not one.path.startswith("media/")]
    hint = "Rename it, or move pictures and other files to content/media/."
    return Scan(
        tuple(one for one in others if one.path.endswith(".md")),
        media,
        tuple(path for walk in walks for path in walk.unread),
        (
            *(problem for walk in walks for problem in walk.problems),
            *(
                content.problem(one.path, "only .md files belong here", hint)
                for one in others
                if not one.path.endswith(".md")
            ),
        ),
    )


def read(root: Path, path: str) -> bytes | Refused:
    """The bytes of the document at `path` below `root`."""
    return files.content(room(root), path, files.LARGEST)


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


def _walk(content: Room, entry: Item) -> Walk:
    """What lies in one of the folders of `content/`, or that something else has no business there."""
    name = entry.name
    if name in LOOSE_FILES:
        return Walk(())
    if name not in ROOMS:
        known = ", ".join((*LOOSE_FILES, *(f"{one}/" for one in ROOMS)))
        hint = did_you_mean(name, (*ROOMS, *LOOSE_FILES)) or f"content/ holds {known}."
        wrong = content.problem(name, "this does not belong here", hint)
        return Walk((), (files.unread_path(name, entry),), (wrong,))
    if entry.is_symlink():
        hint = "Put a folder here: nothing outside content/ is read."
        return Walk((), (f"{name}/",), (content.problem(name, "this is a symbolic link", hint),))
    return files.walk(content, name)
