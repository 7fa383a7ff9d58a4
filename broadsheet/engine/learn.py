"""Learn: a file read and understood, and made into what is kept of it. Runs in any process."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from broadsheet.match import sketch
from broadsheet.plan import facts
from broadsheet.problems import Refused
from broadsheet.read import documents, entries, files, images
from broadsheet.read.documents import MEDIA
from broadsheet.read.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.model import Document, Entry, Layers

    Says: TypeAlias = Callable[[Document], Entry | Unread]


class Lesson(NamedTuple):
    """A file to read, and the digest of the bytes that are understood already; empty when none are."""

    path: str
    known: str


class AsKnown(NamedTuple):
    """A file whose bytes are those that are known."""

    path: str
    digest: str


class Learnt(NamedTuple):
    """A document as it is kept: the digest of its bytes, its facts and its entry packed, and its prose as
    HTML.
    """

    path: str
    digest: str
    id: str
    kind: str
    facts: bytes
    card: bytes
    notice: bytes
    entry: bytes
    html: str
    sketch: bytes


class LearntMedia(NamedTuple):
    """A file of `media/` as it is kept: the digest of its bytes, and of a picture what `model.Media` says."""

    path: str
    digest: str
    width: int | None
    height: int | None
    layers: Layers
    tells_place: bool
    is_picture: bool


Outcome: TypeAlias = AsKnown | Learnt | LearntMedia | Unread


def learn(lessons: Sequence[Lesson], root: Path, config: Config | None) -> tuple[Outcome, ...]:
    """What each file below `root` says, in the order of the lessons."""
    says = entries.reader(config)
    return tuple(_learn(one, root, config, says) for one in lessons)


def pack(known: facts.Facts) -> bytes:
    """Facts as they are kept."""
    return pickle.dumps(known, 5)


def _learn(lesson: Lesson, root: Path, config: Config | None, says: Says) -> Outcome:
    path = lesson.path
    in_media = path.startswith(MEDIA)
    raw = files.content(documents.room(root), path, None if in_media else files.LARGEST)
    if isinstance(raw, Refused):
        return Unread(path, raw.problems, ())
    digest = files.digest(raw)
    if digest == lesson.known:
        return AsKnown(path, digest)
    if in_media:
        media = images.measure(root, path)
        about = (media.width, media.height, media.layers, media.tells_place)
        return LearntMedia(path, digest, *about, images.is_picture(media))
    return _document(path, digest, raw, root, config, says)


def _document(
    path: str, digest: str, raw: bytes, root: Path, config: Config | None, says: Says
) -> Learnt | Unread:
    document = documents.document(root, path, raw)
    entry = Unread(path, document.problems, ()) if isinstance(document, Refused) else says(document)
    if isinstance(entry, Unread):
        return entry
    known = facts.of(entry, config)
    html = entry.prose.html
    drawing = sketch.of(entry)
    drawn = sketch.pack(drawing) if drawing else b""
    bare = replace(entry, prose=replace(entry.prose, html=""))
    return Learnt(
        path,
        digest,
        known.id,
        known.kind,
        pack(known),
        known.card,
        known.notice,
        pickle.dumps(bare, 5),
        html,
        drawn,
    )
