"""Matching: each article's similar news, and more on it from our own archive, kept from build to build.

Found anew only where a change may reach.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from broadsheet.match import more, similar, sketch, slices
from broadsheet.match import shelf as shelves
from broadsheet.match.likeness import DAY
from broadsheet.plan import coverage
from broadsheet.plan.facts import BEFORE_ALL
from broadsheet.plan.newsroom import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.config import SimilarRules
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.filing import Change
    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands
    from broadsheet.match.similar import Match
    from broadsheet.match.sketch import Sketch
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.touched import Touched

    Found: TypeAlias = tuple[str, tuple[Match, ...], tuple[str, ...]]
    """An article's id, the links that stand under it, and the ids of the articles of ours that do."""

MANY = 500
"""Changed documents. To see what they touch takes longer then than to look at all articles with numpy."""
SLICE = 12_000
"""Articles. Their sketches and those near them are 45 MB packed, and a few slices wait for their turn."""
_SECOND = 1_000_000


class Shelf:
    """Implements `match.shelf.Shelf`: all that is out and has a date, its sketches in the store.

    Another outlet's piece without a date is near nothing in time, so only an editor can put it anywhere.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def between(self, kind: Literal["article", "link"], start: int, end: int) -> Iterator[Sketch]:
        """Those published from second `start` to `end`, both included, the earliest first."""
        start, end = max(start, shelves.FIRST // _SECOND), min(end, shelves.LAST // _SECOND)
        query = "SELECT sketch FROM shelf WHERE kind = ? AND at >= ? AND at < ? ORDER BY at, id"
        return self._unpacked(query, (kind, max(start * _SECOND, BEFORE_ALL + 1), (end + 1) * _SECOND))

    def story(self, name: str) -> Iterator[Sketch]:
        """Those that an editor has put into a story by name."""
        return self._unpacked("SELECT sketch FROM shelf WHERE story = ? ORDER BY at, id", (name,))

    def _unpacked(self, query: str, values: Sequence[object]) -> Iterator[Sketch]:
        return (sketch.unpack(cast("bytes", packed)) for (packed,) in self._store.stream(query, values))


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
        store.put("matched by", stands_for)

    def file(self, changes: Iterable[Change]) -> None:
        """Bring documents that have changed to the shelf; what is out of them stands in the newsroom."""
        for one in changes:
            was = self._taken(one.old) if one.old else b""
            put = self._put(one.new) if one.new and self._archive.kind(one.path) else b""
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
        jobs = (
            job for some in self._slices() for job in (slices.Job("similar", some), slices.Job("more", some))
        )
        results = iter(hands.map(slices.find, jobs, self._archive.size(ARTICLES)))
        for links, ours in zip(results, results, strict=True):
            yield from ((id_, links.similar[id_], ours.more.get(id_, ())) for id_ in links.similar)

    def _slices(self) -> Iterator[slices.Slice]:
        """All articles by time: so many at once that edges cost little, few enough for memory."""
        times = [
            cast("int", at) // _SECOND
            for (at,) in self._store.rows("SELECT at FROM shelf WHERE kind = 'article' ORDER BY at")
        ]
        if not times:
            return
        starts = sorted({*times[::SLICE]})
        named = (self._archive.by_id(id_) for id_ in sorted(self._by_hand()))
        picked = {one.id: coverage.picked(one, self._archive) for one in named if one is not None}
        wide = 2 * self._rules.window_days * DAY
        for start, end in zip(starts, (*starts[1:], times[-1] + 1), strict=True):
            near = [
                *self._packed("article", start - wide, end + wide),
                *self._packed("link", start - wide, end + wide),
            ]
            query = (
                "SELECT sketch FROM shelf WHERE story IN (SELECT story FROM shelf WHERE kind = 'article' "
                "AND at >= ? AND at < ? AND story IS NOT NULL)"
            )
            told = self._store.rows(query, (start * _SECOND, end * _SECOND))
            near += (cast("bytes", one) for (one,) in told)
            yield slices.Slice(start, end, tuple(near), self._rules, picked)

    def _packed(self, kind: str, start: int, end: int) -> Iterator[bytes]:
        query = "SELECT sketch FROM shelf WHERE kind = ? AND at >= ? AND at < ?"
        found = self._store.stream(query, (kind, start * _SECOND, end * _SECOND))
        return (cast("bytes", packed) for (packed,) in found)

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
        articles = [one for one in map(self._of, facts.values()) if one is not None]
        ours = more.more(articles, self._shelf, self._rules)
        picked = {one.id: coverage.picked(one, self._archive) for one in facts.values()}
        found = similar.relate(articles, self._shelf, self._rules, picked)
        yield from ((id_, matches, ours.get(id_, ())) for id_, matches in found.items())

    def _taken(self, old: Facts) -> bytes:
        """The sketch of a document as it was published; it goes, and what stood under it is forgotten."""
        row = self._store.row("SELECT sketch FROM shelf WHERE path = ?", (old.path,))
        if row is None:
            return b""
        self._store.run("DELETE FROM shelf WHERE path = ?", (old.path,))
        if old.kind == "article":
            self._gone(old.id)
        return cast("bytes", row[0])

    def _gone(self, article: str) -> None:
        self._store.run("DELETE FROM similar WHERE article = ?", (article,))
        self._store.run("DELETE FROM similar_links WHERE article = ?", (article,))

    def _put(self, new: Facts) -> bytes:
        """The sketch of a document as it is; it comes."""
        row = self._store.row("SELECT sketch FROM sketches WHERE path = ?", (new.path,))
        if row is None or new.at == BEFORE_ALL:
            return b""
        packed = cast("bytes", row[0])
        story = sketch.unpack(packed).story or None
        self._store.run(
            "INSERT OR REPLACE INTO shelf VALUES (?, ?, ?, ?, ?, ?, ?)",
            (new.kind, *new.key, new.path, story, bool(new.picks), packed),
        )
        return packed

    def _of(self, article: Facts) -> Sketch | None:
        row = self._store.row("SELECT sketch FROM sketches WHERE path = ?", (article.path,))
        return sketch.unpack(cast("bytes", row[0])) if row else None

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

    def _by_hand(self) -> frozenset[str]:
        """The ids of the articles under which an editor has put anything."""
        query = "SELECT id FROM shelf WHERE kind = 'article' AND picks UNION SELECT article FROM filings"
        return frozenset(cast("str", id_) for (id_,) in self._store.rows(query))


def _used(facts: Facts | None) -> tuple[object, ...]:
    """All that matching and what it shows take from a document besides its sketch."""
    return (facts.path, facts.id, facts.card, facts.picks, facts.filed_for) if facts else ()
