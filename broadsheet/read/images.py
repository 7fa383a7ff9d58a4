"""Images: the size in pixels of the pictures in `content/media/`, so that pages need not jump."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.model import Media

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.read.documents import Found

_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
_SVG_SIZE = re.compile(
    rb"""<svg\b[^>]*?\bviewBox\s*=\s*["'][\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)"""
)


def measure(root: Path, found: Found) -> Media:
    """The file with its pixels, or without where it is no picture that can be read."""
    size = _pixels(root / found.path)
    return Media(found.path, found.size, *(size or (None, None)))


def _pixels(file: Path) -> tuple[int, int] | None:
    suffix = file.suffix.lower()
    if suffix == ".svg":
        box = _SVG_SIZE.search(file.read_bytes()[:4096])
        return (round(float(box[1])), round(float(box[2]))) if box else None
    if suffix not in _PICTURES:
        return None
    from PIL import Image, UnidentifiedImageError  # 30 ms that a site without pictures doesn't pay

    try:
        with Image.open(file) as picture:  # reads the header, not the pixels
            turned = picture.getexif().get(0x0112, 1) >= 5  # EXIF orientation: on its side
            return (picture.height, picture.width) if turned else picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
