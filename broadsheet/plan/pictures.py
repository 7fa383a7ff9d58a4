"""Pictures: which files are made of each picture, where they stand, and what pages show of them.

Nothing here opens a picture. What a file will look like follows from the picture's bytes, which its digest
stands for, and from a recipe; so its address can be known, and put into pages, before it is made.
"""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from broadsheet.rules import IconRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from broadsheet.model import Layers
    from broadsheet.plan.emblems import Icon
    from broadsheet.rules import ImageRules, ShareRules

MOST_PIXELS = 100_000_000
"""A picture is taken apart in memory, at four bytes a pixel and more than once; no camera makes more."""
FALLBACK = 1200
"""Pixels. How wide the one file is that every browser knows, feeds carry and search engines take."""
CARD, CARD_WIDTH = (3, 2), 1200
SHARE = (1200, 630)
"""Pixels, as Facebook and all who came after it show a page; the Open Graph names no size."""
SHAPES = ((16, 9), (4, 3), (1, 1))
"""What Google asks for beside the picture of an article, and chooses from by the place it has."""
SHAPE_WIDTH = 1200
LEAST_SHARED = 600
"""Pixels across. A smaller picture is shown as a stamp beside the words, or not at all."""
_TYPES = {"avif": "image/avif", "webp": "image/webp"}

Box: TypeAlias = tuple[int, int, int, int]
"""What is cut out: left, top, right and bottom, in pixels of the picture as it stands upright."""


_LETTER = IconRules()


class Shot(NamedTuple):
    """What is known of a picture in `content/media/`: its size, what shines through, its bytes' digest,
    and whether it says where it was taken.
    """

    width: int
    height: int
    layers: Layers
    digest: str
    tells_place: bool = False


class Recipe(NamedTuple):
    """How a file is made of a picture: what is cut out, how large that becomes, in which format, how good."""

    box: Box
    width: int
    height: int
    format: str
    quality: int


class Title(NamedTuple):
    """What is drawn where there is no picture: a title (empty: none) under the paper's name (empty: a sign
    without letters).
    """

    title: str
    name: str
    look: ShareRules


class Variant(NamedTuple):
    """A file to be: its address, the name by which its bytes are kept, what it is made of (a path below
    `content/`; of a drawn one its font, or nothing), and how.
    """

    address: str
    key: str
    source: str
    recipe: Recipe | Title | Icon


class Cut(NamedTuple):
    """What pages show of a picture: all its sizes, best format first, and the file all browsers know."""

    sets: tuple[tuple[Variant, ...], ...]
    fallback: Variant


class Maker(NamedTuple):
    """What makes pictures: its version, what it can write, and whether it can draw the paper's name."""

    version: str
    formats: tuple[str, ...]
    draws: bool


