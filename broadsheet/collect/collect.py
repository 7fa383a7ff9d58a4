"""Collect: other outlets' coverage of what we report, from their feeds into `content/links/`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from broadsheet import __version__
from broadsheet.collect import (
    answers,
    branch,
    decide,
    fetch,
    gather,
    health,
    ledger,
    matching,
    opml,
    ours,
    review,
    shelving,
    state,
    tidy,
)
from broadsheet.collect.guard import Guard
from broadsheet.collect.manners import Manners
from broadsheet.collect.nouns import Outlet
from broadsheet.collect.report import Report
from broadsheet.collect.shelf import Folder
from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.read import dates, site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from broadsheet.collect.gather import Gathered
    from broadsheet.collect.nouns import Item
    from broadsheet.collect.shelf import Shelf
    from broadsheet.config import Config

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked for. `now` is a date as editors write it; without an offset, the site's clock.

    `ask` puts a question to an editor and gives the answer; without it, all that matches is taken. With
    `is_inbox`, nothing is fetched: what waits is matched again.
    """

    content: Path
    now: str
    opml: Path | None = None
    only: str | None = None
    branch: str | None = None
    cache: Path | None = None
    is_dry: bool = False
    is_inbox: bool = False
    ask: Callable[[str], str] | None = None

    @property
    def memory(self) -> Path:
        """The folder of what is remembered between runs."""
        return (self.cache or self.content.parent / ".broadsheet") / "collect"


def collect(order: Order) -> Report | Refused:
    """Read the feeds, keep what matches our articles, and write each as a link."""
    settings = site.read(order.content)
    if isinstance(settings, Refused):
        return settings
    config = settings.config
    now = _moment(order.now, config)
    outlets = _outlets(order, config)
    shelf = _shelf(order, now)
    for refused in (outlets, shelf):
        if isinstance(refused, Refused):
            return refused
    assert not isinstance(outlets, Refused) and not isinstance(shelf, Refused)  # noqa: S101
    before = state.load(order.memory)
    gathered, after = gather.gather(
        () if order.is_inbox else outlets, before, _terms(config, before, now), config.collect,
        impatient=order.only is not None,
    )  # fmt: skip
    items, lacking = _items(gathered, config, now)
    waiting = state.load_inbox(order.memory)
    there = ours.read(order.content, config, now)
    found = ledger.read(shelf.read(ledger.PATH) or "")
    verdicts = decide.decide(
        (*waiting, *(one for one in items if one.key not in {other.key for other in waiting})),
        decide.known(found, there.urls),
        matching.matcher(config, there.articles, there.links),
        timedelta(days=config.collect.inbox_days),
        now,
    )
    choices = None
    if order.ask:
        choices = review.review(verdicts, {one.id: one.title for one in there.articles}, order.ask)
    plan = shelving.plan(
        verdicts, choices, outlets, gathered, found, there, config, shelf,
        order.content,
    )  # fmt: skip
    place = ""
    if not order.is_dry:
        place = shelf.put(plan.new, plan.changed, plan.message) if plan.new or plan.changed else ""
        state.save_inbox(order.memory, plan.waiting)
        state.save(order.memory, after)
    return Report(
        now=now.astimezone(config.timezone),
        is_dry=order.is_dry,
        health=health.of(gathered, items, verdicts, lacking, plan, config),
        verdicts=verdicts,
        written=plan.written,
        waiting=len(plan.waiting),
        place=place,
        notes=(*plan.notes, *_notes(there.unread)),
    )


def _moment(text: str, config: Config) -> datetime:
    moment = dates.parse(text, config.timezone)
    if isinstance(moment, str):
        raise ValueError(moment)  # the command line has looked at it
    return moment.astimezone(UTC)


def _outlets(order: Order, config: Config) -> tuple[Outlet, ...] | Refused:
    """The outlets whose feeds are to be read, by their slugs."""
    listed = [Outlet(one.slug, one.name, one.url or "", one.feed or "", one.language)
              for one in config.sources.values()]  # fmt: skip
    others = _from_opml(order.opml, config) if order.opml else ()
    if isinstance(others, str):
        return Refused((Problem(str(order.opml), 1, 1, "", others),))
    made = sorted((one for one in opml.merged(listed, others) if one.feed), key=lambda one: one.slug)
    if order.only is None:
        return tuple(made)
    if not any(one.slug == order.only for one in made):
        hint = did_you_mean(order.only, [one.slug for one in made]) or "It needs a 'feed' under 'sources'."
        return Refused((Problem(site.PATH, 1, 1, "sources", f"no source '{order.only}' has a feed", hint),))
    return tuple(one for one in made if one.slug == order.only)


def _from_opml(file: Path, config: Config) -> tuple[Outlet, ...] | str:
    try:
        return opml.read(file.read_bytes(), config.language)
    except OSError as error:
        return f"this file can't be read: {error.strerror}"


def _shelf(order: Order, now: datetime) -> Shelf | Refused:
    """Where the links are put."""
    if order.branch is None:
        return Folder(order.content)
    try:
        return branch.branch(order.content, order.branch, now)
    except branch.NoRepository as error:
        return Refused((Problem("content", 1, 1, "", f"no branch can be made: {error}"),))


def _terms(config: Config, before: state.State, now: datetime) -> fetch.Terms:
    rules = config.collect
    contact = f"; {rules.contact}" if rules.contact else ""
    return fetch.Terms(
        agent=f"broadsheet/{__version__} (+{config.base_url}/{contact})",
        guard=Guard(frozenset(rules.hosts)),
        manners=Manners(rules.pause_seconds, before.hosts, config.base_url),
        now=now,
        seconds=rules.timeout_seconds,
        most=rules.megabytes * MEGABYTE,
        context=fetch.context(),
    )


def _items(
    gathered: Iterable[Gathered], config: Config, now: datetime
) -> tuple[tuple[Item, ...], dict[str, Counter[str]]]:
    """Every item of the new feeds, and by source how many lacked what, and were passed over."""
    items: list[Item] = []
    lacking: dict[str, Counter[str]] = {}
    for one in gathered:
        base = one.asked.answer.url if isinstance(one.asked.answer, answers.Fresh) else one.outlet.feed
        for raw in one.feed.items if one.feed else ():
            made = tidy.tidy(raw, one.outlet, base, config.similar.excerpt_words, now)
            if isinstance(made, str):
                lacking.setdefault(one.outlet.slug, Counter())[made] += 1
            else:
                items.append(made)
    return tuple(items), lacking


def _notes(unread: int) -> tuple[str, ...]:
    if not unread:
        return ()
    what = "1 document has" if unread == 1 else f"{unread:,} documents have"
    return (f"{what} problems and took no part; a build names them.",)
