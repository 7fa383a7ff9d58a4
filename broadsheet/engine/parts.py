"""Parts: what a page is made of, each under a name that a person can be told.

A page is rendered from its view, the bodies it shows and its layout's texts, by a function that can see
nothing else. So their digests are the whole dependency, and kept apart by name they say why a page changed.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

from broadsheet.plan import pages
from broadsheet.plan.mapviews import Sheet
from broadsheet.plan.pieces import Card, CoverageCard, SiteView
from broadsheet.plan.views import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from broadsheet.plan.pages import AnyPage
    from broadsheet.plan.views import Body

# Fields that have a name of their own; all others of a view are what it is about.
_NAMES = {
    **dict.fromkeys(("articles", "blocks", "cards", "days", "latest", "lead", "links", "seconds"), "cards"),
    **dict.fromkeys(("earlier", "newer", "older"), "neighbours"),
    "shapes": "image",
    **{
        name: name
        for name in ("corrections", "head", "image", "items", "more", "similar", "site", "story", "versions")
    },
}
_SHARED = (Card, CoverageCard, SiteView)


KEPT = 20_000
"""Shared values whose digests are kept, each with the value itself, so that nothing else takes its
identity."""


class Digests:
    """Digests of the parts of pages; what many pages show is digested once."""

    def __init__(self, layouts: Mapping[str, str], words: Mapping[str, str]) -> None:
        """Of the digests of each layout with all that it includes, and of our words by language."""
        self._layouts = layouts
        self._words = words
        self._seen: dict[int, tuple[object, str]] = {}

    def parts(self, page: AnyPage, prose: Sequence[str]) -> dict[str, str]:
        """The digest of each named part of a page that shows `prose`, one HTML for each of its bodies."""
        if isinstance(page, Sheet):
            return self._of_sheet(page, prose)
        values: dict[str, list[str]] = {}
        about = page.layout.removesuffix(".html") if isinstance(page, Page) else "feed"
        for field in dataclasses.fields(page.view):
            name = _NAMES.get(field.name, about)
            values.setdefault(name, []).append(self._text(getattr(page.view, field.name)))
        made = {name: _digest("\n".join(texts)) for name, texts in values.items()}
        bodies = page.bodies if not isinstance(page, Page) else (page.body,) if page.body else ()
        if bodies:
            made["body"] = _of_bodies(bodies, prose)
        made["words"] = self._words[pages.language(page)]
        if isinstance(page, Page):
            made["layout"] = self._layouts[page.layout]
        return made

    def _of_sheet(self, sheet: Sheet, prose: Sequence[str]) -> dict[str, str]:
        """Those of a file for machines, in which there are words of ours only around dates in prose."""
        made = {"content": _digest(repr(sheet.view))}
        if sheet.body:
            made |= {"body": _of_bodies((sheet.body,), prose), "words": self._words[sheet.language]}
        return made

    def _text(self, value: object) -> str:
        """What stands for a value: of a shared one its digest."""
        if isinstance(value, tuple):
            return "\n".join(map(self._text, value))
        if not isinstance(value, _SHARED):
            return repr(value)
        seen = self._seen.get(id(value))
        if seen is None:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            seen = self._seen[id(value)] = (value, _digest(repr(value)))
        return seen[1]


def _of_bodies(bodies: Sequence[Body], prose: Sequence[str]) -> str:
    return _digest(
        "\n".join(
            f"{html} {body.language} {body.addresses!r} {body.pictures!r}"
            for html, body in zip(prose, bodies, strict=True)
        )
    )


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
