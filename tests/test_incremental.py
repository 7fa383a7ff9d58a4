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

TITLES = (
    "", "Harbour dredged at last", "Rice harvest doubles", "Valley school opens", "Tunnel bids sought", "Clinic nurses strike",
    "Glacier survey begins", "Bakers fined over scales", "Chess final drawn", "Volcano quiets overnight", "Airline drops routes",
    "Museum returns statue",
)  # fmt: skip
"""What the stories say: nothing that any two of them share, or they would stand under each other."""
WORLD = "/world/2021/09/{:02}/story-{:02}/"


def story(number: int) -> str:
    return WORLD.format(number, number)


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """Ten stories in the world section, on ten days, by Aisha, one with a tag, one with a link; built once."""
    for number in range(1, 11):
        tags = ["Panjshir"] if number == 3 else []
        newsroom.article(
            f"story-{number:02}",
            section="world",
            published=f"2021-09-{number:02}",
            title=TITLES[number],
            slug=f"story-{number:02}",
            body=TITLES[number],
            summary="In short.",
            authors=["aisha"],
            tags=tags,
        )
    newsroom.link("talks", **{"for": ["story-05"], "published": "2021-09-05"})
    newsroom.built(now="2021-10-01")
    return newsroom


def rendered(paper: Newsroom, **wishes: object) -> set[str]:
    """The URLs that a build renders, and proof that it made what a clean build makes."""
    report = paper.built(**{"now": "2021-10-01", **wishes})
    paper.built(
        **{
            "now": "2021-10-01",
            **wishes,
            "output": paper.folder / "clean",
            "clean": True,
            "cache": paper.folder / "scratch",
        }
    )
    assert tree(paper.site) == tree(paper.folder / "clean")
    return set(report.rendered)


def write_story(paper: Newsroom, number: int, **changes: object) -> None:
    title = TITLES[number] if number < len(TITLES) else f"Number {number}"
    keys = {
        "section": "world",
        "published": f"2021-09-{number:02}",
        "title": title,
        "slug": f"story-{number:02}",
        "body": title,
        "summary": "In short.",
        "authors": ["aisha"],
        **changes,
    }
    paper.article(f"story-{number:02}", **keys)


def test_nothing_changed_renders_nothing(paper: Newsroom) -> None:
    assert rendered(paper) == set()


def test_a_touched_file_renders_nothing(paper: Newsroom) -> None:
    for file in paper.content.rglob("*.md"):
        os.utime(file)
    assert rendered(paper) == set()


def test_a_typo_in_a_body_renders_the_article_and_the_feed(paper: Newsroom) -> None:
    write_story(paper, 5, body="Some other words.")
    assert rendered(paper) == {story(5), "/feed.xml"}


def test_a_typo_in_an_article_too_old_for_the_feed_renders_only_itself(paper: Newsroom) -> None:
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site + "feeds: {items: 2}\n")
    rendered(paper)
    write_story(paper, 5, body="Some other words.")
    assert rendered(paper) == {story(5)}


FRONTS = {"/", "/world/", "/2021/09/", "/authors/aisha/"}


def test_a_changed_headline_renders_what_shows_its_card(paper: Newsroom) -> None:
    write_story(paper, 5, title="Story 05 corrected", slug="story-05")
    assert rendered(paper) == {*map(story, (4, 5, 6, 7, 8)), *FRONTS, "/feed.xml"}


def test_a_changed_headline_on_a_numbered_page_leaves_the_fronts_alone(paper: Newsroom) -> None:
    write_story(paper, 1, title="Story 01 corrected", slug="story-01")
    numbered = {f"{front}page/1/" for front in FRONTS - {"/"}}
    assert rendered(paper) == {*map(story, (1, 2, 3, 4)), *numbered, "/", "/feed.xml"}


def test_a_new_article_renders_its_neighbours_and_the_fronts_it_enters(paper: Newsroom) -> None:
    write_story(paper, 11, tags=["Panjshir"])
    assert rendered(paper) == {story(11), story(10), *FRONTS, "/tags/panjshir/", "/404.html", "/feed.xml"}


