"""Imaging: what `site.yaml` may say of pictures, and where an editor may say the eye of one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.problems import Refused
from broadsheet.read import branding
from broadsheet.read.branding import COLOUR
from broadsheet.read.kinds import BOOLEAN, choice, text, whole_number
from broadsheet.read.schema import Context, Kind, Record, Schema, defaulting, list_of, optional
from broadsheet.rules import ImageRules, ShareRules

if TYPE_CHECKING:
    from broadsheet.read.nodes import Node
    from broadsheet.rules import BrandRules

CENTRE = (50, 50)
_FOCUS = re.compile(r"(\d{1,2}|100)%\s+(\d{1,2}|100)%")


def _focus(node: Node, key: str, context: Context) -> tuple[int, int] | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    found = _FOCUS.fullmatch(value)
    if not found:
        hint = 'Write how far from the left and from the top, such as "30% 60%".'
        return context.refuse(node, key, f"'{value}' is not a place in a picture", hint)
    return int(found[1]), int(found[2])


def _below_media(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    path = value.removeprefix("/")
    if not path.startswith("media/"):
        hint = "Put the file into content/media/ and write media/name.ext."
        return context.refuse(node, key, f"'{value}' is outside content/media/", hint)
    return path


FOCUS: Kind[tuple[int, int]] = Kind("two percentages", _focus)
MEDIA_PATH: Kind[str] = Kind("a path", _below_media)

WIDTHS = defaulting(
    "widths",
    list_of(whole_number(16, 4000)),
    (400, 800, 1200, 1600),
    "how wide, in pixels, a picture is made, but never wider than it is. Default: 400, 800, 1200 and 1600",
)
FORMATS = defaulting(
    "formats",
    list_of(choice(("avif", "webp"))),
    ("avif", "webp"),
    "in which formats besides the JPEG or PNG that every browser knows; the first that a browser knows is "
    "what it loads. Default: avif and webp",
)
QUALITY = defaulting(
    "quality",
    whole_number(1, 100),
    75,
    "how good, as WebP counts it; the other formats are made to look alike",
)
ORIGINALS = defaulting(
    "originals",
    BOOLEAN,
    False,
    "whether the files themselves are published too, with all that a camera wrote in them",
)
IMAGES = Schema("images", (WIDTHS, FORMATS, QUALITY, ORIGINALS))

TITLES = defaulting(
    "titles",
    BOOLEAN,
    False,
    "whether every article without a picture gets one with its title; if not, the masthead does",
)
FONT = defaulting(
    "font",
    MEDIA_PATH,
    "",
    "a font below `content/media/`. Default: Aileron, for Latin letters only",
)
PAPER = optional("paper", COLOUR, "the ground. Default: `brand.paper`")
INK = optional("ink", COLOUR, "the title. Default: `brand.ink`")
ACCENT = optional("accent", COLOUR, "the paper's name. Default: `brand.accent`")
SHARE_IMAGES = Schema("share_images", (TITLES, FONT, PAPER, INK, ACCENT))


def image_rules(record: Record) -> ImageRules:
    """What was written under `images`, with defaults for all that was not."""
    return ImageRules(
        widths=tuple(sorted(set(record[WIDTHS]))) or WIDTHS.default,
        formats=tuple(dict.fromkeys(record[FORMATS])),
        quality=record[QUALITY],
        originals=record[ORIGINALS],
    )


def share_rules(record: Record, brand: BrandRules) -> ShareRules:
    """What was written under `share_images`, with the brand's colours where none was."""
    paper, ink, accent = (record[one] or branding.by_day(one.key, brand) for one in (PAPER, INK, ACCENT))
    return ShareRules(record[TITLES], record[FONT], paper, ink, accent)
