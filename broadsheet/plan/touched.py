"""Touched: what a set of changes may show on. A superset, found by names and places alone.

What isn't touched cannot have changed, so nobody looks at it: that is why a build costs what a commit
touches. What is touched is composed and compared; most of it turns out to be as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.plan.lists import Reach

if TYPE_CHECKING:
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.lists import Key
    from broadsheet.plan.newsroom import Newsroom

EARLIER = 3
"""How many older articles of its section an article shows: enough to go on with, and few to re-render."""


@dataclass(slots=True)
class Touched:
    """What must be looked at. `documents` are paths; `lists` are by name.

    With `everything`, all of it: the configuration has changed, or what every page shows. `layouts` are
    those that have changed: all their pages must be looked at. `names` mean something else now, to whoever
    names them: these are `naming`, once they have been followed. `for_ids` are articles that a link is filed
    for, or of which there is a translation. `redirects` are paths of `redirects.yaml`; `regrouped` are
    originals of which any version, or they themselves, may stand elsewhere. `now` is the moment of the build,
    in microseconds since 1970.
    """

    everything: bool = False
    layouts: frozenset[str] = frozenset()
    documents: set[str] = field(default_factory=set)
    lists: dict[str, Reach] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    naming: set[str] = field(default_factory=set)
    beside: set[tuple[str, Key]] = field(default_factory=set)
    for_ids: set[str] = field(default_factory=set)
    redirects: set[str] = field(default_factory=set)
    regrouped: set[str] = field(default_factory=set)
    now: int = 0

    def add(self, old: Facts | None, new: Facts | None) -> None:
        """A document that was `old` and is `new`; None where it was or is not out."""
        for one in (old, new):
            if one is not None and one.kind != "link":
                self.documents.add(one.path)
        if self.everything:
            return
        for name in {*(old.lists if old else ()), *(new.lists if new else ())}:
            self._in_a_list(name, old, new)
        self._names(old, new)
        for one in (old, new):
            self.for_ids.update(one.filed_for if one else ())
        self._versions(old, new)

    def redraw(self, one: Facts) -> None:
        """An article whose picture has another size: whatever shows its card shows another."""
        self.documents.add(one.path)
        self.names.add(f"id:{one.id}")
        for name in one.lists:
            self.lists.setdefault(name, Reach()).cards.add(one.key_in(name))
            if name.startswith("section/"):
                self.beside.add((name, one.key))

    def by(self, layout: str) -> bool:
        """Whether all pages of a layout must be looked at."""
        return self.everything or layout in self.layouts

    def follow(self, newsroom: Newsroom) -> None:
        """Add those who name what has changed, and those who stand beside it in their section."""
        for paths in newsroom.called(self.names).values():
            self.naming.update(paths)
        self.documents |= self.naming
        for name, key in self.beside:
            self.documents.update(one.path for one in newsroom.beside(name, key, EARLIER, 1))
        for id_ in self.for_ids:
            facts = newsroom.by_id(id_)
            if facts is not None:
                self.documents.add(facts.path)

    def _in_a_list(self, name: str, old: Facts | None, new: Facts | None) -> None:
        reach = self.lists.setdefault(name, Reach())
        was, is_there = old is not None and name in old.lists, new is not None and name in new.lists
        if old and new and was and is_there and old.key_in(name) == new.key_in(name):
            reach.texts.add(new.key_in(name))
            if old.shown_in(name) == new.shown_in(name):
                return
            moved = [new.key_in(name)]
            reach.cards.update(moved)
        else:
            moved = []
            if old and was:
                moved.append(old.key_in(name))
                reach.move(moved[-1], -1)
            if new and is_there:
                moved.append(new.key_in(name))
                reach.move(moved[-1], 1)
        if name.startswith("section/"):
            self.beside.update((name, key) for key in moved)

    def _versions(self, old: Facts | None, new: Facts | None) -> None:
        """The original of a translation, and its other translations: each leads to all."""
        if old and new and (old.card, old.original) == (new.card, new.original):
            return
        self.regrouped |= {one.original or one.id for one in (old, new) if one and one.kind == "article"}
        originals = {one.original for one in (old, new) if one and one.original}
        self.names.update(f"original:{id_}" for id_ in originals)
        self.for_ids |= originals

    def _names(self, old: Facts | None, new: Facts | None) -> None:
        if old and new and (old.card, old.id, old.path) == (new.card, new.id, new.path):
            shown: set[str] = set()
        else:
            shown = {f"id:{one.id}" for one in (old, new) if one}
        if not (old and new) or (old.address, old.path) != (new.address, new.path):
            shown |= {f"file:{one.path}" for one in (old, new) if one}
        brought = set(old.brings if old else ()) ^ set(new.brings if new else ())
        self.names |= shown | {f"page:{path}" for path in brought}
