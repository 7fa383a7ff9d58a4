"""Dates for machines. How readers see them is their language's: `words.py`."""

from __future__ import annotations

from datetime import datetime


def iso(when: datetime) -> str:
    """`2021-09-06T20:15:00+08:00`, as RFC 3339 and HTML's `datetime` want it."""
    return when.isoformat(timespec="seconds")


def month(name: str) -> datetime:
    """The first day of the month that is called `2021/09`."""
    year, _, number = name.partition("/")
    return datetime(int(year), int(number), 1)  # noqa: DTZ001 - a month, not a moment
