"""Published: what was last published where, noted in the folder of the store.

Nothing hangs on it: what stands at a target is known from the target. It is for whoever wants to know here
what has changed since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.deploy import books
from broadsheet.publish import output
from broadsheet.publish.output import Upload

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from broadsheet.deploy.books import Entry

FOLDER = "published"


def last(store: Path, target: str) -> Mapping[str, Entry]:
    """What was last published at a target from here; nothing where that isn't known."""
    try:
        content = (store / FOLDER / f"{target}.json").read_bytes()
    except OSError:
        return {}
    return books.listed(content) or {}


def note(store: Path, target: str, manifest: bytes) -> None:
    """Note the manifest of what has been published at a target. Raises OSError."""
    store.mkdir(parents=True, exist_ok=True)
    output.put([Upload(f"{FOLDER}/{target}.json", manifest)], store)
