"""Feeds: bytes that were fetched, read as a feed, whatever its kind and however odd. Fetches nothing."""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, cast

import feedparser

from broadsheet.collect.feeds import charsets, jsonfeed, wellformed
from broadsheet.collect.nouns import Feed, Raw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from broadsheet.collect.fetch.answers import Fresh

READER = f"1 feedparser {feedparser.__version__}"
"""Changes when we see more or other things in the same bytes: validators are dropped then."""

MOST_ITEMS = 500
_ALTERNATE = re.compile(
    r"<link\b(?=[^>]*\btype\s*=\s*[\"']?application/(?:rss|atom)\+xml)[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]+)",
    re.IGNORECASE,
)
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


class _Table(Protocol):
    """What feedparser gives: mappings that hold anything."""

    def get(self, key: str, default: object = None) -> object:
        """A value, or the default."""

    def keys(self) -> Collection[str]:
        """What is there in truth."""


def read(fresh: Fresh) -> Feed | str:
    """The feed that an answer holds, or a sentence that says why there is none."""
    text = charsets.text(fresh.body, fresh.content_type)
    begin = text.lstrip()[:1]
    if not begin:
        return "the answer is empty"
    if begin in "{[":
        return jsonfeed.read(text, fresh.url)
    raw = text.strip().encode()
    wrong = wellformed.wrong_with(raw)
    if wrong:
        return f"its XML is not parsed: {wrong}"
    made = _parsed(raw, fresh.url)
    if isinstance(made, str):
        return made
    entries = cast("list[_Table]", made.get("entries") or [])
    if not entries and not made.get("version"):
        named = _ALTERNATE.search(text[:100_000])
        hint = f"; the page names a feed: {named[1][:200]}" if named else ""
        return f"this is no feed{' but a web page' if '<html' in text[:5000].lower() else ''}{hint}"
    about = cast("_Table", made.get("feed") or {})
    usual = _text(about.get("language"))
    items = tuple(_item(entry, usual) for entry in entries[:MOST_ITEMS])
    return Feed(items, _minutes(about))


def _parsed(raw: bytes, url: str) -> _Table | str:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        # A file object: text and bytes it would take for an address or the name of a file, and open.
        return cast(
            "_Table",
            feedparser.parse(
                io.BytesIO(raw), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            ),
        )
    except Exception as error:  # another's parser on a stranger's bytes: anything may come
        return f"the feed can't be parsed: {type(error).__name__}"


def _item(entry: _Table, usual: str) -> Raw:
    language = _text(_detail(entry, "title_detail").get("language"))
    return Raw(
        title=_text(entry.get("title")),
        links=tuple(_links(entry)),
        summary=_summary(entry),
        dates=tuple(_dates(entry)),
        language=language if language.lower() != usual.lower() else "",
    )


def _links(entry: _Table) -> Iterator[str]:
    """Addresses of the piece, the outlet's own before those of a service that counts clicks."""
    links = cast("list[_Table]", entry.get("links") or [])
    yield from (_text(one.get("href")) for one in links if one.get("rel") == "canonical")
    for key in ("feedburner_origlink", "pheedo_origlink", "origlink"):
        yield _text(entry.get(key))
    yield from (_text(one.get("href")) for one in links if one.get("rel") == "alternate")
    yield _text(entry.get("link"))
    id_ = _text(entry.get("id"))
    if id_.startswith(("http://", "https://")):
        yield id_


def _summary(entry: _Table) -> str:
    """The excerpt: the summary where there is one, else the text, else what stands under a picture."""
    contents = cast("list[_Table]", entry.get("content") or [])
    candidates = (
        _text(entry.get("summary")),
        *(_text(one.get("value")) for one in contents),
        _text(entry.get("subtitle")),
        _text(entry.get("media_description")),
    )
    return next((one for one in candidates if one.strip()), "")


def _dates(entry: _Table) -> Iterator[datetime]:
    for key in ("published_parsed", "created_parsed", "updated_parsed"):
        # Asked for a date that isn't there, feedparser gives another one.
        parsed = cast("tuple[int, ...] | None", entry.get(key) if key in entry.keys() else None)  # noqa: SIM118 - to ask with `in` is to ask
        try:
            if parsed:  # not fromtimestamp: it ends in 1901 on some systems
                yield datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=calendar.timegm(parsed))
        except (OverflowError, ValueError):
            continue


def _minutes(about: _Table) -> int:
    """How long the feed wants to be left alone: RSS's `ttl`, or the syndication module's frequency."""
    ttl = _text(about.get("ttl")).strip()
    minutes = int(ttl) if re.fullmatch(r"\d{1,6}", ttl, re.ASCII) else 0
    period = _PERIODS.get(_text(about.get("sy_updateperiod")).strip().lower(), 0)
    frequency = _text(about.get("sy_updatefrequency")).strip()
    times = int(frequency) if re.fullmatch(r"[1-9]\d{0,3}", frequency, re.ASCII) else 1
    return max(minutes, period // times)


def _detail(entry: _Table, key: str) -> _Table:
    return cast("_Table", entry.get(key) or {})


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
