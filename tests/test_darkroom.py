"""The darkroom: no picture is made into files twice, and what is kept of one is what a clean build makes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.engine import darkroom
from broadsheet.render import developing
from tests.newsroom import SITE, Newsroom, tree
from tests.pictures import halves, put
from tests.ten_stories import OF_THE_SITE

FOR_MACHINES = {*OF_THE_SITE, "/sitemap-2021-09.xml"}
"""What names the pictures of all articles."""


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """Three stories, one with a picture at its head, one with another in its text."""
    put(newsroom, "media/valley.jpg", halves())
    put(newsroom, "media/sea.png", halves((80, 20)))
    newsroom.article("valley", section="world", image="{src: media/valley.jpg, alt: x}")
    newsroom.article("sea", section="business", published="2021-09-05", body="![x](/media/sea.png)")
    newsroom.article("plain", section="business", published="2021-09-04")
    newsroom.built()
    return newsroom


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the pictures that are opened whole, as they are."""
    names: list[str] = []
    really = developing.developed

    def noted(file, recipes):
        names.append(file.name)
        return really(file, recipes)

    monkeypatch.setattr(developing, "developed", noted)
    return names


def built(paper: Newsroom, **wishes: object) -> set[str]:
    """The URLs that a build renders but for files made of pictures, and proof that it made what a clean build makes."""
    report = paper.built(**wishes)
    scratch = paper.folder / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    paper.built(**{**wishes, "output": scratch / "site", "cache": scratch / "store"})
    assert tree(paper.site) == tree(scratch / "site")
    return {path for path in report.rendered if not path.startswith("/media/")}


def kept(paper: Newsroom) -> list[Path]:
    return sorted(file for file in (paper.folder / ".broadsheet/pictures").rglob("*") if file.is_file())


def test_another_picture_under_the_same_name_renders_what_shows_it(paper: Newsroom) -> None:
    put(paper, "media/sea.png", halves((80, 20)).rotate(180))
    assert built(paper) == {"/business/2021/09/05/sea/", "/business/feed.xml", *FOR_MACHINES}
    put(paper, "media/valley.jpg", halves().rotate(180))
    assert built(paper) == {
        "/",
        "/world/",
        "/2021/09/",
        "/404.html",
        "/world/feed.xml",
        "/2021/09/part-1/feed.xml",
        *FOR_MACHINES,
        "/world/2021/09/06/valley/",
    }


def test_another_focus_renders_what_shows_the_card(paper: Newsroom) -> None:
    put(paper, "media/valley.jpg", halves((1800, 800)))
    paper.built()
    paper.article("valley", section="world", image='{src: media/valley.jpg, alt: x, focus: "100% 0%"}')
    assert built(paper) == {
        "/",
        "/world/",
        "/2021/09/",
        "/404.html",
        "/world/2021/09/06/valley/",
    }  # not the feed


def test_what_has_been_made_is_not_made_again(paper: Newsroom, made: list[str]) -> None:
    paper.article("plain", body="Other words.", section="business", published="2021-09-04")
    paper.article("again", body="![x](/media/sea.png)")
    paper.built()
    assert made == []
    shutil.rmtree(paper.site)
    paper.built()
    shutil.rmtree(paper.site)
    (paper.folder / ".broadsheet/store.sqlite3").unlink()
    paper.built()
    assert made == []
    paper.built(clean=True)
    assert made == []


def test_a_renamed_picture_has_another_address_and_is_not_made_again(
    paper: Newsroom, made: list[str]
) -> None:
    (paper.content / "media/sea.png").rename(paper.content / "media/ocean.png")
    paper.article("sea", section="business", published="2021-09-05", body="![x](/media/ocean.png)")
    paper.built()
    assert made == []
    assert "/media/ocean." in paper.page("/business/2021/09/05/sea/")
    assert not list(paper.site.glob("media/sea*"))


def test_a_picture_that_leads_a_story_now_too_is_made_into_what_it_lacks(
    paper: Newsroom, made: list[str]
) -> None:
    paper.article("plain", section="business", published="2021-09-04", image="{src: media/sea.png, alt: x}")
    built(paper)
    assert made[0] == "sea.png"
    before = tree(paper.site / "media")
    paper.article("plain", section="business", published="2021-09-04")
    built(paper)
    assert set(before) > set(tree(paper.site / "media"))


