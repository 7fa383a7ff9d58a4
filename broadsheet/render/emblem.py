"""Emblem: the paper's sign as icons, made of its own picture or drawn as a letter on a ground."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageOps

from broadsheet.render import nameplate
from broadsheet.render.developing import Undevelopable

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.plan.emblems import Icon

_IN_A_TAB = (16, 32, 48)
_DRAWN = 1024
"""Pixels of the square that is drawn; each icon is made smaller from it, so that its edges are smooth."""
_ROUND, _LETTER = 0.18, 0.62
"""Parts of the square: the corners' radius, the height of a letter's line."""
_SAFE = 0.8
"""The part of a maskable icon that every mask leaves (the W3C's manifest: a circle of two fifths radius)."""


def drawn(icon: Icon, source: Path | None) -> bytes:
    """The bytes of an icon. `source` is the picture, or the font of the letter (None: ours).

    Raises Undevelopable where the picture is damaged, OSError where the font is none.
    """
    sign = _picture(source) if icon.of_picture and source else _letter(icon, source)
    made = _shaped(sign, icon).resize((icon.size, icon.size), Image.Resampling.LANCZOS)
    written = BytesIO()
    if icon.shape == "tab":
        made.save(written, "ICO", sizes=[(one, one) for one in _IN_A_TAB])
    else:
        made.save(written, "PNG", optimize=True)
    return written.getvalue()


def _shaped(sign: Image.Image, icon: Icon) -> Image.Image:
    """The sign in its shape: as it is, or on a ground that fills the square."""
    if icon.shape in ("tab", "plain"):
        if icon.of_picture:
            return sign
        corners = Image.new("L", sign.size, 0)
        ImageDraw.Draw(corners).rounded_rectangle((0, 0, _DRAWN - 1, _DRAWN - 1), _ROUND * _DRAWN, fill=255)
        sign.putalpha(corners)
        return sign
    ground = Image.new("RGB", (_DRAWN, _DRAWN), icon.ground)
    if icon.shape == "maskable":
        size = round(_DRAWN * _SAFE)
        sign = sign.resize((size, size), Image.Resampling.LANCZOS)
    at = (_DRAWN - sign.width) // 2
    ground.paste(sign, (at, at), sign if sign.mode == "RGBA" else None)
    return ground


def _picture(file: Path) -> Image.Image:
    try:
        with Image.open(file) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except OSError as error:
        raise Undevelopable(str(error)) from error
    except Exception as error:  # as in `developing`: a damaged file makes Pillow raise anything
        raise Undevelopable(type(error).__name__) from error
    return ImageOps.fit(upright, (_DRAWN, _DRAWN), Image.Resampling.LANCZOS)


def _letter(icon: Icon, font: Path | None) -> Image.Image:
    """A letter in the middle of its ground; where the font has none for it, a page with lines on it."""
    made = Image.new("RGB", (_DRAWN, _DRAWN), icon.ground)
    pen = ImageDraw.Draw(made)
    text = (
        nameplate.writable(icon.letter, nameplate.sized(font, round(_DRAWN * _LETTER)))
        if icon.letter
        else None
    )
    if not text:
        nameplate.printed_page(pen, 0, _DRAWN, icon.ink)
        return made
    size = round(_DRAWN * _LETTER)
    face = nameplate.sized(font, size)
    left, top, right, bottom = pen.textbbox((0, 0), text, font=face)
    widest = 0.8 * _DRAWN
    if right - left > widest:
        face = nameplate.sized(font, round(size * widest / (right - left)))
        left, top, right, bottom = pen.textbbox((0, 0), text, font=face)
    pen.text(((_DRAWN - left - right) / 2, (_DRAWN - top - bottom) / 2), text, fill=icon.ink, font=face)
    return made
