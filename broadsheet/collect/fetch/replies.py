"""Replies: what a server's reply to one request means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from broadsheet.collect.fetch.answers import Busy, Failed, Fresh, Gone, Unchanged, Validators
from broadsheet.collect.fetch.bodies import unpacked

if TYPE_CHECKING:
    import httpx

    from broadsheet.collect.fetch.fetch import Terms

LONGEST_VALIDATOR = 1000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_PERMANENT = (301, 308)
_REDIRECT = (*_PERMANENT, 302, 303, 307)
_LASTING = {401: "wants a password", 402: "wants to be paid", 403: "forbids us to read it",
            407: "stands behind a proxy", 451: "may not show it by law"}  # fmt: skip
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redirect:
    """Not here but there."""

    location: str
    permanent: bool


Outcome = Fresh | Unchanged | Gone | Busy | Failed | Redirect


def understood(response: httpx.Response, url: str, host: str, terms: Terms, *, asked_again: bool) -> Outcome:
    """What came of one request. `asked_again`: it said what we have already."""
    status, headers = response.status_code, response.headers
    if status in _REDIRECT:
        location = headers.get("Location", "").strip()
        if not location:
            return Failed(f"status {status} without a Location", lasting=True)
        return Redirect(location, status in _PERMANENT)
    if status == 200:
        return _fresh(response, url, terms)
    if status == 304:
        return Unchanged(url, _max_age(headers)) if asked_again else Failed("status 304 to a first question")
    if status == 410:
        return Gone()
    if status in (429, 503):
        until = terms.now + _retry_after(headers)
        terms.manners.close(host, until)
        return Busy(host, status, until)
    if status in _LASTING:
        return Failed(f"status {status}: the server {_LASTING[status]}", lasting=True)
    return Failed(f"status {status}")


def _fresh(response: httpx.Response, url: str, terms: Terms) -> Fresh | Failed:
    headers = response.headers
    length = headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > terms.most:
        return Failed(f"the answer can't be used: it is larger than {terms.most / 1e6:.0f} MB", lasting=True)
    body = unpacked(response.iter_raw(), headers.get("Content-Encoding", ""), terms.most)
    return Fresh(
        url,
        body,
        headers.get("Content-Type", ""),
        Validators(url, _sendable(headers.get("ETag", "")), _sendable(headers.get("Last-Modified", ""))),
        _max_age(headers),
    )


def _sendable(said: str) -> str:
    """What a server gave to ask it again by, unless no request could say it."""
    return said if said.isascii() and said.isprintable() and len(said) <= LONGEST_VALIDATOR else ""


def _retry_after(headers: httpx.Headers) -> timedelta:
    """How long a host wants to be left alone: an hour unless it says, a minute at least, a day at most."""
    said = headers.get("Retry-After", "").strip()
    wait = HOUR
    if re.fullmatch(r"\d{1,9}", said, re.ASCII):
        wait = timedelta(seconds=int(said))
    elif said:
        try:  # by the server's own clock, which need not be ours
            wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("Date", ""))
        except (ValueError, TypeError, OverflowError):  # the last for a year of twenty digits
            wait = HOUR
    return min(max(wait, timedelta(minutes=1)), DAY)


def _max_age(headers: httpx.Headers) -> int:
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    return int(found[1]) if found else 0
