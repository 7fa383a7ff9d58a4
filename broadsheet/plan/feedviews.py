"""Feed views: what a feed shows of each of its items, and of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from broadsheet.model import Correction
    from broadsheet.plan.languages import Direction
    from broadsheet.plan.pieces import Nav, Picture
    from broadsheet.plan.views import Body, Origin
    from broadsheet.rules import FeedFormat, FeedText


@dataclass(frozen=True, slots=True)
class Related:
    """A piece of similar news at an item's end, its address in full, and the outlet that it is from."""

    title: str
    url: str
    outlet: str
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article in a feed, or another outlet's piece. `guid` is permanent; `url` and all else may change.

    `authors` have a page or an empty URL; an outlet stands for them where a piece has no author of ours.
    `image` has its address in full; `origin` is the outlet and the original of a piece that isn't ours,
    `source` the outlet and its feed, if that is known.
    """

    guid: str
    url: str
    title: str
    summary: str
    language: str
    direction: Direction
    image: Picture | None
    corrections: tuple[Correction, ...]
    origin: Nav | None
    source: Nav | None
    authors: tuple[Nav, ...]
    categories: tuple[str, ...]
    published: datetime
    updated: datetime
    similar: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Archive:
    """Where a feed hangs in the archive of the site's feed (RFC 5005): addresses in full.

    `current` is the feed that a part of the archive belongs to, None in that feed itself.
    """

    current: str | None
    older: str | None
    newer: str | None


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed, newest first. `url` is its own address, `home` that of the page it follows; both in full.

    `id` is permanent. `stylesheet` is how a browser shows it, on this site; `most_bytes` is how long it may
    be.
    """

    format: FeedFormat
    text: FeedText
    id: str
    title: str
    description: str
    url: str
    home: str
    language: str
    publisher: str
    logo: Picture | None
    stylesheet: str | None
    hub: str | None
    ttl: int
    most_bytes: int | None
    archive: Archive | None
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed: its path and view, and the prose of its items in their order, none where it shows
    summaries.
    """

    path: str
    view: FeedView
    bodies: tuple[Body, ...]
    origin: Origin
