"""Slices: a stretch of time with all that matching in it can need, to be looked at in any process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from broadsheet.match import more, similar, sketch
from broadsheet.match.shelf import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.config import SimilarRules
    from broadsheet.match.similar import Match, Picked


class Slice(NamedTuple):
    """The articles published from second `start` to before `end`, and what is near them, as sketches packed.

    `near` are all documents within twice the window of it, and those of its articles' named stories.
    """

    start: int
    end: int
    near: tuple[bytes, ...]
    rules: SimilarRules
    picked: Mapping[str, Picked]


class Job(NamedTuple):
    """What to find for the articles of a slice: links of other outlets, or more of our own."""

    what: Literal["similar", "more"]
    of: Slice


class Found(NamedTuple):
    """What was found, by the article's id; only one of both is asked for."""

    similar: Mapping[str, tuple[Match, ...]]
    more: Mapping[str, tuple[str, ...]]


def find(job: Job) -> Found:
    """What there is for each article of a slice: the same as `similar.relate` and `more.more` say of it."""
    one = job.of
    known = {(drawn.kind, drawn.id): drawn for drawn in map(sketch.unpack, one.near)}
    shelf = Memory(known.values())
    articles = [drawn for drawn in shelf.between("article", one.start, one.end - 1) if drawn.at is not None]
    if job.what == "more":
        return Found({}, more.more(articles, shelf, one.rules))
    return Found(similar.relate(articles, shelf, one.rules, one.picked), {})
