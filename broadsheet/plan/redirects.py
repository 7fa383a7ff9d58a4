"""Redirects: where old paths lead in the end, and the page that stands at one for servers that know no
better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from broadsheet.plan import urls
from broadsheet.plan.briefs import Assignment, RedirectBrief
from broadsheet.plan.claims import Claim
from broadsheet.plan.views import Origin, Page, RedirectView
from broadsheet.problems import Problem
from broadsheet.read.redirects import GONE, PATH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.touched import Touched
    from broadsheet.read.redirects import Redirect

_ORIGIN = Origin(PATH, 1, 1, "")
UNIT = "redirects"
"""To whom the addresses belong that only `redirects.yaml` knows."""


class Way(NamedTuple):
    """Where an old path leads: to a path, a URL or `GONE`; and whose it is: a document's, or `UNIT`."""

    path: str
    target: str
    unit: str


class Ground(Protocol):
    """What must be known of a site's other paths."""

    def is_page(self, path: str) -> bool:
        """Whether a page or a file stands there, and not only a way to another."""

    def way(self, path: str) -> Way | None:
        """Where a document's alias leads, or that the document is gone for now."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where the lines of `redirects.yaml` lead in the end, what is wrong with them, and what an editor may
    like to know.
    """

    ways: tuple[Way, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def resolve(lines: Sequence[Redirect], ground: Ground) -> Resolved:
    """Follow every line to its end. Chains are flattened; a loop is a problem."""
    ways: list[Way] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    by_path = {urls.alias(one.path): one for one in lines}
    for path, one in by_path.items():
        if ground.is_page(path):
            hint = "Take the line away, or move the page."
            notes.append(_at(one, "a page stands here, so this line is passed over", hint))
            continue
        end = _end(path, by_path, ground)
        alias = ground.way(path)
        if end is None:
            hint = "Write where readers are to be sent, or gone."
            problems.append(_at(one, f"this leads round in a circle, by '{one.target}'", hint))
        elif alias and alias.target != GONE:
            if alias.target != end:
                hint = "Take the line away, or the alias."
                problems.append(_at(one, f"this is also an alias of content/{alias.unit}", hint))
        elif not end:
            hint = "Write another path, a URL, or gone."
            notes.append(_at(one, f"nothing stands at '{one.target}', so this line is passed over", hint))
        else:
            ways.append(Way(path, end, UNIT))
    return Resolved(tuple(ways), tuple(problems), tuple(notes))


def claims(ways: Iterable[Way], lines: Iterable[Redirect]) -> Iterator[Claim]:
    """The addresses that pages to redirect by want. At that of a feed stands another feed, or nothing:
    programs that read feeds know no pages.
    """
    places = {urls.alias(one.path): one for one in lines}
    for way in ways:
        if way.target != GONE and (not urls.is_feed(way.path) or is_echo(way.path, way.target)):
            one = places[way.path]
            yield Claim(way.path, UNIT, Origin(PATH, one.line, one.column, "aliases"))


def assignments(newsroom: Newsroom, touched: Touched) -> Iterator[Assignment]:
    """The pages to redirect by that must be looked at."""
    is_all = touched.by("redirect.html")
    for path, target in newsroom.redirects(None if is_all else sorted(touched.redirects)):
        if not urls.is_feed(path):
            yield Assignment(path, UNIT, RedirectBrief(target), _ORIGIN)


def is_echo(path: str, target: str) -> bool:
    """Whether at an old path of a feed the feed to which it leads is there once more."""
    return target.startswith("/") and urls.is_feed(path) and urls.is_feed(target) and not urls.is_part(target)


def echo(feed: Assignment, path: str) -> Assignment:
    """A feed once more, at an old path that leads to it: where no server redirects, those who subscribe to
    the old one get what they would get from the new.
    """
    return feed._replace(path=path, unit=UNIT, origin=_ORIGIN)


def compose(path: str, brief: RedirectBrief, origin: Origin, desk: Desk) -> Page:
    """A page to redirect by. It names where it leads by the address alone, so it hangs on nothing else."""
    is_ours = brief.target.startswith("/")
    head = desk.head(brief.target, "", brief.target if is_ours else path)
    target = desk.base.href(brief.target) if is_ours else brief.target
    return Page(path, "redirect.html", RedirectView(desk.site, head, target), None, origin)


def _end(path: str, by_path: dict[str, Redirect], ground: Ground) -> str | None:
    """Where a path leads in the end; empty where nothing stands there, None where it never ends."""
    passed = {path}
    target = by_path[path].target
    while True:
        if target == GONE or not target.startswith("/"):
            return target
        if ground.is_page(target):
            return target
        here = urls.alias(target)
        if here in passed:
            return None
        passed.add(here)
        if ground.is_page(here):
            return here
        way = ground.way(here)
        if here in by_path:
            target = by_path[here].target
        elif way:
            return way.target
        else:
            return ""


def _at(one: Redirect, what: str, hint: str) -> Problem:
    return Problem(PATH, one.line, one.column, one.path, what, hint)
