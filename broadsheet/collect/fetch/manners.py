"""Manners: one request to a host at a time, a pause between two, and none after it asked us to wait."""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

LONGEST_CRAWL_DELAY = 10.0
"""Seconds. Some files ask for a day between two pages; a feed is one page."""


class Manners:
    """Turns at hosts. `closed` holds until when a host wants to be left alone, and grows in a run."""

    def __init__(self, pause: float, closed: Mapping[str, datetime], us: str) -> None:
        self._pause, self._us = pause, us
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._free: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._closed = dict(closed)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Our turn at a host, after its pause. Never held at two hosts at a time."""
        with self._lock:
            turn = self._turns.setdefault(host, threading.Lock())
            free = self._free.setdefault(host, time.monotonic() + self._jitter(host))
        with turn:
            free = self._free.get(host, free)
            time.sleep(max(0.0, free - time.monotonic()))
            try:
                yield
            finally:
                pause = max(self._pause, self._delays.get(host, 0.0)) + self._jitter(host)
                self._free[host] = time.monotonic() + pause

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep a longer pause at a host, as its robots.txt wishes."""
        if self._pause:
            self._delays[host] = min(seconds, LONGEST_CRAWL_DELAY)

    def close(self, host: str, until: datetime) -> None:
        """Leave a host alone."""
        with self._lock:
            self._closed[host] = max(until, self._closed.get(host, until))

    def closed(self, host: str, now: datetime) -> datetime | None:
        """Until when a host wants to be left alone."""
        until = self._closed.get(host)
        return until if until and until > now else None

    def all_closed(self, now: datetime) -> dict[str, datetime]:
        """Every host that wants to be left alone, and until when."""
        return {host: until for host, until in sorted(self._closed.items()) if until > now}

    def _jitter(self, host: str) -> float:
        """Up to half a pause: every paper's own, so that not all of them ask a host in the same second.

        It is a number, not chance: two runs of one paper do the same.
        """
        share = hashlib.sha256(f"{self._us} {host}".encode()).digest()[0] / 256
        return self._pause * share / 2
