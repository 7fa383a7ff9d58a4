"""Embeds: what each directive may be given, and the HTML it becomes.

A directive is drafted before its text is set: its options are checked, and its text is parted into chunks
that go through Markdown like all else. What came of each chunk is then put into the directive's own HTML.
Nothing in that is a word of ours: which language we would have to speak isn't known here.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from broadsheet.problems import did_you_mean
from broadsheet.read import markup, targets
from broadsheet.read.fences import Directive, Said, Wrong
from broadsheet.read.kinds import wrong_with_url
from broadsheet.read.markup import Elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from broadsheet.read.fences import Content

Shape = Literal["text", "title", "label", "heading", "picture"]


class Chunk(NamedTuple):
    """A part of a directive's text, what that must come out as, and where it stands."""

    content: Content
    shape: Shape
    line: int
    column: int


class Draft(NamedTuple):
    """A directive whose text is still to be set, and what makes HTML of it, of the HTML of each chunk."""

    chunks: tuple[Chunk, ...]
    html: Callable[[Sequence[str]], str]


class Rule(NamedTuple):
    """What a directive may be given. Only one that `holds` others may have directives in its text."""

    title: Literal["none", "may", "must"]
    options: tuple[str, ...]
    draft: Callable[[Directive, _Report], Draft]
    holds: bool = False


_Report: TypeAlias = "Callable[[Said, str, str], None]"

_PICTURE = re.compile(r"!\[[^\[\]]*\]\([ ]*<?(?P<target>[^\s()<>]*)>?(?:[ ]+\"[^\"]*\")?[ ]*\)[ \t]*")
_ENTRY = re.compile(r"[-*+][ \t]+(?P<date>\d[\d-]*):(?:[ \t]+(?P<text>.*))?")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_INDENT = re.compile(r"^(?:\t|[ ]{1,4})")
_RAW = re.compile(r"<[A-Za-z/!?]")


def draft(one: Directive, wrongs: list[Wrong]) -> Draft:
    """A directive with its options checked; what is wrong with it is added to `wrongs`."""

    def report(place: Said, what: str, hint: str) -> None:
        wrongs.append(Wrong(place.line, place.column, one.name.text, what, hint))

    rule = RULES.get(one.name.text)
    if not one.name.text:  # which has been reported
        return Draft((_text(one.content, one.name),), "".join)
    if rule is None:
        hint = (
            did_you_mean(one.name.text.strip("{}.:").lower(), RULES) or f"Directives are {', '.join(RULES)}."
        )
        wrongs.append(Wrong(*one.name[1:], "", f"there is no directive '{one.name.text}'", hint))
        return Draft((_text(one.content, one.name),), "".join)
    if not rule.options:  # then what looks like one is text
        one = Directive(one.name, one.title, (), (*(option.written for option in one.options), *one.content))
    _check_title(one, rule, report)
    _check_options(one, rule, report)
    for inner in one.content:
        if isinstance(inner, Directive) and not rule.holds:
            what = f"a directive cannot stand in '{one.name.text}'"
            wrongs.append(
                Wrong(*inner.name[1:], inner.name.text, what, "Write ::: above it, on a line of its own.")
            )
    return rule.draft(one, report)


def _check_title(one: Directive, rule: Rule, report: _Report) -> None:
    if rule.title == "none" and one.title.text:
        known = did_you_mean(one.title.text, SIZES)
        hint = f"Write 'size: {one.title.text}' on a line below." if one.title.text in SIZES else known
        report(one.title, "nothing may stand behind the name here", hint or "Write text on the lines below.")
    elif _RAW.search(one.title.text):
        report(
            one.title, "a title has no HTML in it", "Write it as text; *emphasis* and the like may be there."
        )
    if rule.title == "must" and not one.title.text:
        report(one.name, "this has no title", f"Write one behind the name: ::: {one.name.text} The title")


