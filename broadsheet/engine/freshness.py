"""Freshness: which pages must be rendered, and why. Decides, and does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.engine.making import Made

NEW = "new"
MISSING = "not in the output"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done about a page: nothing, or rendering it for these reasons."""

    path: str
    reasons: tuple[str, ...]

    @property
    def is_stale(self) -> bool:
        """Whether the page must be rendered."""
        return bool(self.reasons)

    def __str__(self) -> str:
        if not self.reasons:
            return f"{self.path}: not rendered, nothing it is made of has changed"
        return f"{self.path}: {', '.join(self.reasons)}"


def judge(path: str, parts: Mapping[str, str], known: Made | None, is_there: bool) -> Verdict:
    """Whether a page is as it was: its parts have the digests they had, and its bytes are where they were."""
    if known is None:
        return Verdict(path, (NEW,))
    changed = sorted(name for name in {*parts, *known.parts} if parts.get(name) != known.parts.get(name))
    if changed:
        return Verdict(path, tuple(f"{name} changed" for name in changed))
    return Verdict(path, () if is_there else (MISSING,))
