"""Addresses: the internal ones in HTML put between two marks, to be written out when they are known.

In HTML that an editor wrote, only the attributes of real tags are looked at: not comments, scripts, text, or
what stands inside another attribute. An address that isn't internal stays as it is, to the byte.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from broadsheet.read import targets

if TYPE_CHECKING:
    from collections.abc import Callable

OPEN, CLOSE = "\x0e", "\x0f"
"""Shift out and shift in: control characters, which `documents.read` takes out of every text."""

NAMES = frozenset({"href", "src", "poster", "srcset", "action", "formaction", "data", "xlink:href"})
"""Attributes that hold addresses."""

_ANY_NAME = re.compile("|".join(NAMES), re.IGNORECASE)
_TAG_NAME = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"""([^\s/>=]+)(\s*=\s*)?((?(2)(?:"[^"]*"|'[^']*'|[^\s>]+)))""")
_REST = re.compile(r"\?|(?<!&)#")  # `&#115;` is a letter, not a fragment
_CANDIDATE = re.compile(r"([\s,]*)(\S*[^\s,])(,+(?=\s|$)|\s+[^,]*,?|$)")
_HELD_LINK = re.compile(f'\\s+href="{OPEN}([^{CLOSE}"]*){CLOSE}[^"]*"', re.IGNORECASE)
_HELD = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


def mark(address: str, found: set[str]) -> str:
    """An address with its internal part between marks, and that part added to `found`; else as it is."""
    if not targets.is_internal(address):
        return address
    target, rest = targets.without_fragment(address)
    found.add(target)
    return f"{OPEN}{target}{CLOSE}{rest}"


def mark_set(addresses: str, found: set[str]) -> str:
    """The same for a `srcset`: its URLs end at a blank, or at a comma before one (HTML, section 4.8.4)."""
    return each_in_set(addresses, lambda one: mark(one, found))


def each_in_set(addresses: str, written: Callable[[str], str]) -> str:
    """A `srcset` with each of its URLs as `written` makes it."""
    made: list[str] = []
    rest = addresses
    while candidate := _CANDIDATE.match(rest):
        made.append(candidate[1] + written(candidate[2]) + candidate[3])
        rest = rest[candidate.end() :]
    return "".join(made) + rest


def mark_markup(markup: str, found: set[str]) -> str:
    """HTML as an editor wrote it, the internal addresses in its tags between marks."""
    if not _ANY_NAME.search(markup):
        return markup
    made: list[str] = []
    done = 0
    for start, tag in _start_tags(markup):
        made += (markup[done:start], _marked_tag(tag, found))
        done = start + len(tag)
    return "".join((*made, markup[done:]))


def written(markup: str, addresses: dict[str, str | None]) -> str:
    """HTML with every mark replaced by its address.

    A target that is None is there but not out yet: its link loses its address and stays as plain words.
    """
    if OPEN not in markup:
        return markup

    def link(match: re.Match[str]) -> str:
        return match.group() if addresses.get(html.unescape(match[1]), "") is not None else ""

    def address(match: re.Match[str]) -> str:
        return html.escape(addresses.get(html.unescape(match[1])) or "")

    if None in addresses.values():
        markup = _HELD_LINK.sub(link, markup)
    return _HELD.sub(address, markup)


def _marked_tag(tag: str, found: set[str]) -> str:
    named = _TAG_NAME.match(tag)
    name = named.group() if named else "<"
    return name + _ATTRIBUTE.sub(lambda match: _marked_attribute(match, found), tag[len(name) :])


def _marked_attribute(match: re.Match[str], found: set[str]) -> str:
    name, equals, value = match.groups()
    if not equals or name.lower() not in NAMES:
        return match.group()
    inner = value[1:-1] if value[:1] in "\"'" else value
    cut = _REST.search(inner)
    target, rest = (inner[: cut.start()], inner[cut.start() :]) if cut else (inner, "")
    plain = html.unescape(target)
    if name.lower() == "srcset":
        marked = mark_set(inner, found)
    elif targets.is_internal(plain.strip() + rest):
        found.add(plain.strip())
        marked = f"{OPEN}{html.escape(plain.strip())}{CLOSE}{rest}"
    else:
        return match.group()
    return match.group() if marked == inner else f'{name}="{marked.replace(chr(34), "&quot;")}"'


def _start_tags(markup: str) -> list[tuple[int, str]]:
    """Every start tag with the place at which it begins."""
    reader = _Tags(markup)
    reader.feed(markup)
    reader.close()
    return reader.found


class _Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self._lines = [0, *(place.end() for place in re.finditer("\n", markup))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's own signature
        line, column = self.getpos()
        self.found.append((self._lines[line - 1] + column, self.get_starttag_text() or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
