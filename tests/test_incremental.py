"""Incremental builds: an edit renders what shows it, and nothing else."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.engine import version
from tests.newsroom import Newsroom, tree
from tests.ten_stories import (
    ARCHIVED,
    FEEDS,
    FRONTS,
    IN_FULL,
    MAPS,
    OF_THE_SITE,
    every_page,
    publish,
    rendered,
    story,
    write_story,
)


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """Ten stories, built once."""
    publish(newsroom)
    return newsroom


def test_nothing_changed_renders_nothing(paper: Newsroom) -> None:
    assert rendered(paper) == set()


def test_a_touched_file_renders_nothing(paper: Newsroom) -> None:
    for file in paper.content.rglob("*.md"):
        os.utime(file)
    assert rendered(paper) == set()


def test_a_typo_in_a_body_renders_the_article_and_the_feed(paper: Newsroom) -> None:
    write_story(paper, 5, body="Some other words.")
    assert rendered(paper) == {story(5), *IN_FULL}


def test_a_typo_in_an_article_too_old_for_the_feed_renders_only_itself(paper: Newsroom) -> None:
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site + "feeds: {items: 2}\n")
    rendered(paper)
    write_story(paper, 5, body="Some other words.")
    assert rendered(paper) == {story(5)}


def test_a_changed_headline_renders_what_shows_its_card(paper: Newsroom) -> None:
    write_story(paper, 5, title="Story 05 corrected", slug="story-05")
    assert rendered(paper) == {*map(story, (4, 5, 6, 7, 8)), *FRONTS, *FEEDS}


def test_a_changed_headline_on_a_numbered_page_leaves_the_fronts_alone(paper: Newsroom) -> None:
    write_story(paper, 1, title="Story 01 corrected", slug="story-01")
    numbered = {f"{front}page/1/" for front in FRONTS - {"/"}}
    assert rendered(paper) == {*map(story, (1, 2, 3, 4)), *numbered, "/", *FEEDS}


def test_a_new_article_renders_its_neighbours_and_the_fronts_it_enters(paper: Newsroom) -> None:
    write_story(paper, 11, tags=["Panjshir"])
    assert rendered(paper) == {story(11), story(10), *FRONTS, "/tags/panjshir/", "/404.html", *FEEDS, *MAPS}


def test_a_new_link_renders_the_article_it_is_filed_for_and_its_outlet(paper: Newsroom) -> None:
    paper.link("more", **{"for": ["story-05"], "published": "2021-09-06", "source": "kabul-times"})
    assert rendered(paper) == {story(5), "/sources/kabul-times/", "/sources/feed.xml"}


def test_a_deleted_article_goes_and_takes_nothing_else(paper: Newsroom) -> None:
    paper.remove("articles/2021/09/story-03.md")
    report = paper.built(now="2021-10-01")
    assert set(report.removed) == {story(3), "/tags/panjshir/"}
    assert set(report.rendered) == {
        story(2), story(4), story(5), story(6), "/", "/world/", "/2021/09/", "/authors/aisha/", "/tags/", *FEEDS,
        "/world/page/1/", "/2021/09/page/1/", "/authors/aisha/page/1/",
        "/sitemap-2021-09.xml", "/sitemap-pages.xml",
    }  # fmt: skip


def test_a_changed_layout_renders_the_pages_it_is_in(paper: Newsroom) -> None:
    layouts = paper.folder / "layouts"
    shutil.copytree(paper.layouts, layouts)
    paper.layouts = layouts
    assert rendered(paper) == set()
    source = layouts / "source.html"
    source.write_text(source.read_text("utf-8") + "\n", "utf-8")
    assert rendered(paper) == {"/sources/northwire/", "/sources/kabul-times/"}
    card = layouts / "parts/coverage.html"
    card.write_text(card.read_text("utf-8") + "\n", "utf-8")
    assert rendered(paper) == {"/sources/northwire/", "/sources/kabul-times/", *map(story, range(1, 11))}


def test_a_changed_stylesheet_touches_pages_by_its_name_alone(paper: Newsroom) -> None:
    layouts = paper.folder / "layouts"
    shutil.copytree(paper.layouts, layouts)
    paper.layouts = layouts
    style = layouts / "assets/style.css"
    style.write_text(style.read_text("utf-8") + "q { top: 0 }\n", "utf-8")
    report = paper.built(now="2021-10-01")
    assert {one.reasons for one in report.verdicts} == {("site changed",)}
    assert set(report.rendered) - {
        f"/{style}" for style in tree(paper.site) if style.startswith("assets/")
    } == {path for path in every_page(paper) if not path.endswith((".xml", ".json"))}


def test_a_moved_clock_renders_what_comes_out(paper: Newsroom) -> None:
    write_story(paper, 30, published="2021-10-02")
    assert rendered(paper) == set()
    assert rendered(paper, now="2021-10-03") == {
        story(30).replace("/09/30/", "/10/02/"),
        story(10),
        "/",
        "/world/",
        "/authors/aisha/",
        "/2021/10/",
        "/2021/10/part-1/feed.xml",
        "/archive/",
        "/404.html",
        *FEEDS,
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/sitemap-2021-10.xml",
        "/news-sitemap.xml",
    }


def test_a_moved_clock_may_move_back(paper: Newsroom) -> None:
    late = {"now": "2021-09-09 12:00"}
    assert story(10) in set(paper.built(**late).removed)
    assert rendered(paper, **late) == set()
    assert rendered(paper) == {
        story(10), story(9), *FRONTS, "/404.html", *FEEDS, *MAPS, "/news-sitemap.xml",
    }  # fmt: skip


def test_drafts_come_with_their_flag_and_go_without_it(paper: Newsroom) -> None:
    write_story(paper, 11, draft=True)
    assert rendered(paper) == set()
    shown = rendered(paper, drafts=True)
    assert shown == {story(11), story(10), *FRONTS, "/404.html", *FEEDS, *MAPS}
    report = paper.built(now="2021-10-01")
    assert set(report.removed) == {story(11)}
    assert set(report.rendered) == shown - {story(11)}


def test_a_picture_that_is_another_renders_what_shows_it(paper: Newsroom) -> None:
    picture = paper.write("media/valley.png", "")
    Image.new("RGB", (40, 30)).save(picture)
    write_story(paper, 10, image="{src: media/valley.png, alt: A valley}")
    rendered(paper)
    for other in (Image.new("RGB", (80, 30)), Image.new("RGB", (80, 30), "red")):
        other.save(picture)
        urls = rendered(paper)
        assert {url for url in urls if not url.startswith("/media/")} == {
            story(10), story(9), *FRONTS, "/404.html", *FEEDS, "/sitemap-2021-09.xml",
        }  # fmt: skip


def test_a_tag_is_spelt_anew_where_it_is_shown(paper: Newsroom) -> None:
    write_story(paper, 2, tags=["panjshir"])
    rendered(paper)
    write_story(paper, 2, tags=["PANJSHIR"])  # the oldest article's spelling is that of the tag
    assert rendered(paper) == {story(2), "/tags/panjshir/", "/tags/", *FEEDS}


def test_another_outlet_or_author_in_the_configuration_renders_nothing_but_their_own(paper: Newsroom) -> None:
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site.replace("sources:\n", "sources:\n  herald: {name: The Herald}\n"))
    assert rendered(paper) == {"/sources/", "/sources/herald/"}
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site.replace("authors:\n", "authors:\n  chi: {name: Chi Wong}\n"))
    assert rendered(paper) == {
        "/authors/",
        "/authors/chi/",
        "/authors/chi/feed.xml",
        "/feeds/",
        "/feeds.opml",
    }


def test_another_name_of_an_author_renders_what_shows_it(paper: Newsroom) -> None:
    write_story(paper, 11, authors=["ben"])
    rendered(paper)
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site.replace("Ben Ooi", "Benjamin Ooi"))
    assert rendered(paper) == {
        story(11),
        "/authors/ben/",
        "/authors/",
        *OF_THE_SITE,
        ARCHIVED,
        "/world/feed.xml",
        "/authors/ben/feed.xml",
        "/feeds/",
        "/feeds.opml",
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_may_be_handed_to_any_executor(paper: Newsroom, jobs: int) -> None:
    write_story(paper, 5, body="Some other words.")
    with ThreadPoolExecutor(2) as workers:
        assert rendered(paper, workers=workers, jobs=jobs) == {story(5), *IN_FULL}


@pytest.mark.parametrize("deed", ["delete", "rename", "draft", "retitle", "collide"])
def test_what_an_edit_breaks_elsewhere_is_named_as_a_clean_build_names_it(paper: Newsroom, deed: str) -> None:
    """References to what is gone, and two documents at one address, though only one file has changed."""
    write_story(paper, 7, body="As we [said](story-05.md).")
    write_story(paper, 8, similar=["story-05"])
    paper.write("pages/about.md", "---\ntitle: About\n---\n[This](../articles/2021/09/story-05.md).\n")
    paper.built(now="2021-10-01")
    match deed:
        case "delete":
            paper.remove("articles/2021/09/story-05.md")
        case "rename":
            (paper.content / "articles/2021/09/story-05.md").rename(
                paper.content / "articles/2021/09/fifth.md"
            )
        case "draft":
            write_story(paper, 5, draft=True)
        case "retitle":
            write_story(paper, 5, slug="elsewhere")
        case "collide":
            write_story(paper, 6, slug="story-05", published="2021-09-05")
    known = paper.build(now="2021-10-01").problems
    fresh = {"output": paper.folder / "clean", "cache": paper.folder / "scratch", "clean": True}
    assert known == paper.build(now="2021-10-01", **fresh).problems
    assert bool(known) == (deed in ("delete", "rename", "collide"))
    write_story(paper, 5)
    if deed == "rename":
        paper.remove("articles/2021/09/fifth.md")
    if deed == "collide":
        write_story(paper, 6)
    rendered(paper)


def test_every_page_says_why(paper: Newsroom) -> None:
    paper.link("more", **{"for": ["story-05"], "published": "2021-09-06"})
    report = paper.built(now="2021-10-01")
    assert report.why(None).splitlines() == [
        "/sources/feed.xml: body changed, items changed",
        "/sources/northwire/: cards changed",
        f"{story(5)}: similar changed",
    ]
    assert report.why("/nowhere*").startswith("no page of the site matches '/nowhere*'.")
    assert paper.built(now="2021-10-01").why(None) == "nothing was rendered"
    assert report.why(story(4)) == f"{story(4)}: not rendered, nothing it is made of has changed"


def test_a_page_taken_from_the_output_comes_back(paper: Newsroom) -> None:
    before = tree(paper.site)
    shutil.rmtree(paper.site / "world/2021/09/05")
    report = paper.built(now="2021-10-01")
    assert report.rendered == (story(5),)
    assert tree(paper.site) == before


def test_a_store_is_as_good_in_a_fresh_clone(paper: Newsroom) -> None:
    moved = Newsroom(paper.folder / "elsewhere")
    shutil.rmtree(moved.content)
    for part in ("content", "site", ".broadsheet"):
        shutil.copytree(paper.folder / part, moved.folder / part, copy_function=shutil.copyfile)
    write_story(moved, 5, body="Some other words.")
    assert rendered(moved) == {story(5), *IN_FULL}


def test_a_lost_store_costs_only_time(paper: Newsroom) -> None:
    shutil.rmtree(paper.folder / ".broadsheet")
    report = paper.built(now="2021-10-01")
    assert report.written == 0
    assert report.memory == ""
    assert len(report.rendered) == len(report.verdicts)


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 5000])
@pytest.mark.parametrize("part", ["store.sqlite3", "store.sums"])
def test_an_unreadable_store_counts_as_empty_and_says_so(paper: Newsroom, part: str, damage: bytes) -> None:
    (paper.folder / ".broadsheet" / part).write_bytes(damage)
    report = paper.built(now="2021-10-01")
    assert report.written == 0
    assert "counts as empty" in report.memory
    assert rendered(paper) == set()


@pytest.mark.parametrize(
    "place", [0, *(pytest.param(one, marks=pytest.mark.slow) for one in (0.3, 0.6)), 0.99]
)
def test_one_wrong_bit_empties_the_store(paper: Newsroom, place: float) -> None:
    store = paper.folder / ".broadsheet/store.sqlite3"
    whole = bytearray(store.read_bytes())
    whole[int(place * len(whole))] ^= 1
    store.write_bytes(whole)
    write_story(paper, 5, body="Some other words.")
    report = paper.built(now="2021-10-01")
    assert "counts as empty: its sums are not right" in report.memory
    assert rendered(paper) == set()


@pytest.mark.parametrize("part", ["store.sqlite3", "store.sums"])
def test_a_store_that_came_back_in_part_counts_as_empty(paper: Newsroom, part: str) -> None:
    (paper.folder / ".broadsheet" / part).unlink()
    report = paper.built(now="2021-10-01")
    assert "counts as empty" in report.memory
    assert rendered(paper) == set()


def test_a_store_of_another_version_says_so(paper: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "stamp", version.stamp.__wrapped__)  # as another process would find it
    monkeypatch.setattr(version, "MAKES_OUTPUT", ("pytest",))
    assert "another version of broadsheet or Python has written it" in paper.built(now="2021-10-01").memory


def test_a_store_that_cannot_be_written_is_done_without(paper: Newsroom) -> None:
    (paper.folder / "file").write_text("in the way")
    report = paper.built(now="2021-10-01", cache=paper.folder / "file/store")
    assert report.written == 0


def test_clean_leaves_out_what_is_remembered(paper: Newsroom) -> None:
    report = paper.built(now="2021-10-01", clean=True)
    assert all(one.reasons == ("new",) for one in report.verdicts)


def test_a_problem_forgets_nothing(paper: Newsroom) -> None:
    paper.article("broken", section="nowhere")
    assert paper.build(now="2021-10-01").problems
    paper.remove("articles/2021/09/broken.md")
    assert rendered(paper) == set()


def test_the_store_lies_beside_the_content(paper: Newsroom) -> None:
    assert (paper.folder / ".broadsheet/store.sqlite3").is_file()
    assert not any("broadsheet" in str(Path(name).parent) for name in tree(paper.site))
