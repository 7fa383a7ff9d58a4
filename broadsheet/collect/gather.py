"""Gather: every feed asked for, several hosts at a time, and what came of each. One never stops another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadsheet.collect.feeds import reading
from broadsheet.collect.fetch import fetch, robots, schedule
from broadsheet.collect.fetch.answers import Asked, Failed, Fresh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from broadsheet.collect.fetch.fetch import Terms
    from broadsheet.collect.fetch.robots import Robots
    from broadsheet.collect.nouns import Feed, Memory, Outlet
    from broadsheet.collect.state import State
    from broadsheet.rules import CollectRules


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of one outlet's feed: the answer, the feed if there is a new one, and what to remember."""

    outlet: Outlet
    asked: Asked
    feed: Feed | None
    memory: Memory


def gather(
    outlets: Iterable[Outlet], state: State, terms: Terms, rules: CollectRules, *, impatient: bool
) -> tuple[tuple[Gathered, ...], State]:
    """What came of each feed, in the order of the outlets, and the state after."""
    outlets = tuple(outlets)
    by_host: dict[str, list[Outlet]] = {}
    for outlet in outlets:
        by_host.setdefault(urlsplit(outlet.feed).hostname or "", []).append(outlet)
    sites = _Sites(state.robots, terms)
    is_over = threading.Event()

    def ask(those: list[Outlet]) -> list[Gathered]:
        return [_ask(one, state.feeds.get(one.slug), sites if rules.robots else None, terms, rules, impatient)
                for one in those if not is_over.is_set()]  # fmt: skip

    with ThreadPoolExecutor(rules.concurrency) as pool:
        try:
            made = {one.outlet.slug: one for run in pool.map(ask, by_host.values()) for one in run}
        except BaseException:  # somebody pressed Ctrl-C: what is asked is waited for, nothing more is asked
            is_over.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    gathered = tuple(made[one.slug] for one in outlets)
    return gathered, replace(
        state,
        feeds={**state.feeds, **{one.outlet.slug: one.memory for one in gathered}},
        hosts=terms.manners.all_closed(terms.now),
        robots=sites.known(),
    )


def _ask(
    outlet: Outlet,
    memory: Memory | None,
    sites: _Sites | None,
    terms: Terms,
    rules: CollectRules,
    impatient: bool,
) -> Gathered:
    before = schedule.known(memory, outlet.feed, reading.READER)
    waiting = schedule.waiting(before, terms.now, impatient=impatient)
    if waiting:
        return Gathered(outlet, Asked(waiting), None, before)
    try:
        answer, feed = _answer(outlet.feed, before, sites, terms)
    except Exception as error:  # our own bug, which a stranger's bytes found: it is told, and the others read
        answer, feed = (
            Asked(Failed(f"collect failed at it ({type(error).__name__}: {error}); report this")),
            None,
        )
    memory = schedule.after(before, answer, feed.minutes if feed else 0, rules, terms.now)
    return Gathered(outlet, answer, feed, memory)


def _answer(url: str, before: Memory, sites: _Sites | None, terms: Terms) -> tuple[Asked, Feed | None]:
    """What came of asking for a feed, and the feed if there is a new one."""
    answer = fetch.fetch(url, before.validators, terms, sites.verdict if sites else None)
    feed = reading.read(answer.answer) if isinstance(answer.answer, Fresh) else None
    if isinstance(feed, str):
        return Asked(Failed(feed, lasting=True)), None
    return answer, feed


class _Sites:
    """The robots.txt of each site, asked for once."""

    def __init__(self, known: Mapping[str, Robots], terms: Terms) -> None:
        self._known, self._terms = dict(known), terms
        self._lock = threading.Lock()

    def known(self) -> dict[str, Robots]:
        with self._lock:
            return dict(self._known)

    def verdict(self, url: str) -> Asked | None:
        """What keeps us from asking for a URL: its robots.txt, or a host to be left alone."""
        site = robots.address(url)
        said = robots.ask(url, self.known().get(site), self._terms)
        if not isinstance(said, robots.Robots):
            return Asked(said)
        with self._lock:
            self._known[site] = said
        self._terms.manners.slow_down(urlsplit(url).hostname or "", robots.delay(said))
        refused = robots.verdict(said, url)
        return Asked(refused) if refused else None
