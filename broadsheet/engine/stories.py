"""Stories: which documents tell one story, kept from build to build, of those stories that have a page.

A story has a page when an editor has named it, or when two of our articles are in it: one by itself is its
own page, with its similar news. Whoever makes it so *founds* it: what an editor has put there by name, and
each article that has joined another. The rest follows: the article that opened the story, and the links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from broadsheet.match import sketch, stories
from broadsheet.model import PickedId
from broadsheet.plan import timelines
from broadsheet.plan.lists import Reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from broadsheet.engine.archive import Archive
    from broadsheet.engine.shelf import Shelf
    from broadsheet.engine.shelving import Shelving
    from broadsheet.engine.store import Store
    from broadsheet.match.sketch import Sketch
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.touched import Touched

TOGETHER = 28 * 86_400_000_000
"""Microseconds. The articles of so much time are looked at together: what is near them is in memory."""


class Place(NamedTuple):
    """A document's place in a story."""

    story: str
    at: int
    id: str
    path: str
    kind: str


class Move(NamedTuple):
    """A document that is out has left the list of a story (`old`), for that of another (`new`) or none."""

    kind: str
    old: str
    new: str


class Stories:
    """One build's stories."""

    def __init__(self, store: Store, archive: Archive, shelf: Shelf) -> None:
        self._store, self._archive, self._shelf = store, archive, shelf
        self._before: dict[str, Place | None] = {}
        """The places of the documents that have been looked at, by id, as they were."""

    def retell(self, shelving: Shelving, touched: Touched) -> None:
        """Find the stories of what has changed, and of all that this may reach."""
        ids = shelving.ids | stories.touched(shelving.changed, self._shelf)
        known = self._known(ids)
        articles = [one for one in known if one.kind == "article"]
        told = stories.told(self._sketches(articles), self._shelf)
        opened = self._found(ids, known, told)
        links = {one.id for one in known if one.kind == "link"}.union(*map(self._by_hand, articles))
        self._follow((*articles, *self._known(opened)), links.union(self._near(opened)))
        self._settle(shelving.ids, touched)

    def retell_all(self, told: Mapping[str, str], touched: Touched) -> None:
        """Find all stories, from what the story of each article is called, by its id."""
        rows = self._store.rows("SELECT id FROM told")
        ids = {cast("str", id_) for (id_,) in rows} | {id_ for id_, name in told.items() if name != id_}
        ids.update(self._archive.named())
        known = self._known(ids)
        self._found(ids, known, told)
        every = {cast("str", name) for (name,) in self._store.rows("SELECT DISTINCT story FROM told")}
        articles = [one for one in (*known, *self._known(every)) if one.kind == "article"]
        self._follow(articles, self._near(every))
        self._settle(ids, touched)

    def moves(self) -> Iterator[Move]:
        """What has left the story that it was in."""
        for id_, was in sorted(self._before.items()):
            now = self._place(id_)
            if was and was.story != (now.story if now else "") and self._archive.by_id(id_):
                yield Move(was.kind, timelines.named(was.story), timelines.named(now.story) if now else "")

    def follow(self, touched: Touched) -> None:
        """Add the stories of the articles that are touched: their pages and feeds may show all of these."""
        for path in sorted(touched.documents):
            row = self._store.row("SELECT story, at, id FROM told WHERE path = ?", (path,))
            if row:
                name, at, id_ = cast("tuple[str, int, str]", row)
                touched.lists.setdefault(timelines.named(name), Reach()).cards.add((at, id_))

    def _found(self, ids: Iterable[str], known: Iterable[Facts], told: Mapping[str, str]) -> set[str]:
        """Note who founds a story now. The names of those that have a page now and had none."""
        founders = {}
        for one in known:
            name = one.story or told.get(one.id, one.id)
            if one.story or (one.kind == "article" and name != one.id):
                founders[one.id] = Place(name, one.at, one.id, one.path, one.kind)
        were = {place.story for id_ in ids if (place := self._place(id_))}
        had = {name: self._is_open(name) for name in were.union(one.story for one in founders.values())}
        for id_ in sorted(ids):
            self._put(id_, founders.get(id_), founds=True)
        for name in sorted(name for name in had if not self._is_open(name)):
            for place in self._places(name):
                self._put(place.id, None, founds=False)
        return {name for name, was in had.items() if not was and self._is_open(name)}

    def _follow(self, articles: Iterable[Facts], links: Iterable[str]) -> None:
        """Note who follows: articles in the story they opened, links in that of the article they are like."""
        for one in articles:
            if one.kind == "article" and not self._founds(one.id):
                self._join(one, one.id)
        known = [one for one in self._known(links) if one.kind == "link" and not one.story]
        above = {one.id: article for one in known if (article := self._above(one))}
        told = stories.told(self._sketches(known), self._shelf, above)
        for one in known:
            self._join(one, told.get(one.id, ""))

    def _join(self, one: Facts, name: str) -> None:
        """A document follows in a story, if that has a page."""
        is_open = bool(name) and self._is_open(name)
        self._put(one.id, Place(name, one.at, one.id, one.path, one.kind) if is_open else None, founds=False)

    def _near(self, names: Collection[str]) -> set[str]:
        """The ids of the links that may be in some stories: those like its articles, or put under these."""
        members = {place.id for name in names for place in self._places(name)}
        openers = {name for name in names if not self._founds(name)}
        articles = [one for one in self._known(members | openers) if one.kind == "article"]
        found = {id_ for one in articles for id_ in self._by_hand(one)}
        for run in _runs(articles):
            found |= stories.coverage(self._sketches(run), self._shelf)
        return found

    def _by_hand(self, article: Facts) -> set[str]:
        """The ids of what editors have put under an article."""
        picks = {pick.id for pick in article.picks if isinstance(pick, PickedId)}
        return picks.union(one.id for one in self._archive.filed_for(article.id))

    def _above(self, link: Facts) -> Sketch | None:
        """The article that an editor has put a link under: what it is filed for, or the first to pick it."""
        filed_for = [self._archive.by_id(id_) for id_ in link.filed_for]
        name = f"id:{link.id}"
        paths = [path for path in self._archive.called([name])[name] if self._archive.kind(path) == "article"]
        picking = sorted(map(self._archive.facts, paths), key=lambda one: one.key)
        found = self._sketches(one for one in (*filed_for, *picking) if one and one.kind == "article")
        return found[0] if found else None

    def _settle(self, changed: Collection[str], touched: Touched) -> None:
        """Bring what has moved into the lists, and add to `touched` what shows it."""
        names = {name for name in changed if self._is_open(name)}  # what opens a story gives it its title
        for id_, was in sorted(self._before.items()):
            now = self._place(id_)
            for place, step in ((was, -1), (now, 1)):
                if place is None:
                    continue
                names.add(place.story)
                reach = touched.lists.setdefault(timelines.named(place.story), Reach())
                if was != now:
                    self._move(place, step, reach)
                    touched.documents.add(place.path)
                elif id_ in changed:
                    reach.cards.add((place.at, id_))
        for name in sorted(names):
            self._title(name, touched)

    def _move(self, place: Place, step: int, reach: Reach) -> None:
        reach.move((place.at, place.id), step)
        values = (timelines.named(place.story), place.at, place.id, place.path)
        if step < 0:
            query = "DELETE FROM members WHERE list = ? AND at = ? AND id = ? AND path = ?"
        else:
            query = "INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?)"
        self._store.run(query, values)

    def _title(self, name: str, touched: Touched) -> None:
        """Give a story's list its size and its title, which all of its articles show."""
        list_, places = timelines.named(name), list(self._places(name))
        row = self._store.row("SELECT title FROM lists WHERE list = ?", (list_,))
        if not places:
            self._store.run("DELETE FROM lists WHERE list = ?", (list_,))
            return
        title = timelines.title(name, self._archive.by_id(name))
        query = (
            "INSERT INTO lists VALUES (?1, ?2, ?3, NULL) "
            "ON CONFLICT (list) DO UPDATE SET size = ?2, title = ?3"
        )
        self._store.run(query, (list_, len(places), title))
        if row is not None and row[0] != title:
            touched.lists.setdefault(list_, Reach()).whole = True
            touched.documents.update(one.path for one in places if one.kind == "article")

    def _known(self, ids: Iterable[str]) -> list[Facts]:
        """What is known of those documents that are out, by id."""
        found = map(self._archive.by_id, sorted(ids))
        return [one for one in found if one is not None]

    def _sketches(self, documents: Iterable[Facts]) -> list[Sketch]:
        return [sketch.unpack(packed) for packed in map(self._shelf.drawn, documents) if packed]

    def _place(self, id_: str) -> Place | None:
        row = self._store.row("SELECT story, at, id, path, kind FROM told WHERE id = ?", (id_,))
        return Place(*cast("tuple[str, int, str, str, str]", row)) if row else None

    def _places(self, story: str) -> list[Place]:
        rows = self._store.rows("SELECT story, at, id, path, kind FROM told WHERE story = ?", (story,))
        return [Place(*cast("tuple[str, int, str, str, str]", row)) for row in rows]

    def _put(self, id_: str, place: Place | None, *, founds: bool) -> None:
        self._before.setdefault(id_, self._place(id_))
        self._store.run("DELETE FROM told WHERE id = ?", (id_,))
        if place:
            self._store.run("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?)", (*place, founds))

    def _is_open(self, story: str) -> bool:
        """Whether a story has a page."""
        return self._store.row("SELECT 1 FROM told WHERE story = ? AND founds", (story,)) is not None

    def _founds(self, id_: str) -> bool:
        return self._store.row("SELECT 1 FROM told WHERE id = ? AND founds", (id_,)) is not None


def _runs(articles: Iterable[Facts]) -> Iterator[list[Facts]]:
    """Articles in the order of time, so many together as fit into memory with what is near them."""
    run: list[Facts] = []
    for one in sorted(articles, key=lambda one: one.key):
        if run and one.at - run[0].at > TOGETHER:
            yield run
            run = []
        run.append(one)
    if run:
        yield run
