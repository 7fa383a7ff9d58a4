"""Renaming: articles whose file has got another name, and that have no `id` by which they are still known.

A file's name is an article's id until an editor writes one, and subscribers' programs know it by that id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from broadsheet.engine.filing import Change
    from broadsheet.engine.store import Store
    from broadsheet.plan.facts import Facts

KEEP = "Write 'id: {id}' above its text before it is published, and it stays the same one."


class Renaming:
    """The articles that have lost their file in one build, or got one."""

    def __init__(self, memory: Store) -> None:
        self._memory = memory
        self._left: dict[str, Facts] = {}
        self._came: list[Facts] = []

    def file(self, changes: Iterable[Change], out: Collection[str]) -> None:
        """Note what has gone that readers had, and what has come."""
        for one in changes:
            if one.old and not one.new and one.old.kind == "article":
                if self._memory.row("SELECT 1 FROM made WHERE path = ?", (one.old.address,)):
                    self._left[one.old.address] = one.old
            elif one.new and not one.old and one.path in out and one.new.kind == "article":
                self._came.append(one.new)

    @property
    def notes(self) -> Iterator[Problem]:
        """A note for each article that stands where another stood until now: it is the same one, surely."""
        for new in self._came:
            old = self._left.get(new.address)
            if old and old.id != new.id:
                what = f"this was {old.path}, and whoever subscribes gets it again, as another article"
                yield Problem(f"content/{new.path}", 1, 1, "id", what, KEEP.format(id=old.id))
