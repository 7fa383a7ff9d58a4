"""Stories: the articles and links that report one event, as editors say or as they are alike.

A story is opened by a document that is like none before it, or that an editor has put into a story by name.
Any other joins the opener before it that it is like and no other opener nearly as much; else it is a story
by itself. So a document's story hangs on what came out in the two weeks before it, and on nothing that comes
later: no newcomer renames an old story, or parts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.match import kin
from broadsheet.match.likeness import DAY, WHOLE, score
from broadsheet.match.shelf import in_time

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from broadsheet.match.shelf import Shelf
    from broadsheet.match.sketch import Sketch

WINDOW = 7 * DAY
"""How long a story stays open. 3 and 14 days come to the same on stories whose coverage is known."""

ALIKE = WHOLE * 3 // 10
"""Who is so much like somebody before opens nothing, and joins nobody to whom it is less alike.

With the floor: .92 of the pairs in one story belong together, and .65 of all that do are found. At .24 it
were .88 and .71, at .28 .89 and .69, at .32 .95 and .61. Precision goes before size.
"""

FLOOR = 0.6
"""What a document must score with its opener: less than half as much it may be like any other."""

BOTH: tuple[kin.Kind, kin.Kind] = ("article", "link")


def told(documents: Collection[Sketch], shelf: Shelf) -> dict[str, str]:
    """The story of each of some documents, by id: what its editor calls it, or the id of its opener.

    A document by itself has its own id. One without a date has a story only if an editor says so.
    """
    earlier = _earlier(documents, shelf)
    others = {one.id: one for found in earlier.values() for _, one in found if one.id not in earlier}
    before = _earlier(others.values(), shelf) | earlier
    opens = {id_: not found for id_, found in before.items()}
    stories: dict[str, str] = {}
    for one in documents:
        if one.story:
            stories[one.id] = one.story
        elif one.at is not None:
            found = earlier[one.id]
            openers = [(likeness, other) for likeness, other in found if other.story or opens[other.id]]
            stories[one.id] = _joined(one, openers)
    return stories


def touched(changed: Collection[Sketch], shelf: Shelf) -> set[str]:
    """The ids of the documents whose story may differ because documents were added, removed or edited.

    `changed` are these as they were and as they are; the shelf is as it is now. They reach those after them
    that are like them, which may open nothing now, and those after these that are like these: two windows.
    """
    ids = {one.id for one in changed}
    later = _later(changed, shelf)
    further = _later([one for one in later.values() if one.id not in ids], shelf)
    return ids | later.keys() | further.keys()


def _earlier(documents: Iterable[Sketch], shelf: Shelf) -> dict[str, list[tuple[int, Sketch]]]:
    return {
        one.id: [(likeness, other) for likeness, other in found if in_time(other) < in_time(one)]
        for one, found in kin.near(list(documents), shelf, BOTH, WINDOW, ALIKE)
    }


def _later(documents: Collection[Sketch], shelf: Shelf) -> dict[str, Sketch]:
    return {
        other.id: other
        for one, found in kin.near(documents, shelf, BOTH, WINDOW, ALIKE)
        for _, other in found
        if in_time(other) > in_time(one)
    }


def _joined(one: Sketch, openers: Iterable[tuple[int, Sketch]]) -> str:
    """The story that a document joins; its own id where there is none, or none for certain."""
    alike: dict[str, int] = {}
    # The earliest of those in a named story stands for it where two are as near.
    for likeness, other in sorted(openers, key=lambda pair: (-pair[0], in_time(pair[1]))):
        alike.setdefault(other.story or other.id, likeness)
    best, second, *_ = [*alike.items(), ("", 0), ("", 0)]
    return best[0] if best[1] and score(best[1], second[1]) >= FLOOR else one.id
