"""Order: what a run of collecting is asked for, and what follows: outlets, place and terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from broadsheet import __version__
from broadsheet.collect.feeds import opml
from broadsheet.collect.fetch import fetch
from broadsheet.collect.fetch.guard import Guard
from broadsheet.collect.fetch.manners import Manners
from broadsheet.collect.filing import branch
from broadsheet.collect.filing.place import Folder
from broadsheet.collect.nouns import Outlet
from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.read import dates, site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.collect.filing.place import Place
    from broadsheet.collect.state import State
    from broadsheet.config import Config

MEGABYTE = 1_000_000
OPML_HINT = "Export the list from your feed reader again, as OPML."
BRANCH_HINT = "Name another branch, or leave --branch out and commit what is written yourself."


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


def moment(text: str, config: Config) -> datetime:
    """The moment that a run takes for now."""
    made = dates.parse(text, config.timezone)
    if isinstance(made, str):
        raise ValueError(made)  # the command line has looked at it
    return made.astimezone(UTC)


def outlets(order: Order, config: Config) -> tuple[Outlet, ...] | Refused:
    """The outlets whose feeds are to be read, by their slugs."""
    listed = [Outlet(one.slug, one.name, one.url or "", one.feed or "", one.language)
              for one in config.sources.values()]  # fmt: skip
    others = _from_opml(order.opml, config) if order.opml else ()
    if isinstance(others, Problem):
        return Refused((others,))
    made = sorted((one for one in opml.merged(listed, others) if one.feed), key=lambda one: one.slug)
    if order.only is None:
        return tuple(made)
    if not any(one.slug == order.only for one in made):
        hint = did_you_mean(order.only, [one.slug for one in made]) or "It needs a 'feed' under 'sources'."
        return Refused((Problem(site.PATH, 1, 1, "sources", f"no source '{order.only}' has a feed", hint),))
    return tuple(one for one in made if one.slug == order.only)


def place(order: Order, now: datetime) -> Place | Refused:
    """Where the links are put."""
    if order.branch is None:
        return Folder(order.content)
    try:
        return branch.branch(order.content, order.branch, now)
    except branch.NoRepository as error:
        return Refused((Problem("content", 1, 1, "", f"no branch can be made: {error}", BRANCH_HINT),))


def terms(config: Config, before: State, now: datetime) -> fetch.Terms:
    """The terms on which feeds are asked for."""
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


def _from_opml(file: Path, config: Config) -> tuple[Outlet, ...] | Problem:
    try:
        made = opml.read(file.read_bytes(), config.language)
    except OSError as error:
        return Problem(str(file), 1, 1, "", f"this file can't be read: {error.strerror}", "Look at its name.")
    if isinstance(made, opml.Wrong):
        return Problem(str(file), made.line, made.column, "", made.message, OPML_HINT)
    return made
