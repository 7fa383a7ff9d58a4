"""Output: the files of a build put into the output folder. The only place that writes there.

A reader who asks at any moment gets a whole file. A build killed at any moment leaves a folder from
which the next one makes the same bytes as if nothing had happened.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.problems import Problem, Refused
from broadsheet.publish import manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be: its path below the output folder, and its bytes, or the file in which they wait.

    With `stays` that file is not ours to move and is copied.
    """

    file: str
    content: bytes | Path
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did, as files below the output folder, sorted."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def missing(files: Sequence[str], output: Path) -> tuple[str, ...]:
    """Those of the files that don't stand in the output folder. What is in them is not looked at."""
    try:
        folder = os.open(output, os.O_RDONLY)
    except OSError:
        return tuple(files)
    try:
        return tuple(file for file in files if not _is_file(file, folder))
    finally:
        os.close(folder)


def digest(output: Path, file: str) -> str:
    """The digest of a file's bytes; empty where there is none."""
    return _digest(output / file) if _is_file(output / file) else ""


def size(output: Path, file: str) -> int:
    """How many bytes a file has; 0 where there is none."""
    try:
        return (output / file).stat().st_size
    except OSError:
        return 0


def holds(output: Path, file: str, content: bytes) -> bool:
    """Whether a file of the output folder has these bytes already."""
    return _holds(output / file, content)


def publish(
    uploads: Sequence[Sequence[Upload]],
    gone: Iterable[str],
    listing: Callable[[], bytes],
    output: Path,
    place: Callable[[Sequence[Upload]], Iterable[None]] | None = None,
) -> Published | Refused:
    """Put `uploads` in their places, one round after the other; then delete what is `gone`; the manifest
    last.

    `listing` is the manifest. With `place` somebody else puts a round in its places, by `put`. Refused when
    the disk says no; what had been written by then stays, and the next build goes on from there.
    """
    try:
        return _publish(uploads, sorted(set(gone)), listing, output, place)
    except OSError as error:
        return Refused((refusal(error, output),))


def put(uploads: Sequence[Upload], output: Path) -> None:
    """Put files in their places, each whole at any moment. Raises OSError where the disk says no."""
    sound: set[Path] = set()
    for upload in uploads:
        _write(output, upload.file, upload.content, upload.stays, sound)


def replace(file: Path, content: bytes) -> None:
    """Make a file beside the store whole at any moment. Raises OSError where the disk says no."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(file)
    beside.write_bytes(content)
    beside.replace(file)


def delete(files: Iterable[str], output: Path) -> None:
    """Delete files of ours, and the folders that this leaves empty. Raises OSError where the disk says no."""
    for file in files:
        _delete(output, file)


def folder_of_process(waiting: Path) -> Path:
    """A folder of this process's own, for what waits to be published."""
    folder = waiting / str(os.getpid())
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def waiting_room(beside: Path) -> Iterator[Path]:
    """A folder for what waits to be published: in `beside` if that can be, so that it need only be
    renamed.
    """
    try:
        beside.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="waiting-", dir=beside))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="broadsheet-waiting-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_waiting_rooms(beside: Path) -> None:
    """Take away what killed builds had waiting."""
    for left in beside.glob("waiting-*"):
        shutil.rmtree(left, ignore_errors=True)


def _publish(
    uploads: Sequence[Sequence[Upload]],
    gone: Sequence[str],
    listing: Callable[[], bytes],
    output: Path,
    place: Callable[[Sequence[Upload]], Iterable[None]] | None,
) -> Published:
    output.mkdir(parents=True, exist_ok=True)
    sweep(output)
    written = [upload.file for some in uploads for upload in some]
    begun = (*written, *gone, *manifest.interrupted(output))
    if begun:
        _write(output, manifest.JOURNAL, manifest.journal(begun))
    _clear_the_way(output, gone, frozenset(written))
    for some in uploads:
        if place is None:
            put(some, output)
        else:
            deque(place(some), maxlen=0)
    removed = [file for file in gone if _delete(output, file)]
    made = listing()
    if not _holds(output / manifest.NAME, made):
        _write(output, manifest.NAME, made)
    with suppress(FileNotFoundError):
        (output / manifest.JOURNAL).unlink()
    return Published(tuple(sorted(written)), tuple(sorted(removed)))


