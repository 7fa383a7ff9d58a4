"""Matching: each article's similar news, and more on it from our own archive, kept from build to build.

Found anew only where a change may reach.
"""

from __future__ import annotations

import marshal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, cast

from broadsheet.engine.kept import is_news
from broadsheet.match import more, similar, sketch, slices
from broadsheet.plan import coverage
from broadsheet.plan.newsroom import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from broadsheet.engine.archive import Archive
    from broadsheet.engine.shelf import Shelf
    from broadsheet.engine.shelving import Shelving
    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands
    from broadsheet.match.similar import Match
    from broadsheet.plan.touched import Touched
    from broadsheet.rules import SimilarRules

    Links: TypeAlias = dict[str, tuple[Match, ...]]
    Ours: TypeAlias = dict[str, tuple[str, ...]]
    Told: TypeAlias = dict[str, str]
    """By an article's id: the links that stand under it, the ids of our articles that do, its story."""

SLICE = 12_000
"""Articles. Their sketches and those near them are 45 MB packed, so only one slice waits for its turn."""


class Matching:
    """One build's similar news."""

    def __init__(self, store: Store, archive: Archive, shelf: Shelf, rules: SimilarRules) -> None:
        self._store, self._archive, self._shelf, self._rules = store, archive, shelf, rules
        self._are_rules_new = is_news(store, "matched by", rules)

    def settle(self, shelving: Shelving, touched: Touched, hands: Hands) -> Told | None:
        """Find what stands under articles now, and add to `touched` those under which something else does.

        What the story of each article is called, if all of them have been looked at.
        """
        for id_ in shelving.gone:
            self._gone(id_)
        if not (self._are_rules_new or shelving.are_many):
            for id_ in shelving.ids:  # what shows their cards shows others now
                touched.documents.update(self._under_which(id_))
            for id_, matches, ours in self._again(shelving):
                self._note(id_, matches, ours, touched)
            return None
        stories: Told = {}
        for links, (ours_of, told) in self._everywhere(hands):
            for id_, matches in links.items():
                self._note(id_, matches, ours_of.get(id_, ()), touched)
            stories |= told
        return stories

    def _everywhere(self, hands: Hands) -> Iterator[tuple[Links, tuple[Ours, Told]]]:
        """What stands under the articles of each slice, and their stories: two jobs, for two processes."""
        wanted: tuple[Callable[[slices.Slice], object], ...] = (slices.links, slices.ours)
        jobs = (partial(what, one) for one in self._slices() for what in wanted)
        results = iter(hands.map(_done, jobs, self._archive.size(ARTICLES), ahead=1))
        yield from cast("Iterator[tuple[Links, tuple[Ours, Told]]]", zip(results, results, strict=True))

    def _slices(self) -> Iterator[slices.Slice]:
        """All articles by time: so many at once that edges cost little, few enough for memory."""
        times = self._shelf.times()
        if not times:
            return
        starts = sorted({*times[::SLICE]})
        named = map(self._archive.by_id, self._shelf.by_hand())
        picked = {one.id: coverage.picked(one, self._archive) for one in named if one is not None}
        wide = slices.reach(self._rules)
        for start, end in zip(starts, (*starts[1:], times[-1] + 1), strict=True):
            near = (
                *self._shelf.packed("article", start - wide, end + wide),
                *self._shelf.packed("link", start - wide, end + wide),
                *self._shelf.named_with(start, end),
            )
            yield slices.Slice(start, end, near, self._rules, picked)

    def _again(self, shelving: Shelving) -> Iterator[tuple[str, tuple[Match, ...], tuple[str, ...]]]:
        """What stands under the articles that the changes may reach: links, and others of ours."""
        ids = set(shelving.ids)
        if shelving.changed:
            ids |= similar.touched(shelving.changed, self._shelf, self._rules)
            ids |= more.touched(shelving.changed, self._shelf, self._rules)
        near = [self._archive.by_id(id_) for id_ in ids]
        facts = {one.path: one for one in near if one is not None and one.kind == "article"}
        for paths in self._archive.called(f"id:{id_}" for id_ in shelving.ids).values():
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


def _done(job: partial[object]) -> object:
    """What comes of a job; a function by name, because a worker is sent one."""
    return job()
