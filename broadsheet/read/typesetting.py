"""Typesetting: Markdown made into HTML.

`typeset` gives what Python-Markdown gives with all our extensions, sooner. What a newspaper is made of is set
by `blocks.py`; a body that holds anything else goes through the library (`converter.py`), with one word in
the place of each run of paragraphs. Where the library did something else with such a word than make a
paragraph of it, the whole text goes through it after all.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.read.blocks import blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.read.blocks import Block

_GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
# Abbreviations reach into every paragraph, and a fence may hold what looks like one.
_REACHES_FAR = re.compile(r"^ {0,3}\*\[|```|~~~", re.MULTILINE)


class Typeset(NamedTuple):
    """A body as HTML, its internal addresses between marks; and those addresses, each once, sorted."""

    html: str
    targets: tuple[str, ...]


def typeset(body: str) -> Typeset:
    """A body as HTML. Raises RecursionError where lists or quotes are nested hundreds of levels deep."""
    core = body.strip("\n")
    if not core or _reaches_far(body):
        return _typeset(*_convert(body))
    parts = _GAP.split(core)
    texts = parts[::2]
    found: list[set[str]] = [set() for _ in texts]
    made = list(map(blocks, texts, found))
    if all(made):
        return _typeset("\n".join(_together([one for some in made for one in some])), set().union(*found))
    before, _, after = body.partition(core)
    return _set_between(body, texts, (before, *parts[1::2], after), made, found) or _typeset(*_convert(body))


def typeset_by_the_library(body: str) -> Typeset:
    """A body as HTML, by Python-Markdown as it comes: what `typeset` must equal."""
    from broadsheet.read import converter  # as in `_convert`

    return _typeset(*converter.convert_as_it_comes(body))


def word(body: str, like: str) -> str:
    """A word that isn't in the body."""
    while like in body:
        like += "q"
    return like


def _typeset(html: str, found: Iterable[str]) -> Typeset:
    return Typeset(html, tuple(sorted(found)))


def _convert(body: str) -> tuple[str, set[str]]:
    from broadsheet.read import converter  # 80 ms, and a build that reads nothing new never needs it

    return converter.convert(body)


def _reaches_far(body: str) -> bool:
    # Asked for single characters first, which takes no time; the pattern takes 40 microseconds.
    return ("`" in body or "~" in body or "*[" in body) and _REACHES_FAR.search(body) is not None


def _set_between(
    body: str,
    texts: Sequence[str],
    gaps: Sequence[str],
    made: Sequence[Sequence[Block]],
    found: Sequence[set[str]],
) -> Typeset | None:
    """The body as HTML, or None where a run of paragraphs didn't become paragraphs of its own.

    The gaps between the others stay as long as they are: they count where those turn out to be code or HTML.
    """
    unused = word(body, "plainrun")
    kept: list[str] = []
    runs: list[list[str]] = []
    targets: set[str] = set()
    follows = False
    for text, gap, some, addresses in zip(texts, gaps, made, found, strict=False):
        is_paragraph = len(some) == 1 and some[0].kind == "p"
        if not is_paragraph:
            kept += (gap, text)
        else:
            if not follows:
                kept += (gap, f"{unused}{len(runs)}x")
                runs.append([])
            runs[-1].append(f"<p>{some[0].parts[0]}</p>")
            targets |= addresses
        follows = is_paragraph
    if not runs:
        return None
    html, more = _convert("".join((*kept, gaps[-1])))
    for number, run in enumerate(runs):
        before, mark, after = html.partition(f"<p>{unused}{number}x</p>")
        if not mark:
            return None
        html = before + "\n".join(run) + after
    # STX: a mark of the library's own that it forgot in an `alt`, with a number that counts what came before.
    return None if unused in html or "\2" in html else _typeset(html, targets | more)


def _together(sound: Sequence[Block]) -> Iterator[str]:
    """The HTML of each block, in their order. A quote goes on with the next one, and a list too."""
    has_title = any(one.level == 1 for one in sound)  # the h1 is the headline's (`converter.py`)
    anchors = None
    for kind, run in groupby(sound, lambda one: "list" if one.kind in ("ul", "ol") else one.kind):
        if kind == "p":
            for one in run:
                yield f"<p>{one.parts[0]}</p>"
        elif kind == "h":
            from broadsheet.read import converter  # as in `_convert`

            anchors = anchors or converter.Anchors()
            for one in run:
                level = min(one.level + has_title, 6)
                yield f'<h{level} id="{anchors.id(one.parts[0])}">{one.parts[0]}</h{level}>'
        elif kind == "blockquote":
            yield "\n".join(
                ("<blockquote>", *(f"<p>{part}</p>" for one in run for part in one.parts), "</blockquote>")
            )
        else:
            yield _list(tuple(run))


def _list(run: tuple[Block, ...]) -> str:
    """Blocks of items as one list. Items at either side of a gap are paragraphs."""
    items: list[str] = []
    for place, one in enumerate(run):
        last = len(one.parts) - 1
        for number, part in enumerate(one.parts):
            is_loose = (number == 0 and place > 0) or (number == last and place < len(run) - 1)
            items.append(f"<li>\n<p>{part}</p>\n</li>" if is_loose else f"<li>{part}</li>")
    kind = run[0].kind
    return "\n".join((f"<{kind}>", *items, f"</{kind}>"))
