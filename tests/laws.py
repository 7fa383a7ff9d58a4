"""How many examples of a law are tried: all of them where slow tests are asked for too (`-m ''`, as in CI), and a
tenth in a run that leaves those out. Examples differ from run to run where they are not drawn the same each time.
"""

from __future__ import annotations

from typing import Any

from hypothesis import settings

LEAST = 2
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
