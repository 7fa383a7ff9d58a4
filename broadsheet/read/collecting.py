"""Collecting: what `site.yaml` may say under `collect`, for the room that reads other outlets' feeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.problems import Refused
from broadsheet.read.kinds import BOOLEAN, EMAIL, URL, text, whole_number
from broadsheet.read.schema import Context, Kind, Record, Schema, defaulting, list_of
from broadsheet.rules import CollectRules

if TYPE_CHECKING:
    from broadsheet.read.nodes import Node

_HOST = re.compile(r"(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)


def _contact(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    return (EMAIL if "@" in value and "://" not in value else URL).read(node, key, context)


def _host(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not _HOST.fullmatch(value):
        hint = "Write a name as it stands in the address, with or without a port: feeds.intranet:8080."
        return context.refuse(node, key, f"'{value}' is not a host", hint)
    return value.lower()


CONTACT = defaulting(
    "contact",
    Kind("an email address or a URL", _contact),
    "",
    "where an outlet can reach a person about our requests; part of the User-Agent. Default: `base_url`",
)
ROBOTS = defaulting("robots", BOOLEAN, True, "whether an outlet's robots.txt is obeyed")
HOSTS = defaulting(
    "hosts",
    list_of(Kind("a host, with or without a port", _host)),
    (),
    "hosts that may be reached although they stand in a private network",
)
INTERVAL = defaulting(
    "interval_minutes", whole_number(0, 10080), 60, "how long a feed is left alone after it was read"
)
UNCONDITIONAL = defaulting(
    "unconditional_minutes",
    whole_number(0, 10080),
    1440,
    "the same for a feed whose server can't say `304 Not Modified`: each look costs it the whole feed",
)
PAUSE = defaulting("pause_seconds", whole_number(0, 60), 1, "the pause between two requests to one host")
CONCURRENCY = defaulting(
    "concurrency",
    whole_number(1, 32),
    8,
    "how many hosts are asked at a time; each gets one request at a time",
)
TIMEOUT = defaulting(
    "timeout_seconds", whole_number(1, 300), 30, "how long one feed may take in all, redirects included"
)
MEGABYTES = defaulting("megabytes", whole_number(1, 50), 5, "how large a feed may be, unpacked")
INBOX_DAYS = defaulting(
    "inbox_days", whole_number(0, 60), 7, "how long what matches nothing waits for an article to come"
)
MOVED_AFTER = defaulting(
    "moved_after", whole_number(1, 100), 1, "how many times a permanent redirect must hold to be believed"
)
PATIENCE = defaulting(
    "patience", whole_number(1, 100), 3, "how many times in a row a feed may fail before it needs a person"
)

COLLECT = Schema(
    "collect",
    (CONTACT, ROBOTS, HOSTS, INTERVAL, UNCONDITIONAL, PAUSE, CONCURRENCY, TIMEOUT, MEGABYTES, INBOX_DAYS,
     MOVED_AFTER, PATIENCE),
)  # fmt: skip


def rules(record: Record) -> CollectRules:
    """What was written under `collect`, with defaults for all that was not."""
    return CollectRules(
        contact=record[CONTACT],
        robots=record[ROBOTS],
        hosts=record[HOSTS],
        interval_minutes=record[INTERVAL],
        unconditional_minutes=record[UNCONDITIONAL],
        pause_seconds=record[PAUSE],
        concurrency=record[CONCURRENCY],
        timeout_seconds=record[TIMEOUT],
        megabytes=record[MEGABYTES],
        inbox_days=record[INBOX_DAYS],
        moved_after=record[MOVED_AFTER],
        patience=record[PATIENCE],
    )
