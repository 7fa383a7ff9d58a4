"""Prose: Markdown as news writes it, made into HTML. The only place that imports `markdown`.

An internal link cannot be written out yet: the address of the article it names is not known here. It
stays in the HTML between two control characters, which no text can hold, and `addressed` puts the
address in its place.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from broadsheet.model import Mention, Prose
from broadsheet.read import targets
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXTENSIONS = (
    "tables",
    "footnotes",
    "fenced_code",
    "attr_list",
    "def_list",
    "abbr",
    "smarty",
    "toc",
)
OPENING_WORDS = 40

_TAG = re.compile(r"""<[A-Za-z][^\s>/]*(?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)+\s*/?>""")
_ADDRESS = re.compile(r"""(\s)(href|src|poster|srcset)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_HELD_LINK = re.compile('\\shref="\2([^\2\3"]*)\3[^"]*"')
_HELD = re.compile("\2([^\2\3]*)\3")
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_FOOTNOTE_MARK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")


def convert(body: str) -> Prose:
    """A body as HTML, with the internal links it holds and its opening as plain text."""
    markdown = _markdown()
    markdown.reset()
    found: set[str] = set()
    made = _TAG.sub(
        lambda tag: _ADDRESS.sub(lambda match: _marked(match, found), tag.group()),
        markdown.convert(body).replace("<pre>", '<pre tabindex="0">'),  # it scrolls: keys must reach it
    )
    return Prose(made, tuple(sorted(found)), _opening(made))


def addressed(prose: str, addresses: Mapping[str, str | None]) -> str:
    """The HTML of a `Prose` with each internal link's address written out.

    A target that is None is there but not out yet: its link loses its address and stays as plain words.
    """

    def link(match: re.Match[str]) -> str:
        return match.group() if addresses.get(match.group(1), "") is not None else ""

    def address(match: re.Match[str]) -> str:
        return html.escape(addresses.get(match.group(1)) or "")

    return _HELD.sub(address, _HELD_LINK.sub(link, prose))


def mentions(prose: Prose, body: str, first_line: int) -> Iterator[Mention]:
    """Each place in `body` at which one of the internal targets of its prose stands."""
    for target in prose.targets:
        spelled = "|".join(
            sorted({re.escape(target), re.escape(html.escape(target)), re.escape(quote(target))})
        )
        places = [
            match.start(1) for match in re.finditer(rf"(?<=[(<\"'\s=])({spelled})(?=[)>\"'\s?#]|$)", body)
        ]
        for place in places or [0]:
            before = body[:place]
            line = first_line + before.count("\n")
            yield Mention("link", target, line, place - (before.rfind("\n") + 1) + 1)


@cache
def _markdown() -> Markdown:
    return Markdown(
        extensions=[*EXTENSIONS, _NewsHouse()],
        extension_configs={"toc": {"marker": "", "slugify": lambda text, _: slug(text)}},
        output_format="html",
    )


class _NewsHouse(Extension):
    """What a news page needs of the tree that Markdown built."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - markdown's name
        # After toc (5), which must see the headings as written.
        md.treeprocessors.register(_Tidy(md), "newshouse", 1)


class _Tidy(Treeprocessor):
    def run(self, root: Element) -> None:
        """Leave the h1 to the headline, alignment to the stylesheet, wide tables to a box that scrolls."""
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        headings = [element for element in elements if re.fullmatch("h[1-6]", element.tag)]
        if any(heading.tag == "h1" for heading in headings):
            for heading in headings:
                heading.tag = f"h{min(int(heading.tag[1]) + 1, 6)}"
        for cell in (element for element in elements if element.tag in ("th", "td")):
            aligned = re.fullmatch(r"text-align: (\w+);", cell.get("style", ""))
            if aligned:  # a strict CSP forbids `style`
                del cell.attrib["style"]
                cell.set("class", " ".join(filter(None, (cell.get("class"), f"align-{aligned[1]}"))))
        for parent in elements:
            for place, table in enumerate(parent):
                if table.tag == "table":
                    box = Element("div", {"class": "scroll", "tabindex": "0"})
                    box.tail, table.tail = table.tail, None
                    box.append(table)
                    parent[place] = box


def _marked(match: re.Match[str], found: set[str]) -> str:
    """An attribute with its internal addresses between control characters, double-quoted."""
    before, name, value = match.groups()
    plain = html.unescape(value[1:-1] if value[0] in "\"'" else value)
    if name.lower() == "srcset":
        candidates = [candidate.split() for candidate in plain.split(",") if candidate.strip()]
        marked = ", ".join(" ".join((_held(one[0], found), *one[1:])) for one in candidates)
    else:
        marked = _held(plain.strip(), found)
    return f'{before}{name}="{marked}"'


def _held(address: str, found: set[str]) -> str:
    if not targets.is_internal(address):
        return html.escape(address)
    target, rest = targets.without_fragment(address)
    if not target:
        return html.escape(address)
    found.add(target)
    return f"\2{target}\3{html.escape(rest)}"


def _opening(made: str) -> str:
    """The first paragraph that has words, as plain text cut at forty of them."""
    for paragraph in _PARAGRAPH.finditer(made):
        text = plain(_FOOTNOTE_MARK.sub("", paragraph.group(1)))
        if text:
            return cut(text, OPENING_WORDS)
    return ""


def plain(markup: str) -> str:
    """HTML as text on one line."""
    return " ".join(html.unescape(_ANY_TAG.sub("", markup)).split())


def cut(text: str, words: int) -> str:
    """The first `words` words of `text`, with an ellipsis where it was cut.

    A script without blanks has no words to count: there, three characters stand for one.
    """
    pieces = text.split()
    if len(pieces) > words:
        return " ".join(pieces[:words]).rstrip(",;:.–—-") + "…"
    if len(text) > words * 12:
        return text[: words * 3].rstrip() + "…"
    return text
