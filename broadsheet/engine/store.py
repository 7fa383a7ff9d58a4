"""Store: what earlier builds found out, kept beside `content/`. Losing it costs time and nothing else.

Everything is keyed by value: an entry by the bytes of its document and what of the configuration was used
to read them, a page by what it shows. Each row carries a checksum, because a store may come back from a
cache half written; one row that doesn't add up, and the whole store counts as empty.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from broadsheet.model import Entry

FILE = "store.sqlite3"
_TABLES = """
    CREATE TABLE IF NOT EXISTS about (path TEXT PRIMARY KEY, value BLOB, sum BLOB);
    CREATE TABLE IF NOT EXISTS documents (path TEXT PRIMARY KEY, value BLOB, sum BLOB) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS prose (path TEXT PRIMARY KEY, value BLOB, sum BLOB);
    CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY, value BLOB, sum BLOB) WITHOUT ROWID;
"""


class Damaged(Exception):  # noqa: N818 - a state of the store, not an error of ours
    """The store cannot be trusted."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a document: its stamp on this disk, its digest, how it was read, and its entry.

    The entry's prose is without its HTML, whose digest is `html`.
    """

    stamp: tuple[int, int, int]
    digest: str
    reading: str
    entry: Entry
    html: str


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of a page: the digests of its named parts, and of the bytes they made."""

    parts: Mapping[str, str]
    digest: str


class Store:
    """A SQLite file, one transaction a build. `stamp` says which builds may share one."""

    def __init__(self, file: Path | None, stamp: str, word: str = "") -> None:
        """Open a store, or one in memory; raises Damaged where it can't be read or isn't of this `stamp`.

        `word` is what a person should know of it.
        """
        self.word = word
        with _whole():
            self._database = sqlite3.connect(file or ":memory:", isolation_level=None)
            self._database.execute("PRAGMA synchronous = OFF")  # what a power cut breaks, the sums find
            self._database.executescript(_TABLES)
            self._database.execute("BEGIN IMMEDIATE")
        found = {name: value.decode() for name, value in self._rows("SELECT path, value, sum FROM about")}
        if found.get("stamp", stamp) != stamp:
            self.close()
            raise Damaged("another version of broadsheet or Python has written it")
        self._put("about", [("stamp", stamp.encode())])
        self.since = int(found.get("since", "0"))

    def documents(self) -> Iterator[tuple[str, Remembered]]:
        """Everything known of documents, by path."""
        for path, value in self._rows("SELECT path, value, sum FROM documents"):
            known = pickle.loads(value)  # noqa: S301 - our own file, and its sum is right
            yield path, known

    def pages(self) -> Iterator[tuple[str, Made]]:
        """Everything known of pages, by path."""
        for path, value in self._rows("SELECT path, value, sum FROM pages"):
            known = pickle.loads(value)  # noqa: S301 - as above
            yield path, known

    def html(self, path: str) -> str:
        """The HTML of a document's body."""
        rows = self._rows("SELECT path, value, sum FROM prose WHERE path = ?", path)
        for _, value in rows:
            return value.decode()
        raise Damaged(f"it lacks the text of {path}")

    def put_documents(self, known: Iterable[tuple[str, Remembered]]) -> None:
        """Remember documents, in place of what was known of them."""
        self._put("documents", ((path, pickle.dumps(one, 5)) for path, one in known))

    def put_html(self, html: Iterable[tuple[str, str]]) -> None:
        """Remember the HTML of bodies."""
        self._put("prose", ((path, one.encode()) for path, one in html))

    def put_pages(self, known: Iterable[tuple[str, Made]]) -> None:
        """Remember pages."""
        self._put("pages", ((path, pickle.dumps(one, 5)) for path, one in known))

    def forget_documents(self, paths: Iterable[str]) -> None:
        """Forget documents, with their bodies."""
        gone = [(path,) for path in paths]
        with _whole():
            self._database.executemany("DELETE FROM documents WHERE path = ?", gone)
            self._database.executemany("DELETE FROM prose WHERE path = ?", gone)

    def forget_pages(self, paths: Iterable[str]) -> None:
        """Forget pages."""
        with _whole():
            self._database.executemany("DELETE FROM pages WHERE path = ?", [(path,) for path in paths])

    def commit(self, since: int) -> None:
        """Make all that was put and forgotten last.

        `since` is when the build began to look at files (nanoseconds since 1970): what has been touched later
        may have changed unseen.
        """
        with _whole():
            self._put("about", [("since", str(since).encode())])
            self._database.execute("COMMIT")

    def close(self) -> None:
        """Close the file; what wasn't committed is gone."""
        self._database.close()

    def _rows(self, query: str, *values: str) -> Iterator[tuple[str, bytes]]:
        with _whole():
            for path, value, total in self._database.execute(query, values):
                if _sum(path, value) != total:
                    raise Damaged("its sums are not right")
                yield path, value

    def _put(self, table: str, rows: Iterable[tuple[str, bytes]]) -> None:
        query = f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)"  # noqa: S608 - a name of our own
        with _whole():
            self._database.executemany(query, ((path, value, _sum(path, value)) for path, value in rows))


def tries(folder: Path, stamp: str, clean: bool) -> Iterator[Store]:
    """Stores to build with, each for when the one before proves damaged on the way.

    First the one in `folder`, unless it is to be left out by `clean`; then a new one in its place; last one
    in memory, for where the disk lets none be written.
    """
    file, word = folder / FILE, ""
    if not clean:
        try:
            yield Store(file, stamp)
        except Damaged as damage:
            word = f"{file} counts as empty: {damage}"
    with suppress(OSError, Damaged):
        for old in (FILE, f"{FILE}-journal"):
            (folder / old).unlink(missing_ok=True)
        yield Store(file, stamp, word)
    yield Store(None, stamp, word)


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Damaged(f"SQLite says {error}") from error


def _sum(path: object, value: object) -> bytes:
    if not isinstance(path, str) or not isinstance(value, bytes):
        raise Damaged("it holds something else")
    return hashlib.blake2b(value, key=path.encode()[-64:], digest_size=8).digest()
