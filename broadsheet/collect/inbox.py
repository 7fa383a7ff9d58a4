"""Inbox: what matched nothing yet, kept until an article comes or its days are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.collect import keeping
from broadsheet.collect.nouns import Item

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.collect.keeping import Json

INBOX = "inbox.json"


def load(folder: Path) -> tuple[Item, ...]:
    """What waits for an article to come."""
    items = keeping.read(folder / INBOX).get("items")
    return tuple(keeping.each(dict(enumerate(items)) if isinstance(items, list) else {}, _item).values())


def save(folder: Path, items: Iterable[Item]) -> None:
    """Keep what waits."""
    rows = [
        {
            "source": one.source, "title": one.title, "url": one.url, "key": one.key, "summary": one.summary,
            "text": one.text, "published": one.published.isoformat(), "language": one.language,
            "seen": one.seen.isoformat(), "notes": list(one.notes),
        }
        for one in items
    ]  # fmt: skip
    keeping.write(folder / INBOX, {"items": rows})


def _item(one: Json) -> Item:
    notes = one["notes"]
    return Item(
        source=keeping.text(one["source"]),
        title=keeping.text(one["title"]),
        url=keeping.text(one["url"]),
        key=keeping.text(one["key"]),
        summary=keeping.text(one["summary"]),
        text=keeping.text(one["text"]),
        published=keeping.moment(one["published"]),
        language=keeping.text(one["language"]),
        seen=keeping.moment(one["seen"]),
        notes=tuple(map(keeping.text, notes)) if isinstance(notes, list) else (),
    )
