"""Files: what lies in a folder of ours, and what is in it. Follows no symbolic link and waits at no pipe.

Paths are those below the folder, with `/` between their parts. What is there and cannot be read is
*unread*: its path, a folder's with `/` at its end, and `""` for the whole room.
"""

from __future__ import annotations

import errno
import hashlib
import marshal
import os
import re
import stat
from codecs import BOM_UTF8
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Item: TypeAlias = os.DirEntry[str]
"""Something that lies in a folder: a file, a folder, or neither."""

LARGEST = 2 * 1024 * 1024
"""Bytes. The longest article on record is a tenth of this; above it is a film, not a text."""

# What XML and HTML cannot hold. Tab, line feed and carriage return are text; NUL is refused before.
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES = bytes(byte for byte in (*range(1, 32), 127) if byte not in b"\t\n\r")
# Bytes of a name that are not UTF-8, as Python holds them, and what would break the line it is printed in.
_UNSPEAKABLE = re.compile("[\x00-\x1f\x7f\udc80-\udcff]")
# Follows no link, waits at no pipe; where a system knows neither, listing has refused them already.
_TO_READ = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
    _TO_READ |= getattr(os, _flag, 0)
_NAME = attrgetter("name")
_PERMISSIONS = "Look at its permissions."


@dataclass(frozen=True, slots=True)
class Room:
    """A folder that we read: where it is, what problems call it, and what to do where it is not there."""

    root: Path
    name: str
    hint: str

    def problem(self, path: str, message: str, hint: str, line: int = 1, column: int = 1) -> Problem:
        """Something wrong with what stands at `path`; a name that cannot be printed is shown as bytes."""
        below = _UNSPEAKABLE.sub(lambda found: f"\\x{ord(found.group()) & 0xFF:02x}", path.rstrip("/"))
        return Problem(f"{self.name}/{below}" if below else self.name, line, column, "", message, hint)


Stamp: TypeAlias = tuple[int, int, int, int]
"""What the disk says of a file without its being read: its size in bytes, when it was last written and last
touched in any way (nanoseconds), and its inode. Equal stamps save reading a file again; they are never the
truth about what is in it."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in one folder, sorted by name: its files with their stamps, its folders, and what is unread.

    `path` and `folders` end with `/`, and the room itself is `""`. `problems` say why something is unread.
    """

    path: str
    files: tuple[tuple[str, Stamp], ...]
    folders: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def digest(self) -> bytes:
        """Stands for everything that the disk says of the folder."""
        value = (self.files, self.folders, self.unread)
        return hashlib.blake2b(marshal.dumps(value, 0), digest_size=16).digest()

    @property
    def paths(self) -> Iterator[str]:
        """The path of each of its files."""
        return (self.path + name for name, _ in self.files)


