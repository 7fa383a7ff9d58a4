"""Store: what earlier builds found out, kept beside `content/`. Losing it costs time, and the lines of
`redirects.yaml` that nobody has committed.

One SQLite file, one transaction a build. Everything in it is keyed by value. `store.sums` beside it says by
which version of broadsheet and Python it was written and what its blocks should add up to: where that isn't
so, the store counts as empty.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from broadsheet.engine import sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.engine.sums import Sums

FILE = "store.sqlite3"
SUMS = "store.sums"
_OLD = (SUMS, FILE, f"{FILE}-journal", f"{FILE}-wal", f"{FILE}-shm")
_TABLES = """
    -- what is known of files, whether or not it has been published
    CREATE TABLE about (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
    CREATE TABLE folders (path TEXT PRIMARY KEY, digest BLOB, newest INTEGER, size INTEGER, stamps BLOB);
    CREATE TABLE documents (path TEXT PRIMARY KEY, id TEXT, kind TEXT, facts BLOB, card BLOB, notice BLOB,
                            entry BLOB);
    CREATE INDEX documents_by_id ON documents (id);
    CREATE TABLE prose (path TEXT PRIMARY KEY, html TEXT);
    CREATE TABLE sketches (path TEXT PRIMARY KEY, sketch BLOB);
    CREATE TABLE media (path TEXT PRIMARY KEY, width INTEGER, height INTEGER, layers TEXT,
                        tells_place INTEGER, is_picture INTEGER, digest TEXT) WITHOUT ROWID;
    CREATE TABLE unfiled (path TEXT PRIMARY KEY, facts BLOB) WITHOUT ROWID;
    -- the newsroom as it was published
    CREATE TABLE filed (path TEXT PRIMARY KEY, kind TEXT, at INTEGER, id TEXT, draft INTEGER, comes INTEGER,
                        goes INTEGER, is_out INTEGER, revised INTEGER);
    CREATE INDEX filed_by_coming ON filed (comes);
    CREATE INDEX filed_by_going ON filed (goes) WHERE goes < 4611686018427387904;
    CREATE INDEX filed_waiting ON filed (path) WHERE NOT is_out;
    CREATE TABLE members (list TEXT, at INTEGER, id TEXT, path TEXT, PRIMARY KEY (list, at, id))
        WITHOUT ROWID;
    CREATE TABLE lists (list TEXT PRIMARY KEY, size INTEGER, title TEXT, revised INTEGER) WITHOUT ROWID;
    CREATE TABLE names (name TEXT, path TEXT, PRIMARY KEY (name, path)) WITHOUT ROWID;
    CREATE TABLE uses (picture TEXT, how TEXT, document TEXT, PRIMARY KEY (picture, how, document))
        WITHOUT ROWID;
    CREATE TABLE filings (article TEXT, at INTEGER, id TEXT, path TEXT, PRIMARY KEY (article, at, id))
        WITHOUT ROWID;
    CREATE TABLE addresses (key TEXT PRIMARY KEY, path TEXT, unit TEXT, origin BLOB) WITHOUT ROWID;
    CREATE INDEX addresses_by_unit ON addresses (unit);
    CREATE TABLE shelf (kind TEXT, at INTEGER, id TEXT, path TEXT, story TEXT, picks INTEGER, sketch BLOB,
                        PRIMARY KEY (kind, at, id, path)) WITHOUT ROWID;
    CREATE INDEX shelf_by_path ON shelf (path);
    CREATE INDEX shelf_by_story ON shelf (story) WHERE story IS NOT NULL;
    CREATE TABLE told (story TEXT, at INTEGER, id TEXT PRIMARY KEY, path TEXT, kind TEXT, founds INTEGER)
        WITHOUT ROWID;
    CREATE INDEX told_by_story ON told (story);
    CREATE INDEX told_by_path ON told (path);
    CREATE TABLE similar (article TEXT PRIMARY KEY, found BLOB) WITHOUT ROWID;
    CREATE TABLE similar_links (link TEXT, article TEXT, PRIMARY KEY (link, article)) WITHOUT ROWID;
    CREATE INDEX similar_links_by_article ON similar_links (article);
    CREATE TABLE slips (path TEXT PRIMARY KEY, month TEXT, address TEXT, digest BLOB) WITHOUT ROWID;
    CREATE INDEX slips_by_month ON slips (month, address);
    -- where else than at its page a document can be asked for, and what redirects.yaml says; where what has
    -- been published stood, until that file says where the address leads; where lists went that became empty
    CREATE TABLE ways (path TEXT, target TEXT, unit TEXT, PRIMARY KEY (path, unit)) WITHOUT ROWID;
    CREATE INDEX ways_by_unit ON ways (unit);
    CREATE TABLE stood (path TEXT PRIMARY KEY, name TEXT, is_pending INTEGER) WITHOUT ROWID;
    CREATE INDEX stood_by_name ON stood (name);
    CREATE INDEX stood_pending ON stood (name) WHERE is_pending;
    CREATE TABLE heirs (list TEXT PRIMARY KEY, heir TEXT) WITHOUT ROWID;
    -- what was made of it
    CREATE TABLE volumes (name TEXT PRIMARY KEY, digest BLOB, is_behind INTEGER) WITHOUT ROWID;
    CREATE TABLE made (path TEXT PRIMARY KEY, parts BLOB, digest TEXT, size INTEGER, keys TEXT) WITHOUT ROWID;
    CREATE TABLE variants (path TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;
"""


class Damaged(Exception):  # noqa: N818 - a state of the store, not an error of ours
    """The store cannot be trusted."""


class Store:
    """The store, open for one build. Without a folder it is in memory and forgets everything at its end.

    `word` is what a person should know of it. `is_new` when it knows nothing yet.
    """

    def __init__(self, folder: Path | None, writer: str, word: str = "") -> None:
        """Open the store in `folder`; raises Damaged where it can't be read or isn't by this `writer`."""
        self.word = word
        self._folder, self._writer = folder, writer
        self._sums = _trusted(folder, writer) if folder else None
        self.is_new = self._sums is None
        with _whole():
            self._database = sqlite3.connect(folder / FILE if folder else ":memory:", isolation_level=None)
            self._set_up()
            self._database.execute("BEGIN IMMEDIATE")

    def _set_up(self) -> None:
        for setting in ("synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536",
                        "temp_store = MEMORY"):  # fmt: skip
            self._database.execute(f"PRAGMA {setting}")
        if self.is_new:
            # A sketch and a document's facts are a little longer than fits well into pages of 4,096 bytes:
            # with these, 10,000 articles take 254 MB in place of 319.
            self._database.execute("PRAGMA page_size = 8192")
            # What a killed first build leaves has no sums, and so counts for nothing: no journal need
            # outlive it.
            self._database.execute("PRAGMA journal_mode = MEMORY")
            self._database.executescript(_TABLES)
        # Otherwise SQLite keeps its log (WAL), which says which blocks must be summed anew.
        self._database.execute("PRAGMA wal_autocheckpoint = 0")

    # Each is asked a hundred thousand times in a first build, where a context manager would be half of it.

    def run(self, query: str, values: Sequence[object] = ()) -> int:
        """Change something; the number of rows that it changed."""
        try:
            return self._database.execute(query, values).rowcount
        except sqlite3.Error as error:
            raise _damaged(error) from error

    def run_many(self, query: str, rows: Iterable[Sequence[object]]) -> int:
        """Change something once for each of the rows."""
        try:
            return self._database.executemany(query, rows).rowcount
        except sqlite3.Error as error:
            raise _damaged(error) from error

    def row(self, query: str, values: Sequence[object] = ()) -> tuple[object, ...] | None:
        """The first row that answers a question."""
        try:
            found: tuple[object, ...] | None = self._database.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise _damaged(error) from error
        return found

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows that answer a question."""
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise _damaged(error) from error

    def stream(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """The rows that answer a question, as they are asked for: not all of them are in memory at once."""
        try:
            yield from self._database.execute(query, values)
        except sqlite3.Error as error:
            raise _damaged(error) from error

    def get(self, key: str) -> bytes:
        """What is known under a key; empty where nothing is."""
        row = self.row("SELECT value FROM about WHERE key = ?", (key,))
        return row[0] if row and isinstance(row[0], bytes) else b""

    def put(self, key: str, value: bytes) -> None:
        """Know something under a key."""
        self.run("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def mark(self) -> None:
        """Remember how things stand, for `back_to_mark`."""
        self.run("SAVEPOINT mark")

    def back_to_mark(self) -> None:
        """Undo what has been changed since `mark`."""
        self.run("ROLLBACK TO mark")

    def commit(self) -> None:
        """Make all changes last."""
        with _whole():
            self._database.execute("COMMIT")
            changed = set() if self.is_new or self._folder is None else self._written(self._folder)
            if self.is_new and self._folder is not None:
                self._database.execute("PRAGMA journal_mode = WAL")
            self._database.close()  # which brings the log into the file
        if self._folder is not None and (self.is_new or changed):
            with suppress(OSError):  # without its sums it counts as empty, and that costs time only
                sums.write(self._folder / SUMS, self._folder / FILE, self._writer, self._sums, changed)

    def close(self) -> None:
        """Close the file; what wasn't committed is gone."""
        with suppress(sqlite3.Error):
            self._database.close()

    def _written(self, folder: Path) -> set[int]:
        """The blocks of the file that this transaction writes, by the page numbers in SQLite's log.

        The log's format: sqlite.org/fileformat2.html, section 4. A frame is a header of 24 bytes, of which
        the first four are the page's number, and the page.
        """
        page = int.from_bytes(_slice(folder / f"{FILE}-wal", 8, 4), "big")
        found: set[int] = set()
        if not page:
            return found
        with (folder / f"{FILE}-wal").open("rb") as log:
            log.seek(32)
            while len(header := log.read(24)) == 24:
                number: int = struct.unpack(">I", header[:4])[0]
                found.add((number - 1) * page // sums.BLOCK)
                log.seek(page, 1)
        return found


def tries(folder: Path, writer: str, clean: bool) -> Iterator[Store]:
    """Stores to build with, each for when the one before proves damaged on the way.

    First the one in `folder`, unless it is to be left out by `clean`; then a new one in its place; last one
    in memory, for where the disk lets none be written.
    """
    word = ""
    if not clean and (folder / SUMS).exists():
        try:
            yield Store(folder, writer)
        except Damaged as damage:
            word = f"{folder / FILE} counts as empty: {damage}"
    elif not clean and (folder / FILE).exists():
        word = f"{folder / FILE} counts as empty: it was left half written"
    with suppress(OSError, Damaged):
        for old in _OLD:
            (folder / old).unlink(missing_ok=True)
        yield Store(folder, writer, word)
    yield Store(None, writer, word)


def _trusted(folder: Path, writer: str) -> Sums | None:
    """The sums of the store that lies there; None where there is none yet."""
    found = sums.read(folder / SUMS)
    if found is None:
        if (folder / SUMS).exists():
            raise Damaged("its sums cannot be read")
        return None
    if found.writer != writer:
        raise Damaged("another version of broadsheet or Python has written it")
    try:
        if not found.fit(folder / FILE):
            raise Damaged("its sums are not right")
    except OSError as error:
        raise Damaged(f"it cannot be read: {error.strerror}") from error
    return found


def _slice(file: Path, start: int, length: int) -> bytes:
    try:
        with file.open("rb") as stream:
            stream.seek(start)
            return stream.read(length)
    except OSError:
        return b""


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _damaged(error) from error


def _damaged(error: sqlite3.Error) -> Damaged:
    return Damaged(f"SQLite says {error}")
