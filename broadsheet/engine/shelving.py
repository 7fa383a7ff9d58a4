"""Shelving: documents that have changed brought to the shelf, and what is to be looked at because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.match import sketch
from broadsheet.model import PickedId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from broadsheet.engine.filing import Change
    from broadsheet.engine.shelf import Shelf
    from broadsheet.match.sketch import Sketch
    from broadsheet.plan.facts import Facts

MANY = 500
"""Changed documents. To see what they touch takes longer then than to look at all articles with numpy."""


class Shelving:
    """What one build changes on the shelf.

    `changed` are the documents as they were on it and as they are; `ids` their ids, with those of what
    editors have put under or above them. Both only until there are too many. `gone` are the ids of the
    articles that were on it and are no longer, or are otherwise.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._number = 0
        self.changed: list[Sketch] = []
        self.ids: set[str] = set()
        self.gone: list[str] = []

    @property
    def are_many(self) -> bool:
        """Whether so much has changed that everything is looked at again."""
        return self._number > MANY

    def file(self, changes: Iterable[Change], out: Collection[str]) -> None:
        """Bring in documents that have changed: those whose paths are among what is `out`."""
        for one in changes:
            was = self._shelf.take(one.old) if one.old else b""
            put = self._shelf.put(one.new) if one.new and one.path in out else b""
            if was and was != put and one.old and one.old.kind == "article":
                self.gone.append(one.old.id)
            self._number += 1
            if not self.are_many:
                self._note(one, was, put)

    def _note(self, one: Change, was: bytes, put: bytes) -> None:
        if was != put:
            self.changed += (sketch.unpack(packed) for packed in (was, put) if packed)
        elif _used(one.old) == _used(one.new):
            return  # a body edited further down
        for facts in (one.old, one.new):
            if facts:
                picks = (pick.id for pick in facts.picks if isinstance(pick, PickedId))
                self.ids.update((facts.id, *facts.filed_for, *picks))


def _used(facts: Facts | None) -> tuple[object, ...]:
    """All that matching and what it shows take from a document besides its sketch."""
    return (facts.path, facts.id, facts.card, facts.picks, facts.filed_for, facts.story) if facts else ()
