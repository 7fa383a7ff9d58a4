"""Collect: other outlets' coverage of what we report, from their feeds into `content/links/`."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from broadsheet.collect import decide, gather, health, inbox, matching, review, state
from broadsheet.collect import order as orders
from broadsheet.collect.feeds import tidy
from broadsheet.collect.fetch import answers
from broadsheet.collect.filing import changes, ours
from broadsheet.collect.filing.branch import NoRepository
from broadsheet.collect.report import Report
from broadsheet.problems import Problem, Refused
from broadsheet.read import site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from broadsheet.collect.filing.ours import Ours
    from broadsheet.collect.filing.place import Place
    from broadsheet.collect.gather import Gathered
    from broadsheet.collect.nouns import Item, Outlet
    from broadsheet.collect.order import Order
    from broadsheet.config import Config


def collect(order: Order) -> Report | Refused:
    """Read the feeds, keep what matches our articles, and write each as a link."""
    source = site.text(order.content)
    settings = source if isinstance(source, Refused) else site.parse(source)
    if isinstance(settings, Refused):
        return settings
    now = orders.moment(order.now, settings.config)
    outlets = orders.outlets(order, settings.config)
    if isinstance(outlets, Refused):
        return Refused(tuple(site.at_their_keys(outlets.problems, settings.places)))
    place = orders.place(order, now)
    if isinstance(place, Refused):
        return place
    try:
        return _run(order, settings.config, now, outlets, place)
    except (OSError, NoRepository) as error:
        return Refused((_of_the_disk(error, order),))


def _run(order: Order, config: Config, now: datetime, outlets: tuple[Outlet, ...], place: Place) -> Report:
    before = state.load(order.memory)
    gathered, after = gather.gather(
        () if order.is_inbox else outlets, before, orders.terms(config, before, now), config.collect,
        impatient=order.only is not None,
    )  # fmt: skip
    items, lacking = _items(gathered, config, now)
    waiting = inbox.load(order.memory)
    there = ours.read(place, config, now, matching.near((*waiting, *items), config.similar))
    verdicts = _verdicts(waiting, items, there, config, now)
    choices = review.review(verdicts, there.titles, order.ask) if order.ask else None
    made = changes.plan(verdicts, choices, outlets, gathered, there, config, place)
    where = ""
    if not order.is_dry:
        where = place.put(made.new, made.changed, made.message) if made.new or made.changed else ""
        inbox.save(order.memory, made.waiting)
        state.save(order.memory, after)
    return Report(
        now=now.astimezone(config.timezone),
        is_dry=order.is_dry,
        health=health.of(gathered, items, verdicts, lacking, made, config),
        verdicts=verdicts,
        written=made.written,
        waiting=len(made.waiting),
        place=where,
        notes=(*made.notes, *_notes(there.unread)),
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


def _verdicts(
    waiting: tuple[Item, ...], items: tuple[Item, ...], there: Ours, config: Config, now: datetime
) -> tuple[decide.Verdict, ...]:
    """A verdict on what waited and on what is new; a piece that waited is not new."""
    known = {one.key for one in waiting}
    return decide.decide(
        (*waiting, *(one for one in items if one.key not in known)),
        decide.known(there.ledger, there.urls),
        lambda fresh: matching.matches(fresh, there.articles, config.similar),
        timedelta(days=config.collect.inbox_days),
        now,
    )


def _of_the_disk(error: OSError | NoRepository, order: Order) -> Problem:
    """What the disk or git refused, for a person; what is written already is found by the next run."""
    hint = "What is collected so far stays; the next run goes on from there."
    if isinstance(error, NoRepository):
        return Problem("content", 1, 1, "", f"git can't make the branch: {error}", hint)
    where = str(error.filename or order.content)
    return Problem(where, 1, 1, "", f"this can't be read or written: {error.strerror}", hint)


def _notes(unread: int) -> Iterator[str]:
    if unread:
        what = "1 document has" if unread == 1 else f"{unread:,} documents have"
        yield f"{what} problems and took no part; a build names them."
