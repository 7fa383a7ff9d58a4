"""Sketch: all that matching needs to know of a document, drawn once, when the document is read."""

from __future__ import annotations

import html
import marshal
import math
import re
from collections import Counter
from sys import intern
from typing import TYPE_CHECKING, Literal, NamedTuple
from zlib import crc32

from broadsheet.model import Article, Link

if TYPE_CHECKING:
    from datetime import datetime

    from broadsheet.model import Entry

TERMS = 48
"""How many terms are kept, the weightiest: 40 find as much in headlines and leads, 80 no more."""

TEXT_WORDS = 200
"""How much of the body counts. The first 100 words find less (MAP .956), 400 no more (.967 for .966)."""

TITLE, SUMMARY, TEXT = 4, 2, 1
"""How often a word counts by where it stands. All alike finds less (MAP .966 for .975)."""

COMMON = 3.0
"""What says less than this is left out: the two hundred commonest words of a language, or twenty times as
much to add up."""

UNIT = 1000
"""The length of a sketch's weights as a vector. They are whole numbers, so sums come out alike in any
order."""

SHINGLE, SHINGLES = 4, 32
"""Words in a shingle, and how many are kept: those of the smallest sums."""

_TAG = re.compile(r"<[^>]*>")
_BESIDE = re.compile(r"<figure\b.*?</figure>|<aside class=\"pullquote\">.*?</aside>", re.DOTALL)
_OFTEN = (0.0, 0.5, *(1 + math.log(n / 2) for n in range(2, 64)))


class Sketch(NamedTuple):
    """A document as matching sees it. A tuple, because it is loaded by the thousand.

    `at` is the second of publication, None where there is no date; `source` the outlet it comes from, empty
    where it is ours; `url` where it stands, empty where that tells nothing. `terms` are what its words count
    as, the weightiest first, `weights` what they weigh, and `spellings` how the writer spelt each, small
    where it is so anywhere, with blanks between. `shingles` tell copies of a text.
    """

    id: str
    kind: Literal["article", "link"]
    source: str
    at: int | None
    script: str
    story: str
    terms: tuple[str, ...]
    weights: tuple[int, ...]
    spellings: str
    shingles: tuple[int, ...]
    url: str


def of(entry: Entry) -> Sketch | None:
    """The sketch of an article or a link; of a standing page there is none."""
    item = entry.item
    if isinstance(item, Article):
        return draw(
            id=item.id, kind="article", title=item.title, summary=item.standfirst,
            text=plain(entry.prose.html), language=item.language, source=item.source or "",
            published=item.published, story=item.story or "",
        )  # fmt: skip
    if isinstance(item, Link):
        return draw(
            id=item.id, kind="link", title=item.title, summary=item.excerpt, text="", language=item.language,
            source=item.source, published=item.published, story=item.story or "", url=item.url,
        )  # fmt: skip
    return None


def draw(
    *,
    id: str,  # noqa: A002 - what it is everywhere
    kind: Literal["article", "link"],
    title: str,
    summary: str,
    text: str,
    language: str,
    source: str,
    published: datetime | None,
    story: str = "",
    url: str = "",
) -> Sketch:
    """The sketch of a document, whose `text` is plain."""
    from broadsheet.match import words  # 10 ms, and a build that reads nothing new never needs it

    tongue = language.partition("-")[0].lower()
    said = words.pieces(summary)
    told = words.pieces(text[: TEXT_WORDS * 7])[:TEXT_WORDS]
    counted: dict[str, int] = {}
    weight: dict[str, float] = {}
    spelt: dict[str, str] = {}
    known = words.terms(tongue)
    for count, pieces in ((TITLE, words.pieces(title)), (SUMMARY, said), (TEXT, told)):
        for word, times in Counter(pieces).items():
            term, weighs = known[word]
            if weighs >= COMMON:
                if term in counted:
                    counted[term] += count * times
                    if word == spelt[term].lower():  # a capital was that of a headline or a sentence
                        spelt[term] = word
                else:
                    counted[term], weight[term], spelt[term] = count * times, weighs, word
    weighed = sorted(
        [
            (-_OFTEN[count if count < 63 else 63] * weight[term], term)  # noqa: FURB136 - min takes as long as all else
            for term, count in counted.items()
        ]
    )[:TERMS]
    length = math.sqrt(sum(one * one for one, _ in weighed)) or 1.0
    kept = tuple(term for _, term in weighed)
    return Sketch(
        id=id,
        kind=kind,
        source=source,
        at=None if published is None else int(published.timestamp()),
        script=words.script(title),
        story=story,
        terms=kept,
        weights=tuple(round(-one * UNIT / length) for one, _ in weighed),
        spellings=" ".join(map(spelt.__getitem__, kept)),
        shingles=_shingles((said or told)[:64]),
        url=url,
    )


def pack(sketch: Sketch) -> bytes:
    """A sketch as bytes, for the store; about a thousand. Only the same Python reads them back.

    Its terms are interned, and are so again when read: documents share most of them.
    """
    return marshal.dumps(tuple(sketch._replace(terms=tuple(map(intern, sketch.terms)))))


def unpack(packed: bytes) -> Sketch:
    """The sketch that was packed."""
    return Sketch(*marshal.loads(packed))  # noqa: S302 - our own store's bytes


def plain(markup: str) -> str:
    """The first words of a body without its tags, as many as count.

    Without figures, too: two stories are not alike by who took their pictures or where their videos stand.
    And what is quoted from a text is in it already.
    """
    if "<figure" in markup or "<aside" in markup:
        markup = _BESIDE.sub(" ", markup)
    return html.unescape(_TAG.sub(" ", markup[: TEXT_WORDS * 16]).partition("<")[0])


def _shingles(said: list[str]) -> tuple[int, ...]:
    """The smallest sums of every few words in a row: copies share most of them, other reports none."""
    lower = [word.lower() for word in said]
    rows = zip(*(lower[first:] for first in range(SHINGLE)), strict=False)
    return tuple(sorted({crc32(row.encode()) for row in map(" ".join, rows)})[:SHINGLES])
