"""Report: the health of each source, what was collected and why; a table for people, JSON for machines."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from broadsheet.collect.tables import short, table

if TYPE_CHECKING:
    from datetime import datetime

    from broadsheet.collect.decide import Verdict


RETIRED = "retired"


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
                short(one.item.title),
                one.match.article if one.match else "-",
                one.reason,
                self.written.get(one.item.key, ""),
            )
            for one in shown
        ]
        return table(("source", "headline", "article", "why", "file"), rows) if rows else ""

    def sources(self) -> str:
        """The health of every source that was to be asked."""
        if not self.health:
            return "No source in site.yaml has a 'feed': nothing was asked."
        rows = [
            (
                one.source,
                self._when(one.last_good),
                f"{RETIRED}: {one.error}" if one.answer == RETIRED else one.answer,
                "-" if one.items is None else str(one.items),
                str(one.new),
                str(one.matched),
                "yes" if one.person else "",
            )
            for one in self.health
        ]
        return table(("source", "last good", "answer", "items", "new", "matched", "person"), rows)

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
            (
                one.item.source,
                self._when(one.item.published),
                short(one.item.title),
                one.item.url,
            )
            for one in self.verdicts
            if one.fate == "waiting"
        ]
        return table(("source", "published", "headline", "address"), rows) if rows else ""

    def _when(self, moment: datetime | None) -> str:
        """A moment by the site's clock."""
        return f"{moment.astimezone(self.now.tzinfo):%Y-%m-%d %H:%M}" if moment else "never"

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
