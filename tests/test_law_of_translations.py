"""The law of builds, for translations: however they are written, moved, held back and taken away, each version
leads to what it leads to after a clean build, and both builds find the same wrong with them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from shutil import copytree, rmtree

from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.laws import law
from tests.newsroom import SITE, Newsroom, tree

WORDS = {"one": "Harbour dredged", "two": "Panen berganda", "three": "مدرسة جديدة", "four": "桥梁重开"}
"""Nothing that any two of them share, or they would stand under each other."""
ORIGINAL, LANGUAGES = "one", {"one": "en", "two": "ms", "three": "ar", "four": "zh-Hans"}
PLAIN = Path(__file__).parent / "problems/_base/layouts"
ARTICLE = "{{ body }} {{ versions }} {{ head.alternates }} {{ structured }}"
"""Plain layouts, since a build without a store compiles them all."""
NAMES = st.sampled_from([*LANGUAGES])
CHANGES: tuple[dict[str, object], ...] = (
    {"title": "Glacier survey"}, {"language": "fr"}, {"slug": "another"}, {"published": "2021-09-05"},
    {"embargo": "2021-09-09"}, {"expires": "2021-09-09"}, {"draft": True}, {"summary": "In short."},
    {"source": "northwire", "source_url": "https://northwire.example.com/x"}, {"section": "world"},
)  # fmt: skip


class Translator(RuleBasedStateMachine):
    """Most of what it does is right: what is refused proves less. Its articles are in no section as a rule, or
    they would be rendered as neighbours anyhow.
    """

    @initialize()
    def opens_the_newsroom(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="law-"))
        self.newsroom = Newsroom(self.folder, SITE + "share_images: {titles: false}\n")
        self.newsroom.layouts = self.folder / "layouts"
        copytree(PLAIN, self.newsroom.layouts)
        (self.newsroom.layouts / "article.html").write_text(ARTICLE)
        self.now = "2021-09-08"
        self.articles: dict[str, dict[str, object]] = {}
        for name in ("one", "two", "three"):
            self.writes(name, builds=True)

    @rule(name=NAMES, builds=st.booleans())
    def writes(self, name: str, builds: bool) -> None:
        front = {"slug": name, "title": WORDS[name], "language": LANGUAGES[name]}
        self._save(name, front if name == ORIGINAL else {**front, "translation_of": ORIGINAL}, builds)

    @rule(name=NAMES, change=st.sampled_from(CHANGES), builds=st.booleans())
    def changes(self, name: str, change: dict[str, object], builds: bool) -> None:
        self._save(name, {**self.articles.get(name, {"title": WORDS[name], "slug": name}), **change}, builds)

    @rule(name=NAMES, original=st.sampled_from([None, "one", "two"]), builds=st.booleans())
    def is_made_from_another(self, name: str, original: str | None, builds: bool) -> None:
        front = {**self.articles.get(name, {"title": WORDS[name], "slug": name}), "translation_of": original}
        self._save(name, {key: value for key, value in front.items() if value}, builds)

    @rule(name=NAMES)
    def is_deleted(self, name: str) -> None:
        if self.articles.pop(name, None):
            self.newsroom.remove(f"articles/2021/09/{name}.md")

    @rule(now=st.sampled_from(["2021-09-08", "2021-09-10"]))
    def the_clock_moves(self, now: str) -> None:
        self.now = now
        self._build()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self._build()
            rmtree(self.folder)

    def _save(self, name: str, front: dict[str, object], builds: bool) -> None:
        self.articles[name] = front
        self.newsroom.article(name, WORDS[name], **front)
        if builds:
            self._build()

    def _build(self) -> None:
        clean = self.folder / "clean"
        rmtree(clean, ignore_errors=True)
        problems = self.newsroom.build(now=self.now).problems
        assert (
            problems
            == self.newsroom.build(now=self.now, output=clean / "site", cache=clean / "store").problems
        )
        if not problems:
            assert tree(self.newsroom.site) == tree(clean / "site")


# Making a failure smaller takes longer than looking at it.
Translator.TestCase.settings = law(
    12, stateful_step_count=12, derandomize=True, phases=(Phase.explicit, Phase.generate)
)  # fmt: skip
TestTheLaw = Translator.TestCase
