"""The nouns of a newsroom, as frozen values. Nothing here does anything.

Read top to bottom, they follow the way through: what an editor wrote (`Document`), what it means
(`Article`, `Link`, `StandingPage`, each inside an `Entry`), and how they are arranged (`Newsroom`).
What a layout sees is in `plan/views.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Layers = Literal["", "opaque", "transparent"]
Kind = Literal["news", "analysis", "opinion", "explainer", "live", "review", "obituary"]


@dataclass(frozen=True, slots=True)
class Document:
    """A file in `content/` as read: its path below `content/`, front matter and body, still text.

    `front` is None where the file has no front matter. `front_line` and `body_line` are the lines of
    the file at which the two begin.
    """

    path: str
    front: str | None
    front_line: int
    body: str
    body_line: int

    @property
    def stem(self) -> str:
        """The file's name without `.md`, blanks as hyphens: the id of what names none."""
        return "-".join(self.path.rpartition("/")[2].removesuffix(".md").split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a document that names something else: an id, a file, a path."""

    key: str
    target: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A body as HTML. Its internal links still hold what the editor wrote; see `read/prose.py`.

    `targets` are those internal links, without fragments, each once, sorted. `opening` is the plain
    text of the first paragraph. Of the targets that are files, `shown` are those that stand there as
    pictures, `linked` those that are linked to as they are; one may be both.
    """

    html: str
    targets: tuple[str, ...]
    opening: str
    shown: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `src` is its path below `content/`, `alt` is empty when it is decorative.

    `focus` is what must not be cut off: how far from the left and from the top, in percent.
    """

    src: str
    alt: str
    caption: str
    credit: str
    focus: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong and when it was put right, in the paper's own words."""

    date: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Update:
    """A section of a live article: when, what it says as plain text, and the anchor of its heading."""

    at: datetime
    headline: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PickedId:
    """A hand-picked piece of similar news, named by the id of a link or an article."""

    id: str


@dataclass(frozen=True, slots=True)
class PickedInline:
    """A hand-picked piece of similar news, written out in the article itself."""

    title: str
    url: str
    source: str
    summary: str


@dataclass(frozen=True, slots=True)
class Article:
    """A story we publish. Times are in the site's timezone; slugs name what `site.yaml` defines.

    `standfirst` is the summary as the editor wrote it, empty when there is none; `summary` is the same
    or, in its place, the opening of the body, and is what other pages show. `translation_of` is the id of
    the article that this is a translation of. `updates` are the sections of a live one, the latest first.
    """

    path: str
    id: str
    slug: str
    title: str
    standfirst: str
    summary: str
    published: datetime
    updated: datetime | None
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    editions: tuple[str, ...]
    story: str | None
    kind: Kind
    dateline: str
    image: Image | None
    language: str
    aliases: tuple[str, ...]
    translation_of: str | None
    source: str | None
    source_url: str | None
    picks: tuple[PickedId | PickedInline, ...]
    corrections: tuple[Correction, ...]
    updates: tuple[Update, ...]
    draft: bool
    embargo: datetime | None
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """Another outlet's coverage. `excerpt` is plain text, already cleaned and cut to length."""

    path: str
    id: str
    title: str
    url: str
    source: str
    published: datetime | None
    language: str
    paywall: bool
    story: str | None
    articles: tuple[str, ...]
    excerpt: str


@dataclass(frozen=True, slots=True)
class StandingPage:
    """A page that is not news: about, corrections policy, privacy."""

    path: str
    id: str
    slug: str
    title: str
    summary: str
    language: str
    updated: datetime | None
    aliases: tuple[str, ...]
    draft: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as understood: what it is, its body, what it names, and where its keys stand."""

    item: Article | Link | StandingPage
    prose: Prose
    mentions: tuple[Mention, ...]
    places: Mapping[str, tuple[int, int]]

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of a front matter key's value; the top of the file where it isn't written."""
        return self.places.get(key, (1, 1))


@dataclass(frozen=True, slots=True)
class Media:
    """A file in `content/media/`: its path below `content/` and, of an image, its size in pixels.

    `layers` says of a photograph, which may be made smaller, whether anything shines through it; it is empty
    for all that is published as it is: drawings, moving pictures, and what is no picture. A file
    `tells_place` when it says where it was taken.
    """

    path: str
    width: int | None
    height: int | None
    layers: Layers
    tells_place: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What stays out of the site for now: why, and until when (None: until an editor changes it)."""

    path: str
    reason: Literal["draft", "not yet published", "under embargo", "expired"]
    until: datetime | None
