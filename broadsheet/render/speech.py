"""Speech: our words as layouts say them, `_('Latest')` and `{% trans %}`, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from broadsheet.plan.words import ASCII, Calendar, Lists, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NOBODYS = Words("en", b"", Calendar("", "", "", "", {}), Lists("", "", "", ""), ASCII)
"""Stands in where layouts are looked through and nothing is said."""


class Speech:
    """What layouts may say in a language. Numbers that are put into a message are in its digits."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._plain: dict[str, Markup] = {}

    def globals(self) -> Mapping[str, Callable[..., Markup]]:
        """What Jinja's `{% trans %}` asks for, in its new style, and `_`."""
        return {"_": self.gettext, "gettext": self.gettext, "ngettext": self.ngettext}

    def filters(self) -> Mapping[str, Callable[..., str]]:
        """Dates, spans of time and lists as the language writes them."""
        words = self._words
        return {
            "day": words.day,
            "clock": words.clock,
            "moment": words.moment,
            "apart": words.apart,
            "listed": self.listed,
        }

    def gettext(self, message: str, /, **values: object) -> Markup:
        """A message with values put in."""
        if values:
            return self._put(_marked(self._words.gettext(message), message), values)
        known = self._plain.get(message)
        if known is None:
            known = self._plain[message] = self._put(_marked(self._words.gettext(message), message), {})
        return known

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> Markup:
        """The form of a message that goes with a number, which is put in as `num`."""
        said = _marked(self._words.ngettext(one, many, number), many)
        return self._put(said, {"num": number, **values})

    def listed(self, items: Sequence[str], attributes: str = "") -> Markup:
        """`Bazarak, Rokha and Dara`; with `attributes`, each has them, as words of another language must."""
        written: Sequence[str] = [escape(one) for one in items]
        if attributes:
            written = [f"<span{attributes}>{one}</span>" for one in written]
        return Markup(self._words.listed(written))  # noqa: S704 - each is escaped

    def _put(self, said: Markup, values: Mapping[str, object]) -> Markup:
        number = self._words.number
        shown = {name: number(one) if type(one) is int else escape(one) for name, one in values.items()}
        return Markup(str.__mod__(said, shown))  # noqa: S704 - each is escaped; half the time of Markup's own `%`


def _marked(said: str, message: str) -> Markup:
    """A message as it stands in a page: HTML if it is so in English, else text, whoever translated it."""
    return Markup(said) if "<" in message or "&" in message else escape(said)  # noqa: S704 - the theme's own