def look(room: Room, path: str) -> Folder:
    """What lies in the folder `path`, but hidden files and editors' backups (`x~`, `#x#`)."""
    found: list[tuple[str, Stamp]] = []
    others: list[Item] = []
    try:
        with os.scandir(room.root / path) as entries:
            # All but a few are plain files, and there may be hundreds of thousands.
            for entry in entries:
                name = entry.name
                if name[0] in ".#" or name[-1] == "~":
                    continue
                if not (name.isprintable() and entry.is_file(follow_symlinks=False)):
                    others.append(entry)
                    continue
                try:
                    about = entry.stat(follow_symlinks=False)
                except OSError:
                    others.append(entry)
                    continue
                stamp = (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
                found.append((name, stamp))
    except OSError as error:
        return Folder(path, (), (), (path,), (_no_folder(room, path, error),))
    return _with_others(room, path, found, sorted(others, key=_NAME))


def _with_others(room: Room, path: str, found: list[tuple[str, Stamp]], others: Iterable[Item]) -> Folder:
    """A folder of files already found, and of what must be looked at more closely."""
    folders: list[str] = []
    unread: list[str] = []
    problems: list[Problem] = []
    for entry in others:
        what = _look(room, f"{path}{entry.name}", entry)
        if isinstance(what, Problem):
            unread.append(unread_path(f"{path}{entry.name}", entry))
            problems.append(what)
        elif what is None:
            folders.append(f"{path}{entry.name}/")
        else:
            found.append((entry.name, what))
    return Folder(path, tuple(sorted(found)), tuple(folders), tuple(unread), tuple(problems))


def walk(room: Room, below: str = "") -> Iterator[Folder]:
    """The folder `below` of a room and every folder in it."""
    waiting = [f"{below}/" if below else ""]
    while waiting:  # not recursion: a folder may lie deeper than Python can call
        folder = look(room, waiting.pop())
        yield folder
        waiting.extend(reversed(folder.folders))


def listing(room: Room, folder: str) -> list[Item] | Problem:
    """What lies in a folder itself, sorted by name, but hidden files and editors' backups."""
    try:
        with os.scandir(room.root / folder) as entries:
            return sorted((one for one in entries if not _is_passed_over(one.name)), key=_NAME)
    except OSError as error:
        return _no_folder(room, folder, error)


def text(room: Room, path: str) -> str | Refused:
    """The text of a file: UTF-8 without byte order mark, line ends of one kind, no control characters."""
    raw = content(room, path, LARGEST)
    return raw if isinstance(raw, Refused) else decoded(room, path, raw)


def content(room: Room, path: str, most: int | None = None) -> bytes | Refused:
    """The bytes of a file, if it is one and there are not more than `most`."""
    try:
        # Not `/`, nor a Path's methods: ten microseconds a file.
        descriptor = os.open(f"{room.root}/{path}", _TO_READ)
    except FileNotFoundError:
        return Refused((room.problem(path, "this file does not exist", ""),))
    except OSError as error:
        if error.errno == errno.ELOOP:
            return Refused((_symbolic_link(room, path),))
        return Refused((_unreadable(room, path, error),))
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return Refused((room.problem(path, "this should be a file", "Put a file here."),))
        if most is not None and about.st_size > most:
            what = f"this file has {about.st_size / 1e6:.0f} MB; a text has at most {most / 1e6:.0f} MB"
            hint = "Pictures, films and data belong in content/media/."
            return Refused((room.problem(path, what, hint),))
        return _bytes(descriptor, about.st_size)
    except OSError as error:
        return Refused((_unreadable(room, path, error),))
    finally:
        os.close(descriptor)


def digest(raw: bytes) -> str:
    """What stands for the bytes of a file wherever they are compared: SHA-256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def decoded(room: Room, path: str, raw: bytes) -> str | Refused:
    """Bytes as text, as `text` says, or the place at which they are none."""
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        place = _position(raw[: error.start].decode())
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        return Refused((room.problem(path, what, "Save the file as UTF-8.", *place),))
    if "\0" in text:
        place = _position(text[: text.index("\0")])
        hint = "Is this a text file? Delete the character, or save the file as UTF-8."
        return Refused((room.problem(path, "there is a NUL character here", hint, *place),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text) if _may_hold_controls(raw) else text


def _may_hold_controls(raw: bytes) -> bool:
    """Whether UTF-8 holds a byte of one: asked of the bytes, a fifth of what asking the text takes."""
    return len(raw.translate(None, _CONTROL_BYTES)) != len(raw) or b"\xef\xbf" in raw


def unread_path(path: str, entry: Item) -> str:
    """The path of an entry that is not read, with `/` at its end where it is a folder or leads to one."""
    try:
        return f"{path}/" if entry.is_dir() else path
    except OSError:
        return path


def is_among(path: str, unread: Iterable[str]) -> bool:
    """Whether a path is unread itself, or stands in a folder that is."""
    return any(path == one or not one or (one.endswith("/") and path.startswith(one)) for one in unread)


def _bytes(descriptor: int, size: int) -> bytes:
    """All that is in a file; more than its size if it has grown meanwhile."""
    made = os.read(descriptor, size + 1)
    if len(made) != size:
        while more := os.read(descriptor, 1 << 20):
            made += more
    return made


def _unreadable(room: Room, path: str, error: OSError) -> Problem:
    return room.problem(path, f"this file cannot be read: {error.strerror}", _PERMISSIONS)


def _no_folder(room: Room, folder: str, error: OSError) -> Problem:
    """Why a folder cannot be looked into."""
    match error:
        case FileNotFoundError():
            return room.problem(folder, "this folder does not exist", "" if folder else room.hint)
        case NotADirectoryError():
            hint = "Put a folder here." if folder else room.hint
            return room.problem(folder, "this should be a folder", hint)
    return room.problem(folder, f"this folder cannot be read: {error.strerror}", _PERMISSIONS)


def _look(room: Room, path: str, entry: Item) -> Stamp | Problem | None:
    """The stamp of a file; None of a folder; what is wrong with anything else."""
    unspeakable = _UNSPEAKABLE.search(entry.name)
    if unspeakable:
        what = "is not UTF-8" if unspeakable.group() >= "\udc80" else "holds a control character"
        return room.problem(path, f"the name of this file {what}", "Rename it.")
    try:
        if entry.is_symlink():
            return _symbolic_link(room, path)
        if entry.is_dir():
            return None
        if not entry.is_file():
            return room.problem(path, "this is neither a file nor a folder", "Take it away.")
        about = entry.stat(follow_symlinks=False)
        return (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
    except OSError as error:
        return _unreadable(room, path, error)


def _symbolic_link(room: Room, path: str) -> Problem:
    hint = f"Put the file itself here: nothing outside {room.name}/ is read."
    return room.problem(path, "this is a symbolic link", hint)


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith("~")


def _position(before: str) -> tuple[int, int]:
    """Line and column of the character that follows `before`, whatever ends its lines."""
    lines = re.split(r"\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1
