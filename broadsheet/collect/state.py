"""State: what is remembered of feeds and hosts between runs; losing it costs politeness and nothing else.

Beside the store of the build, in `.broadsheet/collect/`: `feeds.json` is this (validators, what moved, who
wants to be left alone), `inbox.json` what matched nothing yet. What must not be lost is in the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.collect import keeping
from broadsheet.collect.fetch.answers import Validators
from broadsheet.collect.fetch.robots import Robots
from broadsheet.collect.nouns import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from broadsheet.collect.keeping import Json

FEEDS = "feeds.json"


@dataclass(frozen=True, slots=True)
class State:
    """What is known of feeds by source, of hosts that are to be left alone, and of sites' robots.txt."""

    feeds: Mapping[str, Memory] = field(default_factory=dict)
    hosts: Mapping[str, datetime] = field(default_factory=dict)
    robots: Mapping[str, Robots] = field(default_factory=dict)


def load(folder: Path) -> State:
    """What is remembered; what can't be read counts as forgotten."""
    value = keeping.read(folder / FEEDS)
    return State(
        keeping.each(value.get("feeds"), _memory),
        keeping.each(value.get("hosts"), lambda one: keeping.moment(one["until"])),
        keeping.each(
            value.get("robots"),
            lambda one: Robots(keeping.text_or_none(one["text"]), keeping.moment(one["read"])),
        ),
    )


def save(folder: Path, state: State) -> None:
    """Remember."""
    value = {
        "feeds": {slug: _of_memory(one) for slug, one in sorted(state.feeds.items())},
        "hosts": {host: {"until": until.isoformat()} for host, until in sorted(state.hosts.items())},
        "robots": {
            site: {"text": one.text, "read": one.read.isoformat()}
            for site, one in sorted(state.robots.items())
        },
    }
    keeping.write(folder / FEEDS, value)


def _robots(one: Json) -> Robots:
    return Robots(keeping.text_or_none(one["text"]), keeping.moment(one["read"]))


def _memory(one: Json) -> Memory:
    return Memory(
        feed=keeping.text(one["feed"]),
        reader=keeping.text(one["reader"]),
        validators=Validators(*(keeping.text(one[name]) for name in ("valid_for", "etag", "modified"))),
        moved_to=keeping.text(one["moved_to"]),
        moved_times=int(keeping.text(str(one["moved_times"]))),
        last_good=keeping.moment_or_none(one["last_good"]),
        failures=int(keeping.text(str(one["failures"]))),
        failing_since=keeping.moment_or_none(one["failing_since"]),
        error=keeping.text(one["error"]),
        due=keeping.moment_or_none(one["due"]),
        gone=keeping.moment_or_none(one["gone"]),
    )


def _of_memory(one: Memory) -> Json:
    return {
        "feed": one.feed, "reader": one.reader, "valid_for": one.validators.url, "etag": one.validators.etag,
        "modified": one.validators.modified, "moved_to": one.moved_to, "moved_times": one.moved_times,
        "last_good": keeping.said(one.last_good), "failures": one.failures, "error": one.error,
        "failing_since": keeping.said(one.failing_since), "due": keeping.said(one.due),
        "gone": keeping.said(one.gone),
    }  # fmt: skip
