"""Pictures: the images in a body's HTML, told from files that it only links to.

An image with a `srcset`, or a `<picture>` around it, is left as it is: its editor has seen to its sizes.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from broadsheet.read import targets
from broadsheet.read.addresses import CLOSE, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

_IMAGE = re.compile(
    r"""<picture\b.*?</picture\s*>|<img\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE | re.DOTALL
)
_SOURCE = re.compile(f'\\ssrc="{OPEN}([^{CLOSE}"]*){CLOSE}"', re.IGNORECASE)
_SET = re.compile(r"\ssrcset\s*=", re.IGNORECASE)
_HELD = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


def replaced(markup: str, made: Callable[[str, str], str | None]) -> str:
    """HTML with its images as `made` writes them, of a target and of all other attributes.

    Where that is None the image stays as it is.
    """
    if OPEN not in markup or "<img" not in markup.lower():
        return markup

    def one(match: re.Match[str]) -> str:
        attributes = match[1]
        source = _SOURCE.search(attributes) if attributes and not _SET.search(attributes) else None
        if source is None:
            return match.group()
        rest = attributes[: source.start()] + attributes[source.end() :]
        return made(html.unescape(source[1]), rest.rstrip("/ ")) or match.group()

    return _IMAGE.sub(one, markup)


def told_apart(markup: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The targets of HTML that are files: those that it shows as pictures, and those that it links to."""
    if OPEN not in markup:
        return (), ()
    shown: set[str] = set()

    def taken_out(target: str, _rest: str) -> str | None:
        if targets.kind(target) != "media":
            return None
        shown.add(target)
        return "<img>"

    rest = replaced(markup, taken_out)
    linked = {html.unescape(target) for target in _HELD.findall(rest)}
    return tuple(sorted(shown)), tuple(sorted(one for one in linked if targets.kind(one) == "media"))
