"""Feed archive: everything that the feed of the site has ever held, by month (RFC 5005, section 4).

The archive has all articles, those besides that the feed still holds: whatever falls out of the feed, for its
number, its hours or its bytes, is in the archive already. A month's articles are cut into parts counted from
its oldest, so that a part which has another behind it keeps its bytes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from broadsheet.plan import feeds, urls
from broadsheet.plan.briefs import Assignment, FeedBrief

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from broadsheet.config import Config
    from broadsheet.plan.lists import Key, Reach
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.rules import FeedText

PART = 50
"""Articles. With full texts a part has some 200 kB."""


def is_kept(config: Config) -> bool:
    """Whether there is an archive: of the site's feed in RSS, if that is made."""
    return config.feeds.archive != "none" and "rss" in config.feeds.formats


def paths(month: str, size: int) -> Iterator[str]:
    """Where the parts of a month stand that has so many articles; `month/2021/09`."""
    return (_path(month, number) for number in range(1, _parts(size) + 1))


def newest(newsroom: Newsroom) -> str | None:
    """The path of the newest part."""
    last = max(newsroom.lists(feeds.PARTS), default=None)
    return _path(last, _parts(newsroom.size(last))) if last else None


def every(newsroom: Newsroom, config: Config) -> Iterator[Assignment]:
    """All parts."""
    months = sorted(newsroom.lists(feeds.PARTS))
    for month in months:
        for number in range(1, _parts(newsroom.size(month)) + 1):
            yield _part(month, number, months, newsroom, config)


def touched(
    reached: Mapping[str, Reach], told: Mapping[str, Iterable[Key]], newsroom: Newsroom, config: Config
) -> Iterator[Assignment]:
    """The parts that a change may show in: by how far it goes through months, and the places in them of what
    says anything otherwise.
    """
    months = sorted(newsroom.lists(feeds.PARTS))
    wanted: set[tuple[str, int]] = set()
    for name, reach in reached.items():
        if name.startswith(f"{feeds.PARTS}/"):
            wanted.update(_reached(name, reach, months, newsroom))
    for name, keys in told.items():
        if name.startswith(f"{feeds.PARTS}/"):
            wanted.update((name, newsroom.older_than(name, key) // PART + 1) for key in keys)
    for month, number in sorted(wanted):
        if 1 <= number <= _parts(newsroom.size(month)):
            yield _part(month, number, months, newsroom, config)


def _reached(name: str, reach: Reach, months: list[str], newsroom: Newsroom) -> Iterator[tuple[str, int]]:
    size = newsroom.size(name)
    now, before = _parts(size), _parts(size - reach.grown)
    first = now + 1 if reach.moved is None else newsroom.older_than(name, reach.moved) // PART + 1
    yield from ((name, number) for number in range(1 if reach.whole else first, now + 1))
    for key in reach.cards | reach.texts:
        yield name, newsroom.older_than(name, key) // PART + 1
    if now != before:  # what stands beside the last part, here or in another month, is another
        yield name, min(now, before)
        earlier, later = bisect_left(months, name) - 1, bisect_right(months, name)
        if earlier >= 0:
            yield months[earlier], _parts(newsroom.size(months[earlier]))
        if later < len(months):
            yield months[later], 1


def _part(month: str, number: int, months: list[str], newsroom: Newsroom, config: Config) -> Assignment:
    size, at = newsroom.size(month), months.index(month)
    members = newsroom.members(month, max(size - number * PART, 0), size - (number - 1) * PART)
    text: FeedText = "full" if config.feeds.archive == config.feeds.text == "full" else "summary"
    older = newer = None
    if number > 1:
        older = _path(month, number - 1)
    elif at:
        older = _path(months[at - 1], _parts(newsroom.size(months[at - 1])))
    if number < _parts(size):
        newer = _path(month, number + 1)
    elif at + 1 < len(months):
        newer = _path(months[at + 1], 1)
    brief = FeedBrief(month, "", "rss", text, feeds.items_of(members, newsroom, similar=False), older, newer)
    return Assignment(_path(month, number), month, brief, feeds.IN_SITE_YAML)


def _parts(size: int) -> int:
    return -(-size // PART)


def _path(month: str, number: int) -> str:
    return urls.archived_feed(month.partition("/")[2], number)
