"""The law of builds: after any sequence of edits, the site is what a clean build makes of the content, to the byte.

Hypothesis plays the editor: it adds, edits, renames, retitles, redates and deletes, changes configuration and
layouts, moves the clock, kills a build at any step and damages the store, and builds in between.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PIL import Image

from broadsheet.engine import matching, shelving
from broadsheet.plan import feedarchive, sitemaps
from tests.laws import law
from tests.newsroom import SITE, Newsroom, document, tree

INLINE = "[{title: Written in, url: 'https://northwire.example.com/1', source: northwire}, talks]"
"""Picks of which one is written into the article, with the URL of a piece that a file may have too."""
NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon"])
WORDS = st.sampled_from(["One", "Two words", "Three more words", "“Quoted”", "吉隆坡", "Ärger & Co", "!!!"])
NEWS = st.sampled_from(["Panjshir fighters regroup in the valley", "Panjshir valley – fighters hold the gorge",
                        "Merpauh flood closes the bridge", "Flood at Merpauh – bridge reopens", "Wayang troupe tours Samarqand"])  # fmt: skip
SECTIONS = st.sampled_from([None, "world", "business"])
DATES = st.sampled_from(
    ["2021-08-30", "2021-09-01 08:00", "2021-09-06 10:00", "2021-09-09", "2021-09-06T10:00:00Z"]
)
CLOCKS = st.sampled_from(["2021-09-01", "2021-09-08", "2021-09-10", "2021-10-01"])
BODIES = st.sampled_from(["Plain.", "It's \"here\".", "[other](alpha.md) and [world](/world/)", "## Head\n\nText.[^1]\n\n[^1]: Note.",
                          "![map](/media/map.png)", "| a | b |\n|--|--|\n| 1 | 2 |"])  # fmt: skip


PART = feedarchive.PART
IN_A_SHARD = sitemaps.IN_A_SHARD


class Killed(BaseException):
    """What ends a process between two steps."""


class Editor(RuleBasedStateMachine):
    @initialize()
    def opens_the_newsroom(self) -> None:
        shelving.MANY, matching.SLICE = 500, 12_000
        feedarchive.PART = 2
        sitemaps.IN_A_SHARD = 2
        self.folder = Path(tempfile.mkdtemp(prefix="law-"))
        self.newsroom = Newsroom(self.folder)
        shutil.copytree(self.newsroom.layouts, self.folder / "layouts")
        self.newsroom.layouts = self.folder / "layouts"
        Image.new("RGB", (6, 4)).save(self.newsroom.write("media/map.png", ""))
        self.articles: dict[str, dict[str, object]] = {}
        self.bodies: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.now = "2021-09-08"
        self.writes("alpha", "One", "world", "2021-09-01 08:00", "Plain.")

    @rule(name=NAMES, title=WORDS | NEWS, section=SECTIONS, published=DATES, body=BODIES | NEWS)
    def writes(self, name: str, title: str, section: str | None, published: str, body: str) -> None:
        front: dict[str, object] = {
            "title": f'"{title} {name}"',
            "id": name,
            "published": published,
            "authors": ["aisha"],
            "tags": ["Common", name],
        }
        if section:
            front["section"] = section
        self.articles[name], self.bodies[name] = front, body
        self.files.setdefault(name, f"articles/{name}.md")
        self._save(name)

    @rule(name=NAMES, body=BODIES)
    def edits_a_body(self, name: str, body: str) -> None:
        if name in self.articles:
            self.bodies[name] = body
            self._save(name)

    @rule(
        name=NAMES,
        key=st.sampled_from(
            [
                "title",
                "published",
                "section",
                "summary",
                "embargo",
                "expires",
                "draft",
                "similar",
                "image",
                "updated",
            ]
        ),
        title=WORDS | NEWS,
        published=DATES,
        picks=st.sampled_from(["[alpha, talks]", INLINE]),
    )
    def changes_a_key(self, name: str, key: str, title: str, published: str, picks: str) -> None:
        if name not in self.articles:
            return
        front = self.articles[name]
        value: object = {"title": f'"{title} {name}"', "section": "business", "summary": f'"{title}"', "draft": True,
                         "image": '{src: media/map.png, alt: A map, focus: "20% 80%"}', "similar": picks, "updated": "2021-09-10"}.get(key, published)  # fmt: skip
        if key == "expires":
            value = "2021-09-09 12:00"
            front["published"] = "2021-09-01"
            front.pop("embargo", None)
        if key in front and key not in ("title", "published"):
            del front[key]
        else:
            front[key] = value
        if "expires" in front:
            front["published"] = "2021-09-01"
            front.pop("embargo", None)
        self._save(name)

    @rule(name=NAMES)
    def renames_a_file(self, name: str) -> None:
        if name in self.articles and name != "alpha":
            self.newsroom.remove(self.files[name])
            self.files[name] = (
                f"articles/moved/{name}.md" if "moved" not in self.files[name] else f"articles/{name}.md"
            )
            if "alpha.md" in self.bodies[name]:
                self.bodies[name] = "Moved."
            self._save(name)

    @rule(name=NAMES)
    def deletes(self, name: str) -> None:
        if name in self.articles and name != "alpha":
            self.newsroom.remove(self.files.pop(name))
            del self.articles[name], self.bodies[name]

    @rule(name=NAMES, excerpt=WORDS)
    def files_a_link(self, name: str, excerpt: str) -> None:
        target = name if name in self.articles else "alpha"
        self.newsroom.link("talks", excerpt, **{"for": [target], "published": "2021-09-05"})

    @rule(
        number=st.integers(1, 4),
        address=st.integers(1, 2),
        title=NEWS,
        excerpt=NEWS | WORDS,
        published=DATES | st.none(),
        source=st.sampled_from(["northwire", "kabul-times"]),
        story=st.sampled_from([None, None, "valley", "alpha"]),
    )
    def another_outlet_reports(
        self,
        number: int,
        address: int,
        title: str,
        excerpt: str,
        published: str | None,
        source: str,
        story: str | None,
    ) -> None:
        front = {"title": title, "source": source, "url": f"https://{source}.example.com/{address}"}
        if published:
            front["published"] = published
        if story:
            front["story"] = story
        for file in list(self.newsroom.content.glob(f"links/*/*/wire-{number}.md")):
            file.unlink()
        self.newsroom.link(f"wire-{number}", excerpt, **front)

    @rule(number=st.integers(1, 4), to=st.sampled_from(["2021/08", "2021/09", "2021/10"]))
    def a_link_moves(self, number: int, to: str) -> None:
        for file in list(self.newsroom.content.glob(f"links/*/*/wire-{number}.md")):
            place = self.newsroom.content / f"links/{to}/wire-{number}.md"
            place.parent.mkdir(parents=True, exist_ok=True)
            file.rename(place)

    @rule(name=NAMES, story=st.sampled_from([None, "valley", "flood"]))
    def tells_a_story(self, name: str, story: str | None) -> None:
        if name in self.articles:
            self.articles[name].pop("story", None)
            if story:
                self.articles[name]["story"] = story
            self._save(name)

    @rule(name=NAMES, tags=st.sampled_from(["[Common, Other]", "[Other]", "[Common]"]))
    def tags_otherwise(self, name: str, tags: str) -> None:
        """A tag that nothing has any more leads to another, or is gone."""
        if name in self.articles:
            self.articles[name]["tags"] = tags
            self._save(name)

    @rule(many=st.sampled_from([2, 500]), slice_=st.sampled_from([1, 2, 12_000]))
    def matches_otherwise(self, many: int, slice_: int) -> None:
        """By what changed or all anew, the archive in one piece or in slices: it must come to the same."""
        shelving.MANY, matching.SLICE = many, slice_

    @rule(number=st.integers(1, 4))
    def a_link_goes(self, number: int) -> None:
        for file in list(self.newsroom.content.glob(f"links/*/*/wire-{number}.md")):
            file.unlink()

    @rule(limit=st.integers(1, 3), floor=st.sampled_from([0.1, 0.5]))
    def changes_the_rules_of_matching(self, limit: int, floor: float) -> None:
        self.newsroom.write("site.yaml", f"{SITE}similar: {{limit: {limit}, floor: {floor}}}\n")

    @rule(is_wanted=st.sampled_from(["true", "false"]), least=st.sampled_from([1, 2, 5]))
    def changes_what_machines_are_told(self, is_wanted: str, least: int) -> None:
        """Exports are wanted or not, and many tags are in a sitemap or few."""
        exports = f"exports: {{ninjs: {is_wanted}, republish: {is_wanted}}}"
        self.newsroom.write("site.yaml", f"{SITE}{exports}\nsitemaps: {{tags: {least}}}\n")

    @rule(colour=st.sampled_from(["red", "blue"]), size=st.sampled_from([(6, 4), (60, 20)]))
    def draws_another_map(self, colour: str, size: tuple[int, int]) -> None:
        Image.new("RGB", size, colour).save(self.newsroom.content / "media/map.png")

    @rule(tagline=WORDS, page_size=st.sampled_from([1, 2, 4]), titles=st.booleans())
    def changes_the_configuration(self, tagline: str, page_size: int, titles: bool) -> None:
        site = SITE.replace("All the news that fits in a folder", f'"{tagline}"').replace(
            "page_size: 4", f"page_size: {page_size}"
        )
        self.newsroom.write("site.yaml", f"{site}share_images: {{titles: {str(titles).lower()}}}\n")

    @rule(
        feeds=st.sampled_from(
            [
                "similar: true, archive: full, items: 2, hours: 0",
                "formats: [atom], lists: [tag]",
                "text: summary",
            ]
        ),
        tags=st.sampled_from(["[alpha]", "[common]"]),
    )
    def changes_the_rules_of_feeds(self, feeds: str, tags: str) -> None:
        site = SITE.replace("{title: The Weekend}", f"{{title: The Weekend, tags: {tags}}}")
        self.newsroom.write("site.yaml", f"{site}feeds: {{{feeds}}}\n")

    @rule(name=st.sampled_from(["article.html", "parts/card.html", "assets/style.css", "base.html"]))
    def changes_a_layout(self, name: str) -> None:
        file = self.newsroom.layouts / name
        mark = "q { top: 0 }\n" if name.endswith(".css") else "{# . #}.\n"
        text = file.read_text("utf-8")
        file.write_text(text.removesuffix(mark) if text.endswith(mark) else text + mark, "utf-8")

    @rule(now=CLOCKS)
    def moves_the_clock(self, now: str) -> None:
        self.now = now

    @rule(damage=st.sampled_from([b"", b"not a store", None]), place=st.integers(0, 4000))
    def damages_the_store(self, damage: bytes | None, place: int) -> None:
        store = self.folder / ".broadsheet/store.sqlite3"
        if not store.is_file() or not store.stat().st_size:
            return
        if damage is None:  # one byte of it
            whole = bytearray(store.read_bytes())
            whole[place * len(whole) // 4001] ^= 0x41
            store.write_bytes(whole)
        else:
            store.write_bytes(damage)

    @rule(after=st.integers(0, 40))
    def is_killed_while_publishing(self, after: int) -> None:
        self._save_talks()
        steps = iter(range(100_000))

        def dying(step):
            def either(*words, **more):
                if next(steps) == after:
                    raise Killed
                return step(*words, **more)

            return either

        kept = {name: getattr(Path, name) for name in ("write_bytes", "replace", "unlink")}
        try:
            for name, step in kept.items():
                setattr(Path, name, dying(step))
            self.newsroom.build(now=self.now)
        except Killed:
            pass
        finally:
            for name, step in kept.items():
                setattr(Path, name, step)

    @precondition(lambda self: hasattr(self, "articles"))
    @rule()
    def builds(self) -> None:
        self._save_talks()
        report = self.newsroom.build(now=self.now)
        assert not report.problems, report.problems
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        self.newsroom.build(now=self.now, output=clean / "site", cache=clean / "store")
        assert tree(self.newsroom.site) == tree(clean / "site")

    @invariant()
    def what_stands_is_whole(self) -> None:
        """No reader meets the beginning of a page."""
        site = getattr(self, "folder", None) and self.folder / "site"
        for file in site.rglob("index.html") if site and site.is_dir() else ():
            assert b"</html>" in file.read_bytes()[-20:]

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.builds()
            shutil.rmtree(self.folder)
        feedarchive.PART = PART
        sitemaps.IN_A_SHARD = IN_A_SHARD

    def _save(self, name: str) -> None:
        self.newsroom.write(self.files[name], document(self.articles[name], self.bodies[name]))

    def _save_talks(self) -> None:
        """Similar news names this link, and a link is filed for articles that may be gone."""
        self.newsroom.link("talks", "Excerpt.", **{"for": ["alpha"], "published": "2021-09-05"})


Editor.TestCase.settings = law(12, stateful_step_count=16, derandomize=True)
TestTheLaw = Editor.TestCase
