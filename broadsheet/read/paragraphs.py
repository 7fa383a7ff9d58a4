"""Paragraphs: the plain ones, which most of a newspaper is made of, set without a Markdown parser.

Python-Markdown tries some twenty inline patterns on every paragraph, and then seventeen for smart quotes.
A paragraph that holds no character any of them could want comes out as it went in, but for its quotes;
those are set here by the library's own patterns, in their order, only where their characters occur.
`tests/test_typesetting.py` holds the result equal to the library's, to the byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# A line begins with a letter or a mark that opens no list, heading, quote, table or definition. Nothing in
# it may mean anything to Markdown or HTML; `&` is plain as long as no `;` could make an entity of it.
_LINE = r"""(?:[^\W\d_]|["'“”‘’«»($€£•…–—])[^\t\n`*_<>{}\[\]\x00-\x1f\x7f]*(?<![ \u00a0\u2000-\u200a])"""
_PLAIN = re.compile(rf"(?!.*&.*;){_LINE}(?:\n{_LINE})*", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = re.compile("\2([0-9]+)\3")
_SET = re.compile("\2([^0-9])\3")
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")


def is_plain(paragraph: str) -> bool:
    """Whether a block of lines is a paragraph that Markdown would leave alone, but for its quotes."""
    return _PLAIN.fullmatch(paragraph) is not None


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
class Typesetter:
    """Sets plain paragraphs as the library would: its escapable characters, its quotes in their order."""

    escapable: frozenset[str]
    quotes: tuple[Quote, ...]

    def paragraph(self, text: str) -> str:
        """A plain paragraph as HTML."""
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
        return f"<p>{text}</p>"

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
