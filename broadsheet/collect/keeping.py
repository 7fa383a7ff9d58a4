"""Keeping: values in JSON files that may be lost. Whatever is damaged in them counts as forgotten."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
Json = dict[str, object]


def read(file: Path) -> Json:
    """What a file holds; nothing where it can't be read."""
    try:
        value = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return cast("Json", value) if isinstance(value, dict) else {}


def write(file: Path, value: Json) -> None:
    """Keep a value, beside its place and then in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
    beside.replace(file)


def each(rows: object, make: Callable[[Json], T]) -> dict[str, T]:
    """Every row that can be made into what it should be."""
    made: dict[str, T] = {}
    for name, row in rows.items() if isinstance(rows, dict) else ():
        try:
            made[name] = make(cast("Json", row))
        except (KeyError, TypeError, ValueError):
            continue
    return made


def text(value: object) -> str:
    """A value that must be text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def text_or_none(value: object) -> str | None:
    """The same, where there need be none."""
    return None if value is None else text(value)


def moment(value: object) -> datetime:
    """A value that must be a moment. Raises TypeError or ValueError."""
    made = datetime.fromisoformat(text(value))
    if made.tzinfo is None:
        raise ValueError(value)
    return made


def moment_or_none(value: object) -> datetime | None:
    """The same, where there need be none."""
    return None if value is None else moment(value)


def said(moment: datetime | None) -> str | None:
    """A moment as it is kept."""
    return moment.isoformat() if moment else None
