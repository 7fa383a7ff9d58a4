"""Nameplate: the picture that stands for a page which has none: its title, drawn under the paper's name.

Never a box where a letter should be. A title that the font cannot write, or that needs shaping which this
Pillow cannot do, is left out; for a paper whose name it cannot write there is a printed page without letters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, features

from broadsheet.plan.pictures import SHARE

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.plan.pictures import Title

_MARGIN = 80
_NAME_SIZE, _TITLE_SIZES = 44, (88, 76, 64, 54)
_LINES = 5
_RULE = 6
_ALONE_SIZE = 96
_PLAIN = str.maketrans({"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."})
_SHAPED = (
    "ARABIC", "HEBREW", "SYRIAC", "THAANA", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL",
    "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER", "MONGOLIAN",
)  # fmt: skip
"""Scripts whose letters change by their neighbours, or run from right to left: they need libraqm."""
_SHADES = 16
"""Steps from ground to ink at the edge of a letter: enough for the eye, and a fifth of the bytes."""

Font = ImageFont.FreeTypeFont


def can_draw(name: str, font: Path | None) -> bool:
    """Whether a paper's name can be written. Raises OSError where the font is none."""
    return writable(name, sized(font, _NAME_SIZE)) is not None


def version() -> str:
    """The versions of what draws letters."""
    return repr([features.version(name) for name in ("pil", "freetype2", "raqm", "harfbuzz")])


def drawn(what: Title, font: Path | None) -> bytes:
    """The picture as a PNG of `SHARE` pixels. Raises OSError where the font is none."""
    if not what.name:
        return _sign(what)
    title = writable(what.title, sized(font, _TITLE_SIZES[0])) if what.title else None
    name = writable(what.name, sized(font, _NAME_SIZE)) or ""
    names, titles = Image.new("L", SHARE, 0), Image.new("L", SHARE, 0)
    ImageDraw.Draw(names).rectangle((0, 0, SHARE[0], 2 * _RULE), fill=255)
    if title:
        _write(names, [name], sized(font, _NAME_SIZE), _MARGIN)
        size, lines = _set(title, font)
        _write(titles, lines, size, _MARGIN + 2 * _NAME_SIZE)
    else:
        alone = _fitting(name, font)
        _write(names, [name], alone, (SHARE[1] - round(alone.size)) // 2)
    return _png(names, titles, what)


def printed_page(pen: ImageDraw.ImageDraw, left: int, side: int, ink: str) -> None:
    """A page with lines on it, for a letter that the font lacks, in a square at the top of a picture."""
    for top, height, right in (
        (0.22, 0.12, 0.78),
        (0.44, 0.06, 0.78),
        (0.57, 0.06, 0.78),
        (0.70, 0.06, 0.55),
    ):
        box = (left + 0.22 * side, top * side, left + right * side, (top + height) * side)
        pen.rectangle(box, fill=ink)


@lru_cache(maxsize=16)
def sized(file: Path | None, size: int) -> Font:
    """A font in a size, ours without a file. Raises OSError where the file is none."""
    if file is None:
        found = ImageFont.load_default(size)
        if not isinstance(found, Font):  # a Pillow without FreeType knows one size and no outlines
            raise OSError("this Pillow was made without FreeType")
        return found
    return ImageFont.truetype(file, size)


def writable(text: str, font: Font) -> str | None:
    """The text as the font can write it, with plainer marks where it lacks ours; None where it cannot."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not features.check("raqm") and any(unicodedata.name(one, "").startswith(_SHAPED) for one in text):
        return None
    for one in (text, text.translate(_PLAIN)):
        if all(char == " " or _has(char, font) for char in one):
            return one
    return None


def _has(char: str, font: Font) -> bool:
    """Whether a font has a letter of its own for a character: what it draws is not what it draws for none."""
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return True
    return _drawn_for(char, font) != _drawn_for("\U0010ffff", font)


@lru_cache(maxsize=4096)
def _drawn_for(char: str, font: Font) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(char)
    return mask.size, bytes(mask)


def _sign(what: Title) -> bytes:
    """A printed page in the middle of a ground, as the paper's icons have it."""
    made = Image.new("RGB", SHARE, what.look.accent)
    printed_page(ImageDraw.Draw(made), (SHARE[0] - SHARE[1]) // 2, SHARE[1], what.look.paper)
    written = BytesIO()
    made.quantize(2).save(written, "PNG", compress_level=6)
    return written.getvalue()


def _set(title: str, font: Path | None) -> tuple[Font, list[str]]:
    """The largest size in which a title finds room, and its lines; cut where none is small enough."""
    for number in _TITLE_SIZES:
        size = sized(font, number)
        lines = _broken(title, size)
        if len(lines) <= (3 if number > _TITLE_SIZES[-1] else _LINES):
            return size, lines
    return size, [*lines[: _LINES - 1], lines[_LINES - 1].rstrip(" ,;:.") + _ending(size)]


def _ending(font: Font) -> str:
    return "…" if _has("…", font) else "..."


def _broken(title: str, font: Font) -> list[str]:
    """The title in lines: between words, and in a script without blanks between any two letters."""
    lines: list[str] = [""]
    for piece in _pieces(title):
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > SHARE[0] - 2 * _MARGIN:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(title: str) -> list[str]:
    found: list[str] = []
    for word in title.split():
        wide = len(word) > 24 or any(unicodedata.east_asian_width(one) in "WF" for one in word)
        found += [*word[:-1], word[-1] + " "] if wide else [word + " "]
    return found


def _fitting(name: str, font: Path | None) -> Font:
    for size in range(_ALONE_SIZE, _NAME_SIZE, -8):
        if sized(font, size).getlength(name) <= SHARE[0] - 2 * _MARGIN:
            return sized(font, size)
    return sized(font, _NAME_SIZE)


def _write(plate: Image.Image, lines: list[str], font: Font, top: int) -> None:
    pen = ImageDraw.Draw(plate)
    for number, line in enumerate(lines):
        first = next(
            (kind for one in line if (kind := unicodedata.bidirectional(one)) in ("L", "R", "AL")), "L"
        )
        place, anchor = (SHARE[0] - _MARGIN, "ra") if first != "L" else (_MARGIN, "la")
        pen.text((place, top + number * round(font.size * 1.16)), line, 255, font, anchor)


def _png(names: Image.Image, titles: Image.Image, what: Title) -> bytes:
    """Two plates printed on one ground, in a palette of the steps between three colours."""
    last = _SHADES - 1
    one = titles.point([value * last // 255 for value in range(256)])
    other = names.point([(value * last // 255 and value * last // 255 + last) for value in range(256)])
    made = Image.frombytes(
        "P", SHARE, Image.composite(other, one, names.point(lambda value: value and 255)).tobytes()
    )
    paper, ink, accent = (_rgb(one) for one in (what.look.paper, what.look.ink, what.look.accent))
    shades = [_between(paper, ink, step / last) for step in range(_SHADES)]
    shades += [_between(paper, accent, step / last) for step in range(1, _SHADES)]
    made.putpalette([part for shade in shades for part in shade])
    written = BytesIO()
    made.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> list[int]:
    return [round(a + (b - a) * share) for a, b in zip(one, other, strict=True)]
