"""Documents: the files under `content/`, found and read. The only place that reads what editors wrote."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.model import Document
from broadsheet.problems import Problem, Refused, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS = ("articles", "links", "media", "pages")
LOOSE_FILES = ("site.yaml", "README.md")
LARGEST = 2 * 1024 * 1024
"""Bytes. The longest article on record is a tenth of this; above it is a film, not a text."""

# What XML and HTML cannot hold. Tab, line feed and carriage return are text; NUL is refused before.
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_FENCE = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """A file below `content/`: its path with `/` between folders, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies in `content/`, sorted by path, and what has no business there."""

    documents: tuple[Found, ...]
    media: tuple[Found, ...]
    problems: tuple[Problem, ...]


def scan(root: Path) -> Scan:
    """Every document and media file below `root`. Follows no symbolic link: nothing read leaves `root`.

    Hidden files and editors' backups (`x~`, `#x#`) are passed over.
    """
    if not root.is_dir():
        problem = Problem(
            "content",
            1,
            1,
            "",
            "this folder does not exist",
            "Name the folder with --content, or make it and put site.yaml in it.",
        )
        return Scan((), (), (problem,))
    found: list[Found] = []
    problems: list[Problem] = []
    for entry in sorted(os.scandir(root), key=lambda entry: entry.name):
        if _is_passed_over(entry.name):
            continue
        if entry.name in ROOMS:
            found.extend(_walk(entry, entry.name, problems))
        elif entry.name not in LOOSE_FILES:
            problems.append(_stranger(entry.name))
    documents = tuple(one for one in found if not one.path.startswith("media/"))
    media = tuple(one for one in found if one.path.startswith("media/"))
    return Scan(documents, media, tuple(problems))


def read(root: Path, path: str) -> Document | Refused:
    """The document at `path` below `root`: line ends made one kind, control characters taken out."""
    text = read_text(root, path)
    if isinstance(text, Refused):
        return text
    begun = len(text) - len(text.lstrip("\n \t"))
    fence = _FENCE.match(text, text.rfind("\n", 0, begun) + 1) if begun else _FENCE.match(text)
    if not fence:
        return Document(path, None, 1, text, 1)
    end = _END.search(text, fence.end())
    front_line = text.count("\n", 0, fence.end()) + 1
    if not end:
        return _refused(
            path,
            front_line - 1,
            1,
            "the front matter begins here and never ends",
            "Put a line '---' between the front matter and the text.",
        )
    front = text[fence.end() : end.start()]
    body_line = front_line + text.count("\n", fence.end(), end.end())
    return Document(path, front, front_line, text[end.end() :], body_line)


def read_text(root: Path, path: str) -> str | Refused:
    """The text of a file: UTF-8 without byte order mark, line ends of one kind, no control characters."""
    file = root / path
    try:
        if file.is_symlink():
            return _refused(
                path,
                1,
                1,
                "this is a symbolic link",
                "Put the file itself here: nothing outside content/ is read.",
            )
        size = file.stat().st_size
        if size > LARGEST:
            return _refused(
                path,
                1,
                1,
                f"this file has {size / 1e6:.0f} MB; a text has at most 2 MB",
                "Pictures, films and data belong in content/media/.",
            )
        raw = file.read_bytes()
    except FileNotFoundError:
        return _refused(path, 1, 1, "this file does not exist", "")
    except OSError as error:
        return _refused(path, 1, 1, f"this file cannot be read: {error.strerror}", "Look at its permissions.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _position(raw[: error.start].decode("utf-8", "replace"))
        return _refused(
            path,
            line,
            column,
            f"byte 0x{raw[error.start]:02x} is not UTF-8",
            "Save the file as UTF-8.",
        )
    if "\0" in text:
        return _refused(
            path,
            *_position(text[: text.index("\0")]),
            "there is a NUL character here",
            "Is this a text file? Delete the character, or save the file as UTF-8.",
        )
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _walk(folder: os.DirEntry[str], path: str, problems: list[Problem]) -> Iterator[Found]:
    if folder.is_symlink() or not folder.is_dir():
        what = "is a symbolic link" if folder.is_symlink() else "should be a folder"
        problems.append(
            Problem(
                f"content/{path}",
                1,
                1,
                "",
                f"this {what}",
                "Put a folder here: nothing outside content/ is read.",
            )
        )
        return
    for entry in sorted(os.scandir(folder.path), key=lambda entry: entry.name):
        below = f"{path}/{entry.name}"
        if _is_passed_over(entry.name):
            continue
        if entry.is_symlink():
            problems.append(
                Problem(
                    f"content/{below}",
                    1,
                    1,
                    "",
                    "this is a symbolic link",
                    "Put the file itself here: nothing outside content/ is read.",
                )
            )
        elif entry.is_dir():
            yield from _walk(entry, below, problems)
        elif path.startswith("media") or entry.name.endswith(".md"):
            yield Found(below, entry.stat().st_size)
        else:
            problems.append(
                Problem(
                    f"content/{below}",
                    1,
                    1,
                    "",
                    "only .md files belong here",
                    "Rename it, or move pictures and other files to content/media/.",
                )
            )


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith("~")


def _stranger(name: str) -> Problem:
    known = ", ".join((*LOOSE_FILES, *(f"{room}/" for room in ROOMS)))
    hint = did_you_mean(name, (*ROOMS, *LOOSE_FILES)) or f"content/ holds {known}."
    return Problem(f"content/{name}", 1, 1, "", "nothing here is called that", hint)


def _position(before: str) -> tuple[int, int]:
    """Line and column of the character that follows `before`, whatever ends its lines."""
    lines = re.split(r"\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1


def _refused(path: str, line: int, column: int, message: str, hint: str) -> Refused:
    return Refused((Problem(f"content/{path}", line, column, "", message, hint),))
