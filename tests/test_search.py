"""The search index: made with the real Pagefind, in volumes, only when it must be, and the same to the byte."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from broadsheet import cli
from broadsheet.engine import indexer
from broadsheet.engine.verify import verify
from broadsheet.engine.watch import Watch
from broadsheet.plan import searching
from broadsheet.publish import manifest
from tests.laws import law
from tests.newsroom import NOW, SITE, Newsroom, tree
from tests.searching import needs_pagefind

ON = SITE + "search: true\n"
INDEX = "search/index/"
ENTRY = "/search/index/2021/pagefind-entry.json"


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """Two articles of this year and one of another, in a paper that can be searched."""
    newsroom.write("site.yaml", ON)
    newsroom.article("valley", "Fighters in the *valley*.", section="world")
    newsroom.article("market", "Prices rose.", section="business")
    newsroom.article("older", "A tale of ferries.", published="2019-02-03")
    return newsroom


def indexed(paper: Newsroom) -> dict[str, bytes]:
    return {name: content for name, content in tree(paper.site).items() if name.startswith(INDEX)}


def words(paper: Newsroom) -> str:
    """All that the index says of articles."""
    kept = [content for name, content in indexed(paper).items() if name.endswith(".pf_fragment")]
    return "\n".join(gzip.decompress(one).decode() for one in kept)


def reasons(report: object) -> dict[str, tuple[str, ...]]:
    """Which volumes were made, and why."""
    return {one.path: one.reasons for one in report.verdicts if one.path.endswith(indexer.ENTRY)}  # type: ignore[attr-defined]


def clean(paper: Newsroom, **wishes: object) -> dict[str, bytes]:
    folder = paper.folder / "clean"
    shutil.rmtree(folder, ignore_errors=True)
    paper.built(output=folder / "site", cache=folder / "store", **wishes)
    return tree(folder / "site")


def test_without_search_there_is_no_trace_of_it(newsroom: Newsroom) -> None:
    newsroom.article("valley", "Fighters in the valley.", section="world")
    newsroom.built()
    plain = tree(newsroom.site)
    assert not [name for name in plain if "search" in name or "pagefind" in name]
    assert b"/search" not in plain.pop("robots.txt")  # it names crawlers that are called after searching
    said = {name: content.replace(b"http://search.yahoo.com/mrss/", b"") for name, content in plain.items()}
    assert not [name for name, content in said.items() if b"earch" in content or b"pagefind" in content]
    plain = tree(newsroom.site)
    newsroom.write("site.yaml", SITE + "search: false\n")
    newsroom.built()
    assert tree(newsroom.site) == plain


@needs_pagefind
def test_turned_off_again_it_leaves_no_trace(paper: Newsroom) -> None:
    paper.built()
    assert indexed(paper)
    paper.write("site.yaml", SITE)
    paper.built()
    assert tree(paper.site) == clean(paper)
    assert not (paper.site / "search").exists()
    paper.write("site.yaml", ON)
    paper.built()
    assert tree(paper.site) == clean(paper)


@needs_pagefind
def test_each_year_is_a_volume_with_what_a_browser_asks_for_and_nothing_else(paper: Newsroom) -> None:
    report = paper.built()
    assert reasons(report) == {ENTRY: ("new",), ENTRY.replace("2021", "2019"): ("new",)}
    names = {name.removeprefix(INDEX).partition("/")[0] for name in indexed(paper)}
    assert names == {"2019", "2021"}
    kinds = {name.rpartition("/")[2].rpartition(".")[2] for name in indexed(paper)}
    assert kinds == {"js", "json", "pagefind", "pf_fragment", "pf_index", "pf_meta"}
    assert 'data-volumes="/search/index/2021/ /search/index/2019/"' in paper.page("/search/")
    assert indexed(paper).keys() <= manifest.listed(paper.site).keys()


@needs_pagefind
def test_only_an_articles_own_words_are_indexed(paper: Newsroom) -> None:
    paper.link("talks", "Diplomats confer.", **{"for": ["valley"]})
    paper.article("wild", 'One <span data-pagefind-filter="a">two</span><script>var three;</script> four.')
    paper.built()
    said = words(paper)
    assert "Fighters in the valley." in said
    assert "One two four." in said
    assert not [one for one in ("Diplomats", "three", "The Test Gazette", "Read more") if one in said]
    assert '"filters":{"' not in said


@needs_pagefind
def test_two_clean_builds_make_the_same_bytes(paper: Newsroom) -> None:
    for number in range(30):
        paper.article(f"piece-{number}", f"Piece {number} tells of {'valley ' * number}.", section="world")
    assert clean(paper) == clean(paper)


@needs_pagefind
def test_when_nothing_has_changed_nothing_is_indexed(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.built()
    monkeypatch.setattr(indexer, "index", None)
    assert paper.built(search=True).rendered == ()


@needs_pagefind
def test_an_edit_waits_for_a_build_that_is_asked_for_the_index(paper: Newsroom) -> None:
    paper.built()
    before = indexed(paper)
    paper.article("valley", "Fighters left.", section="world")
    report = paper.built()
    assert (indexed(paper), reasons(report), report.behind) == (before, {}, ("2021",))
    assert paper.built().behind == ("2021",)
    report = paper.built(search=True)
    assert (reasons(report), report.behind) == ({ENTRY: ("articles changed",)}, ())
    assert "Fighters left." in words(paper)
    assert {name for name in before if "/2019/" in name} <= indexed(paper).keys()
    assert tree(paper.site) == clean(paper)


@needs_pagefind
def test_an_edit_taken_back_leaves_nothing_to_wait_for(paper: Newsroom) -> None:
    paper.built()
    paper.article("valley", "Fighters left.", section="world")
    paper.built()
    paper.article("valley", "Fighters in the *valley*.", section="world")
    assert paper.built().behind == ()
    assert tree(paper.site) == clean(paper)


@needs_pagefind
@pytest.mark.parametrize("how", ["deleted", "expired", "a draft", "moved"])
def test_what_is_taken_out_is_taken_out_of_the_index_at_once(paper: Newsroom, how: str) -> None:
    paper.built()
    if how == "deleted":
        paper.remove("articles/2021/09/valley.md")
    else:
        front = {"expired": {"expires": "2021-09-07"}, "a draft": {"draft": True}, "moved": {"slug": "dale"}}[
            how
        ]
        paper.article("valley", "Fighters in the *valley*.", section="world", **front)
    report = paper.built()
    assert reasons(report) == {ENTRY: ("articles changed",)}
    assert "/world/2021/09/06/valley/" not in words(paper)
    assert tree(paper.site) == clean(paper)


@needs_pagefind
def test_what_changes_beside_an_article_is_nothing_to_the_index(paper: Newsroom) -> None:
    paper.built()
    paper.link("talks", "Diplomats confer.", **{"for": ["valley"]})
    assert paper.built().behind == ()


@needs_pagefind
def test_the_first_article_of_a_year_is_found_at_once(paper: Newsroom) -> None:
    paper.built()
    paper.article("ancient", "Long ago.", published="2001-01-01")
    assert reasons(paper.built()) == {ENTRY.replace("2021", "2001"): ("new",)}
    assert tree(paper.site) == clean(paper)


@needs_pagefind
def test_a_year_of_very_many_articles_is_divided_into_months(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.built()
    monkeypatch.setattr(searching, "IN_A_VOLUME", 2)
    paper.article("august", "Earlier.", published="2021-08-01")
    paper.built()
    assert {name.split("/")[2] for name in indexed(paper)} == {"2019", "2021-08", "2021-09"}
    assert tree(paper.site) == clean(paper)


@needs_pagefind
def test_a_file_that_is_lost_comes_back_and_a_strangers_is_left_alone(paper: Newsroom) -> None:
    paper.built()
    whole = tree(paper.site)
    next((paper.site / INDEX / "2021" / "fragment").iterdir()).unlink()
    stranger = paper.site / INDEX / "2021" / "notes.txt"
    stranger.write_text("theirs")
    assert reasons(paper.built()) == {ENTRY: ("not in the output",)}
    stranger.unlink()
    assert tree(paper.site) == whole


@needs_pagefind
@pytest.mark.parametrize(
    "after", [pytest.param(one, marks=pytest.mark.slow if one % 9 else ()) for one in range(0, 30, 3)]
)
def test_killed_at_any_step_the_next_build_makes_it_whole(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    class Killed(BaseException):
        pass

    paper.built()
    paper.article("valley", "Fighters left.", section="world")
    paper.remove("articles/2021/09/older.md")
    steps = iter(range(100_000))

    def dying(step):
        def either(*given, **more):
            if next(steps) == after:
                raise Killed
            return step(*given, **more)

        return either

    with monkeypatch.context() as patched:
        for name in ("replace", "unlink"):
            patched.setattr(Path, name, dying(getattr(Path, name)))
        with suppress(Killed):
            paper.build(search=True)
    paper.built(search=True)
    assert tree(paper.site) == clean(paper)


@needs_pagefind
def test_an_entry_comes_after_the_files_it_leads_to(paper: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[str] = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda one, to: (put.append(str(to)), replace(one, to))[1])
    paper.built()
    volume = [name for name in put if "/index/2021/" in name]
    assert volume[-1].endswith(indexer.ENTRY)
    assert max(put.index(name) for name in put if INDEX in name) < min(
        put.index(name) for name in put if name.endswith("/index.html")
    )


@needs_pagefind
def test_verify_holds_the_index_too(paper: Newsroom) -> None:
    from broadsheet.engine.build import Order

    paper.built()
    paper.article("valley", "Fighters left.", section="world")
    proof = verify(Order(paper.content, paper.layouts, paper.site, NOW, jobs=1), Watch())
    assert proof.differences == ()


@needs_pagefind
def test_another_base_url_leaves_the_index_as_it_is(paper: Newsroom) -> None:
    paper.built()
    before = indexed(paper)
    report = paper.built(base_url="https://preview.example.org/branch", search=True)
    assert (indexed(paper), reasons(report)) == (before, {})


def test_without_pagefind_a_problem_says_how_to_get_it(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "_WHEELS", ("no_such_wheel",))
    monkeypatch.setattr(indexer, "_PROGRAMS", ("no-such-program",))
    (problem,) = paper.build().problems
    line = ON.splitlines().index("search: true") + 1
    assert (problem.path, problem.line, problem.key) == ("content/site.yaml", line, "search")
    assert "pip install 'broadsheet[search]'" in problem.hint
    assert not paper.site.exists()


def test_a_pagefind_that_fails_is_said_and_nothing_is_published(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "lacking", tuple)
    monkeypatch.setattr(indexer, "_program", lambda: "false")
    (problem,) = paper.build().problems
    assert problem.message == "Pagefind has made no index: status 1"
    assert not paper.has("/")


@needs_pagefind
def test_the_last_lines_of_a_build_say_that_the_index_is_behind(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["--now", NOW, "--content", paper.content, "--layouts", paper.layouts, "--output", paper.site]
    assert cli.main(["build", *map(str, said)]) == 0
    paper.article("valley", "Fighters left.", section="world")
    capsys.readouterr()
    cli.main(["build", *map(str, said)])
    assert "The search index of 2021 doesn't know of all changes: build --search" in capsys.readouterr().out
    cli.main(["build", "--search", *map(str, said)])
    assert "doesn't know" not in capsys.readouterr().out


class Editor(RuleBasedStateMachine):
    """After any sequence of edits and builds, one that is asked for the index makes what a clean build makes; one that
    isn't differs from it in the index alone.
    """

    @initialize()
    def opens(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="search-"))
        self.paper = Newsroom(self.folder, ON)
        self.paper.article("first", "First.")
        self.is_on = True

    @rule(
        name=st.sampled_from("abc"),
        day=st.sampled_from(["2021-09-01", "2019-02-03", "2021-10-01"]),
        body=st.sampled_from(["One.", "Two <b>two</b>."]),
        more=st.sampled_from([{}, {"draft": True}, {"slug": "x"}, {"section": "world"}]),
    )
    def writes(self, name: str, day: str, body: str, more: dict[str, object]) -> None:
        front = {"published": day, **more}
        if "slug" in front:
            front["slug"] = f"x-{name}"
        self.paper.article(name, body, **front)

    @rule(name=st.sampled_from("abc"))
    def deletes(self, name: str) -> None:
        with suppress(FileNotFoundError):
            self.paper.remove(f"articles/2021/09/{name}.md")

    @rule()
    def turns_it_on_or_off(self) -> None:
        self.is_on = not self.is_on
        self.paper.write("site.yaml", ON if self.is_on else SITE)

    @rule(title=st.sampled_from(["World", "The World"]))
    def renames_a_section(self, title: str) -> None:
        text = (ON if self.is_on else SITE).replace("title: World", f"title: {title}")
        self.paper.write("site.yaml", text)

    @rule()
    def builds_in_haste(self) -> None:
        self.paper.built()
        whole, there = clean(self.paper), tree(self.paper.site)
        differ = {name for name in {*there, *whole} if there.get(name) != whole.get(name)}
        assert {name for name in differ if not name.startswith(INDEX)} <= {manifest.NAME}
        for name in (name for name in differ & there.keys() if name.startswith(INDEX)):
            assert name.endswith(indexer.ENTRY) or name not in whole

    @rule()
    def builds(self) -> None:
        self.paper.built(search=True)
        assert tree(self.paper.site) == clean(self.paper)

    def teardown(self) -> None:
        if hasattr(self, "paper"):
            self.builds()
            shutil.rmtree(self.folder)


Editor.TestCase.settings = law(6, stateful_step_count=10, derandomize=True)


@pytest.mark.slow
@needs_pagefind
class TestTheLawOfTheIndex(Editor.TestCase):  # type: ignore[misc, name-defined]  # made by Hypothesis
    pass
