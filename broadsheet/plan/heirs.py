"""Heirs: of a list of which nothing stands any more, the list of its kind in which readers find the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.plan import feeds, urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.config import Config
    from broadsheet.rules import FeedFormat

KINDS = frozenset({"section", "edition", "tag", "author", "source", "story", "newsletter"})
"""The kinds of lists to which somebody has given a name, which can be another one day."""
_FORMATS: tuple[FeedFormat, ...] = ("rss", "atom", "json")


class Leaving:
    """What has left a list, and in which lists of the same kind each of it stood and stands."""

    def __init__(self) -> None:
        self._together: frozenset[str] | None = None
        self._gained: frozenset[str] = frozenset()

    def add(self, before: frozenset[str], now: frozenset[str]) -> None:
        """Something that stood in the lists `before` stands in these `now`."""
        self._together = now if self._together is None else self._together & now
        self._gained |= now - before

    @property
    def heir(self) -> str:
        """The list in which all of it stands now; of several, the only one in which any of it is new. Empty
        where there is no such list.
        """
        together = self._together or frozenset()
        for some in (together & self._gained, together):
            if len(some) == 1:
                return next(iter(some))
        return ""


def of_kind(name: str, names: Iterable[str]) -> frozenset[str]:
    """Those of the lists that are of the same kind as one."""
    kind = f"{name.partition('/')[0]}/"
    return frozenset(one for one in names if one.startswith(kind))


def takes_all(config: Config) -> tuple[str, ...]:
    """The newsletters that choose nothing: what one of them has, all of them have."""
    every = config.newsletters.values()
    return tuple(f"{feeds.NEWSLETTER}/{one.slug}" for one in every if not (one.sections or one.tags))


def is_feed(name: str, path: str) -> bool:
    """Whether a path of a list is that of a feed, in whichever format."""
    return _format(name, path) is not None


def succeeding(name: str, path: str, heir: str, standing: frozenset[str]) -> str:
    """Where readers of a `path` of a list are sent on to, among what is `standing` of its heir: from a page
    to its front, from a feed to its feed, in the same format if it has that. Empty where there is none.
    """
    format_ = _format(name, path)
    places = [feeds.address(heir, one) for one in (format_, *_FORMATS)] if format_ else [urls.front(heir)]
    return next((one for one in places if one in standing), "")


def _format(name: str, path: str) -> FeedFormat | None:
    return next((one for one in _FORMATS if feeds.address(name, one) == path), None)
