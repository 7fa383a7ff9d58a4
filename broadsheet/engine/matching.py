"""Matching: each article's similar news, and more on it from our own archive, kept from build to build.

Found anew only where a change may reach.
"""

from __future__ import annotations

import marshal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, cast

from broadsheet.engine.shelf import Shelf
from broadsheet.match import more, similar, sketch, slices
from broadsheet.match.likeness import DAY
from broadsheet.plan import coverage
from broadsheet.plan.newsroom import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from broadsheet.config import SimilarRules
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.filing import Change
    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands
    from broadsheet.match.similar import Match
    from broadsheet.match.sketch import Sketch
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.touched import Touched

    Links: TypeAlias = dict[str, tuple[Match, ...]]
    Ours: TypeAlias = dict[str, tuple[str, ...]]
    Found: TypeAlias = tuple[str, tuple[Match, ...], tuple[str, ...]]
    """An article's id, the links that stand under it, and the ids of the articles of ours that do."""

MANY = 500
"""Changed documents. To see what they touch takes longer then than to look at all articles with numpy."""
SLICE = 12_000
"""Articles. Their sketches and those near them are 45 MB packed, and a few slices wait for their turn."""


class Matching:
    """One build's similar news."""

    def __init__(self, store: Store, archive: Archive, rules: SimilarRules) -> None:
        self._store, self._archive, self._rules = store, archive, rules
        self._shelf = Shelf(store)
        self._changed: list[Sketch] = []
        """Documents as they were on the shelf and as they are, until there are too many."""
        self._ids: set[str] = set()
        """The ids of these, with those of the articles that they are or were filed for."""
        self._number = 0
        stands_for = repr(rules).encode()
        self._are_rules_new = store.get("matched by") != stands_for
        if self._are_rules_new:
            store.put("matched by", stands_for)

    def file(self, changes: Iterable[Change], out: Collection[str]) -> None:
        """Bring documents that have changed to the shelf: those whose paths are among what is `out`."""
        for one in changes:
            was = self._shelf.take(one.old) if one.old else b""
            put = self._shelf.put(one.new) if one.new and one.path in out else b""
            if was and one.old and one.old.kind == "article":
                self._gone(one.old.id)
            self._number += 1
            if self._is_all:
                continue
            if was != put:
                self._changed += (sketch.unpack(packed) for packed in (was, put) if packed)
            elif _used(one.old) == _used(one.new):
                continue  # a body edited further down
            for facts in (one.old, one.new):
                self._ids.update((facts.id, *facts.filed_for) if facts else ())

    def settle(self, touched: Touched, hands: Hands) -> None:
        """Find what stands under articles now, and add to `touched` those under which something else does."""
        if self._is_all:
            for id_, matches, ours in self._everywhere(hands):
                self._note(id_, matches, ours, touched)
            return
        for id_ in self._ids:  # what shows their cards shows others now
            touched.documents.update(self._under_which(id_))
        for id_, matches, ours in self._again():
            self._note(id_, matches, ours, touched)

    @property
    def _is_all(self) -> bool:
        return self._are_rules_new or self._number > MANY

    def _everywhere(self, hands: Hands) -> Iterator[Found]:
        """What stands under every article. Links and our own are found at the same time, by two processes."""
        wanted: tuple[Callable[[slices.Slice], object], ...] = (slices.links, slices.ours)
        jobs = (partial(what, one) for one in self._slices() for what in wanted)
        results = iter(hands.map(_done, jobs, self._archive.size(ARTICLES)))
        for pair in zip(results, results, strict=True):
            links, ours = cast("tuple[Links, Ours]", pair)
            yield from ((id_, matches, ours.get(id_, ())) for id_, matches in links.items())

    def _slices(self) -> Iterator[slices.Slice]:
        """All articles by time: so many at once that edges cost little, few enough for memory."""
        times = self._shelf.times()
        if not times:
            return
        starts = sorted({*times[::SLICE]})
        named = map(self._archive.by_id, self._shelf.by_hand())
        picked = {one.id: coverage.picked(one, self._archive) for one in named if one is not None}
        wide = 2 * self._rules.window_days * DAY
        for start, end in zip(starts, (*starts[1:], times[-1] + 1), strict=True):
            near = (
                *self._shelf.packed("article", start - wide, end + wide),
                *self._shelf.packed("link", start - wide, end + wide),
                *self._shelf.named_with(start, end),
            )
            yield slices.Slice(start, end, near, self._rules, picked)

    def _again(self) -> Iterator[Found]:
        """What stands under the articles that the changes may reach."""
        ids = set(self._ids)
        if self._changed:
            ids |= similar.touched(self._changed, self._shelf, self._rules)
            ids |= more.touched(self._changed, self._shelf, self._rules)
        near = [self._archive.by_id(id_) for id_ in ids]
        facts = {one.path: one for one in near if one is not None and one.kind == "article"}
        for paths in self._archive.called(f"id:{id_}" for id_ in self._ids).values():
            for path in paths:
                if self._archive.kind(path) == "article" and path not in facts:
                    facts[path] = self._archive.facts(path)
        articles = [sketch.unpack(packed) for packed in map(self._shelf.of, facts.values()) if packed]
        ours = more.more(articles, self._shelf, self._rules)
        picked = {one.id: coverage.picked(one, self._archive) for one in facts.values()}
        found = similar.relate(articles, self._shelf, self._rules, picked)
        yield from ((id_, matches, ours.get(id_, ())) for id_, matches in found.items())

    def _gone(self, article: str) -> None:
        self._store.run("DELETE FROM similar WHERE article = ?", (article,))
        self._store.run("DELETE FROM similar_links WHERE article = ?", (article,))

    def _note(self, id_: str, matches: tuple[Match, ...], ours: tuple[str, ...], touched: Touched) -> None:
        row = self._store.row("SELECT found FROM similar WHERE article = ?", (id_,))
        packed = marshal.dumps(([tuple(one) for one in matches], ours), 2)
        is_any = bool(matches or ours)
        if (row is not None and row[0] == packed) or (row is None and not is_any):
            return
        self._gone(id_)
        if is_any:
            self._store.run("INSERT INTO similar VALUES (?, ?)", (id_, packed))
            shown = {*ours, *(link for one in matches for link in (one.id, *one.also_at))}
            self._store.run_many("INSERT INTO similar_links VALUES (?, ?)", ((one, id_) for one in shown))
        if not touched.everything:
            article = self._archive.by_id(id_)
            touched.documents.update([article.path] if article else ())

    def _under_which(self, link: str) -> Iterator[str]:
        """The articles under which a link or another article stands, found by itself."""
        for (article,) in self._store.rows("SELECT article FROM similar_links WHERE link = ?", (link,)):
            facts = self._archive.by_id(cast("str", article))
            if facts is not None:
                yield facts.path


def _used(facts: Facts | None) -> tuple[object, ...]:
    """All that matching and what it shows take from a document besides its sketch."""
    return (facts.path, facts.id, facts.card, facts.picks, facts.filed_for) if facts else ()


def _done(job: partial[object]) -> object:
    """What comes of a job; a function by name, because a worker is sent one."""
    return job()
