"""Words: a text cut into words, in any script, and what two spellings of one word have in common."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import Stemmer

from broadsheet.match import commonest

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN_WORDS = 1 << 17
"""How many words a process keeps in mind. A newsroom of 10,000 articles uses 60,000."""

UNCOMMON = 5.3
"""What a word weighs that is in no list: as one that stands in every two hundredth text."""

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ms": "indonesian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    # Kana and Han
    "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\uac00-\ud7af"  # Hangul has spaces, but its particles stick to the word: pairs do better than words
)
_MARKS = (  # combining signs, which Python's \w leaves out
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0963\u0971-\u0dff\u0f71-\u0f84"
    "\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f\u200c\u200d"
)
_WORD = re.compile(rf"[\w{_MARKS}]+(?:['.,][\w{_MARKS}]+)*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:['.,][A-Za-z0-9]+)*")
_JOINED = re.compile(r"['.,_]")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_NUMBER = re.compile(r"\d[\d.,]*")
BIGRAMS = re.compile(rf"[{_NO_SPACES}]")
_SPACELESS = re.compile(rf"[{_NO_SPACES}]+|[^{_NO_SPACES}]+")
_QUOTE_INSIDE = re.compile(r"(?<=\w)‘(?=\w)")
_TYPOGRAPHIC = (
    ("’", "'"),
    ("‘", " "),
    ("“", " "),
    ("”", " "),
    ("—", " "),
    ("–", " "),
    ("…", " "),
    ("\u00a0", " "),
)
_ELISIONS = frozenset(
    ("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "dell", "nell", "all", "sull", "dall",
     "un", "quell")
)  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f]")


class Term(NamedTuple):
    """A word without its ending, marks and capitals, and what it weighs; nothing if it says nothing."""

    term: str
    weight: float


def pieces(text: str) -> list[str]:
    """The words of a text as they are written, without elided articles and the genitive's s.

    Of scripts without spaces, every pair of signs. Typographic quotes and dashes are taken out first: most of
    what is written in English is ASCII then, which takes a third of the time.
    """
    if not text.isascii():
        if (
            "‘" in text
        ):  # inside a word it is an apostrophe, which typesetting takes for a quote beside figures
            text = _QUOTE_INSIDE.sub("'", text)
        for sign, plain in _TYPOGRAPHIC:
            text = text.replace(sign, plain)
    is_plain = text.isascii()
    found = _ASCII_WORD.findall(text) if is_plain else _WORD.findall(unicodedata.normalize("NFC", text))
    if is_plain and not _JOINED.search(text):
        return found
    # Only what has a sign in it, or letters of a script without spaces, may be more than one word.
    return [
        piece for word in found for piece in (_split(word) if not word.isalnum() or not is_plain else (word,))
    ]


class Terms(dict[str, Term]):
    """What each word counts as in a language, found out when it is first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> Term:
        if len(self) >= KNOWN_WORDS:
            self.clear()
        found = self[word] = term(word, self._language)
        return found


@lru_cache(64)
def terms(language: str) -> Terms:
    """What each word counts as in a language, which a process keeps in mind."""
    return Terms(language)


def term(word: str, language: str) -> Term:
    """What a word counts as, in a language named as ISO 639-1 does; in an unknown one it keeps its ending."""
    lower = word.lower()
    if len(lower) < 2 and not lower.isdigit() and not BIGRAMS.match(lower):
        return Term("", 0.0)
    if lower[0].isdigit():
        return Term(lower.replace(",", "").replace(".", ""), UNCOMMON)
    stem = _stem(lower, language)
    return Term(stem, _weights(language).get(stem, UNCOMMON))


def script(text: str) -> str:
    """The script of most letters of a text, by Unicode's name of it: LATIN, CYRILLIC, CJK."""
    if text.isascii():
        return "LATIN"
    counted: dict[str, int] = {}
    for letter in text:
        if letter.isalpha():
            name = "LATIN" if letter.isascii() else _script_of(letter)
            counted[name] = counted.get(name, 0) + 1
    return max(counted, key=lambda name: (counted[name], name), default="LATIN")


@lru_cache(KNOWN_WORDS)
def _split(word: str) -> tuple[str, ...]:
    """What is really in a run of letters, digits and what may stand between them."""
    if BIGRAMS.search(word):
        return tuple(
            piece
            for run in _SPACELESS.findall(word)
            for piece in (_pairs(run) if BIGRAMS.match(run) else _split(run))
        )
    if _NUMBER.fullmatch(word) or not _JOINED.search(word):
        return (word,)
    if _ABBREVIATION.fullmatch(word):
        return (word.replace(".", ""),)
    return tuple(filter(None, (_bare(part) for part in re.split(r"[.,_]", word))))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _bare(word: str) -> str:
    first, _, rest = word.partition("'")
    if rest in ("s", "S"):
        return first
    if first.lower() in _ELISIONS:
        return rest.replace("'", "")
    return word.replace("'", "")


@lru_cache(KNOWN_WORDS)
def _script_of(letter: str) -> str:
    name = unicodedata.name(letter, "?").split(" ", 1)[0].split("-", 1)[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA") else name


def _stem(lower: str, language: str) -> str:
    if BIGRAMS.match(lower):
        return lower
    stemmer = _stemmer(language)
    stem = stemmer.stemWord(lower) if stemmer else lower
    if stem.isascii():
        return stem
    # Accents go after the stemmer, which needs them. Marks of other scripts are letters and stay.
    plain = unicodedata.normalize("NFKD", stem)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))


@lru_cache(64)
def _stemmer(language: str) -> Any:
    name = _STEMMERS.get(language)
    return Stemmer.Stemmer(name, 0) if name else None


@lru_cache(64)
def _weights(language: str) -> Mapping[str, float]:
    """What the commonest words of a language weigh: the less, the more texts a word stands in.

    By Zipf's law the word of rank r makes a tenth of an r-th of all words; a text of a hundred words has it
    with a chance of 1 - exp(-10/r).
    """
    listed = commonest.WORDS.get(commonest.SIBLINGS.get(language, language), "")
    weights: dict[str, float] = {}
    for rank, word in enumerate(listed.split(), 1):
        weights.setdefault(_stem(word, language), -math.log(-math.expm1(-10 / rank)))
    return weights
