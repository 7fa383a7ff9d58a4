"""Unread: what a document becomes when it can't be what it should."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.model import Mention
    from broadsheet.problems import Problem


@dataclass(frozen=True, slots=True)
class Unread:
    """A document with problems of its own, and what it names all the same: that is checked too."""

    path: str
    problems: tuple[Problem, ...]
    mentions: tuple[Mention, ...]
