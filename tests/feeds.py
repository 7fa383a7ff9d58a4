"""Feeds as texts, and what collecting makes of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.collect.feeds import reading, tidy
from broadsheet.collect.fetch.answers import Fresh, Validators
from broadsheet.collect.filing import written
from broadsheet.collect.nouns import Feed, Item, Outlet
from broadsheet.model import Entry, Link
from broadsheet.read import documents, entries, site
from tests.newsroom import SITE

NOW = datetime(2021, 9, 8, 4, tzinfo=UTC)
URL = "https://wire.example.com/feed"
WIRE = Outlet("northwire", "Northwire", "", URL, "en")
CONFIG = site.parse(SITE).config
MARKUP = re.compile(r"<[A-Za-z/!?]")


def read(body: str | bytes, content_type: str = "") -> list[Item]:
    """The items of a feed as they would be written."""
    raw = body.encode() if isinstance(body, str) else body
    feed = reading.read(Fresh(URL, raw, content_type, Validators(), 0))
    assert isinstance(feed, Feed), feed
    made = [tidy.tidy(one, WIRE, URL, 40, NOW) for one in feed.items]
    return [one for one in made if isinstance(one, Item)]


def only(body: str | bytes, content_type: str = "") -> Item:
    (one,) = read(body, content_type)
    return one


def refused(body: str | bytes, content_type: str = "") -> str:
    raw = body.encode() if isinstance(body, str) else body
    said = reading.read(Fresh(URL, raw, content_type, Validators(), 0))
    assert isinstance(said, str)
    return said


def rss(inside: str, head: str = '<?xml version="1.0"?>', more: str = "") -> str:
    return f'{head}<rss version="2.0" {more}><channel><title>W</title>{inside}</channel></rss>'


def an(title: str = "A headline", link: str = "https://wire.example.com/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def built(item: Item) -> Link:
    """The link that a build makes of what would be written."""
    entry = entry_of(item)
    assert isinstance(entry.item, Link)
    return entry.item


def entry_of(item: Item) -> Entry:
    """What a build reads in the file that would be written."""
    text = written.markdown(item, None, CONFIG)
    document = documents.document(Path(), "links/2021/09/x.md", text.encode())
    entry = entries.reader(CONFIG)(document)
    assert isinstance(entry, Entry), (entry, text)
    return entry
