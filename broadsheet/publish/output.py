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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.problems import Problem, Refused
from broadsheet.publish import manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be: its path below the output folder, and its bytes or the file to copy them from."""

    file: str
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did, as files below the output folder, sorted."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def standing(output: Path) -> Mapping[str, str]:
    """The files of ours that stand in the output folder, with the digests of their bytes.

    What the manifest says is believed of files that are there. After a killed build it is not: every
    file that it may have touched is read.
    """
    said = manifest.digests(output)
    if said is None:
        return {file: _digest(output / file) for file in manifest.ours(output) if _is_file(output / file)}
    return {file: digest for file, digest in said.items() if _is_file(output / file)}


def publish(uploads: Sequence[Upload], kept: Mapping[str, str], output: Path) -> Published | Refused:
    """Make the output folder hold `uploads`, in their order, what is `kept`, and nothing else of ours.

    `kept` are files that stand there already (`standing`), by their digests; they are not looked at. Files
    that are equal already are not touched. Refused when the disk says no; what had been written by then
    stays, and the next build goes on from there.
    """
    try:
        return _publish(uploads, kept, output)
    except OSError as error:
        return Refused((_problem(error, output),))


def _publish(uploads: Sequence[Upload], kept: Mapping[str, str], output: Path) -> Published:
    output.mkdir(parents=True, exist_ok=True)
    _sweep(output)
    old = manifest.ours(output)
    new = frozenset((manifest.NAME, *kept, *(upload.file for upload in uploads)))
    stale = sorted(old - new)
    _write(output, manifest.JOURNAL, manifest.journal(old | new))
    _clear_the_way(output, stale, new)
    written: list[str] = []
    unchanged = list(kept)
    digests = dict(kept)
    for upload in uploads:
        digests[upload.file] = _digest(upload.content)
        if _holds(output / upload.file, upload.content, digests[upload.file]):
            unchanged.append(upload.file)
        else:
            _write(output, upload.file, upload.content)
            written.append(upload.file)
    removed = [file for file in stale if _delete(output, file)]
    listing = manifest.manifest(digests)
    if not _holds(output / manifest.NAME, listing, _digest(listing)):
        _write(output, manifest.NAME, listing)
    (output / manifest.JOURNAL).unlink()
    return Published(tuple(sorted(written)), tuple(sorted(unchanged)), tuple(sorted(removed)))


def _problem(error: OSError, output: Path) -> Problem:
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


def _sweep(output: Path) -> None:
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


def _write(output: Path, file: str, content: bytes | Path) -> None:
    """Put a file in place whole: written beside it, then renamed over it."""
    target = output / file
    _make_folder(output, target.parent)
    beside = _beside(target)
    if isinstance(content, Path):
        shutil.copyfile(content, beside)
    else:
        beside.write_bytes(content)
    beside.replace(target)


def _make_folder(output: Path, folder: Path) -> None:
    if folder.is_dir() and not _is_link_below(output, folder):
        return
    below = folder.relative_to(output).parts
    for depth in range(1, len(below) + 1):
        part = output.joinpath(*below[:depth])
        if part.is_symlink():
            raise OSError(0, "a symbolic link stands where a folder must be", str(part))
        part.mkdir(exist_ok=True)


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


def _holds(file: Path, content: bytes | Path, digest: str) -> bool:
    """Whether a file has these bytes already."""
    try:
        if file.is_symlink():
            return False
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        if file.stat().st_size != size:
            return False
        return file.read_bytes() == content if isinstance(content, bytes) else _digest(file) == digest
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _is_file(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _beside(target: Path) -> Path:
    """Where a file is written before it takes its name. Cut, so that the longest name has room for more."""
    return target.with_name(f".{target.name[:50]}.part")
