"""Showing: what pages and feeds show of a picture, from an editor's image and what is made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from broadsheet.model import Image
from broadsheet.plan import pictures, urls
from broadsheet.plan.pieces import Picture, Rendition, SharedImage, Size
from broadsheet.read.imaging import CENTRE

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.model import Article
    from broadsheet.plan.pictures import Cut, Gallery, Variant


def whole(image: Image, gallery: Gallery, written: Callable[[str], str]) -> Picture:
    """An image as it is, its addresses as `written` makes them of paths."""
    return _picture(image, gallery.whole(image.src), gallery, written)


def thumbnail(image: Image, gallery: Gallery, written: Callable[[str], str]) -> Picture:
    """An image as lists show it."""
    return _picture(image, gallery.card(image.src, image.focus), gallery, written)


def plain(image: Image, gallery: Gallery, written: Callable[[str], str]) -> Picture:
    """An image as every program can show it: one file."""
    return replace(whole(image, gallery, written), sources=())


def sizes(image: Image, gallery: Gallery, written: Callable[[str], str]) -> tuple[Size, ...]:
    """All files that are made of an image, without the one that every program can show; none of one that is
    published as it came.
    """
    cut = gallery.whole(image.src)
    every = (one for some in (cut.sets if cut else ()) for one in some)
    return tuple(Size(written(one.address), pictures.mime_type(one), *pictures.size(one)) for one in every)


def in_a_text(path: str) -> Image:
    """An image whose words stand in the text around it."""
    return Image(path, "", "", "", CENTRE)


def shared(article: Article, path: str, gallery: Gallery, base: urls.Base) -> SharedImage | None:
    """What others show of an article who link to it: its picture, or its title drawn; None for neither."""
    image = article.image
    cut = gallery.shared(image.src, image.focus) if image else None
    if image and cut:
        return _shared(cut, image.alt, base)
    drawn = gallery.title(article.title, path, article.id) if gallery.look.titles else None
    return _shared(drawn, article.title, base) if drawn else None


def shapes(image: Image, gallery: Gallery, base: urls.Base) -> tuple[SharedImage, ...]:
    """An image in each shape in which search engines show it."""
    return tuple(_shared(one, image.alt, base) for one in gallery.shapes(image.src, image.focus))


def masthead(gallery: Gallery, base: urls.Base) -> SharedImage:
    """The same of a page without a picture."""
    return _shared(gallery.masthead(), gallery.name, base)


def _picture(image: Image, cut: Cut | None, gallery: Gallery, written: Callable[[str], str]) -> Picture:
    words = (image.alt, image.caption, image.credit)
    if cut is None:
        shot = gallery.shots.get(image.src)
        size = (shot.width, shot.height) if shot else (None, None)
        return Picture(written(urls.media(image.src)), *words, *size)
    sources = (_rendition(some, written) for some in cut.sets)
    url = written(cut.fallback.address)
    return Picture(url, *words, *pictures.size(cut.fallback), sources=tuple(sources))


def _rendition(some: tuple[Variant, ...], written: Callable[[str], str]) -> Rendition:
    sizes = ", ".join(f"{written(one.address)} {pictures.size(one)[0]}w" for one in some)
    return Rendition(pictures.mime_type(some[0]), sizes)


def _shared(made: Variant, alt: str, base: urls.Base) -> SharedImage:
    return SharedImage(base.absolute(made.address), *pictures.size(made), alt)
