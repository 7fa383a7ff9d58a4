"""Published: what readers were last sent, and what has changed since, kept beside the store.

`published.json` is the manifest of the last publication, as `publish` leaves it. The others are written by
each build, for whoever brings the site to its readers and tells caches what to forget.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from broadsheet.publish import changes, manifest, output

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.publish.changes import Changes

LAST = "published.json"
CHANGES, URLS, KEYS = "changes.json", "purge-urls.txt", "purge-keys.txt"
PREVIEW = "preview.txt"
"""Stands there while the last build was a preview, and says of which manifest."""


def stamp(folder: Path) -> str:
    """Stands for the last publication; empty where there has been none."""
    try:
        about = (folder / LAST).stat()
    except OSError:
        return ""
    return f"{about.st_mtime_ns} {about.st_size} {about.st_ino}"


def since(folder: Path, site: Path) -> Changes:
    """What has changed since the last publication; all there is, where there has been none."""
    with (site / manifest.NAME).open("rb") as new:
        try:
            old = (folder / LAST).open("rb")
        except OSError:
            return changes.between((), new)
        with old:
            return changes.between(old, new)


def mark(folder: Path, site: Path, base_url: str) -> None:
    """Note that readers have what stands in `site`: from now on changes are since this publication.

    Raises OSError where the folder of the store cannot be written.
    """
    output.replace(folder / LAST, (site / manifest.NAME).read_bytes())
    note(folder, changes.NONE, "publication", base_url)


def note(folder: Path, found: Changes, counted_from: str, base_url: str) -> None:
    """Write down what has changed, and what caches must forget. Raises OSError like `mark`."""
    made = {
        CHANGES: changes.as_json(found, counted_from, base_url),
        URLS: _lines(changes.purge_urls(found, base_url)),
        KEYS: _lines(changes.purge_keys(found)),
    }
    for name, text in made.items():
        content = text.encode("utf-8", "surrogatepass")
        if not _holds(folder / name, content):
            output.replace(folder / name, content)


def note_preview(folder: Path, site: Path, *, is_preview: bool) -> None:
    """Remember whether what stands in `site` is for readers. Raises OSError like `mark`."""
    if is_preview:
        output.replace(folder / PREVIEW, manifest.digest(site).hex().encode())
    else:
        (folder / PREVIEW).unlink(missing_ok=True)


def is_preview(folder: Path, site: Path) -> bool:
    """Whether what stands in `site` shows what no reader should have."""
    try:
        return (folder / PREVIEW).read_bytes() == manifest.digest(site).hex().encode()
    except OSError:
        return False


def _lines(some: Iterable[str]) -> str:
    return "".join(f"{one}\n" for one in some)


def _holds(file: Path, content: bytes) -> bool:
    with suppress(OSError):
        return file.stat().st_size == len(content) and file.read_bytes() == content
    return False
