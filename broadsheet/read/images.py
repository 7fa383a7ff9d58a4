"""Images: what the pictures in `content/media/` are, told from their headers: how large, still or moving."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.model import Media

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from broadsheet.model import Layers

_PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
_GPS, _POSITION, _XMP_POSITION = 0x8825, {2, 4}, b"GPSLatitude"
"""EXIF's place, in which latitude and longitude are told by these two; and its name in XMP."""
_SVG_SIZE = re.compile(
    rb"""<svg\b[^>]*?\bviewBox\s*=\s*["'][\d.+-]+[\s,]+[\d.+-]+[\s,]+(\d{1,6}(?:\.\d*)?)[\s,]+(\d{1,6}(?:\.\d*)?)\s*["']"""
)


def measure(root: Path, path: str) -> Media:
    """The file with its pixels, or without where it is no picture that can be read."""
    file = root / path
    suffix = file.suffix.lower()
    if suffix == ".svg":
        width, height = _drawing(file) or (None, None)
        return Media(path, width, height, "", tells_place=False)
    return (_picture(file, path) if suffix in _PICTURES else None) or Media(
        path, None, None, "", tells_place=False
    )


def is_picture(media: Media) -> bool:
    """Whether a page can show the file. A drawing (SVG) need not say how large it is."""
    return media.width is not None or media.path.lower().endswith(".svg")


def _picture(file: Path, path: str) -> Media | None:
    from PIL import Image  # 30 ms that a site without pictures doesn't pay

    Image.MAX_IMAGE_PIXELS = None  # only headers are read here, which no number of pixels makes larger
    try:
        with Image.open(file) as picture:
            # EXIF orientation: on its side. Not picture.getexif(), which decodes a PNG that has none.
            exif = Image.Image.getexif(picture)
            turned = exif.get(0x0112, 1) >= 5
            place = bool(exif.get_ifd(_GPS).keys() & _POSITION) or _XMP_POSITION in _xmp(picture)
            width, height = picture.size
            layers = _layers(picture)
    except Exception:  # a damaged file makes Pillow raise whatever its parser came upon, even SyntaxError
        return None
    upright = (height, width) if turned else (width, height)
    return Media(path, *upright, layers, tells_place=place)


def _xmp(picture: Image) -> bytes:
    packet = picture.info.get("xmp", b"")
    return packet.encode() if isinstance(packet, str) else bytes(packet)


def _layers(picture: Image) -> Layers:
    """What shines through a still picture; empty for a moving one.

    A telephone's JPEG may hold a second picture (MPO: a depth map, the same in brighter light): it is still.
    """
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        return ""
    return "transparent" if picture.has_transparency_data else "opaque"


def _drawing(file: Path) -> tuple[int, int] | None:
    try:
        with file.open("rb") as stream:
            box = _SVG_SIZE.search(stream.read(4096))
    except OSError:
        return None
    return (round(float(box[1])), round(float(box[2]))) if box else None
