"""Tidy: an item as its feed has it becomes an item that may stand in our pages, or a reason why not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from broadsheet.collect.feeds import canonical, texts
from broadsheet.collect.nouns import Item

if TYPE_CHECKING:
    from broadsheet.collect.nouns import Outlet, Raw

FIRST = datetime(1995, 1, 1, tzinfo=UTC)
"""No feed is older than the web's first newspapers; an older date is a clock that was never set."""
AHEAD = timedelta(minutes=15)
"""Clocks differ; what is dated further ahead is scheduled, mistaken, or wants to stay on top."""
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")


def tidy(raw: Raw, outlet: Outlet, base: str, words: int, now: datetime) -> Item | str:
    """The item, or a sentence that says what it lacks. `base` is where its feed stands."""
    title = texts.title(raw.title)
    url = canonical.best(raw.links, base)
    if not url:
        return "it has no address of its own"
    if not re.search(r"\w", title):
        return "it has no headline"
    summary = texts.excerpt(raw.summary, words, title)
    published, notes = mended(raw.dates, now)
    return Item(
        source=outlet.slug,
        title=title,
        url=url,
        key=canonical.key(url),
        summary=summary,
        text=texts.fingerprint(outlet.slug, title, summary),
        published=published.astimezone(UTC).replace(microsecond=0),
        language=_language(raw.language, outlet.language),
        seen=now,
        notes=notes,
    )


def mended(dates: tuple[datetime, ...], now: datetime) -> tuple[datetime, tuple[str, ...]]:
    """When an item was published: the first date that can be true, else now; and what was mended."""
    sound = [date for date in dates if FIRST <= date <= now + AHEAD]
    if dates and sound and sound[0] == dates[0]:
        return min(sound[0], now), ()
    said = f"the feed says {dates[0].isoformat()}" if dates else "the feed has no date"
    if sound:
        return min(sound[0], now), (f"{said}; this is when it was updated",)
    return now, (f"{said}; this is when it was collected",)


def _language(said: str, usual: str) -> str:
    """The language of an item as a tag, its outlet's where it says none or only the same less precisely."""
    found = _LANGUAGE.fullmatch(said.strip())
    if not found:
        return usual
    language, script, region = found.groups(default="")
    if language.lower() == usual.lower().split("-")[0]:
        return usual
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))
