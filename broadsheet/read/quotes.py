"""Quotes: text without markup set as a printer would, with the right quotation marks, dashes and dots.

Python-Markdown tries seventeen patterns one after another on every text. `quick` decides each mark where it
stands, by the same rules in one pass. Where two marks stand so close that what one becomes changes what the
other sees, it gives up, and `Setter` does as the library does, with the library's own patterns.
`tests/test_typesetting.py` holds both equal to the library, to the byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the library calls the end of a word, and what may stand before a closing mark (extensions/smarty.py).
_PUNCTUATION = r"""[!"#$%'()*+,-./:;<=>?@\[\\\]^_`{|}~]"""
_CLOSED = r"[^ \t\r\n\[{(\-\2\3]"

_TOO_CLOSE = re.compile(r"""['"][^'"]?['"]""")
_EM_DASH = re.compile(r"(?<!-)---(?!-)")
_EN_DASH = re.compile(r"(?<!-)--(?!-)")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
# Groups hold what closes; without one, the mark opens.
_SINGLE = re.compile(
    rf"""'(?:((?<=^')(?={_PUNCTUATION}\B)|(?<!\w')(?=\d{{2}}s))|(?<=[\s–—]')(?=\w)"""
    rf"""|((?<={_CLOSED}')(?!\s|s\b|\d)|(?=\s|s\b))|)"""
)
_DOUBLE = re.compile(rf"""\"(?:((?<=^")(?={_PUNCTUATION}\B))|(?<=[\s–—]")(?=\w)|((?=\s)|(?<={_CLOSED}"))|)""")

_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = re.compile("\2([0-9]+)\3")
_SET = re.compile("\2([^0-9])\3")
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")


def quick(text: str) -> str | None:
    """Text without markup and entities as HTML, escapes already put aside; None where it isn't simple."""
    has_single, has_double = "'" in text, '"' in text
    if (has_single or has_double) and _TOO_CLOSE.search(text):
        return None
    if "&" in text:
        text = text.replace("&", "&amp;")
    has_dashes = "--" in text
    if has_dashes:  # behind marks until the quotes are set, which look at what stands beside them
        text = _EN_DASH.sub("\2n\3", _EM_DASH.sub("\2m\3", text))
        if "--" in text:
            return None
    if has_single:
        text = _SINGLE.sub(_single, text)
    if has_double:
        text = _DOUBLE.sub(_double, text)
    if "..." in text:
        text = _DOTS.sub("&hellip;", text)
    return text.replace("\2n\3", "&ndash;").replace("\2m\3", "&mdash;") if has_dashes else text


def _single(found: re.Match[str]) -> str:
    return "&rsquo;" if found.lastindex else "&lsquo;"


def _double(found: re.Match[str]) -> str:
    return "&rdquo;" if found.lastindex else "&ldquo;"


@dataclass(frozen=True, slots=True)
class Quote:
    """One of the library's patterns for quotes, dashes and dots, and what must be there for it to match."""

    trigger: str
    find: re.Pattern[str]
    parts: tuple[int | str, ...]

    def text(self, match: re.Match[str]) -> str:
        """What stands in place of a match: parts of it by number, and entities."""
        return "".join(match.group(part) if isinstance(part, int) else part for part in self.parts)


def quote(find: re.Pattern[str], parts: Sequence[object]) -> Quote:
    """A pattern with its trigger: the quotation marks that it asks for outside character classes."""
    core = _CLASS.sub("", find.pattern)
    core = core.replace("|--|", "")  # a dash before an opening quote is a choice, not a must
    quotes = [mark for mark in ("'\"", "\"'", '"', "'") if mark in core.replace("\\", "")]
    return Quote(
        quotes[0] if quotes else "--" if "-" in core else "...",
        find,
        tuple(part for part in parts if isinstance(part, int | str)),
    )


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets text as the library would: its escapable characters, its quotes in their order."""

    escapable: frozenset[str]
    quotes: tuple[Quote, ...]

    def words(self, text: str) -> str:
        """Text without markup, entities and control characters as HTML."""
        if "\\" in text:
            text = _ESCAPE.sub(self._marked, text)
        set_: list[str] = []
        for one in self.quotes:
            if one.trigger in text:
                text = _replaced(text, one, set_)
        if "\2" in text:
            text = _ESCAPED.sub(lambda found: chr(int(found[1])), text)
        if "&" in text or ">" in text:
            text = text.replace("&", "&amp;").replace(">", "&gt;")
        if set_:
            text = _SET.sub(lambda found: set_[ord(found[1]) - 0xE000], text)
        return text

    def _marked(self, found: re.Match[str]) -> str:
        return f"\2{ord(found[1])}\3" if found[1] in self.escapable else found[0]


def _replaced(text: str, one: Quote, set_: list[str]) -> str:
    """The text with each match put aside behind a mark, as the library does: later patterns see the mark."""
    start = 0
    while match := one.find.search(text, start):
        mark = f"\2{chr(0xE000 + len(set_))}\3"
        set_.append(one.text(match))
        text = f"{text[: match.start()]}{mark}{text[match.end() :]}"
        start = match.start() + len(mark)
    return text
