"""Picturing: which files the pictures of a site become, whose addresses those are, and what must be made."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from broadsheet.engine.kept import is_news, kept
from broadsheet.plan import claims, emblems, urls
from broadsheet.plan.pictures import MOST_PIXELS, Gallery, Maker, Shot
from broadsheet.problems import Problem
from broadsheet.publish import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.register import Register
    from broadsheet.engine.store import Store
    from broadsheet.model import Layers
    from broadsheet.plan.facts import CardFacts, Facts
    from broadsheet.plan.pictures import Variant

_SHARE, _SIGN = "share", "icons"
_OF = f"{_SHARE}:"
"""The unit of an article's title drawn is this and the article's path: its address is given up by itself."""
_MAKERS = ("developing", "credit", "nameplate", "emblem")
"""The modules whose lines decide what bytes a picture becomes."""


def gallery(content: Path, config: Config, memory: Store) -> tuple[Gallery, tuple[Problem, ...]]:
    """All pictures and what is to be made of them; and what is wrong with the font of drawn titles."""
    rows = cast(
        "list[tuple[str, int, int, Layers, str, int]]",
        memory.rows(
            "SELECT path, width, height, layers, digest, tells_place FROM media WHERE width IS NOT NULL"
        ),
    )
    shots = {one[0]: Shot(one[1], one[2], one[3], one[4], bool(one[5])) for one in rows}
    row = memory.row("SELECT digest FROM media WHERE path = ?", (config.share_images.font,))
    font = cast("str", row[0]) if row else ""
    maker = _maker(content, config, font, memory)
    problems = (maker,) if isinstance(maker, Problem) else ()
    if isinstance(maker, Problem):
        maker = Maker("", (), draws=False)
    logo = config.organization.logo or ""
    logo = logo.removeprefix("/") if logo.startswith("/media/") else ""
    look = config.share_images
    if problems or (look.font and not font):  # refused; the rest is looked at as if there were none
        look = replace(look, font="")
    made = Gallery(shots, config.images, look, config.title, font, maker, logo, config.icons)
    return made, (*problems, *emblems.problems(made))


def notes(gallery: Gallery) -> tuple[Problem, ...]:
    """What an editor should know: with which font the paper's name could be drawn."""
    if gallery.maker.draws:
        return ()
    what = "the font lacks letters of the paper's name, so a sign without words stands for pages elsewhere"
    hint = "Name a font that has them, below content/media/, under share_images.font."
    return (Problem("content/site.yaml", 1, 1, "share_images.font", what, hint),)


