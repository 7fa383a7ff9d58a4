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


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article in a feed, or another outlet's piece. `guid` is permanent; `url` and all else may change.

    `authors` are names: the outlet's where a piece has no author of ours. `image` has its address in full;
    `origin` is the outlet and the original of a piece that isn't ours.
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
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed, newest first. `url` is its own address, `home` that of the page it follows; both in full."""

    title: str
    description: str
    url: str
    home: str
    language: str
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed: its path and view, and the prose of its items in their order."""

    path: str
    view: FeedView
    bodies: tuple[Body, ...]
    origin: Origin
