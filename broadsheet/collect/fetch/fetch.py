"""Fetch: one feed asked for, redirects followed with each hop looked at, until there is an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx

from broadsheet.collect.fetch import transport
from broadsheet.collect.fetch.answers import Asked, Busy, Failed
from broadsheet.collect.fetch.bodies import Unusable
from broadsheet.collect.fetch.connections import Forbidden, Patience
from broadsheet.collect.fetch.replies import Redirect, understood

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from datetime import datetime

    from broadsheet.collect.fetch.answers import Validators
    from broadsheet.collect.fetch.guard import Guard
    from broadsheet.collect.fetch.manners import Manners
    from broadsheet.collect.fetch.replies import Outcome

REDIRECTS = 5
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)


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


@cache
def context() -> ssl.SSLContext:
    """The certificates that we trust: those of certifi, whatever the environment says. Read once: 36 ms."""
    return httpx.create_ssl_context(trust_env=False)


def fetch(
    url: str, validators: Validators, terms: Terms, forbids: Callable[[str], Asked | None] | None = None
) -> Asked:
    """Ask for what stands at `url`. Nothing that a server does is an exception.

    `forbids` says of each hop's address why it is not to be asked for, such as its robots.txt.
    """
    asked, moved_to, moving = url, "", True
    patience = Patience(terms.seconds)
    with transport.client(terms.guard, terms.context, patience, terms.resolve) as client:
        for hop in range(REDIRECTS + 1):
            wrong = terms.guard.wrong_with(asked, url if hop else None)
            if wrong:
                what = f"it redirects to {_shown(asked)}, which" if hop else "its address"
                return Asked(Failed(f"{what} {wrong}", lasting=True))
            forbidden = forbids(asked) if forbids else None
            if forbidden:
                return forbidden
            answer = _hop(client, asked, validators, terms, patience)
            if not isinstance(answer, Redirect):
                return Asked(answer, moved_to)
            asked = _joined(asked, answer.location)
            moving = moving and answer.permanent and not _loses_tls(url, asked)
            moved_to = asked if moving else moved_to
    return Asked(Failed(f"it redirects more than {REDIRECTS} times", lasting=True))


def _hop(client: httpx.Client, url: str, validators: Validators, terms: Terms, patience: Patience) -> Outcome:
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
        turn, passing = terms.manners.turn(host), patience.passing()
        with turn, passing, client.stream("GET", url, headers=headers) as response:
            return understood(response, url, host, terms, asked_again=bool(validators.headers(url)))
    except Forbidden as error:
        return Failed(f"it may not be reached: {error}", lasting=True)
    except Unusable as error:
        return Failed(f"the answer can't be used: {error}", lasting="broke off" not in str(error))
    except httpx.TimeoutException as error:
        return Failed(f"it took too long: {error}")
    except httpx.HTTPError as error:
        return Failed(f"the connection failed: {error or type(error).__name__}")
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        return Failed(f"its address can't be used: {error}", lasting=True)


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
