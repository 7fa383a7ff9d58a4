"""Directives: a body that holds figures, fact boxes and the like, set as one text.

In the text that goes through Markdown, a word of its own stands for the beginning of each directive, its
end, and each place at which its chunks part; so references, footnotes and anchors reach through all of it,
and what stands around a directive comes out as if those words were paragraphs. Then they are taken out again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.read import embeds, fences, typesetting
from broadsheet.read.fences import Said, Wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.read.embeds import Chunk, Draft
    from broadsheet.read.fences import Content, Directive

_SHAPES = {
    "title": re.compile(r"<p>((?:(?!</?p\b).)+)</p>", re.DOTALL),
    "label": re.compile(r"<p>((?:(?!</?p\b|<a\b).)+)</p>", re.DOTALL),  # what becomes a link has none in it
    "heading": re.compile(r"<h[2-6](\b(?:(?!<h[1-6]\b).)+</h)[2-6]>", re.DOTALL),
    "picture": re.compile(r"""<p>(<img\b(?:[^<>"]|"[^"]*")*>)</p>"""),
    "text": re.compile(r"(.*)", re.DOTALL),
}


class Embedded(NamedTuple):
    """A body as HTML, its internal addresses, its HTML without what directives made, and what is wrong.

    Where anything is wrong the HTML is not to be shown.
    """

    html: str
    targets: tuple[str, ...]
    running: str
    wrongs: tuple[Wrong, ...]


def typeset(body: str) -> Embedded:
    """A body with directives as HTML. Raises RecursionError as `typesetting.typeset` does."""
    content, wrongs = fences.parse(body)
    writing = _Writing(typesetting.word(body, "directive"), list(wrongs))
    source = "\n".join(writing.source(content))
    made = typesetting.typeset(source)
    html, running = writing.together(made.html)
    return Embedded(html, made.targets, running, tuple(writing.wrongs))


class _Writing:
    """A body's directives, in the order of their beginnings, and the marks that stand for them."""

    def __init__(self, word: str, wrongs: list[Wrong]) -> None:
        self.wrongs = wrongs
        self._word = word
        self._drafts: list[tuple[Directive, Draft]] = []
        self._marks: list[tuple[int, int]] = []
        """Of each mark the number of its directive, and how many chunks stand before it."""

    def source(self, content: Content) -> Iterable[str]:
        """The lines of a text with marks in the place of fences."""
        for one in content:
            if isinstance(one, Said):
                yield one.text
            else:
                yield from self._directive(one)

    def together(self, html: str) -> tuple[str, str]:
        """The HTML with its directives, and without them."""
        first, *rest = re.split(f"<p>{self._word}([0-9]+)x</p>", html)
        numbers = list(map(int, rest[::2]))
        if numbers != list(range(len(self._marks))) or self._word in "".join((first, *rest[1::2])):
            self._report_lost(numbers)
            return "", ""
        whole, running = [first], [first]
        frames: list[list[str]] = []
        for number, text in zip(numbers, rest[1::2], strict=True):
            which, part = self._marks[number]
            directive, draft = self._drafts[which]
            if part == 0:
                frames.append([text])
            elif part < len(draft.chunks):
                frames[-1].append(text)
            else:
                made = draft.html(self._chunks(directive, draft, frames.pop()))
                if frames:
                    frames[-1][-1] += made + text
                else:
                    whole += (made, text)
                    running.append(text)
        return "".join(whole), "".join(running)

    def _directive(self, one: Directive) -> Iterable[str]:
        which, draft = len(self._drafts), embeds.draft(one, self.wrongs)
        self._drafts.append((one, draft))
        for part, chunk in enumerate(draft.chunks):
            yield from self._mark(which, part)
            yield from self.source(chunk.content)
        yield from self._mark(which, len(draft.chunks))

    def _mark(self, which: int, part: int) -> Iterable[str]:
        self._marks.append((which, part))
        yield from ("", f"{self._word}{len(self._marks) - 1}x", "")

    def _chunks(self, one: Directive, draft: Draft, texts: Sequence[str]) -> list[str]:
        return [
            self._shaped(one, chunk, text.strip("\n"))
            for chunk, text in zip(draft.chunks, texts, strict=True)
        ]

    def _shaped(self, one: Directive, chunk: Chunk, html: str) -> str:
        match = _SHAPES[chunk.shape].fullmatch(html)
        if match and chunk.shape == "heading":
            return f"<h2{match[1]}2>"  # a box has its place under the headline, however deep its text stands
        if match:
            return match[1]
        if chunk.shape == "picture":
            what, hint = "this is no picture", "Write ![what it shows](/media/name.jpg) on a line of its own."
        else:
            what, hint = "this cannot be a title", "Write plain words, beginning with a letter."
        self.wrongs.append(Wrong(chunk.line, chunk.column, one.name.text, what, hint))
        return ""

    def _report_lost(self, numbers: Sequence[int]) -> None:
        """A problem for each directive of which Markdown has made something else."""
        lost = set(range(len(self._marks))) - set(numbers)
        for which in sorted({self._marks[one][0] for one in lost} or {0}):
            name = self._drafts[which][0].name
            what = "this stands in HTML or a definition, or holds one that ends outside of it"
            hint = "Put it between paragraphs, and close in it what begins in it."
            self.wrongs.append(Wrong(name.line, 1, name.text, what, hint))
