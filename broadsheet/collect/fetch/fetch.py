"""Fetch: one feed asked for, redirects followed with each hop looked at, until there is an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx

from broadsheet.collect.fetch import transport
from broadsheet.collect.fetch.answers import Asked, Busy, Failed, Fresh, Gone, Unchanged, Validators
from broadsheet.collect.fetch.bodies import Unusable, unpacked

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from broadsheet.collect.fetch.guard import Guard
    from broadsheet.collect.fetch.manners import Manners

REDIRECTS = 5
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_PERMANENT = (301, 308)
_REDIRECT = (*_PERMANENT, 302, 303, 307)
_LASTING = {401: "wants a password", 402: "wants to be paid", 403: "forbids us to read it",
            407: "stands behind a proxy", 451: "may not show it by law"}  # fmt: skip
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms on which we ask: who we are, whom we may reach, how much and how long."""

    agent: str
    guard: Guard
    manners: Manners
    now: datetime
    seconds: float
    most: int
    context: ssl.SSLContext
    resolve: Callable[[str, int], list[str]] | None = None


def context() -> ssl.SSLContext:
    """The certificates that a run trusts: those of certifi, whatever the environment says."""
    return httpx.create_ssl_context(trust_env=False)


def fetch(url: str, validators: Validators, terms: Terms) -> Asked:
    """Ask for what stands at `url`. Nothing that a server does is an exception."""
    asked, moved_to, moving = url, "", True
    with transport.client(terms.guard, terms.context, terms.seconds, terms.resolve) as client:
        for hop in range(REDIRECTS + 1):
            wrong = terms.guard.wrong_with(asked, url if hop else None)
            if wrong:
                what = f"it redirects to {_shown(asked)}, which" if hop else "its address"
                return Asked(Failed(f"{what} {wrong}", lasting=True))
            answer = _hop(client, asked, validators, terms)
            if not isinstance(answer, _Redirect):
                return Asked(answer, moved_to)
            asked = _joined(asked, answer.location)
            moving = moving and answer.permanent and not _loses_tls(url, asked)
            moved_to = asked if moving else moved_to
    return Asked(Failed(f"it redirects more than {REDIRECTS} times", lasting=True))


@dataclass(frozen=True, slots=True)
class _Redirect:
    location: str
    permanent: bool


_Outcome = Fresh | Unchanged | Gone | Busy | Failed | _Redirect


def _hop(client: httpx.Client, url: str, validators: Validators, terms: Terms) -> _Outcome:
    host = urlsplit(url).hostname or ""
    until = terms.manners.closed(host, terms.now)
    if until:
        return Busy(host, 0, until)
    headers = {
        "User-Agent": terms.agent,
        "Accept": ACCEPT,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **validators.headers(url),
    }
    try:
        with terms.manners.turn(host), client.stream("GET", url, headers=headers) as response:
            return _understood(response, url, host, terms, asked_again=bool(validators.headers(url)))
    except transport.Forbidden as error:
        return Failed(f"it may not be reached: {error}", lasting=True)
    except Unusable as error:
        return Failed(f"the answer can't be used: {error}", lasting="broke off" not in str(error))
    except httpx.TimeoutException as error:
        return Failed(f"it took too long: {error}")
    except httpx.HTTPError as error:
        return Failed(f"the connection failed: {error or type(error).__name__}")
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        return Failed(f"its address can't be used: {error}", lasting=True)


def _understood(
    response: httpx.Response, url: str, host: str, terms: Terms, *, asked_again: bool
) -> _Outcome:
    status, headers = response.status_code, response.headers
    if status in _REDIRECT:
        location = headers.get("Location", "").strip()
        if not location:
            return Failed(f"status {status} without a Location", lasting=True)
        return _Redirect(location, status in _PERMANENT)
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
        Validators(url, headers.get("ETag", ""), headers.get("Last-Modified", "")),
        _max_age(headers),
    )


def _retry_after(headers: httpx.Headers) -> timedelta:
    """How long a host wants to be left alone: an hour unless it says, a minute at least, a day at most."""
    said = headers.get("Retry-After", "").strip()
    wait = HOUR
    if re.fullmatch(r"\d{1,9}", said, re.ASCII):
        wait = timedelta(seconds=int(said))
    elif said:
        try:  # by the server's own clock, which need not be ours
            wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("Date", ""))
        except (ValueError, TypeError):
            wait = HOUR
    return min(max(wait, timedelta(minutes=1)), DAY)


def _max_age(headers: httpx.Headers) -> int:
    found = _MAX_AGE.search(headers.get("Cache-Control", ""))
    return int(found[1]) if found else 0


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; what can't be told is left as it is, for the guard to refuse."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _loses_tls(before: str, after: str) -> bool:
    return before.startswith("https:") and not after.startswith("https:")


def _shown(url: str) -> str:
    """A URL for a sentence: no password, not too long."""
    return re.sub(r"//[^/@]*@", "//…@", url)[:120]
