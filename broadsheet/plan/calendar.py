"""Calendar: whether a document is out at a moment, why not and until when, and when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from broadsheet.plan.facts import Times

Reason = Literal["draft", "not yet published", "under embargo", "expired"]

EVER = -(2**62)
"""Microseconds. Before any moment that can be written: what says nothing of when it comes has always been
out."""
NEVER = 2**62
"""After any moment that can be written."""


class Span(NamedTuple):
    """From when to before when something may be seen, in microseconds since 1970."""

    comes: int
    goes: int

    def holds(self, now: int) -> bool:
        """Whether `now` is in it."""
        return self.comes <= now < self.goes


def span(times: Times) -> Span:
    """When a document is out, drafts aside: from its date or its embargo, to its expiry."""
    comes = max(EVER if when is None else when for when in (times.published, times.embargo))
    return Span(comes, NEVER if times.expires is None else times.expires)


def held(times: Times, now: int, drafts: bool) -> tuple[Reason, int | None] | None:
    """Why a document stays out and until when (None: until an editor changes it); None of one that is out.

    It comes out when its last reason has gone. With `drafts`, drafts may be seen; embargoes always hold.
    """
    if times.draft and not drafts:
        return "draft", None
    if times.expires is not None and times.expires <= now:
        return "expired", None
    if times.embargo is not None and times.embargo > max(
        now, EVER if times.published is None else times.published
    ):
        return "under embargo", times.embargo
    if times.published is not None and times.published > now:
        return "not yet published", times.published
    return None
