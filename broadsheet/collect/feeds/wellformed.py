"""Wellformed: XML that may be parsed at all. It brings no DTD of its own, no entities, and no abyss.

RSS 0.91 names Netscape's DTD and may: nothing is ever fetched. What defines something is refused, since all
attacks by XML (a billion laughs, files read by an external entity) begin with a definition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat  # with the three handlers below, which is what defusedxml does

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 100
MOST_ELEMENTS, MOST_ATTRIBUTES, LONGEST_TAG = 60_000, 200, 20_000
MOST_ENTITIES = 500_000
"""A feed of 500 items has 10,000 elements. What is far larger is meant to keep a parser busy: 5 MB of empty
elements take feedparser two minutes, as many attributes longer, and nothing can stop it then."""
_LONG_TAG = re.compile(rb"<[^<>]{%d}" % LONGEST_TAG)


TOO_MANY = f"it has more than {MOST_ELEMENTS:,} elements"


class Refused(Exception):  # noqa: N818 - says in words what is wrong
    """XML that is not to be parsed."""


def wrong_with(raw: bytes) -> str:
    """Why UTF-8 XML must not be parsed, or the empty string; that it is not well-formed is no reason."""
    try:
        walk(raw, lambda _name, _attributes: None)
    except Refused as refused:
        return str(refused)
    except expat.ExpatError:
        return _wrong_with_malformed(raw)
    return ""


def _wrong_with_malformed(raw: bytes) -> str:
    """The same bounds for what only a forgiving parser can read, and slowly."""
    if raw.count(b"<") > 2 * MOST_ELEMENTS:
        return TOO_MANY
    if raw.count(b"&") > MOST_ENTITIES:
        return f"it has more than {MOST_ENTITIES:,} entities"
    if _LONG_TAG.search(raw):
        return f"it has a tag of more than {LONGEST_TAG:,} characters"
    return ""


def walk(raw: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call `start` with each start tag of UTF-8 XML. Raises Refused, or ExpatError at what is malformed."""
    parser = expat.ParserCreate("utf-8")
    depth = number = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, number
        depth += 1
        number += 1
        if number > MOST_ELEMENTS:
            raise Refused(TOO_MANY)
        if len(attributes) > MOST_ATTRIBUTES:
            raise Refused(f"an element has more than {MOST_ATTRIBUTES} attributes")
        if depth > DEEPEST:
            raise Refused(f"its elements lie more than {DEEPEST} deep")
        start(name, attributes)

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(_name: str, _system: str | None, _public: str | None, has_subset: object) -> None:
        if has_subset:
            raise Refused("it brings a DTD of its own")

    def defined(*_about: object) -> None:
        raise Refused("it defines entities")

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = doctype, defined
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.Parse(raw, True)
