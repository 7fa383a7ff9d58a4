"""Texts: what other people wrote, made plain text. No markup, no entities, no mojibake, no tricks."""

from __future__ import annotations

import hashlib
import html
import re
from typing import TYPE_CHECKING

import ftfy
import nh3

from broadsheet.read import prose

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TITLE = 300
LONGEST_ABBREVIATION = 12
LONGEST_MARKUP = 50_000
"""Characters. An excerpt is found in the first few hundred; a megabyte of nested tags takes 46 s to clean."""
_ROUNDS = 4
_DROPPED = {
    "script",
    "style",
    "iframe",
    "object",
    "template",
    "noscript",
    "svg",
    "math",
    "textarea",
    "select",
}
_APART = re.compile(
    r"<(?=/?(?:p|br|div|li|ul|ol|td|tr|h[1-6]|blockquote|figcaption|hr|dd|dt)\b)", re.IGNORECASE
)
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
# Letters that can't be seen and change how others are shown or found: marks that turn the direction of
# text around (a headline could be made to read as another), soft hyphens, byte order marks, tags. Joiners
# stay: Persian and the scripts of India spell with them.
_UNSEEN = re.compile(
    "[\xad\u115f\u1160\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]"
)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MENDING = ftfy.TextFixerConfig(
    unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False,
    fix_line_breaks=False, normalization="NFC", explain=False,
)  # fmt: skip
_SENTENCE = re.compile(r".+?(?:[.!?…؟۔।]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[”’」』）]*|$)", re.DOTALL)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|Sr|Jr|No|vs|Co|Inc|Ltd|Corp|Jan|Feb|Aug|Sept|Oct|Nov|Dec"
    r"|approx|ca|cf|e\.g|i\.e|z\.B|bzw|Mme|Mlle|Dato|Hj)|\b[A-Z](?:\.[A-Z])*)\.$"
)
# What publishing systems put at the end of every excerpt.
_TAIL = re.compile(
    r"(?:\s*The post .{1,400}? (?:appeared first on|first appeared on) .{1,200}$"
    r"|\s*(?:\[(?:…|\.\.\.|\.\.)\]|\(more…\)|Continue reading.{0,300}"
    r"|Read (?:more|the full story).{0,40})\s*[→»]*\s*$)",
    re.DOTALL,
)
_FEWEST_WORDS = 12


def plain(markup: str) -> str:
    """Markup, or text with entities, as one line of plain text. What it says twice over is read twice."""
    text = markup[:LONGEST_MARKUP]
    for _ in range(_ROUNDS):
        cleaned = nh3.clean(_APART.sub(" <", text), tags=set(), clean_content_tags=_DROPPED)
        before, text = text, html.unescape(cleaned)
        if text == before or not (_TAG.search(text) or _ENTITY.search(text)):
            break
    text = _CONTROLS.sub(" ", _UNSEEN.sub("", ftfy.fix_text(text, _MENDING)))
    return " ".join(_TAG.sub("‹", text).split())


def title(markup: str) -> str:
    """A headline, cut where it is no headline any more."""
    made = plain(markup)
    return made if len(made) <= LONGEST_TITLE else made[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def excerpt(markup: str, words: int, headline: str) -> str:
    """An excerpt of at most `words` words that ends where a sentence does, if one ends before that.

    Empty when it says no more than the headline.
    """
    text = _TAIL.sub("", plain(markup)).strip()
    if words == 0 or _folded(text) == _folded(headline):
        return ""
    if prose.cut(text, words) == text:
        return text
    taken = ""
    for sentence in _sentences(text):
        longer = f"{taken}{sentence}"
        if prose.cut(longer.strip(), words) != longer.strip():
            break
        taken = longer
    made = taken.strip() or text
    while (shorter := prose.cut(made, words)) != made:
        made = shorter
    return made


def fingerprint(source: str, headline: str, summary: str) -> str:
    """What is equal for the same words of one outlet; empty where they are too few to be sure."""
    words = _folded(f"{headline} {summary}").split()
    if not summary or len(words) < _FEWEST_WORDS:
        return ""
    return hashlib.sha256(f"{source} {' '.join(words)}".encode()).hexdigest()[:16]


def _sentences(text: str) -> Iterator[str]:
    """The text in pieces that each end with a sentence; together they are the text."""
    begun = 0
    for found in _SENTENCE.finditer(text):
        # Only the end is looked at: a text of nothing but initials would take minutes.
        if not _ABBREVIATION.search(text[max(begun, found.end() - LONGEST_ABBREVIATION) : found.end()]):
            yield text[begun : found.end()]
            begun = found.end()
    yield text[begun:]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
