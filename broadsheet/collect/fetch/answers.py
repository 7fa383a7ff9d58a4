"""Answers: what came of asking for a feed, one type for each outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask it again by, as it gave it: opaque, and good for `url` only."""

    url: str = ""
    etag: str = ""
    modified: str = ""

    def headers(self, url: str) -> dict[str, str]:
        """The request headers that make a server say 304."""
        if url != self.url:
            return {}
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Fresh:
    """The feed, whole. `max_age` is how many seconds the server calls it fresh."""

    url: str
    body: bytes
    content_type: str
    validators: Validators
    max_age: int


@dataclass(frozen=True, slots=True)
class Unchanged:
    """304: as it was."""

    url: str
    max_age: int


@dataclass(frozen=True, slots=True)
class Gone:
    """410: it will not come back."""


@dataclass(frozen=True, slots=True)
class Busy:
    """429 or 503: leave this host alone until then."""

    host: str
    status: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """Anything else. What is `lasting` will be so tomorrow unless a person does something."""

    reason: str
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not asked for, since it is not time yet."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, with the address that permanent redirects lead to, empty when there were none."""

    answer: Fresh | Unchanged | Gone | Busy | Failed | Waiting
    moved_to: str = ""
