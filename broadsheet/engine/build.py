"""Build: the order of the stages, and nothing else. What each does stands in its own room."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.engine import checking, delivery, frame, lock, picturing, recall, report, store, version
from broadsheet.engine.archive import Archive
from broadsheet.engine.darkroom import Darkroom
from broadsheet.engine.delivering import Delivering
from broadsheet.engine.editing import Editing
from broadsheet.engine.making import Kit
from broadsheet.engine.pressroom import Pages, Pressroom
from broadsheet.engine.report import Report
from broadsheet.engine.searching import Indexed, Searching
from broadsheet.engine.workers import hands
from broadsheet.plan import urls
from broadsheet.plan.newsroom import ARTICLES, LINKS
from broadsheet.problems import Refused
from broadsheet.publish import kinds, output
from broadsheet.read import dates, site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.darkroom import Developed
    from broadsheet.engine.delivery import Standing
    from broadsheet.engine.editing import Edited
    from broadsheet.engine.frame import Look
    from broadsheet.engine.store import Store
    from broadsheet.engine.watch import Watch
    from broadsheet.engine.workers import Hands, Workers
    from broadsheet.problems import Problem
    from broadsheet.publish.output import Published
    from broadsheet.read.site import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked for. `now` is a date as editors write it; without an offset, the site's clock.
    `clock` is what the machine's clock says, where it says something: a build for later is a preview.

    `theme` is the paper's own layer over the layouts, `theme/` beside `content` unless named.
    `cache` is the folder of the store, beside `content` unless named; `clean` leaves out what it knows.
    `workers` do the work in place of processes of ours. With `listing` the report names every page, those
    left alone too. With `search` the index that readers search knows of all changes, where there is one.
    """

    content: Path
    layouts: Path
    output: Path
    now: str
    clock: str = ""
    theme: Path | None = None
    base_url: str | None = None
    jobs: int | None = None
    drafts: bool = False
    cache: Path | None = None
    clean: bool = False
    listing: bool = True
    search: bool = False
    workers: Workers | None = None

    @property
    def layer(self) -> Path | None:
        """The folder of the paper's own theme, if it has one."""
        beside = self.content.parent / "theme"
        return self.theme or (beside if beside.is_dir() else None)

    @property
    def store(self) -> Path:
        """The folder in which the store is."""
        return self.cache or self.content.parent / ".broadsheet"


def build(order: Order, watch: Watch) -> Report:
    """Build a site. If there is a problem in content or layouts, the output folder is as it was before.

    Only a disk that refuses to be written can leave some of the files new; the next build mends that.
    """
    with lock.alone((order.store, order.output), watch.wait) as held:
        output.sweep_waiting_rooms(order.store)
        word = ""
        for memory in store.tries(order.store, version.stamp(), order.clean):
            try:
                with hands(order.jobs, order.workers, held) as helpers:
                    return replace(_build(order, memory, helpers, watch), memory=memory.word or word)
            except store.Damaged as damage:
                word = f"{order.store / store.FILE} counts as empty: {damage}"
            finally:
                memory.close()
    raise AssertionError("a store in memory cannot be damaged")


def _build(order: Order, memory: Store, helpers: Hands, watch: Watch) -> Report:
    since = time.time_ns()
    with watch.stage("read"):
        settings = frame.settings(order.content, memory)
        look = frame.look(order.layouts, order.layer, memory)
        config = frame.config(settings, order.base_url)
        if isinstance(settings, Refused) or config is None:
            return _without_config(order, settings, look, memory, helpers, watch)
        look = frame.used(look, config)
        wording = frame.wording(config, look, memory)
        recalled = recall.recall(order.content, config, memory, since, helpers, watch)
        stands = delivery.standing(order.output, memory, helpers)
    memory.mark()
    archive = Archive(memory)
    with watch.stage("plan"):
        gallery, no_font = picturing.gallery(order.content, config, memory)
        is_preview = _is_preview(order, settings.config)
        editing = Editing(memory, archive, config, look, gallery, wording.words, order, is_preview)
        edited = editing.edit(recalled, stands.missing, helpers)
        searching = Searching(memory, archive, config)
        no_indexer = searching.settle(editing.changed(), stands.missing, order.search)
        delivering = Delivering(order, config, look, stands, archive, memory, helpers, is_preview)
    with output.waiting_room(order.store) as waiting:
        read = (*recalled.all_problems, *look.problems)
        ids = frame.ids_changed(settings, memory)
        planned = (*ids, *edited.problems, *no_font, *no_indexer, *delivering.problems)
        made = _make(order, memory, edited, look, config, stands, waiting, helpers, watch)
        if not (read or planned or made.problems):
            made = _index(made, searching, waiting, watch)
        wrong = (*planned, *made.problems)
        problems = (*read, *site.at_their_keys(wrong, settings.places))
        if problems:
            editing.redirecting.drop()
            return _refused(problems, memory, watch)
        editing.redirecting.write()
        with watch.stage("publish"):
            published = delivering.publish(made, edited.media, waiting)
    if isinstance(published, Refused):
        return _refused(published.problems, memory, watch)
    editing.done()
    delivery.remember(made.vanished, order.output, memory)
    unheard = (*wording.notes, *delivering.tell())
    if edited.variants:
        made.darkroom.sweep(delivery.variants(memory))
    unheard = (*unheard, *edited.notes, *picturing.notes(gallery))
    notes = (*settings.notes, *site.at_their_keys(unheard, settings.places), *editing.redirecting.notes)
    done = _report(order, notes, edited, made, published, archive, watch)
    done = replace(done, behind=searching.behind)
    memory.commit()
    return done


