"""Calendar: what is out at a moment, what is held back and until when, and when that next changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.model import Article, Held, Link, StandingPage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from broadsheet.model import Entry


@dataclass(frozen=True, slots=True)
class Released:
    """What is out at `now`, what isn't, why, and the next moment at which that will differ (None: never)."""

    out: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    held: tuple[Held, ...]
    next_change: datetime | None


def release(entries: Iterable[Entry], now: datetime, drafts: bool) -> Released:
    """Split `entries` by what may be seen at `now`. With `drafts`, drafts may; embargoes always hold."""
    out: list[Entry] = []
    waiting: list[Entry] = []
    held: list[Held] = []
    changes: set[datetime] = set()
    for entry in entries:
        reason = _reason(entry.item, now, drafts)
        if reason is None:
            out.append(entry)
        else:
            held.append(reason)
            waiting.append(entry)
        if reason is None or reason.reason != "draft":
            changes.update(moment for moment in _moments(entry.item) if moment > now)
    return Released(
        tuple(out),
        tuple(waiting),
        tuple(sorted(held, key=lambda one: one.path)),
        min(changes) if changes else None,
    )


def _reason(item: Article | Link | StandingPage, now: datetime, drafts: bool) -> Held | None:
    """Why an item stays out, or None. It comes out when its last reason has gone."""
    if isinstance(item, Article | StandingPage) and item.draft and not drafts:
        return Held(item.path, "draft", None)
    if isinstance(item, StandingPage):
        return None
    if isinstance(item, Article):
        if item.expires is not None and item.expires <= now:
            return Held(item.path, "expired", None)
        if item.embargo is not None and item.embargo > max(now, item.published):
            return Held(item.path, "under embargo", item.embargo)
    if item.published is not None and item.published > now:
        return Held(item.path, "not yet published", item.published)
    return None


def _moments(item: Article | Link | StandingPage) -> tuple[datetime, ...]:
    """When an item comes out and when it goes."""
    if isinstance(item, StandingPage):
        return ()
    if isinstance(item, Link):
        return (item.published,) if item.published else ()
    comes = max(item.published, item.embargo) if item.embargo else item.published
    if item.expires is None:
        return (comes,)
    return (comes, item.expires) if comes < item.expires else ()
