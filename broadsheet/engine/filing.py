"""Filing: what has been learnt of documents brought into the newsroom, and what that touches.

The only place that changes the newsroom's tables. It may be undone as a whole, until what was planned from
it has been published.
"""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from broadsheet.engine.learn import pack
from broadsheet.plan import calendar, facts, lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.store import Store
    from broadsheet.model import Entry
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.touched import Touched

BATCH = 500
"""Documents: what is filed at once, so that a hundred thousand need not be in memory."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment of a build in microseconds since 1970, and whether drafts are to be seen."""

    now: int
    drafts: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A document that differs from what was published: as it was and as it is, None where it was or is not
    there.
    """

    path: str
    old: Facts | None
    new: Facts | None


class Filing:
    """Files changes into the newsroom of a store."""

    def __init__(self, store: Store, archive: Archive, clock: Clock) -> None:
        self._store = store
        self._archive = archive
        self._clock = clock
        was = store.get("clock")
        self._was = Clock(*pickle.loads(was)) if was else None  # noqa: S301 - our own file, and its sums are right

    def changes(self, config: Config) -> Iterator[Sequence[Change]]:
        """Every document that differs from what was published: by itself, by its lists, or by the clock
        alone.
        """
        self._refile(config)
        crossing = self._crossing()
        self._store.run(f"INSERT OR IGNORE INTO unfiled SELECT path, NULL FROM filed WHERE {crossing}")  # noqa: S608 - numbers and our own words
        yield from self.changed()

    def changed(self) -> Iterator[Sequence[Change]]:
        """The same once more."""
        query = (
            "SELECT unfiled.path, unfiled.facts, documents.facts, filed.path FROM unfiled "
            "LEFT JOIN documents ON documents.path = unfiled.path "
            "LEFT JOIN filed ON filed.path = unfiled.path"
        )
        batch: list[Change] = []
        for path, old, new, is_filed in self._store.stream(query):
            now = _unpacked(new)
            # Where only the clock has moved nothing is kept of how the document was, for it is as it was.
            batch.append(Change(cast("str", path), now if old is None and is_filed else _unpacked(old), now))
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def file(self, changes: Sequence[Change], touched: Touched) -> frozenset[str]:
        """Bring changes into the newsroom, and add to `touched` what they touch. The paths of what is out."""
        was = {one.path: one.old for one in changes if one.old and self._was_out(one.path)}
        is_out = {one.path: one.new for one in changes if one.new and self._is_out(one.new)}
        for one in changes:
            touched.add(was.get(one.path), is_out.get(one.path))
        self._take_out(was.values())
        self._put_in(is_out.values())
        self._name(changes)
        self._note(changes)
        return frozenset(is_out)

    def settle(self, touched: Touched) -> None:
        """Give the tags that have been touched the spelling of their oldest article."""
        names = touched.lists if not touched.everything else self._archive.lists("tag")
        for name in [one for one in names if one.startswith("tag/")]:
            oldest = self._archive.oldest(name)
            if oldest is None:
                continue
            title = dict(self._archive.facts(oldest.path).tags)[name.removeprefix("tag/")]
            changed = self._store.run(
                "UPDATE lists SET title = ?2 WHERE list = ?1 AND title IS NOT ?2", (name, title)
            )
            if changed and name in touched.lists:
                touched.lists[name].whole = True

    def date(self, touched: Touched, page_size: int) -> None:
        """Note of the lists that have been touched when anything on their front was last changed."""
        names = (
            [name for (name,) in self._store.rows("SELECT list FROM lists")]
            if touched.everything
            else sorted(touched.lists)
        )
        query = (
            "UPDATE lists SET revised = (SELECT MAX(revised) FROM filed WHERE path IN ("
            "SELECT path FROM members WHERE list = ?1 ORDER BY at DESC, id DESC LIMIT ?2)) WHERE list = ?1"
        )
        sizes = ((cast("str", name), self._archive.size(cast("str", name))) for name in names)
        self._store.run_many(query, ((name, lists.on_front(size, page_size)) for name, size in sizes))

    def done(self) -> None:
        """What has been filed is published."""
        self._store.run("DELETE FROM unfiled")
        self._store.put("clock", pickle.dumps((self._clock.now, self._clock.drafts), 5))

    def _refile(self, config: Config) -> None:
        """Make facts anew where the configuration puts documents into other lists."""
        editions = sorted((one.slug, one.sections) for one in config.editions.values())
        newsletters = sorted((one.slug, one.sections, one.tags) for one in config.newsletters.values())
        filing = repr((editions, newsletters)).encode()
        if self._store.get("lists") not in (filing, b""):
            query = "SELECT path, facts, entry FROM documents WHERE kind = 'article'"
            for path, old, entry in self._store.rows(query):
                made = facts.of(cast("Entry", pickle.loads(cast("bytes", entry))), config)  # noqa: S301 - as above
                if (packed := pack(made)) != old:
                    self._store.run("INSERT OR IGNORE INTO unfiled VALUES (?, ?)", (path, old))
                    self._store.run("UPDATE documents SET facts = ? WHERE path = ?", (packed, path))
        self._store.put("lists", filing)

    def _crossing(self) -> str:
        """Which documents the clock, or the wish to see drafts, has let out or taken in."""
        if self._was is None:
            return "0"
        early, late = sorted((self._was.now, self._clock.now))
        crossed = f"(comes > {early} AND comes <= {late}) OR (goes > {early} AND goes <= {late})"
        return crossed if self._was.drafts == self._clock.drafts else f"{crossed} OR draft"

    def _was_out(self, path: str) -> bool:
        return self._store.row("SELECT 1 FROM filed WHERE path = ? AND is_out", (path,)) is not None

    def _is_out(self, one: Facts) -> bool:
        return calendar.held(one.times, self._clock.now, self._clock.drafts) is None

    def _take_out(self, gone: Iterable[Facts]) -> None:
        gone = list(gone)
        self._store.run_many(
            "DELETE FROM members WHERE list = ? AND at = ? AND id = ? AND path = ?",
            ((name, *one.key_in(name), one.path) for one in gone for name in one.lists),
        )
        self._count(gone, -1)
        self._store.run_many(
            "DELETE FROM filings WHERE article = ? AND at = ? AND id = ? AND path = ?",
            ((article, *one.key, one.path) for one in gone for article in one.filed_for),
        )
        self._store.run_many("DELETE FROM uses WHERE picture = ? AND how = ? AND document = ?", _uses(gone))

    def _put_in(self, come: Iterable[Facts]) -> None:
        come = list(come)
        self._store.run_many(
            "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?)",
            sorted((name, *one.key_in(name), one.path) for one in come for name in one.lists),
        )
        self._count(come, 1)
        self._store.run_many(
            "INSERT OR REPLACE INTO filings VALUES (?, ?, ?, ?)",
            ((article, *one.key, one.path) for one in come for article in one.filed_for),
        )
        self._store.run_many("INSERT OR REPLACE INTO uses VALUES (?, ?, ?)", _uses(come))

    def _count(self, some: Sequence[Facts], each: int) -> None:
        counted = Counter(name for one in some for name in one.lists)
        self._store.run_many(
            "INSERT INTO lists VALUES (?1, ?2, '', NULL) ON CONFLICT (list) DO UPDATE SET size = size + ?2",
            ((name, each * number) for name, number in counted.items()),
        )
        if each < 0:
            self._store.run_many(
                "DELETE FROM lists WHERE list = ? AND size = 0", ((name,) for name in counted)
            )

    def _name(self, changes: Sequence[Change]) -> None:
        """Note what each document names, whether it is out or not."""
        self._store.run_many(
            "DELETE FROM names WHERE name = ? AND path = ?",
            ((name, one.path) for one in changes if one.old for name in _names(one.old)),
        )
        self._store.run_many(
            "INSERT OR REPLACE INTO names VALUES (?, ?)",
            ((name, one.path) for one in changes if one.new for name in _names(one.new)),
        )

    def _note(self, changes: Sequence[Change]) -> None:
        """Note when documents come and go, and whether they are out."""
        rows = []
        for one in changes:
            if one.new is not None:
                come = calendar.span(one.new.times)
                rows.append(
                    (one.path, one.new.kind, *one.new.key, one.new.times.draft, *come, self._is_out(one.new),
                     max(one.new.at, one.new.revised))
                )  # fmt: skip
        self._store.run_many("INSERT OR REPLACE INTO filed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._store.run_many(
            "DELETE FROM filed WHERE path = ?", ((one.path,) for one in changes if one.new is None)
        )


def _uses(some: Iterable[Facts]) -> Iterator[tuple[str, str, str]]:
    return ((use.path, use.how, one.path) for one in some for use in one.pictures)


def _names(one: Facts) -> set[str]:
    names = {named.name for named in one.names if named.name}
    named = (("story", one.story), ("original", one.original))
    return names | {f"{kind}:{name}" for kind, name in named if name}


def _unpacked(packed: object) -> Facts | None:
    return cast("Facts", pickle.loads(packed)) if isinstance(packed, bytes) else None  # noqa: S301 - as above
