"""Branding: the colours of a paper, said once, for its stylesheets, its icons and its drawn pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.problems import Refused
from broadsheet.read.kinds import text
from broadsheet.read.schema import (
    EMPTY,
    Context,
    Field,
    Kind,
    Record,
    Schema,
    defaulting,
    nested,
    optional,
)
from broadsheet.rules import BrandRules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.read.nodes import Node

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MEANINGS = {
    "paper": "the page",
    "tint": "what lies on it: boxes, code",
    "ink": "text",
    "faded": "text that comes second",
    "rule": "hairlines",
    "edge": "the borders of what can be filled in",
    "accent": "section names, and what is under the pointer or has the focus",
}
_BY_DAY = ("#fdfcf9", "#f4f1e9", "#1d1b18", "#5d584f", "#d9d3c6", "#857d70", "#8f1d14")
_AT_NIGHT = ("#161619", "#202024", "#ebe8e1", "#aca79d", "#3a3a3f", "#8b867d", "#f59a8b")
"""The colours of `layouts/assets/style.css`, in the order of their names above; a test holds them equal."""
DAY: Mapping[str, str] = dict(zip(_MEANINGS, _BY_DAY, strict=True))
NIGHT: Mapping[str, str] = dict(zip(_MEANINGS, _AT_NIGHT, strict=True))


def _colour(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not _COLOUR.fullmatch(value):
        return context.refuse(node, key, f"'{value}' is not a colour", 'Write it as "#8f1d14", in quotes.')
    return value.lower()


COLOUR: Kind[str] = Kind("a colour", _colour)


def _colours(defaults: Mapping[str, str]) -> tuple[Field[str | None], ...]:
    return tuple(
        optional(name, COLOUR, f"{meaning}. Default: {defaults[name]}") for name, meaning in _MEANINGS.items()
    )


_NIGHTLY = _colours(NIGHT)
_DAILY = _colours(DAY)
DARK = Schema("dark", _NIGHTLY)
DARK_FIELD = defaulting("dark", nested(DARK), EMPTY, "the same for readers whose device is dark")
BRAND = Schema("brand", (*_DAILY, DARK_FIELD))


def rules(record: Record) -> BrandRules:
    """What was written under `brand`, and nothing else: the stylesheet has the rest."""
    return BrandRules(_written(record, _DAILY), _written(record[DARK_FIELD], _NIGHTLY))


def by_day(name: str, brand: BrandRules) -> str:
    """A colour of the paper, whoever chose it."""
    return brand.day.get(name) or DAY[name]


def at_night(name: str, brand: BrandRules) -> str:
    """The same for readers whose device is dark."""
    return brand.night.get(name) or NIGHT[name]


def _written(record: Record, fields: tuple[Field[str | None], ...]) -> Mapping[str, str]:
    return {one.key: value for one in fields if (value := record[one])}
