"""Telling: caches of what has changed, hubs of feeds. What is said is worked out in `purging`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.deploy import purging
from broadsheet.deploy.books import together
from broadsheet.deploy.purging import News
from broadsheet.deploy.targets import Unreachable
from broadsheet.problems import Problem
from broadsheet.publish import keys, kinds
from broadsheet.read import site as settings
from broadsheet.rules import CloudFrontRules

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.deploy.plan import Plan
    from broadsheet.rules import Cache, Destination


HUB = "hub"
UNHEARD = "The site is up. Publish again: nothing is sent twice, and who has been told isn't told again."


class Told(NamedTuple):
    """Who has been told, by name, and why somebody hasn't."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def lacking(where: Destination, secrets: Mapping[str, str]) -> tuple[Problem, ...]:
    """A problem for each secret that isn't in the environment: better now than when the site is up."""
    names = filter(None, map(purging.secret_of, where.caches))
    key = f"publish.targets.{where.name}.purge"
    hint = "Set it where 'publish' runs; in CI, as a secret of the repository."
    return tuple(
        Problem(settings.PATH, 1, 1, key, f"{name} is not set in the environment", hint)
        for name in names
        if not secrets.get(name)
    )


def news(where: Destination, config: Config, to_do: Plan, listeners: Collection[str] = ()) -> News:
    """What a publication changes for those who keep copies; without what all `listeners` know already.

    A file's first key is its own; the others are what it belongs to, whose other pages haven't changed. What
    may be kept for ever has a name that never said anything else, and is purged by nothing but its URL. Of
    what is new, a cache may remember that nothing was there.
    """
    base = (where.base_url or config.base_url).rstrip("/")
    asked = {
        file: entry
        for file, entry in to_do.touched.items()
        if kinds.is_asked_for(file) and not (listeners and entry.told and set(listeners) <= set(entry.told))
    }
    new = {put.file for put in to_do.puts if put.is_new}
    gone = {*to_do.obstacles, *to_do.deletions}

    def urls(files: set[str]) -> tuple[str, ...]:
        return tuple(base + kinds.url(file) for file in asked if file in files)

    return News(
        target=where.name,
        added=urls(new),
        changed=urls(asked.keys() - new - gone),
        removed=urls(gone),
        keys=together(
            *(entry.keys[:1] for file, entry in asked.items() if not kinds.is_kept_for_ever(file)),
            (keys.NOTHING,) if any(not kinds.is_kept_for_ever(file) for file in new & asked.keys()) else (),
        ),
        feeds=urls({file for file in to_do.altered if kinds.is_subscribed(file)} - gone),
    )


def tell(where: Destination, config: Config, to_do: Plan, secrets: Mapping[str, str]) -> Told:
    """Tell every cache what it doesn't know yet, then the hub: it fetches what it is told of at once, so it
    hears nothing while a cache may send it what was.
    """
    told: list[str] = []
    problems: list[Problem] = []
    for cache in where.caches:
        name = purging.name(cache)
        try:
            _tell(cache, news(where, config, to_do, (name,)), secrets)
            told.append(name)
        except Unreachable as error:
            problems.append(_unheard(f"publish.targets.{where.name}.purge.{name}", error))
    if not problems:
        try:
            _ping(config.feeds.hub or "", pinged(where, config, to_do))
            told.append(HUB)
        except Unreachable as error:
            problems.append(_unheard("feeds.hub", error))
    return Told(tuple(told), tuple(problems))


def pinged(where: Destination, config: Config, to_do: Plan) -> tuple[str, ...]:
    """The feeds that a hub is told of: none of a target that stands elsewhere than the feeds say."""
    is_told = config.feeds.hub and where.base_url is None
    return news(where, config, to_do, (HUB,)).feeds if is_told else ()


def purged(where: Destination, config: Config, to_do: Plan) -> News:
    """What at least one of the caches is told; where there is none, all that has changed."""
    return news(where, config, to_do, tuple(map(purging.name, where.caches)))


def _tell(cache: Cache, changed: News, secrets: Mapping[str, str]) -> None:
    if not changed.urls:
        return
    if isinstance(cache, CloudFrontRules):
        from broadsheet.deploy.cloudfront import invalidate

        invalidate(cache, changed.urls)
        return
    from broadsheet.deploy.calls import call  # what speaks HTTP takes 50 ms

    call(purging.calls(cache, changed, secrets.get(purging.secret_of(cache), "")))


def _ping(hub: str, feeds: Sequence[str]) -> None:
    if feeds:
        from broadsheet.deploy.calls import call

        call(purging.pings(hub, feeds))


def _unheard(key: str, error: Unreachable) -> Problem:
    return Problem(settings.PATH, 1, 1, key, str(error), error.hint or UNHEARD)
