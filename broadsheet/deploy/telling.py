"""Telling: caches of what has changed, hubs of feeds. What is said is worked out in `purging`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.deploy import purging
from broadsheet.deploy.books import together
from broadsheet.deploy.purging import News
from broadsheet.problems import Problem
from broadsheet.publish import keys, kinds
from broadsheet.read import site as settings
from broadsheet.rules import CloudFrontRules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.config import Config
    from broadsheet.deploy.plan import Plan
    from broadsheet.rules import Destination


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


def news(where: Destination, config: Config, to_do: Plan) -> News:
    """What a publication changes for those who keep copies.

    A file's first key is its own; the others are what it belongs to, whose other pages haven't changed. What
    may be kept for ever has a name that never said anything else, and is purged by nothing but its URL. Of
    what is new, a cache may remember that nothing was there.
    """
    base = (where.base_url or config.base_url).rstrip("/")
    asked = {file: entry for file, entry in to_do.touched.items() if kinds.is_asked_for(file)}
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


def tell(where: Destination, config: Config, news: News, secrets: Mapping[str, str]) -> None:
    """Tell every cache, then the hub: it fetches what it is told of at once. Raises Unreachable."""
    from broadsheet.deploy.calls import call  # what speaks HTTP takes 50 ms

    for cache in where.caches if news.urls else ():
        if isinstance(cache, CloudFrontRules):
            from broadsheet.deploy.cloudfront import invalidate

            invalidate(cache, news.urls)
        else:
            call(purging.calls(cache, news, secrets.get(purging.secret_of(cache), "")))
    call(purging.pings(config.feeds.hub or "", pinged(where, config, news)))


def pinged(where: Destination, config: Config, news: News) -> tuple[str, ...]:
    """The feeds that a hub is told of: none of a target that stands elsewhere than the feeds say."""
    return news.feeds if config.feeds.hub and where.base_url is None else ()
