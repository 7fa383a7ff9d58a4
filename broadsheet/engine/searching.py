"""Searching: which volumes of the search index must be made anew, and how one is made.

Pagefind takes 5 ms an article and knows no way to change an index, so a volume costs all its articles. A
changed article waits for a build that is asked for the index; what is made at once is a volume that isn't
there, or one that would still lead to an article that isn't.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import TYPE_CHECKING, NamedTuple, cast

from broadsheet.engine import indexer
from broadsheet.engine.freshness import MISSING, NEW, Verdict
from broadsheet.engine.kept import is_news
from broadsheet.engine.register import Register
from broadsheet.model import Article
from broadsheet.plan import searching, urls
from broadsheet.plan.claims import Claim
from broadsheet.plan.views import Origin
from broadsheet.problems import Problem
from broadsheet.read import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.filing import Change
    from broadsheet.engine.store import Store
    from broadsheet.model import Entry

CHANGED = "articles changed"


class File(NamedTuple):
    """A file of a volume: its path on the site, the digest of its bytes, and where it waits."""

    path: str
    digest: str
    waits: Path

    @property
    def is_entry(self) -> bool:
        """Whether a browser finds the others by this one, so that it must come after them."""
        return self.path.endswith(f"/{indexer.ENTRY}")


class Indexed(NamedTuple):
    """The volumes made in a build and why, their files, the paths that are nobody's any more, and what went
    wrong.
    """

    verdicts: tuple[Verdict, ...]
    files: tuple[File, ...]
    vanished: frozenset[str]
    problems: tuple[Problem, ...]

    @classmethod
    def all(cls, some: Iterable[Indexed]) -> Indexed:
        """What came of several volumes."""
        made = tuple(some)
        return cls(
            tuple(one for each in made for one in each.verdicts),
            tuple(one for each in made for one in each.files),
            frozenset(one for each in made for one in each.vanished),
            tuple(one for each in made for one in each.problems),
        )


class _Row(NamedTuple):
    """What is known of an article that is out: its month, its address, and a digest of what a slip says."""

    month: str
    address: str
    digest: bytes


class _Volume(NamedTuple):
    name: str
    months: tuple[str, ...]
    digest: bytes
    reasons: tuple[str, ...]


class Searching:
    """The index of one build. `behind` are the volumes that don't know of all changes when it ends."""

    def __init__(self, memory: Store, archive: Archive, config: Config) -> None:
        self._memory, self._archive, self._config = memory, archive, config
        self._register = Register(memory)
        self._changed: set[str] = set()
        self._left: set[str] = set()
        self._due: tuple[_Volume, ...] = ()
        self.behind: tuple[str, ...] = ()

    def settle(
        self, changes: Iterable[Sequence[Change]], missing: Iterable[str], is_asked_for: bool
    ) -> tuple[Problem, ...]:
        """Find out which volumes must be made: those that differ, if the build `is_asked_for` the index. A
        problem if any must, and nothing is there to make them.
        """
        if not self._config.search:
            self._forget({})
            return ()
        self._note(changes)
        wanted = searching.volumes(self._archive)
        self._forget(wanted)
        lost = {path.removeprefix(urls.INDEX).partition("/")[0] for path in missing}
        due, behind = [], []
        for name, months in wanted.items():
            volume = self._looked_at(name, months, name in lost)
            if volume is None:
                continue
            if volume.reasons != (CHANGED,) or is_asked_for or not self._left.isdisjoint(months):
                due.append(volume)
            else:
                behind.append(name)
        self._memory.run_many("UPDATE volumes SET is_behind = 1 WHERE name = ?", ((one,) for one in behind))
        self._due, self.behind = tuple(due), tuple(behind)
        return indexer.lacking() if due else ()

    @property
    def volumes(self) -> int:
        """How many volumes must be made."""
        return len(self._due)

    def make(self, waiting: Path) -> Iterator[Indexed]:
        """Make each volume that must be made; its files wait in a folder. Last, what has vanished."""
        for volume in self._due:
            yield self._made(volume, waiting)
        collisions = self._register.settle()
        yield Indexed((), (), self._register.vanished, collisions)

    def _note(self, changes: Iterable[Sequence[Change]]) -> None:
        """Note what there is to index now of all that has changed."""
        paths = {change.path for some in changes for change in some}
        if self._is_other():
            paths.update(self._archive.paths("article"))
        for path in sorted(paths):
            row = self._memory.row("SELECT month, address, digest FROM slips WHERE path = ?", (path,))
            old = _Row(*cast("tuple[str, str, bytes]", row)) if row else None
            new = self._row(path) if self._archive.kind(path) == "article" else None
            if old == new:
                continue
            self._changed.update(one.month for one in (old, new) if one)
            if old and (new is None or new.address != old.address):
                self._left.add(old.month)
            if new:
                self._memory.run("INSERT OR REPLACE INTO slips VALUES (?, ?, ?, ?)", (path, *new))
            else:
                self._memory.run("DELETE FROM slips WHERE path = ?", (path,))

    def _row(self, path: str) -> _Row:
        item = self._article(path)
        said = (item.title, item.standfirst, item.published, item.language, self._section(item))
        told = hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16)
        told.update(self._archive.html(path).encode("utf-8", "surrogatepass"))
        return _Row(f"{item.published:%Y/%m}", urls.article(item), told.digest())

    def _is_other(self) -> bool:
        """Whether what `site.yaml` says on every slip is something else."""
        titles = [(slug, one.title) for slug, one in self._config.sections.items()]
        return is_news(self._memory, "search", (self._config.language, sorted(titles)))

    def _forget(self, wanted: Iterable[str]) -> None:
        """Give up the volumes that are there and not wanted any more."""
        gone = {cast("str", name) for (name,) in self._memory.rows("SELECT name FROM volumes")} - set(wanted)
        for name in sorted(gone):
            self._register.claim(_unit(name), ())
            self._memory.run("DELETE FROM volumes WHERE name = ?", (name,))
        if not wanted and self._memory.get("search"):
            self._memory.run("DELETE FROM slips")
            self._memory.put("search", b"")

    def _looked_at(self, name: str, months: tuple[str, ...], is_lost: bool) -> _Volume | None:
        """A volume with the reasons for which it isn't what it should be; None where it is."""
        row = self._memory.row("SELECT digest, is_behind FROM volumes WHERE name = ?", (name,))
        if row and not (row[1] or is_lost) and self._changed.isdisjoint(months):
            return None
        digest = self._digest(months)
        if row is None:
            reasons: tuple[str, ...] = (NEW,)
        else:
            reasons = (*((CHANGED,) if row[0] != digest else ()), *((MISSING,) if is_lost else ()))
        if not reasons:
            self._memory.run("UPDATE volumes SET is_behind = 0 WHERE name = ?", (name,))
        return _Volume(name, months, digest, reasons) if reasons else None

    def _digest(self, months: Iterable[str]) -> bytes:
        made = hashlib.blake2b(self._config.language.encode(), digest_size=16)
        for month in sorted(months):
            query = "SELECT address, digest FROM slips WHERE month = ? ORDER BY address"
            for address, digest in self._memory.stream(query, (month,)):
                made.update(cast("str", address).encode() + b"\0" + cast("bytes", digest))
        return made.digest()

    def _made(self, volume: _Volume, waiting: Path) -> Indexed:
        from broadsheet.render.slips import slip  # nh3, only where there is something to index

        folder = waiting / f"volume-{volume.name}"
        slips, index = folder / "slips", folder / "index"
        slips.mkdir(parents=True)
        for month in volume.months:
            for path, address in self._memory.rows(
                "SELECT path, address FROM slips WHERE month = ?", (month,)
            ):
                item, html = self._article(cast("str", path)), self._archive.html(cast("str", path))
                # By its name it has its place in the index, and a name of its own whatever comes or goes.
                name = hashlib.blake2b(cast("str", address).encode(), digest_size=16).hexdigest()
                text = slip(item, html, self._section(item), self._config.language)
                (slips / f"{name}.html").write_text(text, encoding="utf-8", errors="replace")
        found = indexer.index(slips, index, self._config.language)
        if isinstance(found, Problem):
            return Indexed((), (), frozenset(), (found,))
        place = urls.volume(volume.name)
        made = tuple(
            File(place + one, files.digest((index / one).read_bytes()), index / one) for one in found
        )
        self._register.claim(_unit(volume.name), (_claim(one.path, volume.name) for one in made))
        self._memory.run("INSERT OR REPLACE INTO volumes VALUES (?, ?, 0)", (volume.name, volume.digest))
        return Indexed((Verdict(place + indexer.ENTRY, volume.reasons),), made, frozenset(), ())

    def _article(self, path: str) -> Article:
        entry: Entry = pickle.loads(self._archive.entry(path))  # noqa: S301 - packed by us, and its sum is right
        assert isinstance(entry.item, Article)  # noqa: S101 - what its facts say, too
        return entry.item

    def _section(self, item: Article) -> str:
        return self._config.sections[item.section].title if item.section else ""


def _unit(name: str) -> str:
    return f"search/{name}"


def _claim(path: str, name: str) -> Claim:
    return Claim(path, _unit(name), Origin("content/site.yaml", 1, 1, "search"))