def _is_preview(order: Order, config: Config) -> bool:
    """Whether this shows what no reader has: drafts, what comes later, the site where `site.yaml` doesn't
    have it.
    """
    is_elsewhere = order.base_url is not None and order.base_url.rstrip("/") != config.base_url
    return order.drafts or is_elsewhere or _is_later(order, config)


def _is_later(order: Order, config: Config) -> bool:
    now, clock = (dates.parse(moment, config.timezone) for moment in (order.now, order.clock or order.now))
    return not isinstance(now, str) and not isinstance(clock, str) and now > clock


class Made(NamedTuple):
    """All that waits to be put in place."""

    pages: Pages
    pictures: tuple[tuple[str, Developed], ...]
    volumes: Indexed
    darkroom: Darkroom
    vanished: frozenset[str]
    problems: tuple[Problem, ...]


def _make(
    order: Order, memory: Store, edited: Edited, look: Look, config: Config, stands: Standing, waiting: Path,
    helpers: Hands, watch: Watch,
) -> Made:  # fmt: skip
    """What is made of pictures, then pages: a feed says how long its pictures are."""
    with watch.stage("pictures"):
        # Where the store can't be written, the waiting room is elsewhere, and keeps for this build only.
        keeps = order.store if waiting.parent == order.store else waiting
        darkroom = Darkroom(order.content, keeps / "pictures")
        pictures, damaged = darkroom.develop(edited.variants, helpers, watch)
    with watch.stage("render"):
        room = Pressroom(Archive(memory), memory, stands.missing)
        lengths = {path: one.size for path, one in pictures}
        kit = Kit(edited.desk, look.layouts, look.digests, order.output, waiting, lengths)
        pages = Pages.of(room.look_at(edited.touched, config, kit, helpers, watch) if look.is_sound else ())
    nothing = Indexed((), (), frozenset(), ())
    return Made(pages, pictures, nothing, darkroom, edited.vanished, (*pages.problems, *damaged))


def _index(made: Made, searching: Searching, waiting: Path, watch: Watch) -> Made:
    """The same with the volumes of the search index: seconds each, so only once nothing is wrong."""
    with watch.stage("index"):
        volumes = Indexed.all(watch.steps(searching.make(waiting), "indexing", searching.volumes))
    vanished = made.vanished | volumes.vanished
    return made._replace(volumes=volumes, vanished=vanished, problems=volumes.problems)


def _without_config(
    order: Order, settings: Settings | Refused, look: Look, memory: Store, helpers: Hands, watch: Watch
) -> Report:
    """What is wrong with the rest, when `site.yaml` is: of this, nothing is remembered."""
    memory.mark()
    recalled = recall.recall(order.content, None, memory, 0, helpers, watch)
    problems = (
        *(settings.problems if isinstance(settings, Refused) and "" not in recalled.unseen else ()),
        *recalled.all_problems,
        *look.problems,
        *checking.without_config(recalled, memory),
    )
    return _refused(problems, memory, watch)


def _refused(problems: Iterable[Problem], memory: Store, watch: Watch) -> Report:
    """Nothing is published, and what was learnt is kept all the same."""
    memory.back_to_mark()
    memory.commit()
    return report.refused(problems, watch)


def _report(
    order: Order,
    notes: tuple[Problem, ...],
    edited: Edited,
    made: Made,
    published: Published,
    archive: Archive,
    watch: Watch,
) -> Report:
    verdicts = (*made.pages.verdicts, *made.volumes.verdicts)
    written = {urls.path_of(file) for file in published.written}
    stale = {one.path for one in verdicts}
    every = frozenset(archive.all("page")) if order.listing else frozenset()
    return Report(
        articles=archive.size(ARTICLES),
        links=archive.size(LINKS),
        rendered=tuple(sorted(stale | written)),
        written=len(written),
        equal=archive.pages() - sum(not kinds.is_packed(file) for file in published.written),
        unchanged=tuple(sorted(every - stale - written)),
        removed=tuple(map(urls.path_of, published.removed)),
        held=edited.held,
        next_change=edited.next_change,
        verdicts=tuple(sorted(verdicts, key=lambda one: one.path)),
        notes=notes,
        problems=(),
        seconds=report.seconds(watch),
        memory="",
    )
