"""Converter: Python-Markdown with our extensions. The only place that imports `markdown`.

It sets what `typesetting.py` doesn't set itself, and says what that must come out as. Importing it takes
80 ms, so it is imported where it is called. Of its inline patterns it tries only those whose characters
are in the text.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.extensions import toc
from markdown.extensions.smarty import SubstituteTextPattern
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import STX, AtomicString

from broadsheet.read import addresses, quotes
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown.inlinepatterns import Pattern
    from markdown.util import Registry

    _Apply: TypeAlias = Callable[[Pattern, str, int, int], tuple[str, bool, int]]

EXTENSIONS = ("tables", "footnotes", "fenced_code", "attr_list", "def_list", "abbr", "smarty", "toc")

_ALIGNED = re.compile(r"text-align: (\w+);")


# What must be in a text for an inline pattern to match, by the pattern's name, as a regular expression. A
# pattern that isn't here is always tried.
_TRIGGERS = {
    "autolink": "<",
    "automail": "<",
    "backtick": "`",
    "em_strong": "[*_]",
    "entity": "&",
    "escape": r"\\",
    "footnote": r"\[",
    "html": "<",
    "image_link": "!",
    "image_reference": "!",
    "linebreak": r"\n",
    "link": r"\[",
    "reference": r"\[",
    "short_image_ref": "!",
    "short_reference": r"\[",
}


def convert(body: str) -> tuple[str, set[str]]:
    """A body as HTML, its internal addresses between marks, and those addresses."""
    try:
        return _converted(_quick(), body)
    except BaseException:  # the library stays where it stopped, inside whatever nesting that was
        _quick.cache_clear()
        raise


def convert_as_it_comes(body: str) -> tuple[str, set[str]]:
    """The same by Python-Markdown as it comes, which tries everything everywhere."""
    return _converted(_as_it_comes(), body)


def words(text: str) -> str:
    """Text without markup as HTML, quotes and dashes set by the library's own patterns."""
    return _setter().words(text)


class Anchors:
    """The ids of one body's headings, as the library makes them, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._counters: dict[str, int] = {}

    def id(self, markup: str) -> str:
        """The id of a heading, of its HTML."""
        name = toc.strip_tags(markup) if "<" in markup else " ".join(markup.split())
        return toc.unique(slug(html.unescape(name)), self._used, self._counters)


def _converted(markdown: Markdown, body: str) -> tuple[str, set[str]]:
    markdown.reset()
    made = markdown.convert(body)
    (house,) = (one for one in markdown.registeredExtensions if isinstance(one, _NewsHouse))
    return made, set(house.targets)


@cache
def _as_it_comes() -> Markdown:
    return Markdown(
        extensions=[*EXTENSIONS, _NewsHouse()],
        extension_configs={"toc": {"marker": "", "slugify": lambda text, _: slug(text)}},
        output_format="html",
    )


@cache
def _quick() -> Markdown:
    """The same, with its two inline processors, Markdown's own and that for quotes, made to skip."""
    markdown = _as_it_comes.__wrapped__()
    inline = _SkippingInline(markdown, markdown.inlinePatterns)
    markdown.treeprocessors.register(inline, "inline", 20)
    markdown.treeprocessors.register(_SkippingInline(markdown, _quotes(markdown)), "smarty", 6)
    return markdown


@cache
def _setter() -> quotes.Setter:
    """The library's own escapes and patterns for quotes."""
    markdown = _as_it_comes()
    patterns = [one for one in _quotes(markdown) if isinstance(one, SubstituteTextPattern)]
    return quotes.Setter(
        frozenset(markdown.ESCAPED_CHARS),
        tuple(quotes.quote(one.compiled_re, one.replace) for one in patterns),
    )


def _quotes(markdown: Markdown) -> Registry[Pattern]:
    # The stubs of markdown take this for a registry of tree processors.
    return cast("Registry[Pattern]", getattr(markdown.treeprocessors["smarty"], "inlinePatterns"))  # noqa: B009 - so mypy asks no stub


