"""Kept: what was worked out once stands as long as what it was worked out from is the same."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, TypeVar, cast

from broadsheet.problems import Problem, Refused
from broadsheet.read import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.engine.store import Store

T = TypeVar("T")

MOST = 16
_made: dict[tuple[str, str], object] = {}
"""What this process has made itself, for its next build. Never what a store gave: of two builds in one
process the second may be the one that proves the first.
"""


def kept(memory: Store, key: str, of: object, make: Callable[[], T]) -> T:
    """What `make` gives, without asking it where that is known under `key` for the same `of`, a value.

    What is wrong is not kept: whoever asks again is told again.
    """
    stands_for = _digest(of)
    known = memory.get(key)
    if known:
        known_for, value = pickle.loads(known)  # noqa: S301 - our own file, and its sums are right
        if known_for == stands_for:
            return cast("T", value)
    made = cast("T", _made[key, stands_for]) if (key, stands_for) in _made else make()
    if not isinstance(made, Problem | Refused):
        memory.put(key, pickle.dumps((stands_for, made), 5))
        if len(_made) >= MOST:
            _made.clear()
        _made[key, stands_for] = made
    return made


def is_news(memory: Store, key: str, value: object) -> bool:
    """Whether a value is another than the one last asked about under `key`."""
    stands_for = _digest(value).encode()
    known = memory.get(key)
    if known == stands_for:
        return False
    memory.put(key, stands_for)
    return True


def _digest(value: object) -> str:
    return files.digest(repr(value).encode("utf-8", "surrogatepass"))
