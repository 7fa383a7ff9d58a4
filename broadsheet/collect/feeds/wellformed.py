"""Wellformed: XML that may be parsed at all. It brings no DTD of its own, no entities, and no abyss.

RSS 0.91 names Netscape's DTD and may: nothing is ever fetched. What defines something is refused, since all
attacks by XML (a billion laughs, files read by an external entity) begin with a definition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat  # with the three handlers below, which is what defusedxml does

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 100


class Refused(Exception):  # noqa: N818 - says in words what is wrong
    """XML that is not to be parsed."""


def wrong_with(raw: bytes) -> str:
    """Why UTF-8 XML must not be parsed, or the empty string; that it is not well-formed is no reason."""
    try:
        walk(raw, lambda _name, _attributes: None)
    except Refused as refused:
        return str(refused)
    except expat.ExpatError:
        return ""
    return ""


def walk(raw: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call `start` with each start tag of UTF-8 XML. Raises Refused, or ExpatError at what is malformed."""
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
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
