"""The law of publishing: stopped anywhere, however often, and repeated, the target holds what was built and nothing else
of ours; and at no moment a page is up whose assets aren't.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.deploy import books, opening, plan
from broadsheet.deploy.plan import Put, Standing
from broadsheet.deploy.publish import Order, run
from broadsheet.deploy.soundness import Built
from broadsheet.read import site
from broadsheet.rules import Destination
from tests.deploying import Killed
from tests.laws import law
from tests.newsroom import SITE

PAGES = (
    "index.html",
    "world/index.html",
    "2021/09/06/valley/index.html",
    "old",
    "old/index.html",
    "feed.xml",
    "sitemap.xml",
)
ASSETS = (
    "assets/style.0123456789.css",
    "assets/style.abcdef0123.css",
    "media/valley.0123456789.webp",
    "media/map.svg",
)
STRANGERS = {"cgi-bin/count": "theirs", "world/notes.txt": "theirs"}
HERE = Destination("production", "/srv/www", "", "", None, ())


@dataclass
class Place:
    """A target in memory, that dies before its n-th step. A page's digest says which assets it needs."""

    files: dict[str, str] = field(default_factory=dict)
    small: dict[str, bytes] = field(default_factory=dict)
    steps_left: int | None = None

    def read(self, file: str) -> bytes | None:
        return self.small.get(file)

    def found(self, files: Sequence[str]) -> Mapping[str, str]:
        return {file: self.files[file] for file in files if file in self.files}

    def put(self, puts: Sequence[Put]) -> None:
        for put in reversed(puts):
            self._step()
            for other in self.files:
                assert not other.startswith(f"{put.file}/"), "a folder stands where a file must be"
                assert not put.file.startswith(f"{other}/"), "a file stands where a folder must be"
            self.files[put.file] = put.entry.digest
            self._is_sound()

    def write(self, file: str, content: bytes) -> None:
        self._step()
        self.small[file] = content

    def delete(self, files: Sequence[str]) -> None:
        for file in files:
            self._step()
            self.files.pop(file, None)
            self.small.pop(file, None)
            self._is_sound()

    def _step(self) -> None:
        if self.steps_left is not None:
            if not self.steps_left:
                raise Killed
            self.steps_left -= 1

    def _is_sound(self) -> None:
        for file, digest in self.files.items():
            if file in PAGES:
                assert set(json.loads(digest)) <= self.files.keys(), f"{file} is up before its assets"


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str]:
    """A site: its files, each with what stands for its bytes; a page names the assets that it needs."""
    assets = draw(st.sets(st.sampled_from(ASSETS)))
    pages = draw(st.sets(st.sampled_from(PAGES)))
    if "old/index.html" in pages:
        pages -= {"old"}
    needs = {
        page: sorted(draw(st.sets(st.sampled_from(sorted(assets)))) if assets else ())
        for page in sorted(pages)
    }
    return {asset: f"of {asset}" for asset in assets} | {
        page: json.dumps(some) for page, some in needs.items()
    }


def built(files: Mapping[str, str]) -> Built:
    listed = {file: {"digest": digest} for file, digest in sorted(files.items())}
    return Built(
        json.dumps({"files": listed}).encode(), {file: books.Entry(digest) for file, digest in files.items()}
    )


def publish(place: Place, files: Mapping[str, str], folder: Path) -> plan.Plan:
    made = built(files)
    to_do = plan.plan(made.files, opening.standing(place))
    run(Order(folder / "content", folder / "site"), CONFIG, HERE, place, made, to_do)
    return to_do


CONFIG = site.parse(SITE).config


@law(150)
@given(st.lists(st.tuples(sites(), st.none() | st.integers(0, 14)), min_size=1, max_size=5), sites())
@example([({}, 2)], {})
def test_after_any_kills_a_whole_run_ends_in_what_was_built(
    before: list[tuple[dict[str, str], int | None]], last: dict[str, str]
) -> None:
    place = Place(dict(STRANGERS))
    with TemporaryDirectory() as folder:
        for files, steps in before:
            place.steps_left = steps
            with suppress(Killed):
                publish(place, files, Path(folder))
        place.steps_left = None
        publish(place, last, Path(folder))
        assert place.files == STRANGERS | last
        assert place.small.keys() == {"manifest.json"}
        again = publish(place, last, Path(folder))
        assert (again.puts, again.deletions, again.touched) == ((), (), {})


@given(sites(), sites())
def test_the_order_is_assets_articles_fronts_feeds_and_what_goes_last(
    old: dict[str, str], new: dict[str, str]
) -> None:
    made = plan.plan(built(new).files, Standing(built(old).files, {}, {}))
    turns = [put.handling.turn for put in made.puts]
    assert turns == sorted(turns)
    assert {put.file for put in made.puts} == {file for file in new if old.get(file) != new[file]}
    assert {*made.obstacles, *made.deletions} == old.keys() - new.keys()
    assert list(made.touched) == [
        *(put.file for put in made.puts),
        *(f for f in made.touched if f in old.keys() - new.keys()),
    ]


def test_what_is_nobodys_manifest_deletes_nothing() -> None:
    made = plan.plan(built({"index.html": "[]"}).files, Standing(books.listed(b'["../etc"]'), {}, {}))
    assert (made.deletions, [put.file for put in made.puts]) == ((), ["index.html"])
    hostile = json.dumps(
        {"files": {"../other/index.html": "x", "/etc/passwd": "x", "a//b": "x", "manifest.json": "x"}}
    )
    assert books.listed(hostile.encode()) == {}
