"""Images: the size in pixels of the pictures in `content/media/`, so that pages need not jump."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.model import Media

if TYPE_CHECKING:
    from pathlib import Path

_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
_SVG_SIZE = re.compile(
    rb"""<svg\b[^>]*?\bviewBox\s*=\s*["'][\d.+-]+[\s,]+[\d.+-]+[\s,]+(\d{1,6}(?:\.\d*)?)[\s,]+(\d{1,6}(?:\.\d*)?)\s*["']"""
)


def measure(root: Path, path: str) -> Media:
    """The file with its pixels, or without where it is no picture that can be read."""
    size = _pixels(root / path)
    return Media(path, *(size or (None, None)))


def is_picture(media: Media) -> bool:
    """Whether a page can show the file. A drawing (SVG) need not say how large it is."""
    return media.width is not None or media.path.lower().endswith(".svg")


def _pixels(file: Path) -> tuple[int, int] | None:
    suffix = file.suffix.lower()
    if suffix == ".svg":
        return _drawing(file)
    if suffix not in _PICTURES:
        return None
    from PIL import Image  # 30 ms that a site without pictures doesn't pay

    Image.MAX_IMAGE_PIXELS = None  # only headers are read here, which no number of pixels makes larger
    try:
        with Image.open(file) as picture:
            # EXIF orientation: on its side. Not picture.getexif(), which decodes a PNG that has none.
            turned = Image.Image.getexif(picture).get(0x0112, 1) >= 5
            return (picture.height, picture.width) if turned else picture.size
    except Exception:  # a damaged file makes Pillow raise whatever its parser came upon, even SyntaxError
        return None


def _drawing(file: Path) -> tuple[int, int] | None:
    try:
        with file.open("rb") as stream:
            box = _SVG_SIZE.search(stream.read(4096))
    except OSError:
        return None
    return (round(float(box[1])), round(float(box[2]))) if box else None
