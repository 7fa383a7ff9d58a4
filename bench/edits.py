"""What an editor does between two builds. A file is replaced, never written through: the corpus shares it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from peers.content import moment, split

if TYPE_CHECKING:
    from pathlib import Path


def correct(file: Path, sentence: str) -> None:
    """Mend an article's body: one sentence more at the end of its first paragraph."""
    head, body = split(file.read_text(encoding="utf-8"))
    first, gap, rest = body.partition("\n\n")
    _replace(file, f"---\n{head}---\n\n{first.rstrip()} {sentence}{gap or chr(10)}{rest}")


def add(model: Path, name: str, latest: Path, minutes: int, sentence: str) -> Path:
    """A new article beside the latest one, some minutes after it: the model's story under another name."""
    head, body = split(model.read_text(encoding="utf-8"))
    newest, _ = split(latest.read_text(encoding="utf-8"))
    published = moment(_value(newest, "published")) + timedelta(minutes=minutes)
    head = _with(head, "published", published.isoformat())
    head = _with(head, "title", f'"{sentence}"')
    head = _with(head, "id", name)
    file = latest.with_name(f"{name}.md")
    _replace(file, f"---\n{head}---\n\n{body.rstrip()}\n\n{sentence}\n")
    return file


def _value(head: str, key: str) -> str:
    found = re.search(rf"^{key}:\s*(.+)$", head, re.MULTILINE)
    return found[1].strip("\"' ") if found else ""


def _with(head: str, key: str, value: str) -> str:
    """Front matter with another value for a key that stands on one line, or with that key added."""
    changed, times = re.subn(rf"^{key}:.*$", lambda _: f"{key}: {value}", head, count=1, flags=re.MULTILINE)
    return changed if times else f"{head}{key}: {value}\n"


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
