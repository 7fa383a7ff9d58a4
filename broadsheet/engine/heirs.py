"""Heirs: where the lists lead that have vanished with a name in `site.yaml` or in articles: a section, an
edition, a tag, an author, an outlet, a story, a newsletter. With a list go its front, its numbered pages and
its feeds.

Which list is the heir of another is known when that becomes empty, by where what stood in it went; its page
may stand for long after, so it is kept in `heirs`.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, cast

from broadsheet.plan import feeds, urls
from broadsheet.plan.heirs import KINDS, Leaving, is_feed, of_kind, succeeding, takes_all
from broadsheet.plan.newsroom import CORRECTED
from broadsheet.publish import keys
from broadsheet.read.redirects import GONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.filing import Change
    from broadsheet.engine.store import Store
    from broadsheet.engine.stories import Move
    from broadsheet.plan.facts import Facts

PREFIX = "list"
"""What the names of lists begin with among those of what has stood somewhere: `list:tag/panjshir`."""
_ALL = "takes all"


class Heirs:
    """The lists of one build, and those that vanish in it."""

    def __init__(self, memory: Store, archive: Archive, config: Config) -> None:
        self._memory, self._archive, self._config = memory, archive, config
        self._leaving: dict[str, Leaving] = {}
        self._waiting: frozenset[str] | None = None

    def file(self, changes: Iterable[Change], out: Collection[str]) -> None:
        """Note which documents leave which lists, and in which they stand instead."""
        for one in changes:
            new = one.new if one.path in out else None
            stands = frozenset(new.lists if new else ())
            for name in one.old.lists if one.old else ():
                if _kind(name) in KINDS and name not in stands:
                    self._leave(name, one.old, new)

    def retold(self, moves: Sequence[Move]) -> None:
        """Note what has left a story. Its articles say where a story is told now; links do where it had no
        article.
        """
        told = {one.old for one in moves if one.kind == "article"}
        for one in moves:
            leaving = self._leaving.setdefault(one.old, Leaving())
            if one.kind == "article" or one.old not in told:
                leaving.add(frozenset({one.old}), frozenset({one.new} if one.new else ()))

    @property
    def left(self) -> frozenset[str]:
        """The lists that anything has left."""
        return frozenset(self._leaving)

    def keep(self) -> None:
        """Keep whose heirs are who, also in a preview: it is by what happens once that it is known."""
        self._memory.run("DELETE FROM heirs WHERE EXISTS (SELECT 1 FROM lists WHERE lists.list = heirs.list)")
        back = ((f"{feeds.NEWSLETTER}/{slug}",) for slug in self._config.newsletters)
        self._memory.run_many("DELETE FROM heirs WHERE list = ?", back)
        found = [(name, one.heir) for name, one in self._leaving.items() if not self._archive.size(name)]
        self._memory.run_many("INSERT OR IGNORE INTO heirs VALUES (?, ?)", (*found, *self._likewise()))

    def recover(self, lost: Collection[str], listed: Iterable[tuple[tuple[str, ...], Facts]]) -> None:
        """Learn who are the heirs of lists that a lost store knew, by the keys that articles had in the last
        build and where they stand now. Only sections and stories are among these.
        """
        by_key = {keys.key(name): name for name in lost if _kind(name) in ("section", "story")}
        for had, facts in listed:
            for name in filter(None, map(by_key.get, had)):
                story = self._archive.story(facts.id)
                now = (*facts.lists, *((f"story/{story[0]}",) if story else ()))
                self._leaving.setdefault(name, Leaving()).add(frozenset({name}), of_kind(name, now))
        self.keep()

    def names(self) -> set[str]:
        """Every list of which anything stands."""
        rows = self._memory.rows("SELECT DISTINCT unit FROM addresses ")
        found = {cast("str", unit) for (unit,) in rows if is_followed(cast("str", unit))}
        return found | {name for name, _ in feeds.names((), self._config)}

    def paths(self, name: str) -> frozenset[str]:
        """Where anything of a list stands."""
        if _kind(name) in urls.FRONTS:
            rows = self._memory.rows("SELECT path FROM addresses WHERE unit = ?", (name,))
            return frozenset(cast("str", path) for (path,) in rows)
        if _kind(name) == feeds.NEWSLETTER and name.partition("/")[2] not in self._config.newsletters:
            return frozenset()
        return frozenset(path for _, path in feeds.addresses_of(name, self._config))

    def ways(self, name: str, gone: Iterable[str], standing: frozenset[str]) -> Mapping[str, str] | None:
        """Where paths lead at which something of a list stood; `GONE` where nothing is known that is the
        same. None where time alone has taken the list, and may bring it back.

        Of a list that is there still, only feeds lead on: what stood behind its end is no loss of a name.
        """
        if self._is_there(name, standing):
            feeds_ = [path for path in gone if is_feed(name, path)]
            return {path: succeeding(name, path, name, standing) or GONE for path in feeds_}
        heir = self._heir(name)
        if heir:
            stands = self.paths(heir)
            return {path: succeeding(name, path, heir, stands) or GONE for path in gone}
        return None if name in self._held() else dict.fromkeys(gone, GONE)

    def done(self) -> None:
        """Remember what cannot be asked once a newsletter has gone."""
        self._memory.put(_ALL, pickle.dumps(takes_all(self._config), 5))

    def _leave(self, name: str, old: Facts | None, new: Facts | None) -> None:
        leaving = self._leaving.setdefault(name, Leaving())
        if old and new:
            leaving.add(of_kind(name, old.lists), of_kind(name, new.lists))

    def _is_there(self, name: str, standing: frozenset[str]) -> bool:
        kind, _, slug = name.partition("/")
        if kind in urls.FRONTS:
            return urls.front(name) in standing
        return kind != feeds.NEWSLETTER or slug in self._config.newsletters

    def _heir(self, name: str) -> str:
        """The list that succeeds another and stands; an heir may have had one itself."""
        passed: set[str] = set()
        while name and name not in passed:
            passed.add(name)
            row = self._memory.row("SELECT heir FROM heirs WHERE list = ?", (name,))
            name = cast("str", row[0]) if row else ""
            if name and self._is_there(name, self.paths(name)):
                return name
        return ""

    def _likewise(self) -> Iterator[tuple[str, str]]:
        """Each newsletter that has gone and took all there is, and the one that has the same now: the only
        such, or the only new one.
        """
        known = self._memory.get(_ALL)
        had: tuple[str, ...] = pickle.loads(known) if known else ()  # noqa: S301 - our own file, and its sums are right
        now = takes_all(self._config)
        heir = next((some[0] for some in (now, tuple(set(now).difference(had))) if len(some) == 1), "")
        return ((name, heir) for name in had if name.partition("/")[2] not in self._config.newsletters)

    def _held(self) -> frozenset[str]:
        """The lists that are named by what waits, or has had its time."""
        if self._waiting is None:
            rows = self._memory.rows("SELECT path FROM filed WHERE NOT is_out")
            held = [self._archive.facts(cast("str", path)) for (path,) in rows]
            told = (f"story/{one.story}" for one in held if one.story)
            self._waiting = frozenset(told).union(*(one.lists for one in held))
        return self._waiting


def is_followed(name: str) -> bool:
    """Whether a list is one of those whose addresses last."""
    return _kind(name) in KINDS or name == CORRECTED


def _kind(name: str) -> str:
    return name.partition("/")[0]
