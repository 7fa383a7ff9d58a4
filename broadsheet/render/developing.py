"""Developing: a picture made into the files that readers load. The one place that opens pictures whole.

Upright by its EXIF orientation, in the colours of sRGB, eight bits deep, and without anything that a camera
or a program wrote into it but who made it and whose it is (`render/credit.py`): no place, no device.

Same picture, same recipe, same Pillow: same bytes. Each process encodes with one thread.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageCms, ImageFile, features

from broadsheet.render import credit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from broadsheet.plan.pictures import Recipe
    from broadsheet.render.credit import Credit

Image.MAX_IMAGE_PIXELS = None  # planning has refused what is too large, by the size in the header
_DEEP = ("I", "I;16", "I;16B", "I;16L", "F")
_ENCODER = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation."""


class Undevelopable(Exception):  # noqa: N818 - a state of the file, not an error of ours
    """The picture cannot be opened whole; says why."""


class _Upright(NamedTuple):
    """A picture as the eye sees it; `size` is that of the file, of which it may have been decoded smaller."""

    picture: Image.Image
    size: tuple[int, int]
    credit: Credit


def developed(file: Path, recipes: Sequence[Recipe]) -> Iterator[bytes]:
    """The bytes of each file that is to be made of a picture. Raises Undevelopable where it is damaged."""
    try:
        with Image.open(file) as opened:
            upright = _upright(opened, recipes)
    except OSError as error:  # the ordinary words: "image file is truncated", "broken data stream"
        raise Undevelopable(str(error)) from error
    except Exception as error:  # a damaged file makes Pillow raise whatever its parser came upon
        raise Undevelopable(type(error).__name__) from error
    for recipe in recipes:
        size = (recipe.width, recipe.height)
        made = upright.picture.resize(size, Image.Resampling.LANCZOS, _scaled(recipe, upright))
        yield _encoded(made, recipe, upright.credit)


def encoders() -> Mapping[str, str]:
    """The formats that this Pillow can write, each with the version of what writes it."""
    found = {"jpg": features.version("jpg"), "png": features.version("zlib")}
    found |= {name: features.version(name) for name in ("avif", "webp") if features.check(name)}
    return {name: str(version) for name, version in found.items()}


def _upright(opened: ImageFile.ImageFile, recipes: Sequence[Recipe]) -> _Upright:
    # As `read/images.py` asks, before anything is decoded: what a PNG says after its pixels does not count.
    orientation = Image.Image.getexif(opened).get(0x0112, 1)
    author = credit.read(opened)
    size = opened.size if orientation < 5 else (opened.height, opened.width)
    # A JPEG that is much larger than needed is decoded smaller at once: by 2, 4 or 8, in far less time.
    needed = 1.25 * max(recipe.width / (recipe.box[2] - recipe.box[0]) for recipe in recipes)
    opened.draft(None, (round(opened.width * needed), round(opened.height * needed)))
    opened.load()
    picture = _in_srgb(opened, opened.info.get("icc_profile"))
    if orientation in _TURNS:
        picture = picture.transpose(_TURNS[orientation])
    return _Upright(picture, size, author)


def _scaled(recipe: Recipe, upright: _Upright) -> tuple[float, float, float, float]:
    """The recipe's box in a picture that may have been decoded smaller."""
    width, height = upright.picture.size
    across, down = width / upright.size[0], height / upright.size[1]
    left, top, right, bottom = recipe.box
    return (left * across, top * down, min(right * across, width), min(bottom * down, height))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in the colours that a browser takes for granted, and with what shines through it."""
    if picture.mode in _DEEP:
        picture = _shallow(picture)
    clear = picture.has_transparency_data
    if picture.mode not in ("L", "RGB", "RGBA", "CMYK", "LA") or (clear and picture.mode in ("L", "RGB")):
        picture = picture.convert("RGBA" if clear else "RGB")
    alpha = picture.getchannel("A") if clear else None
    plain = picture.convert({"LA": "L", "RGBA": "RGB"}.get(picture.mode, picture.mode))
    plain = _by_profile(plain, profile).convert("RGB")
    if alpha is not None:
        plain.putalpha(alpha)
    return plain


def _by_profile(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that a profile means; as they are where it is none, or one for another kind of picture."""
    if not profile:
        return picture
    try:
        made = ImageCms.profileToProfile(
            picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return made or picture


def _shallow(picture: Image.Image) -> Image.Image:
    """Sixteen bits as eight, by their upper half; convert("L") would cut off what is above 255."""
    if picture.mode == "F":
        return picture.convert("L")
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _encoded(picture: Image.Image, recipe: Recipe, author: Credit) -> bytes:
    if recipe.format == "jpg" and picture.mode == "RGBA":
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    made = BytesIO()
    picture.info = {}
    picture.save(made, _ENCODER[recipe.format], **_settings(recipe), **credit.written(author, recipe.format))
    return made.getvalue()


def _settings(recipe: Recipe) -> Mapping[str, object]:
    """What each encoder is told. AVIF at speed 8 is five times as quick as at 6, and its files as small."""
    quality = recipe.quality
    match recipe.format:
        case "avif":
            return {"quality": max(1, quality - 25), "speed": 8, "max_threads": 1, "subsampling": "4:2:0"}
        case "webp":
            return {"quality": quality, "method": 4}
        case "jpg":
            return {
                "quality": min(95, quality + 5),
                "progressive": True,
                "optimize": True,
                "subsampling": "4:2:0",
            }
    return {"optimize": True}
