"""Archive: the newsroom as it stands in the store. What planning asks, answered by queries."""

from __future__ import annotations

import marshal
import pickle
from typing import TYPE_CHECKING, cast

from broadsheet.engine.store import Damaged
from broadsheet.match.similar import Match
from broadsheet.plan import claims, redirects
from broadsheet.plan.newsroom import Member, Tally
from broadsheet.read.redirects import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from broadsheet.engine.store import Store
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.lists import Key

KEPT = 30_000
"""Cards. Some 15 MB: what is near in time is shown together."""
_OLDER = "(at < ?2 OR (at = ?2 AND id < ?3))"
_NEWER = "(at > ?2 OR (at = ?2 AND id > ?3))"


class Archive:
    """Implements `plan.newsroom.Newsroom`, and what `references.References` asks of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cards: dict[str, bytes] = {}

    def size(self, name: str) -> int:
        row = self._store.row("SELECT size FROM lists WHERE list = ?", (name,))
        return cast("int", row[0]) if row else 0

    def members(self, name: str, start: int, stop: int) -> Sequence[Member]:
        query = "SELECT at, id, path FROM members WHERE list = ? ORDER BY at DESC, id DESC LIMIT ? OFFSET ?"
        return self._members(query, (name, stop - start, start))

    def older_than(self, name: str, key: Key) -> int:
        row = self._store.row(f"SELECT COUNT(*) FROM members WHERE list = ?1 AND {_OLDER}", (name, *key))  # noqa: S608 - our own words
        return cast("int", row[0]) if row else 0

    def beside(self, name: str, key: Key, newer: int, older: int) -> Sequence[Member]:
        # Two steps each: SQLite walks its index only along a simple comparison.
        after = self._members(
            f"SELECT at, id, path FROM members WHERE list = ?1 AND at >= ?2 AND {_NEWER} "  # noqa: S608 - as above
            "ORDER BY at, id LIMIT ?4", (name, *key, newer),
        )  # fmt: skip
        before = self._members(
            f"SELECT at, id, path FROM members WHERE list = ?1 AND at <= ?2 AND {_OLDER} "  # noqa: S608 - as above
            "ORDER BY at DESC, id DESC LIMIT ?4", (name, *key, older),
        )  # fmt: skip
        return (*reversed(after), *before)

    def oldest(self, name: str) -> Member | None:
        found = self._members(
            "SELECT at, id, path FROM members WHERE list = ? ORDER BY at, id LIMIT 1", (name,)
        )
        return found[0] if found else None

    def lists(self, kind: str) -> Mapping[str, str]:
        query = "SELECT list, title FROM lists WHERE list > ? AND list < ?"
        return dict(cast("list[tuple[str, str]]", self._store.rows(query, (f"{kind}/", f"{kind}0"))))

    def longest(self, kind: str, least: int) -> Sequence[Tally]:
        # The newest of each by a step into the index: to go through all members takes ten times as long.
        query = (
            "SELECT list, size, "
            "(SELECT at FROM members WHERE members.list = lists.list ORDER BY at DESC LIMIT 1), "
            "revised FROM lists WHERE list > ? AND list < ? AND size >= ? ORDER BY size DESC, list"
        )
        rows = self._store.rows(query, (f"{kind}/", f"{kind}0", least))
        return [Tally(*cast("tuple[str, int, int, int]", row)) for row in rows]

    def revised(self, name: str) -> int | None:
        row = self._store.row("SELECT revised FROM lists WHERE list = ?", (name,))
        return cast("int", row[0]) if row else None

    def notices(self, name: str, start: int, stop: int) -> Sequence[bytes]:
        query = (
            "SELECT notice FROM members JOIN documents ON documents.path = members.path WHERE list = ? "
            "ORDER BY members.at DESC, members.id DESC LIMIT ? OFFSET ?"
        )
        return [cast("bytes", one) for (one,) in self._store.rows(query, (name, stop - start, start))]

    def lately(self, since: int) -> Iterator[bytes]:
        query = (
            "SELECT notice FROM filed JOIN documents ON documents.path = filed.path "
            "WHERE filed.comes > ? AND filed.is_out AND filed.kind = 'article' "
            "ORDER BY filed.comes DESC, filed.id DESC"
        )
        return (cast("bytes", one) for (one,) in self._store.stream(query, (since,)))

    def originals(self) -> frozenset[str]:
        rows = self._store.rows(
            "SELECT DISTINCT name FROM names WHERE name > 'original:' AND name < 'original;'"
        )
        return frozenset(cast("str", name).removeprefix("original:") for (name,) in rows)

    def card(self, path: str) -> bytes:
        card = self._cards.get(path)
        if card is None:
            if len(self._cards) >= KEPT:
                self._cards.clear()
            card = self._cards[path] = self._packed("card", path)
        return card

    def entry(self, path: str) -> bytes:
        return self._packed("entry", path)

    def facts(self, path: str) -> Facts:
        return cast("Facts", pickle.loads(self._packed("facts", path)))  # noqa: S301 - our own file, and its sums are right

    def html(self, path: str) -> str:
        """The HTML of a document's body, its internal links still as the editor wrote them."""
        row = self._store.row("SELECT html FROM prose WHERE path = ?", (path,))
        if row is None:
            raise Damaged(f"it lacks the text of {path}")
        return cast("str", row[0])

    def called(self, names: Iterable[str]) -> Mapping[str, Sequence[str]]:
        query = "SELECT path FROM names WHERE name = ?"
        return {name: [cast("str", path) for (path,) in self._store.rows(query, (name,))] for name in names}

    def uses(self, picture: str) -> tuple[str, ...]:
        """In which ways documents that are out use a file of `media/`, as `plan.facts.Use` names them."""
        rows = self._store.rows("SELECT DISTINCT how FROM uses WHERE picture = ? ORDER BY how", (picture,))
        return tuple(cast("str", how) for (how,) in rows)

    def translations(self, id_: str) -> Sequence[Facts]:
        return [one for one in self.translated(id_) if self.kind(one.path)]

    def translated(self, id_: str) -> Sequence[Facts]:
        """The translations of an article, out or not."""
        name = f"original:{id_}"
        return [self.facts(path) for path in self.called([name])[name]]

    def filed_for(self, id_: str) -> Sequence[Facts]:
        query = "SELECT path FROM filings WHERE article = ? ORDER BY at DESC, id DESC"
        return [self.facts(cast("str", path)) for (path,) in self._store.rows(query, (id_,))]

    def matched(self, id_: str) -> tuple[Sequence[Match], Sequence[str]]:
        row = self._store.row("SELECT found FROM similar WHERE article = ?", (id_,))
        if row is None:
            return (), ()
        matches, ours = marshal.loads(cast("bytes", row[0]))  # noqa: S302 - as above
        return [Match(*one) for one in matches], ours

    def story(self, id_: str) -> tuple[str, str] | None:
        query = "SELECT story, title FROM told JOIN lists ON list = 'story/' || story WHERE id = ?"
        return cast("tuple[str, str] | None", self._store.row(query, (id_,)))

    def named(self) -> Iterable[str]:
        """The ids of all that is out and that an editor has put into a story by name."""
        query = (
            "SELECT filed.id FROM names JOIN filed ON filed.path = names.path "
            "WHERE name > 'story:' AND name < 'story;' AND is_out"
        )
        return (cast("str", id_) for (id_,) in self._store.rows(query))

    def standing(self) -> Sequence[Facts]:
        return [self.facts(path) for path in sorted(self.paths("page"))]

    def by_id(self, id_: str) -> Facts | None:
        query = (
            "SELECT documents.path FROM documents JOIN filed ON filed.path = documents.path "
            "WHERE documents.id = ? AND documents.kind <> 'page' AND filed.is_out"
        )
        row = self._store.row(query, (id_,))
        return self.facts(cast("str", row[0])) if row else None

    def paths(self, kind: str) -> Iterable[str]:
        query = "SELECT path FROM filed WHERE kind = ? AND is_out ORDER BY at DESC, id DESC"
        return [cast("str", path) for (path,) in self._store.rows(query, (kind,))]

    def kind(self, path: str) -> str:
        row = self._store.row("SELECT kind FROM filed WHERE path = ? AND is_out", (path,))
        return cast("str", row[0]) if row else ""

    def redirects(self, paths: Sequence[str] | None) -> Sequence[tuple[str, str]]:
        query = f"SELECT path, target FROM ways WHERE unit = '{redirects.UNIT}' AND target <> '{GONE}'"  # noqa: S608 - our own words
        if paths is None:
            return cast("list[tuple[str, str]]", self._store.rows(f"{query} ORDER BY path"))
        found = (self._store.row(f"{query} AND path = ?", (path,)) for path in paths)
        return [cast("tuple[str, str]", row) for row in found if row]

    def old_feeds(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for path, target in self.redirects(None):
            if redirects.is_echo(path, target):
                found.setdefault(target, []).append(path)
        return found

    def ways(self) -> Mapping[str, str]:
        """Where every old path leads, or that it is gone; what `redirects.yaml` says goes first."""
        query = f"SELECT path, target FROM ways ORDER BY unit = '{redirects.UNIT}', path"  # noqa: S608 - as above
        return dict(sorted(dict(cast("list[tuple[str, str]]", self._store.rows(query))).items()))

    def endings(self) -> frozenset[str]:
        """How the files of `media/` end that are published as they are."""
        query = "SELECT path FROM addresses WHERE unit > 'media/' AND unit < 'media0' AND path = '/' || unit"
        names = (cast("str", path).rpartition("/")[2] for (path,) in self._store.rows(query))
        return frozenset(name.rpartition(".")[2] for name in names if "." in name)

    def stands(self, path: str) -> bool:
        row = self._store.row("SELECT path, unit FROM addresses WHERE key = ?", (claims.key(path),))
        return row is not None and row[0] == path and row[1] != claims.BOOKS

    def has(self, kind: str, name: str) -> bool:
        """Whether there is something of this kind and name, as `references.Known` asks."""
        match kind:
            case "article":
                return self._is_there("documents WHERE id = ? AND kind = 'article'", name)
            case "piece":
                return self._is_there("documents WHERE id = ? AND kind <> 'page'", name)
            case "document":
                return self._is_there("documents WHERE path = ? AND kind <> 'link'", name)
            case "link":
                return self._is_there("documents WHERE path = ? AND kind = 'link'", name)
            case "file":
                return self._is_there("media WHERE path = ?", name)
            case "picture":
                return self._is_there("media WHERE path = ? AND is_picture", name)
            case "page":
                return self.stands(name)
        return name in self._hidden()

    def all(self, kind: str) -> Iterable[str]:
        """Every name of a kind, as `references.Known` asks."""
        query = {
            "article": "SELECT id FROM documents WHERE kind = 'article'",
            "piece": "SELECT id FROM documents WHERE kind <> 'page'",
            "document": "SELECT path FROM documents WHERE kind <> 'link'",
            "every document": "SELECT path FROM documents",
            "file": "SELECT path FROM media",
            "page": f"SELECT path FROM addresses WHERE unit <> '{claims.BOOKS}'",  # noqa: S608 - as above
        }[kind]
        return (cast("str", name) for (name,) in self._store.rows(query))

    def unit(self, path: str) -> str:
        """To whom the address of a page belongs; empty where it is nobody's."""
        row = self._store.row("SELECT unit FROM addresses WHERE key = ?", (claims.key(path),))
        return cast("str", row[0]) if row else ""

    def pages(self) -> int:
        """How many addresses there are."""
        row = self._store.row(f"SELECT COUNT(*) FROM addresses WHERE unit <> '{claims.BOOKS}'")  # noqa: S608 - as above
        return cast("int", row[0]) if row else 0

    def same_id(self, id_: str, is_page: bool) -> Sequence[Facts]:
        """The documents of one id, out or not; standing pages have ids of their own."""
        query = "SELECT path FROM documents WHERE id = ? AND (kind = 'page') = ?"
        return [self.facts(cast("str", path)) for (path,) in self._store.rows(query, (id_, is_page))]

    def is_twin(self, id_: str, is_page: bool) -> bool:
        """Whether more than one document has this id."""
        query = "SELECT COUNT(*) FROM documents WHERE id = ? AND (kind = 'page') = ?"
        row = self._store.row(query, (id_, is_page))
        return row is not None and cast("int", row[0]) > 1

    def _hidden(self) -> frozenset[str]:
        """The paths that what waits would bring.

        A link to one of them is no mistake of its writer: time alone has taken the page away, or not
        brought it.
        """
        waiting = self._store.rows("SELECT path FROM filed WHERE NOT is_out")
        return frozenset(path for (name,) in waiting for path in self.facts(cast("str", name)).brings)

    def _is_there(self, where: str, name: str) -> bool:
        return self._store.row(f"SELECT 1 FROM {where}", (name,)) is not None  # noqa: S608 - our own words

    def _members(self, query: str, values: Sequence[object]) -> list[Member]:
        return [Member(*cast("tuple[int, str, str]", row)) for row in self._store.rows(query, values)]

    def _packed(self, column: str, path: str) -> bytes:
        row = self._store.row(f"SELECT {column} FROM documents WHERE path = ?", (path,))  # noqa: S608 - as above
        if row is None:
            raise Damaged(f"it lacks {path}")
        return cast("bytes", row[0])
