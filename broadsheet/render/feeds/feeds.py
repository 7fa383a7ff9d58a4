"""Feeds: a view as bytes in its format, no longer than it may be, and read again before it goes out."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from broadsheet.render.feeds import atom, jsonfeed, rss, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from broadsheet.plan.feedviews import FeedPage, FeedView
    from broadsheet.plan.words import Words
    from broadsheet.render.feeds.telling import Told
    from broadsheet.rules import FeedFormat

    Written = Callable[[FeedView, Sequence[Told], Words], bytes]

_WRITTEN: Mapping[FeedFormat, Written] = {"rss": rss.written, "atom": atom.written, "json": jsonfeed.written}
_COUNTED: Mapping[FeedFormat, Callable[[bytes], int]] = {
    "rss": rss.counted,
    "atom": atom.counted,
    "json": jsonfeed.counted,
}

BETWEEN = 2
"""Bytes. What may stand between two items and not around one alone: the comma and the line of JSON."""


def render(page: FeedPage, bodies: Sequence[str], words: Words, lengths: Mapping[str, int]) -> bytes:
    """The feed, newest item first. `bodies` are the items' HTML, their addresses in full, none where the feed
    shows summaries; `words` are ours in the language of the feed, `lengths` the bytes of the items' pictures
    by their addresses, where they are known.

    Where it would be too long the older items have their summaries alone; where that doesn't help, the oldest
    are left out. One always stays.
    """
    view = page.view
    short = [
        telling.told(one, None, words, lengths.get(one.image.url) if one.image else None)
        for one in view.items
    ]
    whole = [
        telling.told(one.item, body, words, one.length) for one, body in zip(short, bodies, strict=True)
    ] if bodies else short  # fmt: skip

    def write(items: Sequence[Told]) -> bytes:
        return _WRITTEN[view.format](view, items, words)

    told = whole if view.most_bytes is None else _fitting(whole, short, view.most_bytes, write)
    made = write(told)
    if _COUNTED[view.format](made) != len(told):
        raise AssertionError(f"{page.path} was not read as it was written")
    return made


def _fitting(
    whole: Sequence[Told], short: Sequence[Told], most: int, write: Callable[[Sequence[Told]], bytes]
) -> Sequence[Told]:
    """The items that fit: a feed is as long as an empty one and each of its items alone."""
    if sum(len(one.html) for one in whole) <= most and len(write(whole)) <= most:
        return whole
    empty = len(write(()))
    sizes = [len(write((one,))) - empty + BETWEEN for one in short]
    room = most - empty
    count = max(bisect_right(list(accumulate(sizes)), room), 1)
    room -= sum(sizes[:count])
    chosen = list(short[:count])
    for number, one in enumerate(whole[:count]):
        room -= len(write((one,))) - empty + BETWEEN - sizes[number]
        if room < 0:
            break
        chosen[number] = one
    return chosen
