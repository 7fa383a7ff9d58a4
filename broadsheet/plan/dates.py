"""Dates in words. English for now; the month's name never comes from the machine's locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


def month(when: datetime) -> str:
    """`September 2021`."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def day(when: datetime) -> str:
    """`6 September 2021`."""
    return f"{when.day} {month(when)}"


def moment(when: datetime) -> str:
    """`6 September 2021, 20:15`."""
    return f"{day(when)}, {when:%H:%M}"


def iso(when: datetime) -> str:
    """`2021-09-06T20:15:00+08:00`, as RFC 3339 and HTML's `datetime` want it."""
    return when.isoformat(timespec="seconds")


def apart(hours: int | None) -> str:
    """How much later than something else another thing came, in words: `3 hours later`, `2 days earlier`."""
    if hours is None:
        return ""
    number = abs(hours)
    if number < 1:
        return "within the hour"
    amount, unit = (number, "hour") if number < 48 else (round(number / 24), "day")
    return f"{amount} {unit}{'' if amount == 1 else 's'} {'later' if hours > 0 else 'earlier'}"
