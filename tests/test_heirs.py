"""Lists that are called otherwise, or are no more: their readers and subscribers are led to the list that has
the same now, or told that it is gone.
"""

from __future__ import annotations

import shutil

import feedparser
import pytest

from broadsheet.plan.heirs import Leaving
from broadsheet.read.redirects import GONE
from tests.newsroom import SITE, Newsroom
from tests.test_redirects import is_as_a_clean_build_makes_it, said

ALL = SITE + "feeds: {lists: [section, edition, author, tag, story, newsletter]}\n"
NAMES = ("harbour", "rice", "school", "tunnel", "clinic", "glacier", "bakers", "chess", "volcano")


def write(paper: Newsroom, names: tuple[str, ...] = NAMES, **front: object) -> None:
    """Nine articles, of one section and one author, so that each of their lists has a page 2."""
    for day, name in enumerate(names, 1):
        keys = {"section": "world", "authors": ["aisha"], "published": f"2021-08-{day:02}", **front}
        paper.article(name, f"{name}.", **keys)


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    newsroom.write("site.yaml", ALL)
    write(newsroom, tags=["Panjshir", "Common"])
    newsroom.built()
    return newsroom


def rename(paper: Newsroom, old: str, new: str) -> None:
    site = (paper.content / "site.yaml").read_text("utf-8")
    assert old in site
    paper.write("site.yaml", site.replace(old, new))


def of_lists(paper: Newsroom) -> dict[str, str]:
    """What redirects.yaml says of all but articles."""
    return {old: new for old, new in said(paper).items() if "/2021/" not in old}


def test_a_section_that_is_called_otherwise_leads_on_with_its_pages_and_feeds(paper: Newsroom) -> None:
    assert paper.has("/world/page/1/")
    rename(paper, "  world: {", "  globe: {")
    write(paper, section="globe", tags=["Panjshir", "Common"])
    report = paper.built()
    assert of_lists(paper) == {
        "/world/": "/globe/", "/world/page/1/": "/globe/", "/world/feed.xml": "/globe/feed.xml"
    }  # fmt: skip
    assert said(paper)["/world/2021/08/01/harbour/"] == "/globe/2021/08/01/harbour/"
    assert "/world/ has moved to /globe/" in [one.message for one in report.notes]
    assert 'content="0; url=/globe/"' in paper.page("/world/page/1/")
    assert is_as_a_clean_build_makes_it(paper)


def test_where_no_server_redirects_subscribers_of_the_old_feed_get_what_is_in_the_new(
    paper: Newsroom,
) -> None:
    write(paper, tags=["Panjshir Valley", "Common"])
    paper.built()
    old, new = "/tags/panjshir/feed.xml", "/tags/panjshir-valley/feed.xml"
    assert said(paper)[old] == new
    assert paper.page(old) == paper.page(new)
    assert feedparser.parse(paper.page(old)).version == "rss20"
    paper.article("flood", "Water.", tags=["Panjshir Valley"])
    report = paper.built()
    assert {old, new} <= set(report.rendered)
    assert "flood" in paper.page(old)
    assert paper.page(old) == paper.page(new)
    assert is_as_a_clean_build_makes_it(paper)
    (paper.site / old.lstrip("/")).unlink()
    paper.built()
    assert paper.page(old) == paper.page(new)


@pytest.mark.parametrize(
    ("renamed", "front", "old", "new"),
    [
        (("  aisha: {name: Aisha Rahman", "  aisha-r: {name: Aisha Rahman"), {"authors": ["aisha-r"]},
         "/authors/aisha/", "/authors/aisha-r/"),
        (("", ""), {"tags": ["Panjshir Valley", "Common"]}, "/tags/panjshir/", "/tags/panjshir-valley/"),
        (("", ""), {"tags": ["Common"]}, "/tags/panjshir/", "/tags/common/"),
    ],
)  # fmt: skip
def test_authors_and_tags_likewise(
    paper: Newsroom, renamed: tuple[str, str], front: dict[str, object], old: str, new: str
) -> None:
    if renamed[0]:
        rename(paper, *renamed)
    write(paper, **{"tags": ["Panjshir", "Common"], **front})
    paper.built()
    assert of_lists(paper) == {old: new, f"{old}page/1/": new, f"{old}feed.xml": f"{new}feed.xml"}
    assert is_as_a_clean_build_makes_it(paper)


