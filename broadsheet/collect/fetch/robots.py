"""Robots: whether an outlet's robots.txt lets us read its feed (RFC 9309). Asked for once a day a host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego

from broadsheet.collect.fetch.answers import Busy, Failed, Fresh, Validators
from broadsheet.collect.fetch.fetch import fetch

if TYPE_CHECKING:
    from datetime import datetime

    from broadsheet.collect.fetch.fetch import Terms

GOOD_FOR = timedelta(days=1)
NAME = "broadsheet"
LARGEST = 500 * 1024
"""Bytes that RFC 9309 says must be read; what stands after them is not."""


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's robots.txt and when it was read; `text` is None where the site could not say what it wants,
    and then `why` says why not.
    """

    text: str | None
    read: datetime
    why: str = ""


def ask(url: str, known: Robots | None, terms: Terms) -> Robots | Busy:
    """The robots.txt of a URL's site: the known one if it is of today, else what the site says now."""
    if known and known.text is not None and terms.now - GOOD_FOR < known.read <= terms.now:
        return known
    answer = fetch(address(url), Validators(), terms).answer
    if isinstance(answer, Busy):
        return answer
    if isinstance(answer, Fresh):
        return Robots(answer.body[:LARGEST].decode("utf-8", "replace"), terms.now)
    if isinstance(answer, Failed) and not answer.reason.startswith("status 4"):
        return Robots(None, terms.now, answer.reason)
    return Robots("", terms.now)  # there is none (4xx): everything may be read


def verdict(robots: Robots, url: str) -> Failed | None:
    """Why we may not read a URL."""
    if robots.text is None:
        return Failed(f"its robots.txt can't be read, which forbids everything until it can: {robots.why}")
    if robots.text and not _parsed(robots.text).can_fetch(url, NAME):
        return Failed("its robots.txt forbids us to read it", lasting=True)
    return None


def delay(robots: Robots) -> float:
    """The seconds that a site wants between two requests."""
    return (_parsed(robots.text).crawl_delay(NAME) or 0.0) if robots.text else 0.0


def address(url: str) -> str:
    """Where the robots.txt of a URL's site stands; also what it is remembered by."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def _parsed(text: str) -> Protego:
    return Protego.parse(text)
