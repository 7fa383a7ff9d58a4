"""Words: our own words in one language, and how that language writes dates, numbers and lists.

They are a value like any other that a page is made from. All of it was worked out beforehand, by
`render/catalogues.py` and `render/locales.py`: what is here is looked up, and needs no library.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING, NamedTuple, cast

from broadsheet.plan.languages import direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from broadsheet.plan.languages import Direction


class Calendar(NamedTuple):
    """How a language writes a day, a month, a time of day, and a day with its time: patterns such as
    `%(d)s %(MMMM)s %(y)s`.

    Fields are named as CLDR names them; `fields` has what stands for each, by month, day, hour or minute.
    """

    day: str
    month: str
    clock: str
    moment: str
    fields: Mapping[str, tuple[str, ...]]


class Lists(NamedTuple):
    """How a language writes a list, of two and of more: patterns such as `{0} and {1}`."""

    pair: str
    start: str
    middle: str
    end: str


@dataclass(frozen=True, slots=True)
class Words:
    """Our words in `language`. `messages` is a catalogue as gettext's `.mo`, `digits` are 0 to 9."""

    language: str
    messages: bytes
    calendar: Calendar
    lists: Lists
    digits: str
    _made: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[Words], tuple[object, ...]]:
        return Words, (self.language, self.messages, self.calendar, self.lists, self.digits)

    @property
    def direction(self) -> Direction:
        """Which way the language is written."""
        return direction(self.language)

    @property
    def digest(self) -> str:
        """Stands for all of it."""
        return hashlib.blake2b(repr(self).encode(), digest_size=12).hexdigest()

    def gettext(self, message: str) -> str:
        """A message, which is named by its English words; those where it has not been translated."""
        return self._catalogue.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The form of a message that goes with a number."""
        return self._catalogue.ngettext(one, many, number)

    def day(self, when: date) -> str:
        """`6 September 2021`."""
        key = (when.year, when.month, when.day)
        return cast("str", self._made.get(key)) or self._keep(
            key,
            self._written(self.calendar.day, datetime(*key)),  # noqa: DTZ001 - a day, not a moment
        )

    def month(self, when: datetime) -> str:
        """`September 2021`."""
        return self._written(self.calendar.month, when)

    def clock(self, when: datetime) -> str:
        """`20:15`."""
        return self._written(self.calendar.clock, when)

    def moment(self, when: datetime) -> str:
        """`6 September 2021, 20:15`."""
        return self._written(self.calendar.moment, when)

    def number(self, number: int) -> str:
        """A number as the language writes it, without separators: a year, a page, some hours."""
        text = str(number)
        return text if self.digits == ASCII else text.translate(str.maketrans(ASCII, self.digits))

    def listed(self, items: Sequence[str]) -> str:
        """`Bazarak, Rokha and Dara`."""
        pair, start, middle, end = self.lists
        if len(items) < 2:
            return "".join(items)
        if len(items) == 2:
            return pair.format(*items)
        rest = end.format(*items[-2:])
        for one in reversed(items[1:-2]):
            rest = middle.format(one, rest)
        return start.format(items[0], rest)

    def apart(self, hours: int | None) -> str:
        """How much later than something else another thing came: `3 hours later`, `2 days earlier`.

        Empty where nobody knows.
        """
        if hours is None:
            return ""
        number = abs(hours)
        if number < 1:
            return self.gettext("within the hour")
        if number < 48:
            said = (
                self.ngettext("%(number)s hour later", "%(number)s hours later", number)
                if hours > 0
                else self.ngettext("%(number)s hour earlier", "%(number)s hours earlier", number)
            )
        else:
            number = round(number / 24)
            said = (
                self.ngettext("%(number)s day later", "%(number)s days later", number)
                if hours > 0
                else self.ngettext("%(number)s day earlier", "%(number)s days earlier", number)
            )
        return said % {"number": self.number(number)}

    def _written(self, pattern: str, when: datetime) -> str:
        values = {name: texts[_PLACES[name[0]](when)] for name, texts in self.calendar.fields.items()}
        return pattern % {**values, "y": self.number(when.year)}

    def _keep(self, key: object, made: str) -> str:
        if len(self._made) >= KEPT:
            self._made.clear()
        self._made[key] = made
        return made

    @property
    def _catalogue(self) -> NullTranslations:
        known = self._made.get("catalogue")
        if known is None:
            known = self._made["catalogue"] = catalogue(self.messages)
        return cast("NullTranslations", known)


ASCII = "0123456789"
KEPT = 20_000
"""Days whose words are kept: fifty years of them."""

_PLACES: Mapping[str, Callable[[datetime], int]] = {
    "G": lambda _: 0,
    **dict.fromkeys("ML", lambda when: when.month - 1),
    "d": lambda when: when.day - 1,
    **dict.fromkeys("HhKk", lambda when: when.hour),
    **dict.fromkeys("abB", lambda when: 2 * when.hour + (when.minute > 0)),  # noon is noon for a minute
    "m": lambda when: when.minute,
}
"""Which of a field's texts stands for a moment, by the first letter of its name."""


def catalogue(messages: bytes) -> NullTranslations:
    """The catalogue that a `.mo` holds; without one, English as it stands in layouts and code."""
    return GNUTranslations(io.BytesIO(messages)) if messages else NullTranslations()
