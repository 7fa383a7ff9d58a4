"""Editing: what has been learnt brought into the newsroom; from that, which pages must be looked at."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from broadsheet.engine import checking, frame
from broadsheet.engine.filing import Clock, Filing
from broadsheet.engine.heirs import Heirs
from broadsheet.engine.matching import Matching
from broadsheet.engine.picturing import Picturing
from broadsheet.engine.redirecting import Redirecting
from broadsheet.engine.register import Register
from broadsheet.engine.renaming import Renaming
from broadsheet.engine.shelf import Shelf
from broadsheet.engine.shelving import Shelving
from broadsheet.engine.stories import Stories
from broadsheet.model import Held
from broadsheet.plan import calendar, claims, desk, facts, fronts, sitemaps, urls, wellknown
from broadsheet.plan.calendar import NEVER
from broadsheet.plan.lists import Reach
from broadsheet.plan.newsroom import MAP
from broadsheet.plan.redirects import UNIT
from broadsheet.plan.touched import Touched
from broadsheet.problems import Problem
from broadsheet.read import dates
from broadsheet.read.documents import MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.build import Order
    from broadsheet.engine.filing import Change
    from broadsheet.engine.frame import Look
    from broadsheet.engine.recall import Recalled
    from broadsheet.engine.store import Store
    from broadsheet.engine.workers import Hands
    from broadsheet.model import Entry
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.facts import NavFacts
    from broadsheet.plan.pictures import Gallery, Variant
    from broadsheet.plan.words import Words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Edited:
    """What there is to make: what is touched, the desk to make it at, what has vanished, and what is
    wrong. `media` are files that may have to be copied, `variants` those that must be made of pictures.
    """

    touched: Touched
    desk: Desk
    vanished: frozenset[str]
    media: tuple[str, ...]
    variants: tuple[Variant, ...]
    held: tuple[Held, ...]
    next_change: datetime | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


class Editing:
    """One build's changes brought into the newsroom."""

    def __init__(
        self,
        memory: Store,
        archive: Archive,
        config: Config,
        look: Look,
        gallery: Gallery,
        words: Mapping[str, Words],
        order: Order,
        is_preview: bool,
    ) -> None:
        moment = dates.parse(order.now, config.timezone)
        if isinstance(moment, str):
            raise ValueError(moment)  # the command line has looked at it
        self._memory, self._archive, self._config, self._look = memory, archive, config, look
        self._clock = Clock(facts.moment(moment), order.drafts)
        self._filing = Filing(memory, archive, self._clock)
        shelf = Shelf(memory)
        self._shelving = Shelving(shelf)
        self._stories = Stories(memory, archive, shelf)
        self._matching = Matching(memory, archive, shelf, config.similar)
        self._register = Register(memory)
        self._heirs = Heirs(memory, archive, config)
        self.redirecting = Redirecting(
            memory, archive, self._register, self._heirs, order, self._clock.now, is_preview
        )
        self._renaming = Renaming(memory)
        self._gallery = gallery
        self._picturing = Picturing(memory, archive, self._register, gallery)
        self._pictured: set[str] = set()
        self._changed: set[str] = set()
        self._lost: set[str] = set()
        self._is_other_share = False
        self._is_other_config = frame.config_changed(config, memory)
        self._words = words
        everything = any((frame.words_changed(words, memory), self._is_other_config))
        self._touched = Touched(everything, frame.layouts_changed(look, memory), now=self._clock.now)

    def edit(self, recalled: Recalled, missing: frozenset[str], hands: Hands) -> Edited:
        """Bring in what has been learnt, and what is `missing` from the output: pages by their paths."""
        for changes in self._filing.changes(self._config):
            out = self._filing.file(changes, self._touched)
            self._shelving.file(changes, out)
            for one in changes:
                self._lost |= claims.lost(one.old, one.new)
                self._note_pictures(one)
                new = one.new if one.path in out else None
                wanted = claims.of_document(new, self._config) if new and new.address else ()
                self._register.claim(one.path, wanted)
            self.redirecting.file(changes, out)
            self._heirs.file(changes, out)
            if not self._memory.is_new:
                self._renaming.file(changes, out)
        self._filing.settle(self._touched)
        self._match(hands)
        self._heirs.retold(tuple(self._stories.moves()))
        self._redraw()
        table = self._desk()
        self._claim_lists()
        self._claim_the_rest()
        self._picturing.picture(self._pictured, missing, self._is_other_config)
        self._picturing.sign()
        self._picturing.title(self._changed, missing, self._is_other_share)
        self.redirecting.settle(self._touched, self._config)
        collisions = self._register.settle()
        self._touched.names |= {f"page:{path}" for path in self._register.appeared | self._register.vanished}
        self._touched.follow(self._archive)
        self._bring_back(missing)
        self._stories.follow(self._touched)
        self._filing.date(self._touched, self._config.page_size)
        problems = (
            *collisions, *self._picturing.problems, *self.redirecting.problems,
            *checking.check(self._archive, self._filing, recalled, self._config, self._no_longer()),
        )  # fmt: skip
        held = self._held()
        return Edited(
            self._touched, table, self._register.vanished, tuple(self._picturing.copied),
            tuple(self._picturing.needed(missing)), held, self._next_change(), problems,
            (*wellknown.notes(self._config, self._clock.now), *self._backdated(held), *self._renaming.notes),
        )  # fmt: skip

    def _match(self, hands: Hands) -> None:
        """Find what stands under which articles now, and what tells one story."""
        told = self._matching.settle(self._shelving, self._touched, hands)
        if told is None:
            self._stories.retell(self._shelving, self._touched)
        else:
            self._stories.retell_all(told, self._touched)

    def changed(self) -> Iterator[Sequence[Change]]:
        """Every document that differs from what was published."""
        return self._filing.changed()

    def done(self) -> None:
        """What was made of all this is published."""
        self._filing.done()

    def _note_pictures(self, change: Change) -> None:
        """The files that a document uses or used: what must be made of them may be more now, or less."""
        self._changed.add(change.path)
        for one in (change.old, change.new):
            self._pictured.update(use.path for use in (one.pictures if one else ()))

    def _redraw(self) -> None:
        """Articles that show a file of `media/` that has changed look otherwise."""
        query = "SELECT path FROM unfiled WHERE path >= ? AND path < ?"
        changed = [cast("str", path) for (path,) in self._memory.rows(query, (MEDIA, "media0"))]
        for path in changed:
            self._lost.add(f"file:{path}")
            for document in self._archive.called([f"file:{path}"])[f"file:{path}"]:
                if self._archive.kind(document):
                    self._changed.add(document)
                    self._touched.redraw(self._archive.facts(document))
        self._pictured.update(changed)

    def _desk(self) -> Desk:
        standing: list[NavFacts] = [pickle.loads(one.card) for one in self._archive.standing()]  # noqa: S301 - ours
        paths = {name: one.path for name, one in self._look.assets.items()}
        table = desk.set_up(self._config, self._gallery, standing, paths, self._words)
        self._is_other_share = self._picturing.is_other()
        if frame.site_changed(table, self._memory) or self._is_other_share:
            self._touched.everything = True
        return table

    def _claim_lists(self) -> None:
        """The addresses of the lists that are longer or shorter, or of all where everything is touched:
        nobody has noted then which these are.
        """
        every = dict(fronts.names(self._archive, self._config))
        names: Iterable[str] = filter(_has_addresses, self._touched.lists)
        if self._touched.everything:
            units = self._memory.rows("SELECT DISTINCT unit FROM addresses WHERE unit LIKE '%/%'")
            known = set(filter(_has_addresses, (cast("str", unit) for (unit,) in units)))
            names = known | every.keys() | self._archive.lists(MAP).keys()
            self.redirecting.look_at_all_lists()
        names = set(names)
        self.redirecting.look_at(names | self._heirs.left)
        for name in names:
            if name.startswith(f"{MAP}/"):
                self._register.claim(name, claims.of_map(name, self._archive.size(name)))
                continue
            wanted: Iterator[claims.Claim] | tuple[()] = ()
            if name in every:
                size, origin = self._archive.size(name), fronts.origin_of(name, self._archive)
                wanted = claims.of_list(name, size, origin, self._config)
            self._register.claim(name, wanted)

    def _claim_the_rest(self) -> None:
        by_unit: dict[str, list[claims.Claim]] = {
            "assets": [], "newsletters": [], "search": [], "edge": [], sitemaps.UNIT: [], wellknown.UNIT: [],
        }  # fmt: skip
        for claim in claims.of_every_site(self._config, self._clock.now):
            by_unit.setdefault(claim.unit, []).append(claim)
        for asset in self._look.assets.values():
            by_unit["assets"].append(claims.of_copy(asset.path))
        for unit, wanted in by_unit.items():
            self._register.claim(unit, wanted)

    def _bring_back(self, missing: Iterable[str]) -> None:
        """Whoever made what isn't there is to look at it again."""
        for path in missing:
            unit = self._archive.unit(path)
            if _has_addresses(unit):
                self._touched.lists.setdefault(unit, Reach()).whole = True
            else:
                (self._touched.redirects if unit == UNIT else self._touched.documents).add(
                    path if unit == UNIT else unit
                )

    def _no_longer(self) -> frozenset[str]:
        """The names that mean nothing any more: whoever uses one is asked what they meant."""
        return frozenset(self._lost) | {f"page:{path}" for path in self._register.vanished}

    def _held(self) -> tuple[Held, ...]:
        found = []
        for (path,) in self._memory.rows("SELECT path FROM filed WHERE NOT is_out ORDER BY path"):
            times = self._archive.facts(cast("str", path)).times
            reason = calendar.held(times, self._clock.now, self._clock.drafts)
            if reason:
                found.append(Held(cast("str", path), reason[0], self._moment(reason[1])))
        return tuple(found)

    def _backdated(self, held: Iterable[Held]) -> Iterator[Problem]:
        """A note for each article that waits to be put among those of a day gone by, where no subscriber may
        look.
        """
        for one in held:
            if one.reason != "under embargo" or one.until is None:
                continue
            stands = self._moment(self._archive.facts(one.path).at)
            if stands and stands.date() < one.until.date():
                entry: Entry = pickle.loads(self._archive.entry(one.path))  # noqa: S301 - ours
                what = f"readers get this on {one.until:%Y-%m-%d}, but lists and feeds put it at "
                what += f"{stands:%Y-%m-%d}"
                hint = "What is older than a feed reaches no subscriber. Set 'published' to the same moment."
                yield Problem(f"content/{one.path}", *entry.place("embargo"), "embargo", what, hint)

    def _next_change(self) -> datetime | None:
        """When another build would differ: the next moment at which anything comes or goes."""
        visible = "comes < goes" if self._clock.drafts else "comes < goes AND NOT draft"
        query = (
            f"SELECT MIN(comes) FROM filed WHERE comes > ?1 AND {visible} UNION ALL "  # noqa: S608 - our own words
            f"SELECT MIN(goes) FROM filed WHERE goes > ?1 AND goes < {NEVER} AND {visible}"
        )
        moments = [
            cast("int", one) for (one,) in self._memory.rows(query, (self._clock.now,)) if one is not None
        ]
        if self._config.sitemaps.news:
            over = sitemaps.next_change(self._archive, self._clock.now)
            moments += [] if over is None else [over]
        runs_out = wellknown.next_change(self._config, self._clock.now)
        moments += [] if runs_out is None else [runs_out]
        return self._moment(min(moments)) if moments else None

    def _moment(self, micros: int | None) -> datetime | None:
        if micros is None:
            return None
        when = (_EPOCH + timedelta(microseconds=micros)).astimezone(self._config.timezone)
        return dates.fixed(when)


def _has_addresses(name: str) -> bool:
    """Whether a list of this name has pages, or a sitemap."""
    kind = name.partition("/")[0]
    return kind in urls.FRONTS or kind == MAP
