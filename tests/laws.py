"""How many examples of a law are tried: all of them where slow tests are asked for too (`-m ''`, as in CI), and a
tenth in a run that leaves those out. They differ from run to run, but where a law asks for the same each time.
"""

from __future__ import annotations

from typing import Any

from hypothesis import settings

LEAST = 4
"""The first is nearly always the plainest there is."""
_SHARE = 10
_is_short = False


def shorten() -> None:
    """Try a tenth. Said by `conftest.py`, before any law is read."""
    global _is_short
    _is_short = True


def law(examples: int, **more: Any) -> settings:
    """The settings of a law of which a whole run tries so many examples."""
    few = max(LEAST, examples // _SHARE)
    return settings(max_examples=few if _is_short else examples, deadline=None, **more)
