"""Map views: what sitemaps and the other files for machines say, each a value that is written as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from broadsheet.plan.pieces import Alternate, Picture, Size
    from broadsheet.plan.views import Body, Origin


@dataclass(frozen=True, slots=True)
class Located:
    """An address in full, when what stands there was last changed (None: nobody said), the pictures on it,
    and the same in other languages.
    """

    url: str
    revised: datetime | None
    pictures: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True)
class Announced:
    """An article of the last two days. `paper` and `language` are those of the publication, as Google News
    writes them.
    """

    url: str
    paper: str
    language: str
    published: datetime
    title: str


@dataclass(frozen=True, slots=True)
class UrlSetView:
    """A sitemap."""

    urls: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class NewsMapView:
    """The sitemap of what is news, newest first."""

    news: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class MapIndexView:
    """The sitemap that leads to the others."""

    sitemaps: tuple[Located, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """A plain text, a line each."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JsonView:
    """What is written as JSON, its keys in this order."""

    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NinjsView:
    """An article for other newsrooms' programs. `uri` is its permanent name, `url` where it stands; `sizes`
    are all files of its picture but the one that every program can show; `policies` are names of schema.org's
    with addresses in full.
    """

    uri: str
    url: str
    language: str
    title: str
    summary: str
    authors: tuple[str, ...]
    located: str
    genre: str
    subjects: tuple[str, ...]
    paper: str
    published: datetime
    revised: datetime
    expires: datetime | None
    image: Picture | None
    sizes: tuple[Size, ...]
    policies: tuple[tuple[str, str], ...]


SheetView: TypeAlias = UrlSetView | NewsMapView | MapIndexView | TextView | JsonView | NinjsView


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file for machines: its path and its view, which no layout has a part in; the paper's language; and
    the prose that it shows, if any.
    """

    path: str
    view: SheetView
    origin: Origin
    language: str
    body: Body | None = None