@dataclass(frozen=True, slots=True)
class Gallery:
    """All pictures of `content/media/`, by their paths below `content/`, and what is to be made of them.

    `name` is the paper's; `font` the digest of the font that it is drawn in, empty for ours; `logo` the path
    of the paper's sign, which is published as it is, empty where there is none of ours; `icons` says how its
    smaller signs are made.
    """

    shots: Mapping[str, Shot]
    rules: ImageRules
    look: ShareRules
    name: str
    font: str
    maker: Maker
    logo: str = ""
    icons: IconRules = _LETTER

    def whole(self, path: str) -> Cut | None:
        """A picture as it is; None where it is published as its file."""
        shot = self._still(path)
        return self._cut(path, shot, (0, 0, shot.width, shot.height), self.rules.widths[-1]) if shot else None

    def card(self, path: str, focus: tuple[int, int]) -> Cut | None:
        """A picture as lists show it, all of one shape."""
        shot = self._still(path)
        return self._cut(path, shot, _box(shot, CARD, focus), CARD_WIDTH) if shot else None

    def shared(self, path: str, focus: tuple[int, int]) -> Variant | None:
        """A picture as others show it who link to its page; None where it is too small for that."""
        return self._shaped(path, SHARE, focus, SHARE[0])

    def shapes(self, path: str, focus: tuple[int, int]) -> tuple[Variant, ...]:
        """A picture as search engines show it: in each of their shapes that it is large enough for."""
        cuts = (self._shaped(path, shape, focus, SHAPE_WIDTH) for shape in SHAPES)
        return tuple(one for one in cuts if one)

    def title(self, title: str, folder: str, id_: str) -> Variant | None:
        """What stands for a page without a picture: the title of the article with this id, drawn.

        It stands below `folder`, the path of its page. None where the font does not know the letters of the
        paper's name.
        """
        return self._drawn(Title(title, self.name, self.look), folder, id_) if self.maker.draws else None

    def masthead(self) -> Variant:
        """What stands for all other pages: the paper's name, or a sign where the font lacks its letters."""
        return self._drawn(Title("", self.name if self.maker.draws else "", self.look), "/", "")

    def files(self, path: str, uses: Iterable[str]) -> tuple[Variant, ...]:
        """Every file to be made of a picture that is used in these ways (`plan.facts.Use`)."""
        found: dict[str, Variant] = {}
        for use in uses:
            found.update((one.address, one) for one in self._for(path, use))
        return tuple(found[address] for address in sorted(found))

    def is_published(self, path: str, uses: Iterable[str]) -> bool:
        """Whether the file itself stands on the site: what is no still picture, is linked to, or the logo."""
        return self.rules.originals or self._still(path) is None or "file" in uses or path == self.logo

    def gives_away(self, path: str) -> bool:
        """Whether the file itself, published, would tell where it was taken, which nobody has asked for."""
        shot = self.shots.get(path)
        return shot is not None and shot.tells_place and not self.rules.originals

    def is_too_large(self, path: str) -> bool:
        """Whether a picture has more pixels than there is room for."""
        shot = self._still(path)
        return shot is not None and shot.width * shot.height > MOST_PIXELS

    def _still(self, path: str) -> Shot | None:
        shot = self.shots.get(path)
        return shot if shot and shot.layers else None

    def _for(self, path: str, use: str) -> Iterator[Variant]:
        kind, *place = use.split("/")
        if kind in ("body", "head"):
            yield from _all(self.whole(path))
        if kind == "head":
            focus = (int(place[0]), int(place[1]))
            yield from _all(self.card(path, focus))
            shared = self.shared(path, focus)
            if shared:
                yield shared
            yield from self.shapes(path, focus)

    def _drawn(self, drawn: Title, folder: str, id_: str) -> Variant:
        key = _digest(drawn, self.font, self.maker.version)
        # By the id, so that two articles which want one page, by mistake, quarrel over the page only.
        return Variant(f"{folder}share.{_digest(key, id_)}.png", f"{key}.png", self.look.font, drawn)

    def _shaped(self, path: str, shape: tuple[int, int], focus: tuple[int, int], most: int) -> Variant | None:
        """One file of a shape, for others to show; None where too little is left to be shown large."""
        shot = self._still(path)
        if shot is None:
            return None
        box = _box(shot, shape, focus)
        across = box[2] - box[0]
        if across < LEAST_SHARED:
            return None
        return self._variant(path, self._names(path, shot, box), box, min(most, across), "jpg")

    def _cut(self, path: str, shot: Shot, box: Box, most: int) -> Cut:
        across = box[2] - box[0]
        widths = _widths(across, [one for one in self.rules.widths if one <= most] or [most])
        formats = [one for one in self.rules.formats if one in self.maker.formats]
        plain = "png" if shot.layers == "transparent" else "jpg"
        names = self._names(path, shot, box)
        return Cut(
            tuple(tuple(self._variant(path, names, box, width, one) for width in widths) for one in formats),
            self._variant(path, names, box, min(FALLBACK, across), plain),
        )

    def _names(self, path: str, shot: Shot, box: Box) -> tuple[str, str]:
        """What the addresses of a cut begin with, and what the names by which its bytes are kept do.

        Two files of one name may hold the same picture: `map.jpg` and `map.jpeg` have addresses of their own,
        and the bytes are made once.
        """
        stem, suffix = posixpath.splitext(path)
        kept = _digest(shot.digest, box, self.rules.quality, self.maker.version)
        return f"/{stem}.{_digest(kept, suffix)}", kept

    def _variant(self, path: str, names: tuple[str, str], box: Box, width: int, format_: str) -> Variant:
        across, down = box[2] - box[0], box[3] - box[1]
        recipe = Recipe(box, width, max(1, round(width * down / across)), format_, self.rules.quality)
        address, key = (f"{name}.{width}.{format_}" for name in names)
        return Variant(address, key, path, recipe)


def mime_type(one: Variant) -> str:
    """The type of a file in a format that not every browser knows."""
    return _TYPES[one.recipe.format] if isinstance(one.recipe, Recipe) else "image/png"


def size(one: Variant) -> tuple[int, int]:
    """Width and height of a file, in pixels."""
    return (one.recipe.width, one.recipe.height) if isinstance(one.recipe, Recipe) else SHARE


def _all(cut: Cut | None) -> Iterator[Variant]:
    if cut:
        for some in cut.sets:
            yield from some
        yield cut.fallback


def _widths(across: int, wanted: Iterable[int]) -> list[int]:
    """The widths to make of what is `across` pixels wide: none wider, no two nearly alike."""
    made = [one for one in wanted if one < across]
    largest = min(across, max(wanted))
    if made and largest < made[-1] * 1.2:
        made.pop()
    return [*made, largest] if largest not in made else made


def _box(shot: Shot, shape: tuple[int, int], focus: tuple[int, int]) -> Box:
    """The largest part of a picture that has a shape, with the focus as near its middle as can be."""
    wide, high = shape
    across = min(shot.width, max(1, round(shot.height * wide / high)))
    down = min(shot.height, max(1, round(shot.width * high / wide)))
    left = _start(shot.width, across, focus[0])
    top = _start(shot.height, down, focus[1])
    return (left, top, left + across, top + down)


def _start(whole: int, part: int, percent: int) -> int:
    return max(0, min(whole - part, round(whole * percent / 100 - part / 2)))


def _digest(*values: object) -> str:
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
