"""Locales: how a language writes dates, numbers and lists, as CLDR has it, worked out by Babel once.

Babel takes 25 ms to import and 5 to 20 ms for a language, so what it would say is kept as small tables.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError, get_global, parse_locale
from babel.dates import DateTimeFormat, get_date_format, get_time_format

from broadsheet.plan.words import ASCII, Calendar, Lists, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENGLISH = "en"
"""The language that words are in when they have not been translated."""

_ZEROS = {
    "adlm": "\U0001e950", "arab": "\u0660", "arabext": "\u06f0", "beng": "\u09e6", "cakm": "\U00011136",
    "deva": "\u0966", "hmnp": "\U0001e140", "latn": "0", "mtei": "\uabf0", "mymr": "\u1040", "nkoo": "\u07c0",
    "olck": "\u1c50", "tibt": "\u0f20",
}  # fmt: skip
"""The zeros of the digits that are some language's own; the others follow each of them in Unicode."""


def words(language: str, catalogues: Mapping[str, bytes]) -> Words:
    """The words of a language out of `catalogues`, which are `.mo` by language tag."""
    name = chosen(language, catalogues)
    locale = _locale(language)
    return Words(
        language, catalogues[name] if name else b"", _calendar(locale), _lists(locale), _digits(locale)
    )


def chosen(language: str, catalogues: Mapping[str, bytes]) -> str | None:
    """The catalogue for a language: its own, or the nearest above it that is in the same script."""
    known = {name.casefold(): name for name in catalogues}
    return next((known[one.casefold()] for one in _upwards(language) if one.casefold() in known), None)


def is_english(language: str) -> bool:
    """Whether our words are in a language as they stand."""
    return language.casefold().split("-")[0] == ENGLISH


def _upwards(tag: str) -> Iterator[str]:
    """A tag, then those above it: `zh-TW`, `zh-Hant-TW`, `zh-Hant`. Not `zh`: that is in the other script."""
    yield tag
    try:
        language, region, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return
    usual = _script(language)
    script = script or _script(f"{language}_{region}") or usual
    above = [(language, script, region), (language, script)] if script else []
    if script == usual:
        above += [(language, region), (language,)]
    yield from ("-".join(filter(None, parts)) for parts in above)


def _script(locale: str) -> str | None:
    """The script that is likely for a language, or for a language in a region."""
    likely = get_global("likely_subtags").get(locale)
    return parse_locale(likely)[2] if likely else None


def _locale(tag: str) -> Locale:
    for one in _upwards(tag):
        try:
            return Locale.parse(one, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(ENGLISH)


def _calendar(locale: Locale) -> Calendar:
    """Long dates; with the time of day, without seconds."""
    day, time = get_date_format("long", locale).format, get_time_format("short", locale).format
    month = str(locale.datetime_skeletons["yMMMM"].format)
    together = str(locale.datetime_formats["long"]).replace("'", "")
    moment = together.replace("{0}", str(time)).replace("{1}", str(day))
    names = sorted({*re.findall(r"%\((\w+)\)s", f"{month} {moment}")} - {"y"})
    return Calendar(str(day), month, str(time), moment, {name: _texts(name, locale) for name in names})


def _texts(name: str, locale: Locale) -> tuple[str, ...]:
    """Everything that can stand for a field, in its order."""
    digits = str.maketrans(ASCII, _digits(locale))
    return tuple(DateTimeFormat(one, locale)[name].translate(digits) for one in _each(name))


def _each(name: str) -> Iterator[datetime]:
    """A moment for each text that can stand for a field, in their order."""
    match name[0]:
        case "M" | "L":
            yield from (datetime(2001, month, 1) for month in range(1, 13))  # noqa: DTZ001 - only to be written
        case "d":
            yield from (datetime(2001, 1, day) for day in range(1, 32))  # noqa: DTZ001 - as above
        case "m":
            yield from (datetime(2001, 1, 1, 0, minute) for minute in range(60))  # noqa: DTZ001 - as above
        case "a" | "b" | "B":
            yield from (datetime(2001, 1, 1, hour, minute) for hour in range(24) for minute in (0, 1))  # noqa: DTZ001 - as above
        case "G":
            yield datetime(2001, 1, 1)  # noqa: DTZ001 - as above
        case _:
            yield from (datetime(2001, 1, 1, hour) for hour in range(24))  # noqa: DTZ001 - as above


def _lists(locale: Locale) -> Lists:
    patterns = locale.list_patterns["standard"]
    return Lists(patterns["2"], patterns["start"], patterns["middle"], patterns["end"])


def _digits(locale: Locale) -> str:
    """The digits that CLDR has for a language when nobody asks for others: `ar-EG` has its own, `ar` ours."""
    zero = ord(_ZEROS.get(locale.default_numbering_system, "0"))
    return "".join(chr(zero + number) for number in range(10))
