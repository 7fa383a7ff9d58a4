"""Feeds: a view as bytes in its format, no longer than it may be, and read again before it goes out."""

from __future__ import annotations

from bisect import bisect_right
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


def render(page: FeedPage, bodies: Sequence[str], words: Words, lengths: Mapping[str, int]) -> bytes:
    """The feed, newest item first. `bodies` are the items' HTML, their addresses in full, none where the feed
    shows summaries; `words` are ours in the language of the feed, `lengths` the bytes of the items' pictures
    by their addresses, where they are known.

    Where it would be too long the oldest items are left out; one always stays.
    """
    view = page.view
    told = _as_many_as_fit(view, bodies, words, lengths)
    write, most = _WRITTEN[view.format], view.most_bytes
    made = write(view, told, words)
    if most is not None and len(made) > most:
        # The longest beginning that fits; one item is always there.
        numbers = range(len(told))
        told = told[: bisect_right(numbers, most, 2, key=lambda one: len(write(view, told[:one], words))) - 1]
        made = write(view, told, words)
    if _COUNTED[view.format](made) != len(told):
        raise AssertionError(f"{page.path} was not read as it was written")
    return made


def _as_many_as_fit(
    view: FeedView, bodies: Sequence[str], words: Words, lengths: Mapping[str, int]
) -> list[Told]:
    """The items that may fit: those behind them need not even be told."""
    told: list[Told] = []
    size = 0
    for number, item in enumerate(view.items):
        length = lengths.get(item.image.url) if item.image else None
        told.append(telling.told(item, bodies[number] if bodies else None, words, length))
        size += len(told[-1].html) + len(item.summary)
        if view.most_bytes is not None and size > view.most_bytes:
            break
    return told
