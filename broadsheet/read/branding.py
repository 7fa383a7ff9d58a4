"""Branding: the colours of a paper, said once, for its stylesheets, its icons and its drawn pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.problems import Problem, Refused
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
    from collections.abc import Iterator, Mapping

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
_TEXTS, _GROUNDS = ("ink", "faded", "accent"), ("paper", "tint")
_LEAST = {**{(text, ground): 4.5 for text in _TEXTS for ground in _GROUNDS}, ("edge", "paper"): 3.0}
"""How much lighter one colour must be than another for readers to see what is there, by WCAG 2.2, success
criteria 1.4.3 and 1.4.11."""


def _brand(node: Node, key: str, context: Context) -> Record | Refused:
    """The colours, if all that is written in them can be read."""
    record = nested(BRAND).read(node, key, context)
    if isinstance(record, Refused):
        return record
    dark = record[DARK_FIELD]
    problems = (
        *_unreadable(record, _written(record, _DAILY), DAY, key, context),
        *_unreadable(dark, _written(dark, _NIGHTLY), NIGHT, f"{key}.{DARK.name}", context),
    )
    return Refused(problems) if problems else record


READABLE: Kind[Record] = Kind(nested(BRAND).name, _brand)


def rules(record: Record) -> BrandRules:
    """What was written under `brand`, and nothing else: the stylesheet has the rest."""
    return BrandRules(_written(record, _DAILY), _written(record[DARK_FIELD], _NIGHTLY))


def by_day(name: str, brand: BrandRules) -> str:
    """A colour of the paper, whoever chose it."""
    return brand.day.get(name) or DAY[name]


def at_night(name: str, brand: BrandRules) -> str:
    """The same for readers whose device is dark."""
    return brand.night.get(name) or NIGHT[name]


def contrast(one: str, other: str) -> float:
    """How many times lighter the lighter of two colours is, 1 to 21.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _unreadable(
    record: Record, chosen: Mapping[str, str], defaults: Mapping[str, str], inside: str, context: Context
) -> Iterator[Problem]:
    """A problem for each colour that somebody has chosen and that is too near another, the nearest one."""
    colours = {**defaults, **chosen}
    found: dict[str, tuple[float, str, str, float]] = {}
    for (fore, ground), least in _LEAST.items():
        name = fore if fore in chosen else ground
        ratio = contrast(colours[fore], colours[ground])
        if name in chosen and ratio < least:
            found[name] = min((ratio, fore, ground, least), found.get(name, (ratio, fore, ground, least)))
    for name, (ratio, fore, ground, least) in found.items():
        line, column = record.places[name]
        what = f"{fore} {colours[fore]} on {ground} {colours[ground]} has a contrast of {ratio:.1f} to 1"
        hint = f"Readers need {least:g} to 1: choose colours that are further apart."
        yield Problem(context.path, line, column, f"{inside}.{name}", what, hint)


def _written(record: Record, fields: tuple[Field[str | None], ...]) -> Mapping[str, str]:
    return {one.key: value for one in fields if (value := record[one])}