def _check_options(one: Directive, rule: Rule, report: _Report) -> None:
    seen: set[str] = set()
    for option in one.options:
        key = option.key.text
        if key not in rule.options:
            known = f"It may have {', '.join(rule.options)}. If this is text, leave an empty line above it."
            report(option.key, f"there is no option '{key}'", did_you_mean(key, rule.options) or known)
        elif key in seen:
            report(option.key, f"'{key}' stands here twice", "Take one of the two out.")
        elif not option.value.text:
            report(option.value, f"'{key}' is empty", "Write it behind the colon, or take the line out.")
        seen.add(key)


def _figure(one: Directive, report: _Report) -> Draft:
    size, credit = _choice(one, "size", SIZES, report), _option(one, "credit").text
    picture, caption = _picture_and_rest(one, report)
    if picture is None:
        hint = "Write ![what it shows](/media/name.jpg) on the first line."
        report(one.name, "there is no picture in it", hint)
        return Draft((caption,), "".join)
    return Draft((picture, caption), lambda made: markup.figure(made[0], made[1], size, credit))


def _gallery(one: Directive, report: _Report) -> Draft:
    layout = _choice(one, "layout", LAYOUTS, report) or LAYOUTS[0]
    credit = _option(one, "credit").text
    lines = [line for line in one.content if isinstance(line, Said)]
    starts = [place for place, line in enumerate(lines) if _PICTURE.fullmatch(line.text)]
    before = [line for line in lines[: starts[0] if starts else None] if line.text.strip()]
    if before or not starts:
        hint = "Write ![what it shows](/media/name.jpg), and its caption below."
        report((before or [one.name])[0], "a gallery begins with a picture", hint)
    chunks: list[Chunk] = []
    for start, end in pairwise([*starts, len(lines)]):
        chunks += (_picture(lines[start], report), _text(lines[start + 1 : end], lines[start]))

    def html(made: Sequence[str]) -> str:
        title, *parts = made
        return markup.gallery(title, zip(parts[::2], parts[1::2], strict=True), layout, credit)

    return Draft((_title(one, "title"), *chunks), html)


def _quote(one: Directive, report: _Report) -> Draft:
    by = _option(one, "by").text
    _want_text(one, report)
    return Draft((_text(one.content, one.name),), lambda made: markup.quote(made[0], by))


def _facts(one: Directive, report: _Report) -> Draft:
    _want_text(one, report)
    chunks = (_title(one, "heading"), _text(one.content, one.name))
    return Draft(chunks, lambda made: markup.facts(*made))


def _timeline(one: Directive, report: _Report) -> Draft:
    _want_text(one, report)
    days: list[str] = []
    entries: list[list[Said]] = []
    for line in (line for line in one.content if isinstance(line, Said)):
        entry = _ENTRY.fullmatch(line.text)
        if entry:
            _check_date(Said(entry["date"], line.line, entry.start("date") + 1), report)
            days.append(entry["date"])
            entries.append([Said(entry["text"] or "", line.line, 1)])
        elif entries and (line.text[:1] in " \t" or not line.text.strip()):
            entries[-1].append(Said(_INDENT.sub("", line.text), line.line, 1))
        elif line.text.strip():
            hint = "Write '- 2021-09-06: what happened'; a year or a month will do. What goes on is indented."
            report(line, "this is no entry of a timeline", hint)

    def html(made: Sequence[str]) -> str:
        heading, *texts = made
        return markup.timeline(heading, zip(days, texts, strict=True))

    return Draft((_title(one, "heading"), *(_text(entry, entry[0]) for entry in entries)), html)


def _video(one: Directive, report: _Report) -> Draft:
    return _card(one, markup.video, report)


def _post(one: Directive, report: _Report) -> Draft:
    return _card(one, markup.post, report)


def _card(one: Directive, made_of: Callable[[Elsewhere, str, str, str], str], report: _Report) -> Draft:
    what = _elsewhere(one, report)
    picture, words = _picture_and_rest(one, report)
    chunks = (_title(one, "label"), words, picture or _text((), one.name))
    return Draft(chunks, lambda made: made_of(what, *made))


