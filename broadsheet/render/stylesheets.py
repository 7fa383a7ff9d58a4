"""Stylesheets: as readers get them, without what is for whoever writes them; and the tokens that one sets.

Nothing is parsed but what must be known to leave the rest alone: where strings, `url(…)` and escapes stand
(https://www.w3.org/TR/css-syntax-3/#tokenization).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEPT = (
    r"""(?:"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\Z)"""
    r"""|(?<![\w\\-])url\((?!\s*["'])(?:[^)\\]|\\.)*(?:\)|\Z)|\\.)"""
)
_COMMENT = r"/\*.*?(?:\*/|\Z)"
_GAP = re.compile(
    rf"{_KEPT}|(?P<before>\A|[{{}};])(?P<gap>(?:\s|/\*(?!!).*?(?:\*/|\Z))+)|{_COMMENT}",
    re.DOTALL | re.IGNORECASE,
)
_MARK = re.compile(rf"{_KEPT}|{_COMMENT}|(?P<mark>[{{}};])", re.DOTALL | re.IGNORECASE)
_COMMENTS = re.compile(_COMMENT, re.DOTALL)


def tidied(text: str) -> str:
    """A stylesheet without comments and indentation between its rules and declarations, but `/*! … */`.

    There nothing hangs on them. Within a value or a selector they stay: `a/**/b` is neither `ab` nor `a b`.
    """
    return _GAP.sub(lambda found: found.group() if found["gap"] is None else _without(found), text)


def tokens(text: str) -> str:
    """The rules of a stylesheet for `:root`, those in `@media` and `@supports` too; empty where there are
    none.
    """
    found = []
    for before, block in _rules(text):
        if before == ":root":
            found.append(f":root {{{block}}}")
        elif before.startswith(("@media", "@supports")) and (inner := tokens(block)):
            found.append(f"{before} {{\n{inner}}}")
    return "".join(f"{one}\n" for one in found)


def colours(day: Mapping[str, str], night: Mapping[str, str]) -> str:
    """The rules that set tokens to these colours; empty for none.

    By day and at night each for itself: what is said of one leaves the other as it is, and paper is white.
    """
    return "".join(
        f"@media screen and (prefers-color-scheme: {when}) {{\n:root {{{_set(chosen)}}}\n}}\n"
        for when, chosen in (("light", day), ("dark", night))
        if chosen
    )


def _set(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}: {value};" for name, value in values.items())


def _without(found: re.Match[str]) -> str:
    return found["before"] and found["before"] + "\n"


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """What stands before each outermost block, and what in it."""
    start = opened = depth = 0
    for found in _MARK.finditer(text):
        mark = found["mark"]
        if mark == "{":
            depth += 1
            if depth == 1:
                opened = found.start()
        elif mark == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                if opened >= start:
                    yield _COMMENTS.sub("", text[start:opened]).strip(), text[opened + 1 : found.start()]
                start = found.end()
        elif mark == ";" and depth == 0:
            start = found.end()
