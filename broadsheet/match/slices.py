"""Slices: a stretch of time with all that matching in it can need, to be looked at in any process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match import kin, more, similar, sketch, stories
from broadsheet.match.likeness import DAY
from broadsheet.match.shelf import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.match.similar import Match, Picked
    from broadsheet.match.sketch import Sketch
    from broadsheet.rules import SimilarRules


class Slice(NamedTuple):
    """The articles published from second `start` to before `end`, and what is near them, as sketches packed.

    `near` are all documents within `reach` of it, and those of its articles' named stories.
    """

    start: int
    end: int
    near: tuple[bytes, ...]
    rules: SimilarRules
    picked: Mapping[str, Picked]


def reach(rules: SimilarRules) -> int:
    """The seconds within which lies all that anything about an article hangs on."""
    return max(2 * rules.window_days * DAY, stories.REACH)


def links(one: Slice) -> dict[str, tuple[Match, ...]]:
    """What `similar.relate` says of each article of a slice."""
    articles, shelf = _opened(one)
    return similar.relate(articles, shelf, one.rules, one.picked)


def ours(one: Slice) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """What `more.more` and `stories.told` say of each article of a slice: both ask which others are near."""
    articles, shelf = _opened(one)
    window, least = max(one.rules.window_days * DAY, stories.WINDOW), min(more.LEAST, stories.NEAR)
    near = {its.id: found for its, found in kin.near(articles, shelf, ("article",), window, least)}
    return more.chosen(articles, near, shelf, one.rules), stories.told(articles, shelf, near=near)


def _opened(one: Slice) -> tuple[list[Sketch], Memory]:
    """The articles of a slice, and the shelf they stand on with all that is near them."""
    # Those of a named story may be among those near in time, too.
    known = {(drawn.kind, drawn.id): drawn for drawn in map(sketch.unpack, one.near)}
    shelf = Memory(known.values())
    # The engine's shelf has dates for all; `Memory` would give those without one whatever the time.
    articles = shelf.between("article", one.start, one.end - 1)
    return [drawn for drawn in articles if drawn.at is not None], shelf
