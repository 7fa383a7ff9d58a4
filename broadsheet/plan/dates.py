"""Dates for machines. How readers see them is their language's: `words.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def iso(when: datetime) -> str:
    """`2021-09-06T20:15:00+08:00`, as RFC 3339 and HTML's `datetime` want it."""
    return when.isoformat(timespec="seconds")
