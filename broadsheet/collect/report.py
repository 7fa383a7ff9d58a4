"""Report: the health of each source, what was collected and why; a table for people, JSON for machines."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from broadsheet.collect.decide import Verdict

TITLE_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Health:
    """How a source does: `answer` of this run, when it last was good, what is wrong, what it brought.

    `items` is None when nothing new was read. `person` says what a person must do, and is empty for most.
    """

    source: str
    feed: str
    answer: str
    last_good: datetime | None
    error: str
    items: int | None
    new: int
    matched: int
    person: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, or would have done. `written` are paths below `content/` by the items' keys."""

    now: datetime
    is_dry: bool
    health: tuple[Health, ...]
    verdicts: tuple[Verdict, ...]
    written: dict[str, str]
    waiting: int
    place: str
    notes: tuple[str, ...]

    @property
    def needs_person(self) -> bool:
        """Whether any source does."""
        return any(one.person for one in self.health)

    def matches(self) -> str:
        """Each match with its reason; on a dry run everything that is new, with what would become of it."""
        shown = [
            one for one in self.verdicts if one.fate == "matched" or (self.is_dry and one.fate == "waiting")
        ]
        rows = [
            (
                one.item.source,
                _short(one.item.title),
                one.match.article if one.match else "-",
                one.reason,
                self.written.get(one.item.key, ""),
            )
            for one in shown
        ]
        return _table(("source", "headline", "article", "why", "file"), rows) if rows else ""

    def table(self) -> str:
        """The health of every source."""
        rows = [
            (
                one.source,
                f"{one.last_good:%Y-%m-%d %H:%M}" if one.last_good else "never",
                one.answer,
                "-" if one.items is None else str(one.items),
                str(one.new),
                str(one.matched),
                "yes" if one.person else "",
            )
            for one in self.health
        ]
        return _table(("source", "last good", "answer", "items", "new", "matched", "person"), rows)

    def remarks(self) -> str:
        """What an editor should know and what a person must do, a line each."""
        lines = list(self.notes)
        for one in self.health:
            lines += (f"{one.source}: {note}" for note in one.notes)
            lines += [f"{one.source}: {one.error}. {one.person}"] if one.person else []
        return "\n".join(lines)

    def inbox(self) -> str:
        """What waits for an article, oldest first."""
        rows = [
            (one.item.source, f"{one.item.published:%Y-%m-%d %H:%M}", _short(one.item.title), one.item.url)
            for one in self.verdicts
            if one.fate == "waiting"
        ]
        return _table(("source", "published", "headline", "address"), rows) if rows else ""

    def summary(self) -> str:
        """The last line."""
        number = sum(one.fate == "matched" for one in self.verdicts) if self.is_dry else len(self.written)
        what = "would be collected" if self.is_dry else "collected"
        links = "1 link" if number == 1 else f"{number:,} links"
        where = f" on {self.place}" if self.place else ""
        return f"{links} {what}{where}; {self.waiting:,} in the inbox."

    def as_json(self) -> str:
        """The report for `--report`."""
        value = {
            "now": self.now.isoformat(),
            "dry_run": self.is_dry,
            "place": self.place,
            "needs_person": self.needs_person,
            "sources": [
                {**asdict(one), "last_good": one.last_good and one.last_good.isoformat()}
                for one in self.health
            ],
            "items": [_item(one, self.written) for one in self.verdicts],
            "inbox": self.waiting,
            "notes": self.notes,
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _item(one: Verdict, written: dict[str, str]) -> dict[str, object]:
    made: dict[str, object] = {
        "source": one.item.source,
        "title": one.item.title,
        "url": one.item.url,
        "published": one.item.published.isoformat(),
        "fate": one.fate,
        "reason": one.reason,
        "path": written.get(one.item.key),
        "notes": one.item.notes,
    }
    if one.match:
        made |= {
            "article": one.match.article,
            "score": round(one.match.score, 4),
            "words": one.match.words,
            "hours": one.match.hours,
        }
    return made


def _short(title: str) -> str:
    return title if len(title) <= TITLE_WIDTH else title[: TITLE_WIDTH - 1].rstrip() + "…"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, the last one as it is."""
    lines = [head, *rows]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Cf")
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )
