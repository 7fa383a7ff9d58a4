"""Calls: requests to those who hold copies of our pages, repeated with patience where they are busy."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx

from broadsheet import __version__
from broadsheet.deploy.targets import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.deploy.purging import Call

WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try."""
_LONGEST = 60.0
"""Seconds. Who asks us to wait longer is asked again by the next publication."""
_BUSY = {408, 425, 429, 500, 502, 503, 504}
_HINTS = {401: "Its token isn't accepted.", 403: "Its token may not do this.", 404: "It knows no such thing."}


def call(calls: tuple[Call, ...], wait: Callable[[float], None] = time.sleep) -> None:
    """Make the calls in their order. Raises Unreachable at the first that keeps failing."""
    if not calls:
        return
    agent = {"User-Agent": f"broadsheet/{__version__}"}
    with httpx.Client(timeout=httpx.Timeout(30, connect=10), headers=agent) as client:
        for one in calls:
            _call(client, one, wait)


def _call(client: httpx.Client, one: Call, wait: Callable[[float], None]) -> None:
    for pause in (*WAITS, None):
        said, asked = _try(client, one)
        if not said:
            return
        if pause is None or asked is None:
            host = httpx.URL(one.url).host
            raise Unreachable(f"{host} {said}")
        wait(max(pause, asked))


def _try(client: httpx.Client, one: Call) -> tuple[str, float | None]:
    """What is wrong, empty if nothing is; and after how many seconds another try may be worth it, if ever."""
    try:
        answer = client.post(one.url, headers=one.headers, json=one.json, data=one.form)
    except httpx.TransportError as error:
        return f"can't be reached: {error or type(error).__name__}", 0.0
    if answer.is_success:
        return "", None
    hint = _HINTS.get(answer.status_code, "")
    said = f"answers {answer.status_code} {answer.reason_phrase}. {hint}".strip()
    if answer.status_code not in _BUSY:
        return said, None
    after = answer.headers.get("Retry-After", "")
    seconds = float(after) if after.isdecimal() else 0.0
    return said, seconds if seconds <= _LONGEST else None
