"""The nouns of collecting, as frozen values: outlets, items, and what a feed is remembered by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.collect.fetch.answers import Validators

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet whose feed is read. `listed`: it stands in site.yaml, not only in an OPML file."""

    slug: str
    name: str
    url: str
    feed: str
    language: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Raw:
    """An item as its feed has it: markup, entities and all. `links` are addresses, the best first.

    `dates` are when it was published and updated, where the feed says so.
    """

    title: str
    links: tuple[str, ...]
    summary: str
    dates: tuple[datetime, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read: its items, and how many minutes it wants to be left alone."""

    items: tuple[Raw, ...]
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """Another outlet's piece, cleaned: all text is text.

    `key` is what makes two addresses the same one, `text` the same for headline and excerpt together, empty
    where there are too few words to tell. `notes` say what was mended; `seen` is when we first saw it.
    """

    source: str
    title: str
    url: str
    key: str
    summary: str
    text: str
    published: datetime
    language: str
    seen: datetime
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Why an item belongs under an article: score, shared words, and by how many hours it is later."""

    article: str
    score: float
    words: tuple[str, ...]
    hours: int

    def __str__(self) -> str:
        """The reason in a line."""
        later = "later" if self.hours > 0 else "earlier"
        when = f"{abs(self.hours)} h {later}" if self.hours else "the same hour"
        return f"{', '.join(self.words)}; {when}; {self.score:.2f}"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a feed; losing it costs politeness and nothing else.

    `reader` is by what its items were read: another reader may see more in the same bytes.
    """

    feed: str = ""
    reader: str = ""
    validators: Validators = field(default_factory=Validators)
    moved_to: str = ""
    moved_times: int = 0
    last_good: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    error: str = ""
    due: datetime | None = None
    gone: datetime | None = None