def test_a_new_link_renders_the_article_it_is_filed_for_and_its_outlet(paper: Newsroom) -> None:
    paper.link("more", **{"for": ["story-05"], "published": "2021-09-06", "source": "kabul-times"})
    assert rendered(paper) == {story(5), "/sources/kabul-times/"}


GORGE = {
    "title": "Panjshir fighters regroup at the gorge",
    "source": "kabul-times",
    "published": "2021-09-05",
}


@pytest.fixture
def gorge(paper: Newsroom) -> Newsroom:
    """The same paper; its fifth story is of a gorge."""
    write_story(
        paper,
        5,
        title="Panjshir fighters hold the gorge",
        slug="story-05",
        body="Fighters hold Panjshir's gorge.",
    )
    paper.built(now="2021-10-01")
    return paper


def test_new_coverage_renders_the_article_that_it_is_like_and_its_outlet(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    assert rendered(gorge) == {story(5), "/sources/kabul-times/"}
    assert "Also mentions Panjshir" in gorge.page(story(5))
    assert "gorge.example" not in gorge.page(story(4))


def test_coverage_retitled_moved_or_deleted_renders_the_article_it_stood_under(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    retitled = {**GORGE, "url": "https://kabul.example.com/gorge"}
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **retitled)
    assert rendered(gorge) == {story(5), "/sources/kabul-times/"}
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **{**GORGE, "published": "2020-01-01"})
    assert rendered(gorge) == {story(5), "/sources/kabul-times/"}
    assert "Also mentions" not in gorge.page(story(5))
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    gorge.remove("links/2021/09/gorge.md")
    report = gorge.built(now="2021-10-01")
    assert set(report.rendered) == {story(5), "/sources/kabul-times/"}


def test_a_pick_takes_the_place_of_what_was_found(gorge: Newsroom) -> None:
    site = (gorge.content / "site.yaml").read_text("utf-8")
    gorge.write("site.yaml", site + "similar: {limit: 2}\n")
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    gorge.link("later", "Other words.", published="2021-09-08")
    rendered(gorge)
    assert "Also mentions" in gorge.page(story(5))
    picking = {"title": "Panjshir fighters hold the gorge", "body": "Fighters hold Panjshir's gorge."}
    write_story(gorge, 5, similar=["later"], **picking)
    assert rendered(gorge) == {story(5)}
    assert "Also mentions" not in gorge.page(story(5))


@pytest.mark.parametrize("where", ["links/2021/08/gorge.md", "links/2021/10/gorge.md"])
def test_coverage_whose_file_moves_stays_where_it_stands(gorge: Newsroom, where: str) -> None:
    file = gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    (gorge.content / where).parent.mkdir(parents=True)
    file.rename(gorge.content / where)
    assert rendered(gorge) == set()
    body = "The gorge holds, fighters in Panjshir say. They regroup at the gorge."
    write_story(gorge, 11, title="Panjshir fighters regroup at the gorge", section="business", body=body)
    assert story(5) in rendered(gorge)


def test_filing_a_link_and_changing_the_configuration_at_once_is_both_seen(gorge: Newsroom) -> None:
    site = (gorge.content / "site.yaml").read_text("utf-8") + "similar: {limit: 2}\n"
    gorge.write("site.yaml", site)
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    gorge.link("later", "Other words.", **{"for": ["story-05"], "published": "2021-09-08"})
    gorge.write("site.yaml", site.replace("All the news", "Some of the news"))
    assert story(5) in rendered(gorge)
    assert "Also mentions" not in gorge.page(story(5))