@pytest.mark.parametrize("damage", [b"", b"half", None], ids=["empty", "cut", "gone"])
def test_what_is_kept_and_damaged_is_made_anew(
    paper: Newsroom, made: list[str], damage: bytes | None
) -> None:
    before = tree(paper.site)
    for file in kept(paper):
        file.unlink() if damage is None else file.write_bytes(damage)
    paper.built()
    assert made == []  # what stands in the output is not asked for
    shutil.rmtree(paper.site)
    paper.built()
    assert sorted(made) == ["sea.png", "valley.jpg"]
    assert tree(paper.site) == before


def test_one_file_gone_from_the_output_comes_back(paper: Newsroom, made: list[str]) -> None:
    before = tree(paper.site)
    next(paper.site.glob("media/valley.*.avif")).unlink()
    next(paper.site.glob("share.*.png")).unlink()
    paper.built()
    assert tree(paper.site) == before
    assert made == []


def test_processes_make_the_same(paper: Newsroom) -> None:
    paper.built(output=paper.folder / "two", cache=paper.folder / "other", jobs=2)
    assert tree(paper.folder / "two") == tree(paper.site)


def test_settings_of_images_make_all_anew_and_others_none(paper: Newsroom, made: list[str]) -> None:
    paper.write("site.yaml", SITE.replace("All the news", "Some news"))
    paper.built()
    assert made == []
    paper.write("site.yaml", SITE + "images: {quality: 30}\n")
    paper.built()
    assert sorted(made) == ["sea.png", "valley.jpg"]
    built(paper)


def test_what_nobody_uses_is_cleared_when_there_is_much_of_it(
    paper: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept(paper)
    paper.write("site.yaml", SITE + "images: {quality: 30}\n")
    paper.built()
    assert set(first) < set(kept(paper))
    monkeypatch.setattr(darkroom, "SPARE", -1_000_000)
    paper.write("site.yaml", SITE + "images: {quality: 40}\n")
    paper.built()
    still = {file for file in first if ".png-" in file.name or file.name.startswith("icon-")}
    assert not set(first) & set(kept(paper)) - still
    built(paper)


def test_a_picture_cut_short_is_named_once_a_page_shows_it(paper: Newsroom) -> None:
    whole = put(paper, "media/torn.jpg", Image.effect_noise((300, 200), 60))
    whole.write_bytes(whole.read_bytes()[:4000])
    assert paper.says() == []
    before = tree(paper.site)
    paper.article("torn", body="![x](/media/torn.jpg)")
    (said,) = paper.says()
    assert said.startswith("content/media/torn.jpg:1: this picture is damaged: ")
    assert paper.says() == [said]
    assert paper.says(jobs=2) == [said]
    assert tree(paper.site) == before
    put(paper, "media/torn.jpg", halves())
    built(paper)


def test_a_picture_larger_than_there_is_room_for_is_named(paper: Newsroom) -> None:
    put(paper, "media/huge.png", Image.new("1", (20_000, 6_000)))
    paper.article("huge", image="{src: media/huge.png, alt: x}")
    says = ["content/media/huge.png:1: this picture has 120 million pixels, and there is room for 100"]
    assert paper.says() == says
    assert paper.says() == says
    paper.article("huge", body="[huge](/media/huge.png)")
    paper.built()


def test_a_picture_that_begins_to_move_is_published_as_it_is(paper: Newsroom) -> None:
    put(paper, "media/sea.png", halves(), save_all=True, append_images=[Image.new("RGB", (60, 40))])
    made = {"/business/2021/09/05/sea/", "/business/feed.xml", *FOR_MACHINES}
    # Its name doesn't say what is in it, so hosts may keep no .png for ever now.
    assert built(paper) == made | {"/_headers"}
    assert 'src="/media/sea.png"' in paper.page("/business/2021/09/05/sea/")
    assert [file.name for file in paper.site.glob("media/sea*")] == ["sea.png"]


def test_where_the_cache_cannot_be_written_pictures_are_made_all_the_same(paper: Newsroom) -> None:
    before = tree(paper.site)
    paper.write("stray", "").rename(paper.folder / "no-folder")
    shutil.rmtree(paper.site)
    paper.built(cache=paper.folder / "no-folder")
    assert tree(paper.site) == before