def test_an_edition_and_a_newsletter_likewise(newsroom: Newsroom) -> None:
    chosen = ALL.replace("{title: The Weekend}", "{title: The Weekend, tags: [common]}")
    newsroom.write("site.yaml", chosen)
    write(newsroom, tags=["Common"], editions=["malaysia"])
    newsroom.built()
    rename(newsroom, "  malaysia: {title", "  my: {title")
    rename(newsroom, "  weekend: {", "  sunday: {")
    rename(newsroom, "  morning: {", "  evening: {")  # which takes everything
    write(newsroom, tags=["Common"], editions=["my"])
    newsroom.built()
    assert said(newsroom) == {
        "/malaysia/": "/my/", "/malaysia/page/1/": "/my/", "/malaysia/feed.xml": "/my/feed.xml",
        "/newsletters/weekend/feed.xml": "/newsletters/sunday/feed.xml",
        "/newsletters/morning/feed.xml": "/newsletters/evening/feed.xml",
    }  # fmt: skip
    assert newsroom.page("/newsletters/morning/feed.xml") == newsroom.page("/newsletters/evening/feed.xml")
    assert is_as_a_clean_build_makes_it(newsroom)


def test_a_newsletter_s_line_that_nobody_committed_is_written_again(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", ALL)
    write(newsroom)
    newsroom.built()
    rename(newsroom, "  morning: {", "  evening: {")
    newsroom.built()
    before = said(newsroom)
    (newsroom.content / "redirects.yaml").unlink()
    newsroom.built()
    assert said(newsroom) == before
    assert before["/newsletters/morning/feed.xml"] != GONE


def test_a_story_and_an_outlet_likewise(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", ALL)
    write(newsroom, NAMES[:2], story="valley")
    newsroom.link("talks", source="northwire")
    newsroom.built()
    rename(newsroom, "  northwire: {", "  north: {")
    write(newsroom, NAMES[:2], story="gorge")
    newsroom.link("talks", source="north")
    newsroom.built()
    assert said(newsroom) == {
        "/stories/valley/": "/stories/gorge/", "/stories/valley/feed.xml": "/stories/gorge/feed.xml",
        "/sources/northwire/": "/sources/north/",
    }  # fmt: skip
    assert is_as_a_clean_build_makes_it(newsroom)


def test_a_list_whose_articles_part_is_gone_and_so_is_one_whose_articles_are(paper: Newsroom) -> None:
    write(paper, NAMES[:5], tags=["North"])
    write(paper, NAMES[5:], tags=["South"])
    report = paper.built()
    assert [one for one in of_lists(paper).values() if one != GONE] == []
    assert set(of_lists(paper)) > {"/tags/panjshir/", "/tags/panjshir/feed.xml", "/tags/common/"}
    (note,) = [one for one in report.notes if one.message.startswith("/tags/panjshir/ is gone")]
    assert "where" in note.hint
    assert is_as_a_clean_build_makes_it(paper)


def test_articles_may_move_long_before_their_section_goes(paper: Newsroom) -> None:
    write(paper, NAMES[:5], section="business")
    paper.built()
    write(paper, NAMES[5:], section="business")
    paper.built()
    assert paper.has("/world/")
    rename(paper, "  world: {title: World, description: News from everywhere}\n", "")
    paper.built()
    assert said(paper)["/world/"] == "/business/"
    assert said(paper)["/world/feed.xml"] == "/business/feed.xml"
    assert is_as_a_clean_build_makes_it(paper)


def test_what_is_renamed_twice_is_one_step_away(paper: Newsroom) -> None:
    for tag in ("Panjshir Valley", "The Valley"):
        write(paper, tags=[tag, "Common"])
        paper.built()
    new = "/tags/the-valley/"
    assert said(paper)["/tags/panjshir/"] == said(paper)["/tags/panjshir-valley/"] == new
    assert said(paper)["/tags/panjshir/feed.xml"] == f"{new}feed.xml"
    assert is_as_a_clean_build_makes_it(paper)


def test_a_tag_that_is_used_again_loses_its_lines(paper: Newsroom) -> None:
    write(paper, tags=["Common"])
    paper.built()
    assert "/tags/panjshir/" in said(paper)
    write(paper, NAMES[:1], tags=["Panjshir", "Common"])
    report = paper.built()
    assert said(paper) == {"/tags/panjshir/page/1/": "/tags/common/"}
    assert "2 lines taken away: a page stands there again" in [one.message for one in report.notes]
    assert is_as_a_clean_build_makes_it(paper)


def test_time_alone_makes_nothing_gone(newsroom: Newsroom) -> None:
    newsroom.article("harbour", tags=["Dredging"], published="2021-09-06", expires="2021-09-07 12:00")
    newsroom.built(now="2021-09-07")
    assert newsroom.has("/tags/dredging/")
    newsroom.built()
    assert not newsroom.has("/tags/dredging/")
    assert said(newsroom) == {}
    newsroom.remove("articles/2021/09/harbour.md")
    newsroom.built()
    assert said(newsroom)["/tags/dredging/"] == GONE


@pytest.mark.parametrize("wishes", [{"drafts": True}, {"base_url": "http://localhost:1"}])
def test_a_preview_notes_nothing_and_the_next_build_misses_nothing(
    paper: Newsroom, wishes: dict[str, object]
) -> None:
    paper.article("secret", draft=True, tags=["Hush"])
    paper.built(**wishes)
    write(paper, tags=["Panjshir Valley", "Common"])
    paper.remove("articles/2021/09/secret.md")
    paper.built(**wishes)
    assert said(paper) == {}
    paper.built()
    assert said(paper)["/tags/panjshir/"] == "/tags/panjshir-valley/"
    assert not [old for old in said(paper) if "hush" in old]
    assert is_as_a_clean_build_makes_it(paper)


def test_a_lost_store_knows_what_stood_and_of_a_section_where_it_went(paper: Newsroom) -> None:
    shutil.rmtree(paper.folder / ".broadsheet")
    rename(paper, "  world: {", "  globe: {")
    write(paper, section="globe", tags=["Panjshir Valley", "Common"])
    paper.built()
    assert said(paper)["/world/"] == said(paper)["/world/page/1/"] == "/globe/"
    assert said(paper)["/world/feed.xml"] == "/globe/feed.xml"
    assert said(paper)["/tags/panjshir/"] == said(paper)["/tags/panjshir/feed.xml"] == GONE
    assert paper.built().notes == ()
    assert is_as_a_clean_build_makes_it(paper)


def test_a_line_that_nobody_committed_is_written_again(paper: Newsroom) -> None:
    write(paper, tags=["Panjshir Valley", "Common"])
    paper.built()
    lines = said(paper)
    (paper.content / "redirects.yaml").unlink()
    paper.built()
    assert said(paper) == lines
    paper.built()
    (paper.content / "redirects.yaml").unlink()
    paper.built()
    assert said(paper) == {}


def test_a_format_that_is_given_up_leads_to_another_and_a_feed_that_is_not_made_any_more_is_gone(
    paper: Newsroom,
) -> None:
    assert paper.has("/atom.xml")
    rename(
        paper,
        "feeds: {lists: [section, edition, author, tag,",
        "feeds: {formats: [rss], lists: [section, edition, tag,",
    )
    paper.built()
    assert said(paper) == {
        "/atom.xml": "/feed.xml", "/feed.json": "/feed.xml", "/authors/aisha/feed.xml": GONE,
        "/authors/ben/feed.xml": GONE,
    }  # fmt: skip
    assert is_as_a_clean_build_makes_it(paper)


def test_a_list_that_is_shorter_or_cut_otherwise_leads_nowhere(paper: Newsroom) -> None:
    rename(paper, "page_size: 4", "page_size: 20")
    paper.built()
    assert not paper.has("/world/page/1/")
    assert said(paper) == {}


def test_the_heir_is_the_list_in_which_all_stand_and_rather_one_that_is_new_to_them() -> None:
    def heir(*moves: tuple[set[str], set[str]]) -> str:
        leaving = Leaving()
        for before, now in moves:
            leaving.add(frozenset(before), frozenset(now))
        return leaving.heir

    assert heir() == ""
    assert heir(({"a"}, {"b"})) == "b"
    assert heir(({"a"}, {"b"}), ({"a"}, {"c"})) == ""
    assert heir(({"a", "x"}, {"b", "x"}), ({"a", "x"}, {"b", "x"})) == "b"
    assert heir(({"a", "b"}, {"b"}), ({"a"}, {"b"})) == "b"
    assert heir(({"a", "x", "y"}, {"x", "y"})) == ""
    assert heir(({"a"}, {"b"}), ({"a"}, set())) == ""
