"""Emblems: the paper's sign in tabs and on telephones: a picture of its own, or a letter drawn.

As with all pictures, nothing is opened here: where each file stands follows from what it will be made of.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal, NamedTuple

from broadsheet.plan import urls
from broadsheet.plan.pictures import Variant
from broadsheet.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.plan.pictures import Gallery, Shot
    from broadsheet.rules import IconRules

Purpose = Literal["any", "maskable"]
Shape = Literal["tab", "plain", "whole", "maskable"]
LEAST = 512
"""Pixels: the largest that is made of a picture."""
_TOUCH = 180
"""Pixels, as iPhones show it."""
_OF_A_MANIFEST: tuple[tuple[int, Purpose], ...] = ((192, "any"), (512, "any"), (512, "maskable"))
_ARTICLES = ("the ", "a ", "an ", "le ", "la ", "el ", "der ", "die ", "das ")


class Icon(NamedTuple):
    """How a sign is made: of a picture, or drawn as a letter; how large; and in which shape.

    `tab` is an `.ico` of small sizes, `plain` stands by itself, `whole` fills the square, `maskable` does so
    with the sign in the middle, where no mask cuts it.
    """

    of_picture: bool
    letter: str
    ground: str
    ink: str
    size: int
    shape: Shape


class OfManifest(NamedTuple):
    """An icon as the web manifest names it."""

    address: str
    size: int
    purpose: Purpose


class Emblem(NamedTuple):
    """All files of the sign."""

    tab: Variant
    touch: Variant
    icons: tuple[tuple[Variant, Purpose], ...]

    @property
    def files(self) -> tuple[Variant, ...]:
        """Each file that is to be made."""
        return (self.tab, self.touch, *(one for one, _ in self.icons))

    @property
    def for_manifest(self) -> tuple[OfManifest, ...]:
        """The icons as a manifest names them."""
        return tuple(
            OfManifest(one.address, one.recipe.size, purpose)
            for one, purpose in self.icons
            if isinstance(one.recipe, Icon)
        )


def emblem(gallery: Gallery) -> Emblem:
    """The sign of a paper."""
    shot = sound(gallery)

    def made(address: str, size: int, shape: Shape) -> Variant:
        return _variant(address, size, shape, shot, gallery)

    icons = (
        (made("", size, "plain" if purpose == "any" else "maskable"), purpose)
        for size, purpose in _OF_A_MANIFEST
    )
    return Emblem(made(urls.FAVICON, 48, "tab"), made(urls.TOUCH_ICON, _TOUCH, "whole"), tuple(icons))


def sound(gallery: Gallery) -> Shot | None:
    """The picture that the sign is made of, if there is one that will do."""
    shot = gallery.shots.get(gallery.icons.picture)
    return shot if shot and not any(_wrong(shot)) else None


def problems(gallery: Gallery) -> tuple[Problem, ...]:
    """What is wrong with the picture that an editor has named."""
    path = gallery.icons.picture
    if not path:
        return ()
    shot = gallery.shots.get(path)
    wrong = _wrong(shot) if shot else iter((f"there is no picture 'content/{path}'",))
    hint = f"Name a square PNG, JPEG or WebP of {LEAST} pixels or more each way, or take the key away."
    return tuple(Problem("content/site.yaml", 1, 1, "icons.picture", what, hint) for what in wrong)


def letter(rules: IconRules, title: str) -> str:
    """What is drawn where there is no picture: the first letter of the title, its article left out."""
    if rules.letter:
        return rules.letter
    name = title.strip()
    for one in _ARTICLES:
        if name.lower().startswith(one) and len(name) > len(one):
            name = name[len(one) :].strip()
            break
    return name[:1].upper()


def _wrong(shot: Shot) -> Iterator[str]:
    if not shot.layers:
        yield "an icon can't be made of a drawing or a moving picture"
    elif min(shot.width, shot.height) < LEAST:
        yield f"this picture has {shot.width} × {shot.height} pixels, and an icon needs {LEAST} each way"
    elif abs(shot.width - shot.height) > 0.02 * shot.width:
        yield f"this picture has {shot.width} × {shot.height} pixels, and an icon is square"


def _variant(address: str, size: int, shape: Shape, shot: Shot | None, gallery: Gallery) -> Variant:
    rules, look = gallery.icons, gallery.look
    sign = "" if shot else letter(rules, gallery.name)
    icon = Icon(shot is not None, sign, rules.ground or look.accent, rules.ink or look.paper, size, shape)
    source = rules.picture if shot else look.font
    of = shot.digest if shot else gallery.font
    digest = hashlib.blake2b(
        repr((icon, of, gallery.maker.version)).encode("utf-8", "surrogatepass"), digest_size=6
    )
    suffix = "ico" if shape == "tab" else "png"
    key = f"{digest.hexdigest()}.{size}.{suffix}"
    return Variant(address or f"{urls.ICONS}{key}", f"icon-{key}", source, icon)
