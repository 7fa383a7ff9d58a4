"""Recall: every document's entry, read only where what is known of it may not be so any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.engine.store import Remembered
from broadsheet.engine.workers import chunks
from broadsheet.read import entries, files
from broadsheet.read.entries import Errand
from broadsheet.read.unread import Unread

if TYPE_CHECKING:
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.store import Store
    from broadsheet.engine.watch import Watch
    from broadsheet.engine.workers import Workers
    from broadsheet.model import Entry
    from broadsheet.read.entries import Answer
    from broadsheet.read.files import Found

COARSEST = 2_000_000_000
"""Nanoseconds. A disk's clock may be that coarse: a file touched so shortly before we looked may have been
touched again after, and have the same stamp."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the documents say. The entries' prose is without its HTML, which is in the store.

    `html` are the digests of that HTML, by document.
    """

    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...]
    html: dict[str, str]


def recall(
    found: tuple[Found, ...], root: Path, config: Config | None, store: Store, hands: Workers, watch: Watch
) -> Recalled:
    """The entry of every document found, in their order; what had to be read is put into the store."""
    reading = _reading(config)
    rows = dict(store.documents())
    known = {path: one for path, one in rows.items() if one.reading == reading}
    certain = {
        one.path: known[one.path]
        for one in found
        if one.path in known and _is_certain(one, known[one.path], store.since)
    }
    doubtful = [one for one in found if one.path not in certain]
    errands = [Errand(one.path, known[one.path].digest if one.path in known else "") for one in doubtful]
    runs = list(chunks(errands))
    results = hands.map(partial(entries.read, root=root, config=config), runs)
    outcomes: dict[str, Remembered | Unread] = dict(certain)
    step = 0
    for answers in watch.steps(results, "reading", len(runs)):
        fresh = {
            one.path: _outcome(one, answer, known, reading, store)
            for one, answer in zip(doubtful[step : step + len(answers)], answers, strict=True)
        }
        store.put_documents((path, one) for path, one in fresh.items() if isinstance(one, Remembered))
        outcomes.update(fresh)
        step += len(answers)
    store.forget_documents(path for path in rows if path not in outcomes)
    ordered = [outcomes[one.path] for one in found]
    return Recalled(
        tuple(one.entry for one in ordered if isinstance(one, Remembered)),
        tuple(one for one in ordered if isinstance(one, Unread)),
        {path: one.html for path, one in outcomes.items() if isinstance(one, Remembered)},
    )


def _outcome(
    found: Found, answer: Answer, known: dict[str, Remembered], reading: str, store: Store
) -> Remembered | Unread:
    """What an answer makes known of a document; its HTML goes into the store at once."""
    if answer.entry is None:
        return replace(known[found.path], stamp=found.stamp)
    if isinstance(answer.entry, Unread):
        return answer.entry
    html = answer.entry.prose.html
    store.put_html([(found.path, html)])
    entry = replace(answer.entry, prose=replace(answer.entry.prose, html=""))
    return Remembered(found.stamp, answer.digest, reading, entry, files.digest(html.encode()))


def _is_certain(found: Found, known: Remembered, since: int) -> bool:
    """Whether a file needn't be read: its stamp is as it was, and old enough to mean something."""
    written, touched, _ = found.stamp
    return found.stamp == known.stamp and max(written, touched) < since - COARSEST


def _reading(config: Config | None) -> str:
    """Stands for all of the configuration that reading a document uses."""
    if config is None:
        return ""
    used = (
        str(config.timezone), config.language, config.similar.excerpt_words, sorted(config.sections),
        sorted(config.authors), sorted(config.editions),
        sorted((one.slug, one.language) for one in config.sources.values()),
    )  # fmt: skip
    return files.digest(repr(used).encode())
