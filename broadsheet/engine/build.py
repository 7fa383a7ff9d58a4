"""Build: the order of the stages, and nothing else. What each does stands in its own room."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.engine import lock, recall, store, version
from broadsheet.engine.freshness import judge
from broadsheet.engine.parts import Digests
from broadsheet.engine.report import Report
from broadsheet.engine.store import Made
from broadsheet.engine.workers import CHUNK, chunks, usable_cores, workers
from broadsheet.match import picks
from broadsheet.model import Article, Link
from broadsheet.plan import addresses, calendar, desk, newsroom, pages, urls
from broadsheet.problems import Problem, Refused
from broadsheet.publish import output
from broadsheet.publish.output import Upload
from broadsheet.read import dates, documents, files, images, references, site
from broadsheet.render import assets, press, theme
from broadsheet.render.layouts import Layouts
from broadsheet.render.press import Rendered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.freshness import Verdict
    from broadsheet.engine.store import Store
    from broadsheet.engine.watch import Watch
    from broadsheet.engine.workers import Workers
    from broadsheet.model import Entry, Media
    from broadsheet.plan.calendar import Released
    from broadsheet.render.theme import Theme


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked for. `now` is a date as editors write it; without an offset, the site's clock.

    `cache` is the folder of the store, beside `content` unless named; `clean` leaves out what it knows.
    """

    content: Path
    layouts: Path
    output: Path
    now: str
    base_url: str | None = None
    jobs: int | None = None
    drafts: bool = False
    cache: Path | None = None
    clean: bool = False

    @property
    def store(self) -> Path:
        """The folder in which the store is."""
        return self.cache or self.content.parent / ".broadsheet"


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read, sound or not: `problems` has what isn't. `html` are the digests of bodies."""

    config: Config | None
    entries: tuple[Entry, ...]
    html: Mapping[str, str]
    media: tuple[Media, ...]
    theme: Theme
    layouts: Mapping[str, str]
    notes: tuple[Problem, ...]
    places: Mapping[str, tuple[int, int]]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """All that is to be made: the pages, the files that are copied, and what is held back."""

    released: Released
    pages: tuple[pages.AnyPage, ...]
    copies: tuple[tuple[str, bytes | Path], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """What must be rendered and what needn't: a verdict and the parts of each page, and the files kept."""

    verdicts: Mapping[str, Verdict]
    parts: Mapping[str, Mapping[str, str]]
    kept: Mapping[str, str]


def build(order: Order, watch: Watch) -> Report:
    """Build a site. If there is a problem in content or layouts, the output folder is as it was before.

    Only a disk that refuses to be written can leave some of the files new; the next build mends that.
    """
    with suppress(OSError):  # where it can't be made, the store is in memory
        order.store.mkdir(parents=True, exist_ok=True)
    with lock.alone((order.store, order.output), watch.wait):
        stamp, word = version.stamp(), ""
        for memory in store.tries(order.store, stamp, order.clean):
            try:
                return replace(_build(order, memory, watch), memory=memory.word or word)
            except store.Damaged as damage:
                word = f"{order.store} counts as empty: {damage}"
            finally:
                memory.close()
    raise AssertionError("a store in memory cannot be damaged")


def _build(order: Order, memory: Store, watch: Watch) -> Report:
    since = time.time_ns()
    scan = documents.scan(order.content)
    with workers(order.jobs or usable_cores(), len(scan.documents)) as hands:
        with watch.stage("read"):
            content = _read(order, scan, memory, hands, watch)
        if content.config is None:
            return _refused(content.problems, watch)
        with watch.stage("plan"):
            planned = _plan(order, content, content.config, watch)
        with watch.stage("judge"):
            stale = _judge(content, planned, memory, output.standing(order.output))
        with watch.stage("render"):
            rendered = _render(content, planned, stale, memory, hands, watch)
    problems = (*content.problems, *planned.problems, *_wrong(rendered))
    if problems:
        memory.commit(since)
        return _refused(problems, watch)
    with watch.stage("publish"):
        published = output.publish(_uploads(planned, rendered), stale.kept, order.output)
    if isinstance(published, Refused):
        return _refused(published.problems, watch)
    _remember(rendered, stale, memory)
    memory.commit(since)
    return _report(planned, content.notes, stale, published, watch)


def _read(order: Order, scan: documents.Scan, memory: Store, hands: Workers, watch: Watch) -> Content:
    settings = Refused(()) if "" in scan.unread else site.read(order.content)
    known = None if isinstance(settings, Refused) else settings.config
    if known and order.base_url:
        known = replace(known, base_url=order.base_url.rstrip("/"))
    recalled = recall.recall(scan.documents, order.content, known, memory, hands, watch)
    media = tuple(images.measure(order.content, found) for found in scan.media)
    look = theme.read(order.layouts)
    layouts = Layouts(look.layouts)
    return Content(
        config=known,
        entries=recalled.entries,
        html=recalled.html,
        media=media,
        theme=look,
        layouts=layouts.digests(),
        notes=() if isinstance(settings, Refused) else settings.notes,
        places={} if isinstance(settings, Refused) else settings.places,
        problems=(
            *scan.problems,
            *_problems(settings),
            *(problem for one in recalled.unread for problem in one.problems),
            *references.check(
                recalled.entries, recalled.unread, scan.unread, media, known.lead if known else None
            ),
            *look.problems,
            *layouts.check(look.unread),
        ),
    )


def _plan(order: Order, content: Content, config: Config, watch: Watch) -> Site:
    now = dates.parse(order.now, config.timezone)
    if isinstance(now, str):
        raise ValueError(now)  # the command line has looked at it
    released = calendar.release(content.entries, now, order.drafts)
    hidden = addresses.hidden(released.out, released.waiting)
    arranged = newsroom.arrange(released.out, config)
    with watch.stage("match"):
        related = picks.by_hand(arranged.articles, arranged.links)
    made = assets.fingerprint(content.theme.assets)
    paths = {name: one.path for name, one in made.items()}
    table = desk.set_up(config, content.media, arranged.standing, paths)
    planned = pages.plan(released.out, hidden, arranged, related, table)
    copies: tuple[tuple[str, bytes | Path], ...] = (
        *((one.path, one.content) for one in made.values()),
        *((urls.media(one.path), order.content / one.path) for one in content.media),
    )
    copied = [path for path, _ in copies]
    wrong = (
        *pages.collisions(planned, copied),
        *pages.dead_links(content.entries, planned, copied, hidden),
        *pages.dead_policies(config, planned, copied),
    )
    return Site(released, planned, copies, tuple(site.at_their_keys(wrong, content.places)))


def _judge(content: Content, planned: Site, memory: Store, standing: Mapping[str, str]) -> Stale:
    """Which pages are as they were, by what they are made of and by what stands in the output folder."""
    if not _can_render(content):
        return Stale({}, {}, {})
    known = dict(memory.pages())
    digests = Digests(content.layouts, content.html)
    parts = {page.path: digests.parts(page) for page in planned.pages}
    verdicts: dict[str, Verdict] = {}
    kept: dict[str, str] = {}
    for page in planned.pages:
        file, made = urls.file(page.path), known.get(page.path)
        is_there = made is not None and standing.get(file) == made.digest
        verdict = verdicts[page.path] = judge(page.path, parts[page.path], made, is_there)
        if not verdict.is_stale:
            kept[file] = standing[file]
    memory.forget_pages(path for path in known if path not in parts)
    return Stale(verdicts, parts, kept)


def _render(
    content: Content, planned: Site, stale: Stale, memory: Store, hands: Workers, watch: Watch
) -> tuple[Rendered | Problem, ...]:
    wanted = [
        page for page in planned.pages if page.path in stale.verdicts and stale.verdicts[page.path].is_stale
    ]
    jobs = ([press.job(page, memory.html) for page in run] for run in chunks(wanted))
    results = hands.map(partial(press.render, layouts=tuple(content.theme.layouts.items())), jobs)
    total = -(-len(wanted) // CHUNK)
    return tuple(one for run in watch.steps(results, "rendering", total) for one in run)


def _can_render(content: Content) -> bool:
    """Whether the layouts are sound; what is wrong with them has been said already."""
    return bool(content.theme.layouts) and not any(
        one.path.startswith("layouts/") for one in content.problems
    )


def _remember(rendered: tuple[Rendered | Problem, ...], stale: Stale, memory: Store) -> None:
    memory.put_pages(
        (one.path, Made(stale.parts[one.path], files.digest(one.content)))
        for one in rendered
        if isinstance(one, Rendered)
    )


def _uploads(planned: Site, rendered: tuple[Rendered | Problem, ...]) -> list[Upload]:
    """In the order in which readers may meet them: no page before what it needs or leads to."""
    made = {one.path: one.content for one in rendered if not isinstance(one, Problem)}
    ordered = sorted(planned.pages, key=lambda page: (pages.turn(page), page.path))
    return [
        *(Upload(urls.file(path), content) for path, content in planned.copies),
        *(Upload(urls.file(page.path), made[page.path]) for page in ordered if page.path in made),
    ]


def _wrong(rendered: tuple[Rendered | Problem, ...]) -> tuple[Problem, ...]:
    """What went wrong in rendering, each line of a layout once, however many pages it spoils."""
    first: dict[tuple[str, int, str], Problem] = {}
    for one in rendered:
        if isinstance(one, Problem):
            first.setdefault((one.path, one.line, one.message), one)
    return tuple(first.values())


def _problems(outcome: object) -> tuple[Problem, ...]:
    return outcome.problems if isinstance(outcome, Refused) else ()


def _refused(problems: tuple[Problem, ...], watch: Watch) -> Report:
    return Report(0, 0, (), 0, 0, (), (), (), None, (), (), tuple(sorted(set(problems))), _seconds(watch), "")


def _report(
    planned: Site, notes: tuple[Problem, ...], stale: Stale, published: output.Published, watch: Watch
) -> Report:
    items = [entry.item for entry in planned.released.out]
    rendered = {path for path, verdict in stale.verdicts.items() if verdict.is_stale}
    rendered.update(map(urls.path_of, published.written))
    return Report(
        articles=sum(isinstance(item, Article) for item in items),
        links=sum(isinstance(item, Link) for item in items),
        rendered=tuple(sorted(rendered)),
        written=len(published.written),
        equal=len(published.unchanged),
        unchanged=tuple(path for path in map(urls.path_of, published.unchanged) if path not in rendered),
        removed=tuple(map(urls.path_of, published.removed)),
        held=planned.released.held,
        next_change=planned.released.next_change,
        verdicts=tuple(stale.verdicts[path] for path in sorted(stale.verdicts)),
        notes=notes,
        problems=(),
        seconds=_seconds(watch),
        memory="",
    )


def _seconds(watch: Watch) -> dict[str, float]:
    return {**watch.seconds, "total": watch.total()}
