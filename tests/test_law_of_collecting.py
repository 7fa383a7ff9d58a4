"""The law of collecting, whatever happens between two runs: an editor's word is the last one.

A file that an editor changed is as the editor left it; a link that an editor deleted or declined stays away; no
piece is there twice; a run that finds nothing new changes no byte; and what stands in `content/` is built.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from broadsheet.collect.feeds import canonical
from tests.laws import law
from tests.newsroom import tree
from tests.outlets import Desk, item, open_outlet, rss

NAMES = "abcdefgh"
DAYS = 5


def piece(name: str, spelling: int) -> str:
    """A piece that matches, at one of the addresses under which its outlet has it."""
    tails = ("", "?utm_source=rss", "/", "#top", "?fbclid=1")
    return item(
        name,
        f"Panjshir leader and Taliban talks {name}",
        link=f"https://northwire.example.com/{name}{tails[spelling % len(tails)]}",
        description="",
    )


class Paper(RuleBasedStateMachine):
    """Feeds change, editors work, runs come at any time."""

    @initialize()
    def begin(self) -> None:
        self.around = tempfile.TemporaryDirectory()
        self.server = open_outlet()
        self.outlet = self.server.__enter__()
        self.desk = Desk(Path(self.around.name), {"wire": self.outlet.url()})
        self.outlet.feed(rss())
        self.edited: dict[str, str] = {}
        self.gone: set[str] = set()
        self.day = 0

    @rule(names=st.sets(st.sampled_from(NAMES)), spelling=st.integers(0, 4))
    def the_feed_changes(self, names: set[str], spelling: int) -> None:
        self.outlet.feed(rss(*(piece(name, spelling + at) for at, name in enumerate(sorted(names)))))

    @rule()
    def a_run(self) -> None:
        self.desk.collect(now=self.now())

    @rule()
    def a_run_that_finds_nothing_new(self) -> None:
        self.desk.collect(now=self.now())
        before = tree(self.desk.content)
        self.desk.collect(now=self.now())
        assert tree(self.desk.content) == before

    @rule(answers=st.lists(st.sampled_from("ypnlq"), max_size=9))
    def a_review(self, answers: list[str]) -> None:
        said = iter(answers)

        def ask(question: str) -> str:
            answer = next(said, "q")
            if answer == "n":
                self.gone.add(question.split("UTC, ")[1].split("\n")[0])
            return answer

        self.desk.collect(now=self.now(), ask=ask)

    @rule()
    def a_run_without_its_memory(self) -> None:
        for file in (self.desk.folder / ".broadsheet" / "collect").glob("*"):
            file.unlink()
        self.desk.collect(now=self.now())

    @rule()
    def a_day_passes(self) -> None:
        self.day = min(self.day + 1, DAYS)

    @precondition(lambda self: self.desk.collected())
    @rule(data=st.data())
    def an_editor_changes_a_link(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.desk.collected())))
        text = self.desk.collected()[path].replace("title: ", "title: Our own words on ", 1)
        self.desk.write(path, text)
        self.edited[path] = text

    @precondition(lambda self: self.desk.collected())
    @rule(data=st.data())
    def an_editor_deletes_a_link(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.desk.collected())))
        self.gone.add(url(self.desk.collected()[path]))
        self.edited.pop(path, None)
        self.desk.remove(path)

    @precondition(lambda self: self.desk.collected())
    @rule(data=st.data())
    def an_editor_moves_a_link(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.desk.collected())))
        text = self.desk.collected()[path]
        self.desk.remove(path)
        moved = path.replace("links/2021/09/", "links/moved/")
        self.desk.write(moved, text)
        if self.edited.pop(path, None):
            self.edited[moved] = text

    @invariant()
    def the_editors_word_is_the_last(self) -> None:
        there = self.desk.collected()
        assert {path: there.get(path) for path in self.edited} == self.edited
        keys = [canonical.key(url(text)) for text in there.values()]
        assert len(keys) == len(set(keys))
        assert not {canonical.key(one) for one in self.gone} & set(keys)

    def now(self) -> str:
        return f"2021-09-{8 + self.day:02} 12:00"

    def teardown(self) -> None:
        try:
            self.desk.built()
        finally:
            self.server.__exit__(None, None, None)
            self.around.cleanup()


def url(text: str) -> str:
    return text.split("\nurl: ")[1].split("\n")[0].strip('"')


def test_law_an_editors_word_is_the_last() -> None:
    run_state_machine_as_test(
        Paper, settings=law(6, stateful_step_count=10, suppress_health_check=list(HealthCheck))
    )
