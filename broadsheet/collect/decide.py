"""Decide: what becomes of each item that was found. Decides; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from broadsheet.collect.feeds import canonical
from broadsheet.collect.filing.ledger import DECLINED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from broadsheet.collect.filing.ledger import Line
    from broadsheet.collect.nouns import Item, Match

    Matches: TypeAlias = Callable[[Sequence[Item]], Mapping[str, Match]]

Fate = Literal["matched", "known", "declined", "duplicate", "waiting", "expired"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an item, and why."""

    item: Item
    fate: Fate
    reason: str
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What was found before: addresses by their keys, and words, each with where it stands or `-`."""

    keys: dict[str, str]
    texts: dict[str, str]


def known(lines: Iterable[Line], urls: Mapping[str, str]) -> Known:
    """What the ledger remembers, and what our content points to."""
    keys = dict(urls)
    texts: dict[str, str] = {}
    for line in lines:
        keys.setdefault(canonical.key(line.url), line.path)
        if line.text:
            texts[line.text] = line.path
    return Known(keys, texts)


def decide(
    items: Iterable[Item], before: Known, match: Matches, keep: timedelta, now: datetime
) -> tuple[Verdict, ...]:
    """A verdict on each item, oldest first. Of two that are the same, the earlier one counts."""
    verdicts: list[Verdict] = []
    fresh: list[Item] = []
    keys, texts = set[str](), set[str]()
    for item in sorted(items, key=lambda one: (one.published, one.seen, one.url)):
        seen = _seen(item, before)
        if seen:
            verdicts.append(seen)
        elif item.key in keys or (item.text and item.text in texts):
            verdicts.append(Verdict(item, "duplicate", "found twice in this run"))
        else:
            keys.add(item.key)
            texts.add(item.text)
            fresh.append(item)
    return (*verdicts, *_judged(fresh, match, keep, now))


def _seen(item: Item, before: Known) -> Verdict | None:
    where = before.keys.get(item.key) or (before.texts.get(item.text) if item.text else None)
    if where is None:
        return None
    if where == DECLINED:
        return Verdict(item, "declined", "an editor declined it")
    what = "is collected already" if item.key in before.keys else "says the same words as one collected"
    return Verdict(item, "known", f"{what}: {where}")


def _judged(fresh: Sequence[Item], match: Matches, keep: timedelta, now: datetime) -> Iterable[Verdict]:
    matches = match(fresh)
    for item in fresh:
        found = matches.get(item.key)
        if found:
            yield Verdict(item, "matched", str(found), found)
        elif now - item.seen < keep and now - item.published < keep + keep:
            yield Verdict(item, "waiting", "matches no article of ours yet")
        else:
            yield Verdict(item, "expired", "matches no article of ours, and is too old to wait for one")
