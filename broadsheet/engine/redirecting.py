"""Redirecting: the addresses that were: an alias, a line of `redirects.yaml`, an article or a list that has
moved or is gone. And the lines that a build adds to that file, so that no address breaks which readers have
had.

Where each document and each list has stood is in `stood`, until the file says where that address leads. So a
line that is lost, because nobody committed it, is written again. A new store learns it from the last build's
manifest.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from broadsheet.engine import heirs
from broadsheet.engine.kept import is_news, kept
from broadsheet.plan import claims, redirects, urls
from broadsheet.plan.redirects import UNIT, Way
from broadsheet.problems import Problem, Refused
from broadsheet.publish import keys, kinds, manifest
from broadsheet.read import redirects as file
from broadsheet.read.redirects import GONE, Redirect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.build import Order
    from broadsheet.engine.filing import Change
    from broadsheet.engine.heirs import Heirs
    from broadsheet.engine.register import Register
    from broadsheet.engine.store import Store
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.touched import Touched

SHOWN = 10


class Redirecting:
    """The old addresses of one build. Afterwards `problems` and `notes` say what is wrong and what was
    done. A preview shows what no reader has, so it notes no address and writes no line.
    """

    def __init__(
        self, memory: Store, archive: Archive, register: Register, heirs: Heirs, order: Order, now: int,
        is_preview: bool,
    ) -> None:  # fmt: skip
        self._memory, self._archive, self._register, self._heirs = memory, archive, register, heirs
        self._content, self._output = order.content, order.output
        self._now, self._is_preview = now, is_preview
        self._names: set[str] = set()
        self._filed: set[str] = set()
        self._is_other = False
        self._is_back = False
        self._lists: set[str] = set()
        self._gone_aliases: dict[str, str] = {}
        self._waits: Path | None = None
        self.problems: tuple[Problem, ...] = ()
        self.notes: tuple[Problem, ...] = ()

    def file(self, changes: Sequence[Change], out: frozenset[str]) -> None:
        """Note the addresses that changed documents bring and leave."""
        rows: list[Way] = []
        self._filed.update(one.path for one in changes)
        for one in changes:
            if one.new and one.new.address:
                rows += self._ways(one.new, one.path in out)
            if one.old and one.old.address and not one.new:
                self._gone_aliases |= {urls.alias(alias): _name(one.old) for alias in one.old.aliases}
        lost = 0
        if not self._memory.is_new:
            lost = self._memory.run_many("DELETE FROM ways WHERE unit = ?", ((one.path,) for one in changes))
        self._is_other = self._is_other or bool(lost or rows)
        self._memory.run_many("INSERT OR REPLACE INTO ways VALUES (?, ?, ?)", rows)
        if self._is_preview:
            return
        if self._memory.is_new:
            stands = ((one.new.address, _name(one.new)) for one in changes
                      if one.new and one.new.address and one.path in out)  # fmt: skip
            self._memory.run_many("INSERT OR REPLACE INTO stood VALUES (?, ?, 0)", stands)
        else:
            self._names |= {
                _name(one) for each in changes for one in (each.old, each.new) if one and one.address
            }

    def look_at(self, lists: Iterable[str]) -> None:
        """Lists of which anything may have come or gone."""
        if not self._memory.is_new:
            self._names.update(f"{heirs.PREFIX}:{name}" for name in lists if heirs.is_followed(name))

    def look_at_all_lists(self) -> None:
        """Any list may have come or gone, and of those without pages any feed."""
        if not self._memory.is_new:
            lists = f"{heirs.PREFIX}:"
            self._names |= {name for name in self._all_names() if name.startswith(lists)}

    def settle(self, touched: Touched, config: Config) -> None:
        """Bring the table of old addresses up to date, once all pages have asked for theirs."""
        stubs = config.edge.stubs
        text = file.read(self._content)
        if isinstance(text, Refused):
            self.problems = text.problems
            return
        said = kept(self._memory, "redirects", text, partial(file.parse, text))
        if isinstance(said, Refused):
            self.problems = said.problems
            return
        lines: Sequence[Redirect] = said
        self._claim_aliases(config)
        self._register.take()
        moves = self._moves(lines)
        is_other = is_news(self._memory, "redirects file", (text, stubs))
        named = {path for one in lines for path in (urls.alias(one.path), one.target, urls.alias(one.target))}
        is_felt = moves or is_other or self._is_other or self._is_back
        if not (is_felt or self._register.changed & named):
            return
        if moves or self._is_back:
            lines = self._with(moves, text, lines)
        found = redirects.resolve(lines, self)
        self.problems = found.problems
        self.notes += found.notes
        self._take(found.ways, touched)
        self._register.claim(UNIT, redirects.claims(found.ways, lines) if stubs else ())

    def write(self) -> None:
        """Put the changed file in its place, before anything is published that hangs on it."""
        if self._waits is not None:
            self._waits.replace(self._content / file.NAME)
            self._waits = None

    def drop(self) -> None:
        """Leave the file as it is: nothing is published."""
        if self._waits is not None:
            self._waits.unlink(missing_ok=True)

    def is_page(self, path: str) -> bool:
        """As `plan.redirects.Ground` asks."""
        return (
            self._archive.unit(path) not in ("", UNIT)
            and self._archive.stands(path)
            and not self._alias(path)
        )

    def way(self, path: str) -> Way | None:
        """As `plan.redirects.Ground` asks."""
        row = self._memory.row(
            "SELECT path, target, unit FROM ways WHERE path = ? AND unit <> ?", (path, UNIT)
        )
        return Way(*cast("tuple[str, str, str]", row)) if row else None

    def _claim_aliases(self, config: Config) -> None:
        """All pages at aliases, and all exports, come or go with a change of `site.yaml`."""
        if is_news(self._memory, "stubs", (config.edge.stubs, config.exports)) and not self._memory.is_new:
            for kind in ("article", "page"):
                for path in self._archive.paths(kind):
                    if path not in self._filed:
                        self._register.claim(path, claims.of_document(self._archive.facts(path), config))

    def _alias(self, path: str) -> bool:
        way = self.way(path)
        return way is not None and way.target != GONE

    def _ways(self, one: Facts, is_out: bool) -> Iterable[Way]:
        aliases = [urls.alias(alias) for alias in one.aliases]
        if is_out:
            return [Way(alias, one.address, one.path) for alias in aliases]
        expires = one.times.expires
        is_expired = not one.times.draft and expires is not None and expires <= self._now
        return [Way(path, GONE, one.path) for path in (one.address, *aliases)] if is_expired else []

    def _moves(self, lines: Sequence[Redirect]) -> dict[str, str]:
        """The addresses at which something has stood, about which the file says nothing yet, and where they
        lead.
        """
        was_preview = is_news(self._memory, "preview", self._is_preview) and not self._memory.is_new
        self._heirs.keep()
        if self._is_preview:
            return {}
        if self._memory.is_new:
            self._note_lists()
            self._recover()
        said = {urls.alias(one.path) for one in lines}
        pending = self._memory.rows("SELECT DISTINCT name FROM stood WHERE is_pending")
        names = self._names | {cast("str", name) for (name,) in pending}
        if was_preview:  # whatever it learnt, it noted nothing
            names |= self._all_names()
        moves: dict[str, str] = {}
        for name in sorted(names):
            kind, _, rest = name.partition(":")
            moves |= self._list_moved(rest, said) if kind == heirs.PREFIX else self._moved(name, said)
        self._heirs.done()
        return moves

    def _note_lists(self) -> None:
        """Where all lists stand, in a new store."""
        for name in self._heirs.names():
            stands = ((path, f"{heirs.PREFIX}:{name}") for path in self._heirs.paths(name))
            self._memory.run_many("INSERT OR REPLACE INTO stood VALUES (?, ?, 0)", stands)

    def _recover(self) -> None:
        """What the store knew that is lost, or was never there: the manifest says whose each page was."""
        rows = self._memory.rows("SELECT kind, id FROM filed WHERE kind <> 'link'")
        there = {keys.of_document(kind, id_): (kind, id_)
                 for kind, id_ in cast("list[tuple[str, str]]", rows)}  # fmt: skip
        had: list[tuple[tuple[str, ...], str]] = []
        for file_, (first, *more) in manifest.keyed(self._output):
            of = there.get(first) or keys.document(first)
            list_ = keys.list_(first)
            if (of is None and not heirs.is_followed(list_)) or kinds.is_packed(file_):
                continue
            path, name = urls.path_of(file_), ":".join(of or (heirs.PREFIX, list_))
            if self._memory.run_many("INSERT OR IGNORE INTO stood VALUES (?, ?, 0)", ((path, name),)):
                self._names.add(name)
            if of and more:
                had.append((tuple(more), of[1]))
        lost = {name.partition(":")[2] for name in self._names if name.startswith(f"{heirs.PREFIX}:")}
        if lost:
            out = ((of, self._archive.by_id(id_)) for of, id_ in had)
            self._heirs.recover(lost, ((of, facts) for of, facts in out if facts))

    def _moved(self, name: str, said: set[str]) -> dict[str, str]:
        kind, _, id_ = name.partition(":")
        there = [one for one in self._archive.same_id(id_, kind == "page") if one.kind == kind]
        out = [one for one in there if self._archive.kind(one.path)]
        if there and not out:
            return {}
        target = out[0].address if out else GONE
        if out:
            aliases = map(urls.alias, out[0].aliases)
            self._is_back = self._is_back or not said.isdisjoint((target, *aliases))
            self._memory.run("INSERT OR REPLACE INTO stood VALUES (?, ?, 0)", (target, name))
        else:
            lost = ((alias, name) for alias, of in self._gone_aliases.items() if of == name)
            self._memory.run_many("INSERT OR IGNORE INTO stood VALUES (?, ?, 1)", lost)
        moves: dict[str, str] = {}
        for (address,) in self._memory.rows("SELECT path FROM stood WHERE name = ? ORDER BY path", (name,)):
            old = cast("str", address)
            if old != target and self._is_lost(old, said):
                moves[old] = target
        return moves

    def _list_moved(self, name: str, said: set[str]) -> dict[str, str]:
        """The same of a list: its front, its pages and its feeds."""
        stands, known = self._heirs.paths(name), f"{heirs.PREFIX}:{name}"
        rows = self._memory.rows("SELECT path, is_pending FROM stood WHERE name = ? ORDER BY path", (known,))
        stood = [cast("str", path) for path, _ in rows]
        new = sorted(stands.difference(path for path, is_pending in rows if not is_pending))
        self._memory.run_many(
            "INSERT OR REPLACE INTO stood VALUES (?, ?, 0)", ((path, known) for path in new)
        )
        self._is_back = self._is_back or not said.isdisjoint(new)
        gone = [path for path in stood if path not in stands]
        ways = self._heirs.ways(name, gone, stands) if gone else {}
        if ways is None:
            return {}
        shorter = ((path,) for path in gone if path not in ways)
        self._memory.run_many("DELETE FROM stood WHERE path = ?", shorter)
        self._lists.update(ways)
        return {path: to for path, to in ways.items() if self._is_lost(path, said)}

    def _is_lost(self, old: str, said: set[str]) -> bool:
        """Whether readers would find nothing at an address, so that a line must say where it leads. That is
        remembered until the file says it.
        """
        if old in said or self.is_page(old) or self._alias(old):
            self._memory.run("DELETE FROM stood WHERE path = ?", (old,))
            return False
        self._memory.run("UPDATE stood SET is_pending = 1 WHERE path = ?", (old,))
        return True

    def _all_names(self) -> set[str]:
        query = (
            "SELECT kind || ':' || id FROM filed WHERE is_out AND kind <> 'link' UNION SELECT name FROM stood"
        )
        lists = {f"{heirs.PREFIX}:{name}" for name in self._heirs.names()}
        return lists | {cast("str", name) for (name,) in self._memory.rows(query)}

    def _with(self, moves: dict[str, str], text: str, lines: Sequence[Redirect]) -> Sequence[Redirect]:
        """The lines with those of what has moved, laid beside the file until everything is sound."""
        changes = {one.path: moves[end] for one in lines if (end := urls.alias(one.target)) in moves
                   and one.target.startswith("/")} | moves  # fmt: skip
        idle = {one.path for one in lines if self._is_idle(one)}
        changes = {path: to for path, to in changes.items() if path not in idle}
        made = file.rewritten(text, changes, idle)
        done = "add these lines yourself: " + "; ".join(f"{old}: {new}" for old, new in sorted(moves.items()))
        if made is None:
            self._say(f"this file is not of one 'old: new' a line, so {done}", "")
            return lines
        try:
            self._waits = self._content / f".{file.NAME}.part"
            self._waits.write_text(made, "utf-8")
        except OSError as error:
            self._waits = None
            self._say(f"this file cannot be written ({error.strerror}); {done}", "")
            return lines
        after = file.parse(made)
        assert not isinstance(after, Refused)  # noqa: S101 - it has just been read so
        if idle:
            self._say(f"{_lines(len(idle))} taken away: a page stands there again", "Commit this file.")
        if not moves:
            return after
        places = {one.path: one for one in after}
        for old, new in sorted(moves.items())[:SHOWN]:
            what = "is gone for good" if new == GONE else f"has moved to {new}"
            hint = "If its readers find the same elsewhere, write where." if old in self._lists else ""
            self._say(f"{old} {what}", hint if new == GONE else "", places.get(old))
        first = f", of which these are the first {SHOWN}" if len(moves) > SHOWN else ""
        self._say(f"{_lines(len(moves))} added{first}", "Commit this file.")
        return after

    def _is_idle(self, line: Redirect) -> bool:
        """Whether what had gone is back at its address, or at an alias."""
        path = urls.alias(line.path)
        return self.is_page(path) or (line.target == GONE and self._alias(path))

    def _say(self, what: str, hint: str, at: Redirect | None = None) -> None:
        line, column = (at.line, at.column) if at else (1, 1)
        self.notes += (Problem(file.PATH, line, column, "", what, hint),)

    def _take(self, ways: Sequence[Way], touched: Touched) -> None:
        """Make these the ways of the file, and touch the pages of those that are others."""
        rows = self._memory.rows("SELECT path, target, unit FROM ways WHERE unit = ?", (UNIT,))
        was = {Way(*cast("tuple[str, str, str]", row)) for row in rows}
        self._memory.run_many(
            "DELETE FROM ways WHERE path = ? AND unit = ?", ((one.path, UNIT) for one in was.difference(ways))
        )
        new = set(ways) - was
        self._memory.run_many("INSERT OR REPLACE INTO ways VALUES (?, ?, ?)", new)
        touched.redirects.update(one.path for one in new)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"


def _name(one: Facts) -> str:
    return f"{one.kind}:{one.id}"
