"""Addresses that last: what has moved leads on, what is gone says so, and an editor's file stays theirs."""

from __future__ import annotations

import shutil

import pytest

from broadsheet.cli import main
from broadsheet.engine.build import Order
from broadsheet.engine.verify import verify
from broadsheet.engine.watch import Watch
from broadsheet.plan import redirects as plan
from broadsheet.plan.redirects import Way
from broadsheet.problems import Refused
from broadsheet.read import redirects
from broadsheet.read.redirects import GONE
from tests.newsroom import NOW, Newsroom, tree

OLD, NEW, NEWER = (f"/world/2021/09/06/{slug}/" for slug in ("valley", "the-valley", "a-valley"))


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A newsroom with two articles, built once."""
    newsroom.article("valley", section="world", slug="valley")
    newsroom.article("market", section="business")
    newsroom.built()
    return newsroom


def said(paper: Newsroom) -> dict[str, str]:
    """What redirects.yaml says."""
    file = paper.content / "redirects.yaml"
    lines = redirects.parse(file.read_text("utf-8")) if file.exists() else ()
    assert not isinstance(lines, Refused)
    return {one.path: one.target for one in lines}


def retitle(paper: Newsroom, slug: str, **front: object) -> None:
    paper.article("valley", **{"section": "world", "slug": slug, **front})


def is_as_a_clean_build_makes_it(paper: Newsroom) -> bool:
    before = (paper.content / "redirects.yaml").read_bytes()
    order = Order(paper.content, paper.layouts, paper.site, NOW, jobs=1)
    proof = verify(order, Watch())
    return not proof.differences and (paper.content / "redirects.yaml").read_bytes() == before


def test_an_article_that_moves_leaves_its_readers_a_way(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    report = paper.built()
    assert said(paper) == {OLD: NEW}
    assert f'content="0; url={NEW}"' in paper.page(OLD)
    assert [(one.line, one.column) for one in report.notes if one.message == f"{OLD} has moved to {NEW}"] == [
        (2, 1)
    ]
    assert is_as_a_clean_build_makes_it(paper)


def test_a_build_without_a_change_says_and_renders_nothing_of_it(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    paper.built()
    again = paper.built()
    assert (again.notes, again.rendered) == ((), ())


def test_a_clean_build_adds_nothing(paper: Newsroom) -> None:
    paper.built(clean=True)
    assert said(paper) == {}


def test_an_article_that_moves_twice_is_one_step_away_from_everywhere(paper: Newsroom) -> None:
    for slug in ("the-valley", "a-valley"):
        retitle(paper, slug)
        paper.built()
    assert said(paper) == {OLD: NEWER, NEW: NEWER}
    assert f"url={NEWER}" in paper.page(OLD)
    assert is_as_a_clean_build_makes_it(paper)


def test_an_article_that_moves_back_stands_where_it_stood(paper: Newsroom) -> None:
    for slug in ("the-valley", "valley"):
        retitle(paper, slug)
        paper.built()
    assert said(paper) == {NEW: OLD}
    assert "<article" in paper.page(OLD)
    assert is_as_a_clean_build_makes_it(paper)


def test_an_article_that_comes_back_and_moves_then_leads_its_readers_on(paper: Newsroom) -> None:
    paper.article("market", section="world")  # so that its list is there whatever comes and goes
    paper.built()
    paper.remove("articles/2021/09/valley.md")
    paper.built()
    assert said(paper)[OLD] == GONE
    retitle(paper, "valley", aliases=["/v/"])
    report = paper.built()
    assert OLD not in said(paper)
    assert "1 line taken away: a page stands there again" in [one.message for one in report.notes]
    retitle(paper, "the-valley", aliases=["/v/"])
    paper.built()
    assert said(paper)[OLD] == NEW
    assert is_as_a_clean_build_makes_it(paper)


def test_an_alias_leads_on_again_when_its_article_is_back(paper: Newsroom) -> None:
    retitle(paper, "valley", aliases=["/v/"])
    paper.built()
    paper.remove("articles/2021/09/valley.md")
    paper.built()
    assert said(paper)["/v/"] == GONE
    retitle(paper, "valley", aliases=["/v/"])
    paper.built()
    assert "/v/" not in said(paper)
    assert f'content="0; url={OLD}"' in paper.page("/v/")
    assert is_as_a_clean_build_makes_it(paper)


def test_an_article_that_is_deleted_is_gone_and_so_is_where_it_was_before(paper: Newsroom) -> None:
    retitle(paper, "the-valley", aliases=["/valley/"])
    paper.built()
    paper.remove("articles/2021/09/valley.md")
    paper.built()
    assert said(paper) == {OLD: GONE, NEW: GONE, "/valley/": GONE}
    assert not paper.has(OLD)
    assert is_as_a_clean_build_makes_it(paper)


def test_a_renamed_file_that_keeps_its_id_only_moves(paper: Newsroom) -> None:
    paper.remove("articles/2021/09/valley.md")
    paper.article("vale", section="world", id="valley", slug="the-valley")
    paper.built()
    assert said(paper) == {OLD: NEW}


def test_a_renamed_file_without_an_id_is_told_before_subscribers_get_it_twice(paper: Newsroom) -> None:
    paper.remove("articles/2021/09/valley.md")
    paper.article("vale", section="world", slug="valley")
    (note,) = paper.built().notes
    assert note.path == "content/articles/2021/09/vale.md"
    assert note.message.startswith(
        "this was articles/2021/09/valley.md, and whoever subscribes gets it again"
    )
    assert note.hint.startswith("Write 'id: valley'")


def test_a_line_that_nobody_committed_is_written_again(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    paper.built()
    (paper.content / "redirects.yaml").unlink()  # as in a fresh clone, with the store restored
    paper.built()
    assert said(paper) == {OLD: NEW}


def test_a_line_that_an_editor_takes_away_later_stays_away(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    paper.built()
    paper.built()
    (paper.content / "redirects.yaml").unlink()
    paper.built()
    assert said(paper) == {}
    assert not paper.has(OLD)


@pytest.mark.parametrize("front", [{"draft": True}, {"published": "2021-09-20"}, {"expires": "2021-09-07"}])
def test_what_waits_or_has_expired_is_not_written_down(paper: Newsroom, front: dict[str, object]) -> None:
    retitle(paper, "valley", **front)
    paper.built()
    assert said(paper) == {}


def test_a_look_at_drafts_writes_nothing_and_the_next_build_forgets_nothing(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    paper.built(drafts=True)
    assert said(paper) == {}
    paper.built()
    assert said(paper) == {OLD: NEW}


def test_a_lost_store_drops_no_redirect(paper: Newsroom) -> None:
    paper.article("market", section="business", aliases=["/bazaar"])
    paper.article("a-secret", section="world", slug="secret", id="sécret")
    paper.write("pages/about.md", "---\ntitle: About\n---\n\nUs.\n")
    paper.built()
    shutil.rmtree(paper.folder / ".broadsheet")
    retitle(paper, "the-valley")
    paper.remove("articles/2021/09/market.md")
    paper.article("a-secret", section="world", slug="secret", id="sécret", draft=True)
    paper.write("pages/about.md", "---\ntitle: About\nslug: us\n---\n\nUs.\n")
    paper.built()
    market = "/business/2021/09/06/market/"
    assert said(paper) == {OLD: NEW, market: GONE, "/bazaar/": GONE, "/about/": "/us/"}
    assert paper.built().notes == ()
    assert is_as_a_clean_build_makes_it(paper)


def test_a_clean_build_into_the_same_folder_knows_too(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    paper.built(clean=True)
    assert said(paper) == {OLD: NEW}


def test_a_lost_store_and_a_lost_site_add_nothing(paper: Newsroom) -> None:
    for folder in (paper.folder / ".broadsheet", paper.site):
        shutil.rmtree(folder)
    retitle(paper, "the-valley")
    paper.built()
    assert said(paper) == {}


PREVIEWS = [
    {"now": "2021-09-21 12:00", "clock": NOW},
    {"base_url": "http://localhost:1"},
    {"drafts": True, "now": "2021-09-21 12:00"},
]


@pytest.mark.parametrize("wishes", PREVIEWS)
def test_what_only_a_preview_has_shown_leaves_nothing_and_what_moved_before_it_a_way(
    paper: Newsroom, wishes: dict[str, object]
) -> None:
    front = {"section": "world", "id": "secret", "published": "2021-09-20", "draft": "drafts" in wishes}
    paper.article("secret", **front, slug="a-secret")
    retitle(paper, "the-valley")
    elsewhere = paper.folder / "preview"
    paper.built(output=elsewhere, **wishes)
    assert ("base_url" in wishes) != (elsewhere / "world/2021/09/20/a-secret/index.html").exists()
    assert not (paper.content / "redirects.yaml").exists()
    paper.article("secret", **front, slug="no-secret")
    paper.built(output=elsewhere, **wishes)
    paper.remove("articles/2021/09/secret.md")
    paper.built(output=elsewhere, **wishes)
    paper.built()
    assert said(paper) == {OLD: NEW}


def test_a_preview_that_was_first_keeps_no_address_from_being_known(newsroom: Newsroom) -> None:
    retitle(newsroom, "valley")
    newsroom.built(drafts=True)
    newsroom.built()
    retitle(newsroom, "the-valley")
    newsroom.built()
    assert said(newsroom) == {OLD: NEW}


@pytest.mark.parametrize(
    "wishes", [{"now": "2021-09-08 11:00", "clock": NOW}, {"base_url": "https://gazette.example.org/"}]
)
def test_a_build_of_what_readers_have_is_no_preview(paper: Newsroom, wishes: dict[str, object]) -> None:
    retitle(paper, "the-valley")
    paper.built(**wishes)
    assert said(paper) == {OLD: NEW}


def test_the_command_line_says_what_the_clock_says(paper: Newsroom) -> None:
    words = ["--content", str(paper.content), "--layouts", str(paper.layouts), "--output", str(paper.site)]
    retitle(paper, "the-valley")
    assert main(["build", *words, "--quiet", "--jobs", "1", "--now", "2999-01-01"]) == 0
    assert said(paper) == {}
    assert main(["build", *words, "--quiet", "--jobs", "1", "--now", NOW]) == 0
    assert said(paper) == {OLD: NEW}


def test_what_was_never_published_leaves_nothing(paper: Newsroom) -> None:
    paper.article("secret", section="world", draft=True)
    paper.built()
    paper.remove("articles/2021/09/secret.md")
    paper.built()
    assert said(paper) == {}


def test_an_address_that_another_takes_is_not_redirected(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    paper.article("another", section="world", slug="valley")
    paper.built()
    assert said(paper) == {}


def test_a_refused_build_writes_nothing(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    paper.article("bad", published="never")
    assert paper.build().problems
    assert not (paper.content / "redirects.yaml").exists()
    assert [file.name for file in paper.content.iterdir() if "redirects" in file.name] == []


def test_comments_and_order_stay(paper: Newsroom) -> None:
    text = f"# Ours.\n/x/: https://example.com/x  # elsewhere\n\n'/y': {OLD}  # was a tag\n/z: gone\n"
    paper.write("redirects.yaml", text)
    retitle(paper, "the-valley")
    paper.built()
    made = (paper.content / "redirects.yaml").read_text("utf-8")
    assert made == text.replace(OLD, NEW) + f"{OLD}: {NEW}\n"


def test_a_folder_that_cannot_be_written_is_a_note(paper: Newsroom) -> None:
    retitle(paper, "the-valley")
    in_the_way = paper.content / ".redirects.yaml.part"  # stands for a folder that may only be read
    in_the_way.mkdir()
    (note,) = paper.built().notes
    assert f"add these lines yourself: {OLD}: {NEW}" in note.message
    in_the_way.rmdir()
    assert not paper.has(OLD)
    paper.built()
    assert said(paper) == {OLD: NEW}


def test_what_is_wrong_with_the_file_is_said_with_its_place(paper: Newsroom) -> None:
    paper.write("redirects.yaml", "/a/: /b/\n/b/: /a/\nc: gone\n/d/: over there\n/e/: gone\n/e/: /\n")
    assert paper.says() == [
        "content/redirects.yaml:3: 'c' is not a path on this site",
        "content/redirects.yaml:4: 'over there' is nowhere to send readers",
        "content/redirects.yaml:6: this key stands twice; it was first written on line 5",
    ]
    paper.write("redirects.yaml", "/a/: /b/\n/b/: /a/\n")
    assert paper.says() == [
        "content/redirects.yaml:1: this leads round in a circle, by '/b/'",
        "content/redirects.yaml:2: this leads round in a circle, by '/a/'",
    ]


def test_a_quarrel_with_an_alias_names_both(paper: Newsroom) -> None:
    retitle(paper, "valley", aliases=["/old/"])
    paper.write("redirects.yaml", "/old/: /\n")
    assert paper.says() == [
        "content/redirects.yaml:1: this is also an alias of content/articles/2021/09/valley.md"
    ]


def test_a_line_where_a_page_stands_or_that_leads_nowhere_is_passed_over(paper: Newsroom) -> None:
    paper.write("redirects.yaml", f"{OLD}: /\n/old/: /nowhere/\n")
    notes = [one.message for one in paper.built().notes]
    assert notes == [
        "a page stands here, so this line is passed over",
        "nothing stands at '/nowhere/', so this line is passed over",
    ]
    assert "<article" in paper.page(OLD)
    assert not paper.has("/old/")


def test_pages_to_redirect_by_come_and_go_with_the_configuration(paper: Newsroom) -> None:
    retitle(paper, "valley", aliases=["/alias/"])
    paper.write("redirects.yaml", "/old/: /world/\n")
    paper.built()
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site + "edge: {redirects: [netlify]}\n")
    paper.built()
    assert not paper.has("/alias/")
    assert not paper.has("/old/")
    assert paper.page("/_redirects").splitlines()[1:] == [f"/alias/ {OLD} 301", "/old/ /world/ 301"]
    assert is_as_a_clean_build_makes_it(paper)
    paper.write("site.yaml", site)
    paper.built()
    assert paper.has("/alias/")
    assert paper.has("/old/")
    assert not paper.has("/_redirects")
    assert is_as_a_clean_build_makes_it(paper)


def test_a_line_by_way_of_an_alias_follows_it_even_where_no_page_stands_there(paper: Newsroom) -> None:
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site + "edge: {redirects: [netlify]}\n")
    paper.write("redirects.yaml", "/old/: /alias/\n")
    retitle(paper, "valley", aliases=["/alias/"])
    paper.built()
    assert f"/old/ {OLD} 301" in paper.page("/_redirects")
    retitle(paper, "valley")
    paper.built()
    assert "/old/" not in paper.page("/_redirects")
    assert is_as_a_clean_build_makes_it(paper)


def test_a_page_to_redirect_by_that_is_lost_is_made_again(paper: Newsroom) -> None:
    paper.write("redirects.yaml", "/old/: /world/\n")
    paper.built()
    before = tree(paper.site)
    (paper.site / "old/index.html").unlink()
    paper.built()
    assert tree(paper.site) == before


class Ground:
    """Pages and ways as a test says."""

    def __init__(self, pages: set[str]) -> None:
        self.pages = pages

    def is_page(self, path: str) -> bool:
        return path in self.pages

    def way(self, path: str) -> Way | None:
        return None


def test_chains_are_flattened() -> None:
    lines = redirects.parse(
        "/a/: /b/\n/b: /c\n/c: /feed.xml\n/d/: /e/\n/e/: gone\n/f/: https://example.com/\n"
    )
    assert not isinstance(lines, Refused)
    found = plan.resolve(lines, Ground({"/feed.xml"}))
    assert {one.path: one.target for one in found.ways} == {
        "/a/": "/feed.xml", "/b/": "/feed.xml", "/c/": "/feed.xml", "/d/": GONE, "/e/": GONE,
        "/f/": "https://example.com/",
    }  # fmt: skip