class Picturing:
    """The pictures of one build. Units give up addresses of files and take others in the register."""

    def __init__(self, memory: Store, archive: Archive, register: Register, gallery: Gallery) -> None:
        self._memory, self._archive, self._register, self._gallery = memory, archive, register, gallery
        self.copied: list[str] = []
        self.variants: list[Variant] = []
        self.problems: list[Problem] = []

    def is_other(self) -> bool:
        """Whether what stands for pages without a picture looks otherwise than it did."""
        return is_news(self._memory, "share", (self._gallery.look, self._gallery.name, self._gallery.font))

    def picture(self, paths: Iterable[str], missing: Iterable[str], is_other_config: bool) -> None:
        """Claim what is made of these files of `media/`, and of those whose files are `missing`."""
        wanted = set(paths)
        wanted.update(unit for path in missing if (unit := self._archive.unit(path)).startswith("media/"))
        if is_other_config and is_news(
            self._memory, "images", (self._gallery.rules, self._gallery.maker, self._gallery.logo)
        ):
            wanted.update(self._gallery.shots)
        for path in sorted(wanted):
            self._register.claim(path, self._claims(path))

    def title(self, paths: Iterable[str], missing: Iterable[str], is_other: bool) -> None:
        """Claim the titles drawn for these articles, where they have no picture; and the masthead's."""
        self._register.claim(_SHARE, self._drawn(_SHARE, self._gallery.masthead()))
        units = {f"{_OF}{path}" for path in paths} if self._gallery.look.titles else set()
        units.update(unit for path in missing if (unit := self._archive.unit(path)).startswith(_OF))
        if is_other:
            rows = self._memory.rows(
                "SELECT DISTINCT unit FROM addresses WHERE unit > ? AND unit < 'share;'", (_OF,)
            )
            units.update(cast("str", unit) for (unit,) in rows)
            if self._gallery.look.titles:
                units.update(f"{_OF}{path}" for path in self._archive.paths("article"))
        for unit in sorted(units):
            path = unit.removeprefix(_OF)
            is_out = self._archive.kind(path) == "article"
            self._register.claim(
                unit, self._drawn(unit, self._titled(self._archive.facts(path)) if is_out else None)
            )

    def sign(self) -> None:
        """Claim the files of the paper's sign."""
        made = emblems.emblem(self._gallery).files
        self.variants += made
        self._register.claim(_SIGN, (claims.of_variant(one.address, "", _SIGN) for one in made))

    def needed(self, missing: frozenset[str]) -> list[Variant]:
        """The files that are not in the output as they should be."""
        return [one for one in self.variants if one.address in missing or not self._is_there(one)]

    def _claims(self, path: str) -> Iterator[claims.Claim]:
        if not self._archive.has("file", path):
            return
        uses = self._archive.uses(path)
        if self._gallery.is_published(path, uses):
            self.copied.append(path)
            if self._gallery.gives_away(path):
                self.problems.append(_gives_away(path))
            if kinds.is_kept_for_ever(path):
                self.problems.append(_is_called_like_ours(path))
            yield claims.of_copy(urls.media(path))._replace(unit=path)
        if self._gallery.is_too_large(path) and {one.partition("/")[0] for one in uses} & {"head", "body"}:
            self.problems.append(_too_large(path, self._gallery.shots[path]))
            return
        for one in self._gallery.files(path, uses):
            self.variants.append(one)
            yield claims.of_variant(one.address, path)

    def _titled(self, article: Facts) -> Variant | None:
        card: CardFacts = pickle.loads(article.card)  # noqa: S301 - packed by us
        if not self._gallery.look.titles:
            return None
        if card.image and self._gallery.shared(card.image.src, card.image.focus):
            return None
        return self._gallery.title(card.title, card.path, card.id)

    def _drawn(self, unit: str, made: Variant | None) -> Iterator[claims.Claim]:
        if made:
            self.variants.append(made)
            yield claims.of_variant(made.address, "", unit)

    def _is_there(self, one: Variant) -> bool:
        row = self._memory.row("SELECT key FROM variants WHERE path = ?", (one.address,))
        return row is not None and row[0] == one.key


def _maker(content: Path, config: Config, font: str, memory: Store) -> Maker | Problem:
    """What makes the pictures of this build. Pillow is asked only when the paper's name or its font is
    another: a Pillow of another version finds an empty store.
    """
    of = (config.title, config.share_images.font, font)
    return kept(memory, "maker", of, partial(_made, content, config, font))


def _made(content: Path, config: Config, font: str) -> Maker | Problem:
    from broadsheet.render import developing, nameplate  # as above

    encoders = developing.encoders()
    version = hashlib.blake2b(repr(sorted(encoders.items())).encode(), digest_size=8)
    version.update(nameplate.version().encode())
    for name in _MAKERS:
        version.update(Path(developing.__file__).with_name(f"{name}.py").read_bytes())
    path = config.share_images.font
    try:
        draws = (not path or bool(font)) and nameplate.can_draw(
            config.title, content / path if path else None
        )
    except OSError:
        if path:
            what, hint = (
                "this is not a font that can be read",
                "It must be a TrueType or OpenType font: .ttf or .otf.",
            )
            return Problem(f"content/{path}", 1, 1, "", what, hint)
        draws = False
    return Maker(version.hexdigest(), tuple(sorted(encoders)), draws)


def _gives_away(path: str) -> Problem:
    what = "this file says where it was taken, and it is published as it is"
    hint = (
        "Take the place out of it. A still picture may be shown with ![…](…) in place of the link: what is "
        "made of it tells none. With 'images: {originals: true}' in site.yaml files may tell all they know."
    )
    return Problem(f"content/{path}", 1, 1, "", what, hint)


def _is_called_like_ours(path: str) -> Problem:
    what = "this file is called as what is made of pictures is, which browsers keep for a year"
    return Problem(f"content/{path}", 1, 1, "", what, "Call it something else, and it may change.")


def _too_large(path: str, shot: Shot) -> Problem:
    what = (
        f"this picture has {shot.width * shot.height // 1_000_000} million pixels, "
        f"and there is room for {MOST_PIXELS // 1_000_000}"
    )
    return Problem(
        f"content/{path}", 1, 1, "", what, "Save it smaller: no page shows more than a few million."
    )