def _elsewhere(one: Directive, report: _Report) -> Elsewhere:
    url, site, day = (_option(one, name) for name in ("url", "site", "date"))
    if day.text:
        _check_date(day, report)
    if not any(option.key.text == "url" for option in one.options):
        report(one.name, "this has no url", "Write 'url: https://…' on the line below.")
    elif url.text and (wrong := wrong_with_url(url.text)):
        shown = "this address" if "password" in wrong else f"'{url.text}'"
        report(url, f"{shown} {wrong}", "Write the whole address, with https://.")
        return Elsewhere("", "", "")
    host = (urlsplit(url.text).hostname or "").removeprefix("www.")
    return Elsewhere(url.text, site.text or host, day.text)


SIZES = ("wide", "full", "inline")
LAYOUTS = ("strip", "grid")
RULES: Mapping[str, Rule] = {
    "figure": Rule("none", ("size", "credit"), _figure),
    "gallery": Rule("must", ("layout", "credit"), _gallery),
    "quote": Rule("none", ("by",), _quote),
    "facts": Rule("must", (), _facts, holds=True),
    "timeline": Rule("may", (), _timeline),
    "video": Rule("must", ("url", "site", "date"), _video),
    "post": Rule("must", ("url", "site", "date"), _post),
}
"""Every directive, by its name."""


def _option(one: Directive, name: str) -> Said:
    return next((option.value for option in one.options if option.key.text == name), Said("", 0, 0))


def _choice(one: Directive, name: str, known: Sequence[str], report: _Report) -> str:
    value = _option(one, name)
    if value.text and value.text not in known:
        hint = did_you_mean(value.text, known) or f"Write one of {', '.join(known)}, or leave it out."
        report(value, f"'{value.text}' is no {name}", hint)
    return value.text


def _check_date(said: Said, report: _Report) -> None:
    match = _DATE.fullmatch(said.text)
    try:
        sound = match is not None and bool(date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        sound = False
    if not sound:
        report(said, f"'{said.text}' is not a date", "Write 2021-09-06, 2021-09 or 2021.")


def _want_text(one: Directive, report: _Report) -> None:
    if all(isinstance(line, Said) and not line.text.strip() for line in one.content):
        report(one.name, "there is nothing in it", "Write its text on the lines below, or take it out.")


def _picture_and_rest(one: Directive, report: _Report) -> tuple[Chunk | None, Chunk]:
    """The picture on the first line that isn't empty, and all below it; None where there is none."""
    empty = len(list(takewhile(lambda line: isinstance(line, Said) and not line.text.strip(), one.content)))
    first = one.content[empty] if empty < len(one.content) else None
    if isinstance(first, Said) and _PICTURE.fullmatch(first.text):
        return _picture(first, report), _text(one.content[empty + 1 :], first)
    return None, _text(one.content, one.name)


def _picture(line: Said, report: _Report) -> Chunk:
    match = _PICTURE.fullmatch(line.text)
    target = match["target"] if match else ""
    kind = targets.kind(targets.without_fragment(target)[0])
    if not targets.is_internal(target) or kind in ("document", "page"):
        place = Said(target, line.line, match.start("target") + 1 if match else 1)
        hint = "Put the file into content/media/ and write /media/name.jpg."
        report(place, f"'{target}' is not a picture of ours", hint)
    return Chunk((line,), "picture", line.line, line.column)


def _title(one: Directive, shape: Shape) -> Chunk:
    text, *place = one.title
    if not text or _RAW.search(text):  # which has been reported
        return _text((), one.title)
    sharp = "## " if shape == "heading" else ""
    return Chunk((Said(f"{sharp}{text}", *place),), shape, *place)


def _text(content: Sequence[Said | Directive], place: Said) -> Chunk:
    return Chunk(tuple(content), "text", place.line, place.column)
