"""Prose: a body as HTML, what it points at, and what in it an editor cannot have meant."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from broadsheet.model import Mention, Prose
from broadsheet.problems import Problem
from broadsheet.read import pictures, targets
from broadsheet.read.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENING_WORDS = 40

_FOOTNOTE_MARK = re.compile(r"<sup\b[^>]*>.{0,300}?</sup>", re.DOTALL)
_ANY_TAG = re.compile(r"""<!--.*?-->|</?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)

# Where a link's address may stand in Markdown: in its brackets, after a definition's colon, in a tag.
_DESTINATION = re.compile(
    r"""\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:[^()\\\n]|\\.|\([^()\n]*\))*?)(?=\)|\s+["'(]))"""
    r"""|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?(?P<defined>[^\s>]+)"""
    r"""|\b(?:href|src|poster|action|formaction|data)\s*=\s*"""
    r"""(?:(?P<quote>["'])(?P<quoted>[^"'\n]*)(?P=quote)|(?P<unquoted>[^"'\s>]+))"""
    r"""|\bsrcset\s*=\s*["'](?P<set>[^"']+)""",
    re.MULTILINE | re.IGNORECASE,
)
_SPELLINGS = ("angled", "bare", "defined", "quoted", "unquoted", "set")
_NOT_TEXT = re.compile(
    r"""^[ ]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]*(?P=fence)[^\n]*$|\Z)"""
    r"""|(?<!`)(?P<ticks>`+)(?!`).{1,500}?(?<!`)(?P=ticks)(?!`)"""
    r"""|<!--.*?-->|<(?P<tag>script|style)\b.*?</(?P=tag)>""",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{%.{0,200}?%\}|\{\{.{0,200}?\}\}", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^([^\]\n]+)\](:?)")
_BLANKS = re.compile(r"\s+")
_ESCAPE = re.compile(r"\\([^\sA-Za-z0-9])")


def convert(body: str, path: str, first_line: int) -> tuple[Prose, tuple[Problem, ...]]:
    """A body as HTML, and what keeps it from being set: then the HTML may be empty."""
    try:
        if ":::" in body:
            return _with_directives(body, path, first_line)
        made = typeset(body)
    except RecursionError:
        what = "lists, quotes or definitions are nested here deeper than anyone could read"
        return Prose("", (), ""), (Problem(path, first_line, 1, "", what, "Write it flatter."),)
    return _prose(made.html, made.targets, made.html), ()


def mentions(prose: Prose, body: str, first_line: int) -> Iterator[Mention]:
    """Each place in `body` at which one of the internal targets of its prose stands."""
    if not prose.targets:
        return
    unseen = {_BLANKS.sub("", target): target for target in prose.targets}
    wanted = dict(unseen)
    for place, spelled in _destinations(_only_text(body)):
        target = wanted.get(_BLANKS.sub("", spelled))
        if target is not None:
            unseen.pop(_BLANKS.sub("", spelled), None)
            yield Mention("link", target, *_position(body, place, first_line))
    for target in sorted(unseen.values()):  # spelled in a way that only Markdown understands
        yield Mention("link", target, first_line, 1)


def oddities(body: str, path: str, first_line: int) -> Iterator[Problem]:
    """What would be printed as it stands and cannot be meant so: template tags, footnotes nobody wrote."""
    if not ("{" in body or "^" in body) or not ("{%" in body or "{{" in body or "[^" in body):
        return
    text = _only_text(body)
    for tag in _TEMPLATE.finditer(text):
        line, column = _position(body, tag.start(), first_line)
        what = f"'{' '.join(tag.group().split())}' is a template tag, which is not run here"
        yield Problem(
            path, line, column, "", what, "Write what it stands for; in code, put it between backticks."
        )
    notes = list(_FOOTNOTE.finditer(text))
    written = {note[1] for note in notes if note[2]}
    for note in notes:
        if not note[2] and note[1] not in written:
            line, column = _position(body, note.start(), first_line)
            what = f"there is no footnote '{note[1]}'"
            yield Problem(path, line, column, "", what, f"Write it on a line of its own: [^{note[1]}]: …")


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


def _with_directives(body: str, path: str, first_line: int) -> tuple[Prose, tuple[Problem, ...]]:
    from broadsheet.read import directives  # few bodies have any

    made = directives.typeset(body)
    problems = (
        Problem(path, first_line + one.line - 1, one.column, one.name, one.what, one.hint)
        for one in made.wrongs
    )
    return _prose(made.html, made.targets, made.running), tuple(problems)


def _prose(made: str, found: tuple[str, ...], running: str) -> Prose:
    """`running` is the text that goes on: an opening is not looked for in boxes and captions."""
    return Prose(made, found, _opening(running), *pictures.told_apart(made))


def _opening(made: str) -> str:
    """The first paragraph that has words, as plain text cut at forty of them."""
    start = 0
    while (begun := made.find("<p", start)) >= 0 and (ended := made.find("</p>", begun)) >= 0:
        if made[begun + 2] in "> ":
            text = plain(_FOOTNOTE_MARK.sub("", made[begun : min(ended, begun + 5000)]))
            if text:
                return cut(text, OPENING_WORDS)
        start = ended + 4
    return ""


def _only_text(body: str) -> str:
    """The body with code, comments and scripts blanked out, everything else in its place."""
    return _NOT_TEXT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), body)


def _destinations(text: str) -> Iterator[tuple[int, str]]:
    """Each address of a link in Markdown text: where it stands, and what it names once escapes are read."""
    for found in _DESTINATION.finditer(text):
        name = next(name for name in _SPELLINGS if found[name] is not None)
        if name == "set":
            for one in re.finditer(r"[^\s,]\S*", found[name]):
                yield found.start(name) + one.start(), one.group().rstrip(",")
        else:
            target, _ = targets.without_fragment(html.unescape(_ESCAPE.sub(r"\1", found[name])))
            yield found.start(name), target


def _position(body: str, place: int, first_line: int) -> tuple[int, int]:
    before = body[:place]
    return first_line + before.count("\n"), place - before.rfind("\n")