def refusal(error: OSError, output: Path) -> Problem:
    """What the disk refused, named as a file of the site: of a renaming, the name that it should have got."""
    named = error.filename2 or error.filename
    file = Path(os.fsdecode(named)) if isinstance(named, str | bytes) else output
    hint = "Make room or mend the permissions and build again: nothing is lost."
    if not file.is_relative_to(output):
        return Problem("site", 1, 1, "", f"{file} cannot be opened: {error.strerror}", hint)
    if isinstance(error, IsADirectoryError):
        hint = "A file must stand here: move the folder elsewhere and build again."
    elif isinstance(error, FileExistsError | NotADirectoryError):
        hint = "A folder must stand here: move the file elsewhere and build again."
    elif error.errno == errno.ENAMETOOLONG:
        hint = "Give what it is made from a shorter name."
    below = file.relative_to(output).as_posix()
    path = "site" if below == "." else f"site/{below}"
    return Problem(path, 1, 1, "", f"cannot be written: {error.strerror}", hint)


def sweep(output: Path) -> None:
    """Take away the half-written files of a build that was killed.

    What cannot be taken away stays: it is nobody's page, and it must not keep this build from its work.
    """
    for file in (*manifest.interrupted(output), manifest.JOURNAL):
        with suppress(OSError):
            if _is_inside(output, file):
                _beside(output / file).unlink(missing_ok=True)


def _clear_the_way(output: Path, stale: Sequence[str], new: frozenset[str]) -> None:
    """Delete first what stands where a new file needs a folder, or as a folder where it needs a file."""
    folders = {"/".join(file.split("/")[:depth]) for file in new for depth in range(1, file.count("/") + 1)}
    for file in stale:
        parts = file.split("/")
        above = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if file in folders or above & new:
            _delete(output, file)


def _write(
    output: Path, file: str, content: bytes | Path, stays: bool = False, sound: set[Path] | None = None
) -> None:
    """Put a file in place whole: written beside it, then renamed over it. `sound` are folders looked at
    before.
    """
    target = output / file
    sound = set() if sound is None else sound
    _make_folder(output, target.parent, sound)
    if isinstance(content, Path) and not stays:
        try:
            content.replace(target)
            return
        except OSError as error:
            if error.errno != errno.EXDEV:  # on another disk: it must be copied after all
                raise
    beside = _beside(target)
    if isinstance(content, Path):
        shutil.copyfile(content, beside)
    else:
        beside.write_bytes(content)
    beside.replace(target)


def _make_folder(output: Path, folder: Path, sound: set[Path]) -> None:
    """Make a folder and those above it. None may be a link: it would lead out of `output` perhaps."""
    if folder in sound or folder == output:
        return
    _make_folder(output, folder.parent, sound)
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_symlink():
            raise OSError(0, "a symbolic link stands where a folder must be", str(folder)) from None
        if not folder.is_dir():
            raise
    sound.add(folder)


def _is_link_below(output: Path, folder: Path) -> bool:
    """Whether the way from `output` to `folder` leads through a symbolic link, out of `output` perhaps."""
    while folder != output:
        if folder.is_symlink():
            return True
        folder = folder.parent
    return False


def _is_inside(output: Path, file: str) -> bool:
    return not _is_link_below(output, (output / file).parent)


def _delete(output: Path, file: str) -> bool:
    """Delete a file of ours and the folders this leaves empty; False if it was gone already."""
    target = output / file
    if not _is_there(output, file):
        return False
    target.unlink()
    for folder in target.parents:
        if folder == output or any(folder.iterdir()):
            break
        folder.rmdir()
    return True


def _is_there(output: Path, file: str) -> bool:
    """Whether a file of ours stands where a list says, and in the output folder itself."""
    target = output / file
    try:
        return _is_inside(output, file) and (target.is_file() or target.is_symlink())
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # no build has made it: a killed one only meant to
            return False
        raise


def _holds(file: Path, content: bytes) -> bool:
    """Whether a file has these bytes already."""
    try:
        if file.is_symlink() or file.stat().st_size != len(content):
            return False
        return file.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _is_file(file: str | Path, folder: int | None = None) -> bool:
    try:
        return stat.S_ISREG(os.stat(file, dir_fd=folder, follow_symlinks=False).st_mode)
    except (OSError, ValueError):
        return False


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _beside(target: Path) -> Path:
    """Where a file is written before it takes its name. Cut, so that the longest name has room for more."""
    return target.with_name(f".{target.name[:50]}.part")
