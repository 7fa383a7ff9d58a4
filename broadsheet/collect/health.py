"""Health: how each source does after a run, and what a person must do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.collect.fetch import schedule
from broadsheet.collect.fetch.answers import Busy, Failed, Fresh, Gone, Unchanged, Waiting
from broadsheet.collect.report import RETIRED, Health

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from broadsheet.collect.decide import Verdict
    from broadsheet.collect.fetch.answers import Asked
    from broadsheet.collect.filing.changes import Changes
    from broadsheet.collect.gather import Gathered
    from broadsheet.collect.nouns import Item
    from broadsheet.config import Config

NEW = ("matched", "waiting")


def of(
    gathered: Iterable[Gathered],
    items: Iterable[Item],
    verdicts: Iterable[Verdict],
    lacking: Mapping[str, Counter[str]],
    changes: Changes,
    config: Config,
) -> tuple[Health, ...]:
    """The health of each source that was asked, in their order."""
    fresh = {(item.source, item.url) for item in items}
    found = [one for one in verdicts if (one.item.source, one.item.url) in fresh]
    return tuple(_of(one, found, verdicts, lacking, changes, config) for one in gathered)


def _of(
    one: Gathered,
    found: Iterable[Verdict],
    verdicts: Iterable[Verdict],
    lacking: Mapping[str, Counter[str]],
    changes: Changes,
    config: Config,
) -> Health:
    slug, memory = one.outlet.slug, one.memory
    person = schedule.person(memory, one.asked, config.collect) or changes.stuck.get(slug, "")
    return Health(
        source=slug,
        feed=one.outlet.feed,
        answer=_answer(one.asked, config.timezone),
        last_good=memory.last_good and memory.last_good.astimezone(config.timezone),
        error=memory.error or (one.asked.answer.reason if isinstance(one.asked.answer, Failed) else ""),
        items=len(one.feed.items) if one.feed else None,
        new=sum(v.item.source == slug and v.fate in NEW for v in found),
        matched=sum(v.item.source == slug and v.fate == "matched" for v in verdicts),
        person=person,
        notes=tuple(_notes(one, lacking, found, changes, config)),
    )


def _answer(asked: Asked, zone: tzinfo) -> str:
    match asked.answer:
        case Fresh():
            return "read"
        case Unchanged():
            return "unchanged"
        case Gone():
            return RETIRED
        case Busy(until=until):
            return f"asked us to wait until {until.astimezone(zone):%Y-%m-%d %H:%M}"
        case Waiting(until=until, reason=reason):
            return f"{reason}, until {until.astimezone(zone):%Y-%m-%d %H:%M}"
        case Failed(reason=reason):
            return reason


def _notes(
    one: Gathered,
    lacking: Mapping[str, Counter[str]],
    found: Iterable[Verdict],
    changes: Changes,
    config: Config,
) -> Iterable[str]:
    slug, memory = one.outlet.slug, one.memory
    if slug in changes.by_source:
        yield changes.by_source[slug]
    elif memory.moved_to and isinstance(one.asked.answer, Fresh | Unchanged):
        held = f"{min(memory.moved_times, config.collect.moved_after)} of {config.collect.moved_after}"
        yield f"it says it has moved for good to {memory.moved_to} ({held} times before we believe it)"
    for reason, number in sorted(lacking.get(slug, {}).items()):
        yield f"{number} of its items passed over: {reason}"
    for verdict in found:
        if verdict.item.source == slug and verdict.fate == "matched":
            yield from (f"{verdict.item.url}: {note}" for note in verdict.item.notes)
