"""Recall: what the files say, read only where what is known of them may not be so any more.

A folder is passed over whole when all its files have the stamps they had. A file is read when its stamp is
another one, and understood anew when its bytes are. What is learnt of documents goes into the store at once;
`unfiled` there lists what differs from what has been published.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.engine import folders, learn
from broadsheet.engine.learn import AsKnown, Learnt, LearntMedia, Lesson
from broadsheet.engine.workers import CHUNK, chunks
from broadsheet.read import documents
from broadsheet.read.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.folders import KnownFolder, Seen
    from broadsheet.engine.store import Store
    from broadsheet.engine.watch import Watch
    from broadsheet.engine.workers import Hands
    from broadsheet.problems import Problem
    from broadsheet.read.files import Stamp

COARSEST = 2_000_000_000
"""Nanoseconds. A disk's clock may be that coarse: a file touched so shortly before we looked may have been
touched again after, and have the same stamp."""
EASIER = 50
"""A file whose bytes turn out to be known (all are, in a fresh clone) takes 20 microseconds; a document to
understand takes a millisecond."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What could not be understood: documents with problems of their own, what is there and unread, and
    why.
    """

    unread: tuple[Unread, ...]
    unseen: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """What is wrong with folders and with documents."""
        return (*self.problems, *(problem for one in self.unread for problem in one.problems))


def recall(
    root: Path, config: Config | None, store: Store, since: int, hands: Hands, watch: Watch
) -> Recalled:
    """Bring what the store knows of the files below `root` up to date.

    `since` is when this build began to look, in nanoseconds since 1970.
    """
    before = int(store.get("since") or b"0") - COARSEST
    is_understood = _is_understood(config, store)
    known = folders.known(store)
    top = documents.top(root)
    seen = folders.look(root, top.folders, known if is_understood else {}, hands)
    changed = [one for one in seen if one.folder is not None or known[one.path].newest >= before]
    now = {one.path: folders.stamps(store, one) for one in changed}
    was = {path: folders.known_files(store, path) for path in now}
    if not is_understood:
        was = {path: {} if not path.startswith(documents.MEDIA) else had for path, had in was.items()}
    lessons = [
        Lesson(folder + name, had.digest if had else "")
        for folder, stamps in now.items()
        for name, stamp in stamps.items()
        if (had := was[folder].get(name)) is None or had.stamp != stamp or max(stamp[1:3]) >= before
    ]
    digests: dict[str, str] = {}
    unread: list[Unread] = []
    for outcome in _learn(lessons, root, config, store, hands, watch):
        if isinstance(outcome, Unread):
            unread.append(outcome)
        else:
            digests[outcome.path] = outcome.digest
    _forget(store, known, seen, now, unread)
    for one in changed:
        folders.remember(store, one, now[one.path], was[one.path], digests, {bad.path for bad in unread})
    store.put("reading", _reading(config))
    store.put("since", str(since).encode())
    return Recalled(
        tuple(unread),
        (*top.unread, *(path for one in changed for path in (one.folder.unread if one.folder else ()))),
        (
            *top.problems,
            *(problem for one in changed for problem in (one.folder.problems if one.folder else ())),
        ),
    )


def _learn(
    lessons: Sequence[Lesson], root: Path, config: Config | None, store: Store, hands: Hands, watch: Watch
) -> Iterator[AsKnown | Learnt | LearntMedia | Unread]:
    """What the files say; what is new is in the store when it is given out."""
    new = [one for one in lessons if not one.known]
    known = [one for one in lessons if one.known]
    runs = [*chunks(new), *chunks(known, CHUNK * EASIER)]
    count = len(new) + len(known) // EASIER
    results = hands.map(partial(learn.learn, root=root, config=config), runs, count)
    for outcomes in watch.steps(results, "reading", len(runs)):
        learnt = [one for one in outcomes if isinstance(one, Learnt)]
        if learnt:
            _unfile(store, [one.path for one in learnt])
            store.run_many(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((one.path, one.id, one.kind, one.facts, one.card, one.notice, one.entry) for one in learnt),
            )
            store.run_many(
                "INSERT OR REPLACE INTO prose VALUES (?, ?)", ((one.path, one.html) for one in learnt)
            )
            store.run_many(
                "INSERT OR REPLACE INTO sketches VALUES (?, ?)",
                ((one.path, one.sketch) for one in learnt if one.sketch),
            )
        media = [one for one in outcomes if isinstance(one, LearntMedia)]
        if media:
            _unfile(store, [one.path for one in media])
            store.run_many(
                "INSERT OR REPLACE INTO media VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (one.path, one.width, one.height, one.layers, one.tells_place, one.is_picture, one.digest)
                    for one in media
                ),
            )
        yield from outcomes


def _unfile(store: Store, paths: Iterable[str]) -> None:
    """Note that documents will differ from what was published, and what was published of them."""
    store.run_many(
        "INSERT OR IGNORE INTO unfiled SELECT ?1, (SELECT facts FROM documents WHERE path = ?1)",
        ((path,) for path in paths),
    )


def _forget(
    store: Store,
    known: Mapping[str, KnownFolder],
    seen: Sequence[Seen],
    now: Mapping[str, Mapping[str, Stamp]],
    unread: Sequence[Unread],
) -> None:
    """Forget the documents that are gone, and those that can't be understood any more."""
    gone = [(path, known_path) for known_path in known.keys() - {one.path for one in seen}
            for path in folders.known_files(store, known_path)]  # fmt: skip
    paths = [folder + name for name, folder in gone]
    for folder, stamps in now.items():
        paths += [folder + name for name in folders.known_files(store, folder) if name not in stamps]
    paths += [one.path for one in unread]
    if paths:
        _unfile(store, [path for path in paths if _is_known(store, path)])
        for table in ("documents", "prose", "sketches", "media"):
            store.run_many(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in paths))  # noqa: S608 - one of the four names above
    folders.forget(store, known.keys() - {one.path for one in seen})


def _is_known(store: Store, path: str) -> bool:
    query = "SELECT 1 FROM documents WHERE path = ?1 UNION ALL SELECT 1 FROM media WHERE path = ?1"
    return store.row(query, (path,)) is not None


def _is_understood(config: Config | None, store: Store) -> bool:
    """Whether reading what was read before would make the same of it.

    It would when the settings that reading uses are the same, and whatever documents may name is still there.
    """
    if config is None:
        return bool(store.get("reading"))
    fixed, names = _used(config)
    known = store.get("reading")
    if not known:
        return False
    known_fixed, known_names = marshal.loads(known)  # noqa: S302 - our own file, and its sums are right
    return fixed == known_fixed and set(known_names) <= set(names)


def _reading(config: Config | None) -> bytes:
    return marshal.dumps(_used(config)) if config else b""


def _used(config: Config) -> tuple[tuple[str, str, int], list[str]]:
    """All of the configuration that reading a document uses: settings, and what a document may name."""
    names = [
        f"{kind}/{slug}" for kind in ("sections", "authors", "editions") for slug in getattr(config, kind)
    ]
    names += [f"sources/{one.slug}/{one.language}" for one in config.sources.values()]
    return (str(config.timezone), config.language, config.similar.excerpt_words), names