def test_an_article_nearer_to_it_takes_coverage_away(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    body = "The gorge holds, fighters in Panjshir say. They regroup at the gorge."
    write_story(gorge, 11, title="Panjshir fighters regroup at the gorge", section="business", body=body)
    assert story(5) in rendered(gorge)


def test_another_article_on_the_same_event_stands_under_it_as_more_on_this_story(gorge: Newsroom) -> None:
    body = "The gorge holds, fighters in Panjshir say. They hold the gorge."
    write_story(gorge, 11, title="Panjshir fighters hold the gorge again", section="business", body=body)
    again = "/business/2021/09/11/story-11/"
    assert {story(5), again} <= rendered(gorge)
    assert "More on this story" in gorge.page(story(5))
    assert again in gorge.page(story(5))
    assert story(5) in gorge.page(again)
    write_story(gorge, 11, title="Panjshir: the gorge holds", section="business", body=body)
    assert story(5) in rendered(gorge)


def test_other_rules_of_matching_render_only_what_they_change(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    site = (gorge.content / "site.yaml").read_text("utf-8")
    gorge.write("site.yaml", site + "similar: {floor: 0.99}\n")
    assert rendered(gorge) == {story(5)}


def test_a_deleted_article_goes_and_takes_nothing_else(paper: Newsroom) -> None:
    paper.remove("articles/2021/09/story-03.md")
    report = paper.built(now="2021-10-01")
    assert set(report.removed) == {story(3), "/tags/panjshir/"}
    assert set(report.rendered) == {
        story(2), story(4), story(5), story(6), "/", "/world/", "/2021/09/", "/authors/aisha/", "/tags/", "/feed.xml",
        "/world/page/1/", "/2021/09/page/1/", "/authors/aisha/page/1/",
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
    style.write_text(style.read_text("utf-8") + "/* */\n", "utf-8")
    report = paper.built(now="2021-10-01")
    pages = [one for one in report.verdicts if one.path != "/feed.xml"]
    assert all(one.reasons == ("site changed",) for one in pages)
    assert "/feed.xml" not in report.rendered


def test_a_moved_clock_renders_what_comes_out(paper: Newsroom) -> None:
    write_story(paper, 30, published="2021-10-02")
    assert rendered(paper) == set()
    assert story(30).replace("/09/30/", "/10/02/") in rendered(paper, now="2021-10-03")


def test_a_moved_clock_may_move_back(paper: Newsroom) -> None:
    late = {"now": "2021-09-09 12:00"}
    assert story(10) in set(paper.built(**late).removed)
    assert rendered(paper, **late) == set()
    assert rendered(paper) == {story(10), story(9), *FRONTS, "/404.html", "/feed.xml"}


def test_drafts_come_with_their_flag_and_go_without_it(paper: Newsroom) -> None:
    write_story(paper, 11, draft=True)
    assert rendered(paper) == set()
    shown = rendered(paper, drafts=True)
    assert shown == {story(11), story(10), *FRONTS, "/404.html", "/feed.xml"}
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
            story(10), story(9), *FRONTS, "/404.html", "/feed.xml",
        }  # fmt: skip


def test_a_tag_is_spelt_anew_where_it_is_shown(paper: Newsroom) -> None:
    write_story(paper, 2, tags=["panjshir"])
    rendered(paper)
    write_story(paper, 2, tags=["PANJSHIR"])  # the oldest article's spelling is that of the tag
    assert rendered(paper) == {story(2), "/tags/panjshir/", "/tags/", "/feed.xml"}


def test_another_outlet_or_author_in_the_configuration_renders_nothing_but_their_own(paper: Newsroom) -> None:
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site.replace("sources:\n", "sources:\n  herald: {name: The Herald}\n"))
    assert rendered(paper) == {"/sources/", "/sources/herald/"}
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site.replace("authors:\n", "authors:\n  chi: {name: Chi Wong}\n"))
    assert rendered(paper) == {"/authors/", "/authors/chi/"}


def test_another_name_of_an_author_renders_what_shows_it(paper: Newsroom) -> None:
    write_story(paper, 11, authors=["ben"])
    rendered(paper)
    site = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", site.replace("Ben Ooi", "Benjamin Ooi"))
    assert rendered(paper) >= {story(11), "/authors/ben/"}
    assert story(1) not in rendered(paper)


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_may_be_handed_to_any_executor(paper: Newsroom, jobs: int) -> None:
    write_story(paper, 5, body="Some other words.")
    with ThreadPoolExecutor(2) as workers:
        assert rendered(paper, workers=workers, jobs=jobs) == {story(5), "/feed.xml"}


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
    assert rendered(moved) == {story(5), "/feed.xml"}


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


@pytest.mark.parametrize("place", [0, 0.3, 0.6, 0.99])
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
