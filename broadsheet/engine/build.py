"""Build: the order of the stages, and nothing else. What each does stands in its own room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.engine.report import Report
from broadsheet.engine.workers import Workers, chunks, usable_cores, workers
from broadsheet.match import similar
from broadsheet.model import Article, Entry, Link, Media
from broadsheet.plan import addresses, calendar, desk, newsroom, pages, urls
from broadsheet.problems import Problem, Refused
from broadsheet.publish import output
from broadsheet.publish.output import Upload
from broadsheet.read import dates, documents, entries, images, references, site
from broadsheet.read.unread import Unread
from broadsheet.render import assets, press, theme
from broadsheet.render.layouts import Layouts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.watch import Watch
    from broadsheet.plan.calendar import Released
    from broadsheet.render.press import Rendered
    from broadsheet.render.theme import Theme


@dataclass(frozen=True, slots=True)
class Order:
    """What a build is asked for. `now` is a date as editors write it; without an offset, the site's clock."""

    content: Path
    layouts: Path
    output: Path
    now: str
    base_url: str | None = None
    jobs: int | None = None
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read, sound or not: `problems` has what isn't."""

    config: Config | None
    entries: tuple[Entry, ...]
    media: tuple[Media, ...]
    theme: Theme
    notes: tuple[Problem, ...]
    places: Mapping[str, tuple[int, int]]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """All that is to be made: the pages, the files that are copied, and what is held back."""

    released: Released
    pages: tuple[pages.AnyPage, ...]
    files: tuple[tuple[str, bytes | Path], ...]
    problems: tuple[Problem, ...]


def build(order: Order, watch: Watch) -> Report:
    """Build a site. If there is a problem in content or layouts, the output folder is as it was before.

    Only a disk that refuses to be written can leave some of the files new; the next build mends that.
    """
    scan = documents.scan(order.content)
    with workers(order.jobs or usable_cores(), len(scan.documents)) as hands:
        with watch.stage("read"):
            content = _read(order, scan, hands, watch)
        if content.config is None:
            return _refused(content.problems, watch)
        with watch.stage("plan"):
            planned = _plan(order, content, content.config, watch)
        with watch.stage("render"):
            rendered = _render(content, planned, hands, watch)
    problems = (*content.problems, *planned.problems, *_wrong(rendered))
    if problems:
        return _refused(problems, watch)
    with watch.stage("publish"):
        published = output.publish(_uploads(planned, rendered), order.output)
    if isinstance(published, Refused):
        return _refused(published.problems, watch)
    return _report(planned.released, content.notes, published, watch)


def _read(order: Order, scan: documents.Scan, hands: Workers, watch: Watch) -> Content:
    settings = Refused(()) if "" in scan.unread else site.read(order.content)
    known = None if isinstance(settings, Refused) else settings.config
    if known and order.base_url:
        known = replace(known, base_url=order.base_url.rstrip("/"))
    paths = [found.path for found in scan.documents]
    runs = list(chunks(paths))
    results = hands.map(partial(entries.read, root=order.content, config=known), runs)
    outcomes = [one for run in watch.steps(results, "reading", len(runs)) for one in run]
    read = tuple(one for one in outcomes if isinstance(one, Entry))
    unread = tuple(one for one in outcomes if isinstance(one, Unread))
    media = tuple(images.measure(order.content, found) for found in scan.media)
    layouts = theme.read(order.layouts)
    return Content(
        known,
        read,
        media,
        layouts,
        () if isinstance(settings, Refused) else settings.notes,
        {} if isinstance(settings, Refused) else settings.places,
        (
            *scan.problems,
            *_problems(settings),
            *(problem for one in unread for problem in one.problems),
            *references.check(read, unread, scan.unread, media, known.lead if known else None),
            *layouts.problems,
            *Layouts(layouts.layouts).check(layouts.unread),
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
        related = similar.relate(arranged.articles, arranged.links)
    made = assets.fingerprint(content.theme.assets)
    paths = {name: one.path for name, one in made.items()}
    table = desk.set_up(config, content.media, arranged.standing, paths)
    planned = pages.plan(released.out, hidden, arranged, related, table)
    files: tuple[tuple[str, bytes | Path], ...] = (
        *((one.path, one.content) for one in made.values()),
        *((urls.media(one.path), order.content / one.path) for one in content.media),
    )
    copied = [path for path, _ in files]
    wrong = (
        *pages.collisions(planned, copied),
        *pages.dead_links(content.entries, planned, copied, hidden),
        *pages.dead_policies(config, planned, copied),
    )
    return Site(released, planned, files, tuple(site.at_their_keys(wrong, content.places)))


def _render(content: Content, planned: Site, hands: Workers, watch: Watch) -> tuple[Rendered | Problem, ...]:
    if not content.theme.layouts or any(one.path.startswith("layouts/") for one in content.problems):
        return ()
    html = {entry.item.path: entry.prose.html for entry in content.entries}
    runs = list(chunks([press.job(page, html) for page in planned.pages]))
    results = hands.map(partial(press.render, layouts=tuple(content.theme.layouts.items())), runs)
    return tuple(one for run in watch.steps(results, "rendering", len(runs)) for one in run)


def _uploads(planned: Site, rendered: tuple[Rendered | Problem, ...]) -> list[Upload]:
    """In the order in which readers may meet them: no page before what it needs or leads to."""
    made = {one.path: one.content for one in rendered if not isinstance(one, Problem)}
    ordered = sorted(planned.pages, key=lambda page: (pages.turn(page), page.path))
    return [
        *(Upload(urls.file(path), content) for path, content in planned.files),
        *(Upload(urls.file(page.path), made[page.path]) for page in ordered),
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
    return Report(0, 0, (), (), (), (), None, (), tuple(sorted(set(problems))), _seconds(watch))


def _report(
    released: Released, notes: tuple[Problem, ...], published: output.Published, watch: Watch
) -> Report:
    items = [entry.item for entry in released.out]
    return Report(
        articles=sum(isinstance(item, Article) for item in items),
        links=sum(isinstance(item, Link) for item in items),
        rendered=tuple(map(urls.path_of, published.written)),
        unchanged=tuple(map(urls.path_of, published.unchanged)),
        removed=tuple(map(urls.path_of, published.removed)),
        held=released.held,
        next_change=released.next_change,
        notes=notes,
        problems=(),
        seconds=_seconds(watch),
    )


def _seconds(watch: Watch) -> dict[str, float]:
    return {**watch.seconds, "total": watch.total()}
