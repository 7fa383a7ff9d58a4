"""Syndicating: what `site.yaml` may say of feeds."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

from broadsheet.problems import Refused
from broadsheet.read.kinds import BOOLEAN, URL, choice, text, whole_number
from broadsheet.read.schema import Kind, Record, Schema, defaulting, list_of, optional
from broadsheet.rules import FeedRules

if TYPE_CHECKING:
    from broadsheet.read.nodes import Node
    from broadsheet.read.schema import Context
    from broadsheet.rules import FeedFormat, FeedText

AUTHORITY = "feeds.tag_authority"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_AUTHORITY = re.compile(
    rf"(?:[\w.-]+@)?{_LABEL}(?:\.{_LABEL})*,([0-9]{{4}})(?:-([0-9]{{2}})(?:-([0-9]{{2}}))?)?", re.ASCII
)
"""RFC 4151, section 2.1."""


def _authority(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    found = _AUTHORITY.fullmatch(value)
    if found and _is_day(*(int(one or 1) for one in found.groups())):
        return value
    hint = (
        "Write a host that was the paper's, or an address of email, a comma without a blank, and a day "
        "on which it was: example.org,2000 or desk@example.org,2015-06-30."
    )
    return context.refuse(node, key, f"'{value}' is no beginning of a permanent id (RFC 4151)", hint)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _one_or_more(node: Node, key: str, context: Context) -> tuple[FeedFormat, ...] | Refused:
    found = _SOME_FORMATS.read(node, key, context)
    hint = f"Name one or more of {', '.join(_FORMATS)}, or take the key away for all of them."
    return found or context.refuse(node, key, "the site must have a feed", hint)


ITEMS = defaulting("items", whole_number(1, 500), 30, "how many articles a feed holds")
HOURS = defaulting(
    "hours",
    whole_number(0, 720),
    48,
    "a feed holds more where more came out in the so many hours before its newest article",
)
KILOBYTES = defaulting(
    "kilobytes",
    whole_number(16, 4096),
    512,
    "but no more than fits into this: the oldest are left out first",
)
KINDS = ("section", "edition", "author", "story", "tag", "newsletter", "corrected", "links")
_FORMATS: tuple[FeedFormat, ...] = ("rss", "atom", "json")
_SOME_FORMATS = list_of(choice(_FORMATS))
_TEXTS: tuple[FeedText, ...] = ("full", "summary")
_KEPT: tuple[FeedText | Literal["none"], ...] = (*_TEXTS, "none")
LISTS = defaulting(
    "lists",
    list_of(choice(KINDS)),
    ("section", "edition", "author", "story", "newsletter", "corrected", "links"),
    "what has a feed of its own, besides the site: `corrected` are all corrections, `links` is all "
    "similar news. Default: all but tag",
)
FORMATS = defaulting(
    "formats",
    Kind(_SOME_FORMATS.name, _one_or_more),
    _FORMATS,
    "in which formats the feed of the site is made; browsers take the first. Default: rss, atom and json",
)
LIST_FORMATS = defaulting(
    "list_formats",
    _SOME_FORMATS,
    _FORMATS[:1],
    "the same for feeds of lists. Default: rss",
)
ITEM_TEXT = defaulting(
    "text", choice(_TEXTS), _TEXTS[0], "what an item has: the whole article, or its summary"
)
SIMILAR = defaulting("similar", BOOLEAN, False, "whether an item ends with links to its similar news")
ARCHIVE = defaulting(
    "archive",
    choice(_KEPT),
    _TEXTS[1],
    "what the archive of the site's RSS feed has of each article that ever came out (RFC 5005)",
)
TTL = defaulting(
    "ttl", whole_number(1, 1440), 30, "how many minutes a feed reader may wait before it looks again"
)
HUB = optional("hub", URL, "a WebSub hub, which tells subscribers at once what is new")
TAG_AUTHORITY = optional(
    "tag_authority",
    Kind("`host,date` or `email,date`", _authority),
    "what permanent ids begin with (RFC 4151); set it before the site moves to another domain, or "
    "subscribers get every article again. Default: the host of `base_url` and the year 2000",
)
FEEDS = Schema(
    "feeds",
    (ITEMS, HOURS, KILOBYTES, LISTS, FORMATS, LIST_FORMATS, ITEM_TEXT, SIMILAR, ARCHIVE, TTL, HUB,
     TAG_AUTHORITY),
)  # fmt: skip


def rules(record: Record, host: str) -> FeedRules:
    """What was written under `feeds`, with defaults for all that was not. `host` is that of `base_url`."""
    return FeedRules(
        items=record[ITEMS],
        hours=record[HOURS],
        kilobytes=record[KILOBYTES],
        lists=tuple(sorted(set(record[LISTS]))),
        formats=tuple(dict.fromkeys(record[FORMATS])),
        list_formats=tuple(dict.fromkeys(record[LIST_FORMATS])),
        text=record[ITEM_TEXT],
        similar=record[SIMILAR],
        archive=record[ARCHIVE],
        ttl=record[TTL],
        hub=record[HUB],
        tag_authority=record[TAG_AUTHORITY] or f"{host},2000",
    )