class _SkippingInline(InlineProcessor):
    """The library's inline processor, trying only patterns whose characters are in the text.

    It stands in for a private method, because the library has no public place for this. Were that method
    renamed, this would skip nothing: the output would be the same, and the benchmark would show it.
    """

    def __init__(self, md: Markdown, patterns: Registry[Pattern]) -> None:
        super().__init__(md)
        setattr(self, "inlinePatterns", patterns)  # noqa: B010 - as above
        sources = _triggers(patterns)
        self._any_trigger = re.compile("|".join(sources))
        self._tried = [(one, re.compile(source)) for one, source in zip(patterns, sources, strict=True)]
        self._apply: _Apply = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009 - a mangled name

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - the library's own names
        if isinstance(data, AtomicString) or not self._any_trigger.search(data):
            return data
        for index in range(patternIndex, len(self._tried)):
            pattern, trigger = self._tried[index]
            if trigger.search(data):
                matched, start = True, 0
                while matched:
                    data, matched, start = self._apply(pattern, data, index, start)
        return data


def _triggers(patterns: Registry[Pattern]) -> list[str]:
    """What must be in a text for each of the patterns to match, in their order."""
    names = {patterns.get_index_for_name(name): name for name in _TRIGGERS if name in patterns}
    return [
        re.escape(quotes.quote(pattern.compiled_re, ()).trigger)
        if isinstance(pattern, SubstituteTextPattern)
        else _TRIGGERS.get(names.get(index, ""), "")
        for index, pattern in enumerate(patterns)
    ]


class _NewsHouse(Extension):
    """What a news page needs of what Markdown built, and the internal targets found on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - markdown's name
        md.registerExtension(self)
        # After unescape (0): headings have their anchors by then, and addresses are what was meant.
        md.treeprocessors.register(_Tidy(self.targets), "newshouse", -1)
        # Before raw_html (30), which puts editors' own HTML back.
        md.postprocessors.register(_RawAddresses(md, self.targets), "newshouse", 35)

    def reset(self) -> None:
        self.targets.clear()


class _Tidy(Treeprocessor):
    def __init__(self, targets: set[str]) -> None:
        super().__init__()
        self._targets = targets

    def run(self, root: Element) -> None:
        """Leave the h1 to the headline, alignment to the stylesheet, what is wide to a box that scrolls."""
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        headings = [element for element in elements if re.fullmatch("h[1-6]", element.tag)]
        if any(heading.tag == "h1" for heading in headings):
            for heading in headings:
                heading.tag = f"h{min(int(heading.tag[1]) + 1, 6)}"
        for element in elements:
            if element.attrib:
                _align_by_class(element)
                self._mark_addresses(element)
            if element.tag == "pre":
                element.set("tabindex", "0")
            for place, table in enumerate(element):
                if table.tag == "table":
                    element[place] = _in_a_box(table)

    def _mark_addresses(self, element: Element) -> None:
        for name in addresses.NAMES & element.attrib.keys():
            address = element.get(name, "")
            if STX not in address:  # a hidden mail address
                mark = addresses.mark_set if name == "srcset" else addresses.mark
                element.set(name, mark(address, self._targets))


class _RawAddresses(Postprocessor):
    def __init__(self, md: Markdown, targets: set[str]) -> None:
        super().__init__(md)
        self._targets = targets

    def run(self, text: str) -> str:
        """Mark the addresses in the HTML that was put aside; the text itself has none.

        The table of contents runs all postprocessors once more, so what is marked is left alone.
        """
        stash = self.md.htmlStash
        for place, raw in enumerate(stash.rawHtmlBlocks):
            if isinstance(raw, str) and raw.startswith("<") and addresses.OPEN not in raw:
                marked = addresses.mark_markup(raw, self._targets)
                if marked.startswith("<pre>"):
                    marked = f'<pre tabindex="0">{marked[5:]}'
                stash.rawHtmlBlocks[place] = marked
        return text


def _align_by_class(cell: Element) -> None:
    """Tables align by `style`, which a strict CSP forbids."""
    aligned = _ALIGNED.fullmatch(cell.get("style", ""))
    if aligned and cell.tag in ("th", "td"):
        del cell.attrib["style"]
        cell.set("class", " ".join(filter(None, (cell.get("class"), f"align-{aligned[1]}"))))


def _in_a_box(table: Element) -> Element:
    """A box in which a wide table scrolls, and which keys can reach."""
    box = Element("div", {"class": "scroll", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box
