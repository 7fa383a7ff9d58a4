"""State: what collecting remembers between runs, in two JSON files that may be lost.

Beside the store of the build, in `.broadsheet/collect/`: `feeds.json` is manners (validators, what moved,
who wants to be left alone), `inbox.json` what matched nothing yet. What must not be lost is in the ledger.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from broadsheet.collect.fetch.answers import Validators
from broadsheet.collect.fetch.robots import Robots
from broadsheet.collect.nouns import Item, Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

T = TypeVar("T")
FEEDS, INBOX = "feeds.json", "inbox.json"
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class State:
    """What is known of feeds by source, of hosts that are to be left alone, and of sites' robots.txt."""

    feeds: Mapping[str, Memory] = field(default_factory=dict)
    hosts: Mapping[str, datetime] = field(default_factory=dict)
    robots: Mapping[str, Robots] = field(default_factory=dict)


def load(folder: Path) -> State:
    """What is remembered; what can't be read counts as forgotten."""
    value = _read(folder / FEEDS)
    return State(
        _each(value.get("feeds"), _memory),
        _each(value.get("hosts"), lambda one: _moment(one["until"])),
        _each(value.get("robots"), lambda one: Robots(_text_or_none(one["text"]), _moment(one["read"]))),
    )


def save(folder: Path, state: State) -> None:
    """Remember."""
    value = {
        "feeds": {slug: _of_memory(one) for slug, one in sorted(state.feeds.items())},
        "hosts": {host: {"until": until.isoformat()} for host, until in sorted(state.hosts.items())},
        "robots": {
            site: {"text": one.text, "read": one.read.isoformat()}
            for site, one in sorted(state.robots.items())
        },
    }
    _write(folder / FEEDS, value)


def load_inbox(folder: Path) -> tuple[Item, ...]:
    """What waits for an article to come."""
    items = _read(folder / INBOX).get("items")
    return tuple(_each(dict(enumerate(items)) if isinstance(items, list) else {}, _item).values())


def save_inbox(folder: Path, items: Iterable[Item]) -> None:
    """Keep what waits."""
    rows = [
        {
            "source": one.source, "title": one.title, "url": one.url, "key": one.key, "summary": one.summary,
            "text": one.text, "published": one.published.isoformat(), "language": one.language,
            "seen": one.seen.isoformat(), "notes": list(one.notes),
        }
        for one in items
    ]  # fmt: skip
    _write(folder / INBOX, {"items": rows})


def _memory(one: Json) -> Memory:
    return Memory(
        feed=_text(one["feed"]),
        reader=_text(one["reader"]),
        validators=Validators(*(_text(one[name]) for name in ("valid_for", "etag", "modified"))),
        moved_to=_text(one["moved_to"]),
        moved_times=int(_text(str(one["moved_times"]))),
        last_good=_moment_or_none(one["last_good"]),
        failures=int(_text(str(one["failures"]))),
        failing_since=_moment_or_none(one["failing_since"]),
        error=_text(one["error"]),
        due=_moment_or_none(one["due"]),
        gone=_moment_or_none(one["gone"]),
    )


def _of_memory(one: Memory) -> Json:
    return {
        "feed": one.feed, "reader": one.reader, "valid_for": one.validators.url, "etag": one.validators.etag,
        "modified": one.validators.modified, "moved_to": one.moved_to, "moved_times": one.moved_times,
        "last_good": _said(one.last_good), "failures": one.failures, "error": one.error,
        "failing_since": _said(one.failing_since), "due": _said(one.due), "gone": _said(one.gone),
    }  # fmt: skip


def _item(one: Json) -> Item:
    notes = one["notes"]
    return Item(
        source=_text(one["source"]),
        title=_text(one["title"]),
        url=_text(one["url"]),
        key=_text(one["key"]),
        summary=_text(one["summary"]),
        text=_text(one["text"]),
        published=_moment(one["published"]),
        language=_text(one["language"]),
        seen=_moment(one["seen"]),
        notes=tuple(map(_text, notes)) if isinstance(notes, list) else (),
    )


def _each(rows: object, make: Callable[[Json], T]) -> dict[str, T]:
    """Every row that can be made into what it should be."""
    made: dict[str, T] = {}
    for name, row in rows.items() if isinstance(rows, dict) else ():
        try:
            made[name] = make(cast("Json", row))
        except (KeyError, TypeError, ValueError):
            continue
    return made


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _moment_or_none(value: object) -> datetime | None:
    return None if value is None else _moment(value)


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(file: Path) -> Json:
    try:
        value = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return cast("Json", value) if isinstance(value, dict) else {}


def _write(file: Path, value: Json) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
    beside.replace(file)
