"""The picture that stands for a page elsewhere when it has none: its title, or the paper's name."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from broadsheet.plan.pictures import Title
from broadsheet.render import nameplate
from broadsheet.rules import ShareRules
from tests.newsroom import SITE, Newsroom
from tests.pictures import halves, put

TITLES = SITE + "share_images: {titles: true}\n"
LOOK = ShareRules(titles=True, font="", paper="#fdfcf9", ink="#1d1b18", accent="#8f1d14")


def shared(newsroom: Newsroom, path: str) -> str:
    """The path of the picture that a page names, of which there is a file."""
    found = re.search(r'og:image" content="https://gazette\.example\.org(/[^"]+)"', newsroom.page(path))
    assert found
    assert newsroom.has(found[1])
    return found[1]


def plate(title: str, name: str = "The Test Gazette") -> Image.Image:
    return Image.open(BytesIO(nameplate.drawn(Title(title, name, LOOK), None)))


def test_a_page_without_a_picture_shows_the_masthead(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.built()
    pages = ["/", "/2021/09/06/valley/", "/authors/", "/404.html"]
    (address,) = {shared(newsroom, page) for page in pages}
    assert re.fullmatch(r"/share\.[0-9a-f]{12}\.png", address)
    with Image.open(newsroom.site / address.lstrip("/")) as picture:
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
    assert '"og:image:alt" content="The Test Gazette"' in newsroom.page("/")


def test_titles_are_drawn_when_asked_for_and_stand_beside_their_pages(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", TITLES)
    newsroom.article("valley")
    put(newsroom, "media/valley.png", halves((600, 400)))
    newsroom.article("shown", image="{src: media/valley.png, alt: x}")
    newsroom.built()
    assert shared(newsroom, "/2021/09/06/valley/").startswith("/2021/09/06/valley/share.")
    assert shared(newsroom, "/2021/09/06/shown/").startswith("/media/valley.")
    assert shared(newsroom, "/").startswith("/share.")
    assert '"og:image:alt" content="Valley"' in newsroom.page("/2021/09/06/valley/")


def test_two_articles_that_want_one_page_quarrel_over_it_once(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", TITLES)
    newsroom.article("valley")
    newsroom.article("twin", title="Valley")
    (problem,) = newsroom.says()
    assert "'/2021/09/06/valley/' is already the address of content/articles/2021/09/twin.md" in problem


def test_another_title_draws_one_picture_and_another_body_none(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", TITLES)
    newsroom.article("valley", slug="valley")
    newsroom.article("mountain")
    newsroom.built()
    newsroom.article("valley", slug="valley", body="Other words.")
    assert not [path for path in newsroom.built().rendered if path.endswith(".png")]
    before = shared(newsroom, "/2021/09/06/valley/")
    newsroom.article("valley", slug="valley", title="The valley is open")
    report = newsroom.built()
    assert [path for path in report.rendered if path.endswith(".png")] == [
        shared(newsroom, "/2021/09/06/valley/")
    ]
    assert before in report.removed


def test_a_picture_taken_away_leaves_its_title(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", TITLES)
    put(newsroom, "media/valley.png", halves((600, 400)))
    newsroom.article("valley", image="{src: media/valley.png, alt: x}")
    newsroom.built()
    newsroom.article("valley")
    newsroom.built()
    assert shared(newsroom, "/2021/09/06/valley/").startswith("/2021/09/06/valley/share.")
    newsroom.write("site.yaml", SITE)
    newsroom.built()
    assert shared(newsroom, "/2021/09/06/valley/").startswith("/share.")
    assert not list(newsroom.site.rglob("valley/share.*"))


def test_a_title_that_the_font_cannot_write_is_left_out() -> None:
    alone = plate("").tobytes()
    assert plate("吉隆坡的早晨").tobytes() == alone
    assert plate("أمطار").tobytes() == alone
    assert plate("Rain").tobytes() != alone


def test_quotes_and_dashes_that_the_font_lacks_are_written_plainer() -> None:
    assert plate("Floods – again").tobytes() == plate("Floods - again").tobytes() != plate("").tobytes()


def test_a_paper_whose_name_the_font_cannot_write_has_a_sign_and_is_told_what_to_name(
    newsroom: Newsroom,
) -> None:
    newsroom.write("site.yaml", TITLES.replace("The Test Gazette", "联合早报"))
    newsroom.article("valley")
    (note,) = newsroom.built().notes
    assert "share_images.font" in (note.hint or "")
    (address,) = {shared(newsroom, page) for page in ("/", "/2021/09/06/valley/")}
    assert '<meta name="twitter:card" content="summary_large_image">' in newsroom.page("/")
    assert f'"image":[{{"@type":"ImageObject","url":"https://gazette.example.org{address}"' in newsroom.page(
        "/2021/09/06/valley/"
    )
    with Image.open(newsroom.site / address.lstrip("/")) as picture:
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
        assert {colour for _, colour in picture.convert("RGB").getcolors() or ()} == {
            (0x8F, 0x1D, 0x14),
            (0xFD, 0xFC, 0xF9),
        }


def test_a_small_picture_leaves_its_place_to_the_nameplate(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", TITLES)
    newsroom.article("valley", image="{src: media/valley.png, alt: x}")
    for size, stands in (((599, 400), "/2021/09/06/valley/share."), ((600, 400), "/media/valley.")):
        put(newsroom, "media/valley.png", halves(size))
        newsroom.built()
        page = newsroom.page("/2021/09/06/valley/")
        assert shared(newsroom, "/2021/09/06/valley/").startswith(stands)
        told = json.loads(re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)[0])["@graph"][0]["image"]
        assert all(one["width"] >= 600 for one in told)
    assert not list(newsroom.site.rglob("valley/share.*"))


@pytest.mark.parametrize(
    "title", ["x" * 400, "word " * 300, "W" * 40, "吉" * 200], ids=["one word", "many", "wide", "no blanks"]
)
def test_a_title_of_any_length_finds_room(title: str) -> None:
    assert plate(title).size == (1200, 630)


def test_a_font_of_the_paper_s_own_is_used(newsroom: Newsroom) -> None:
    ours = ImageFont.load_default(20)
    assert isinstance(ours, ImageFont.FreeTypeFont)
    ours.font_bytes = getattr(ours, "font_bytes", None) or Path(str(ours.path)).read_bytes()
    newsroom.write("media/fonts/ours.ttf", "").write_bytes(ours.font_bytes)
    newsroom.write("site.yaml", SITE + "share_images: {titles: true, font: media/fonts/ours.ttf}\n")
    newsroom.article("valley")
    newsroom.built()
    first = shared(newsroom, "/2021/09/06/valley/")
    (newsroom.content / "media/fonts/ours.ttf").write_bytes(ours.font_bytes + b"\0")
    newsroom.built()
    assert shared(newsroom, "/2021/09/06/valley/") != first


def test_a_font_that_is_not_there_or_is_none_is_named(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "share_images:\n  font: media/fonts/ours.ttf\n")
    newsroom.article("valley")
    line = SITE.count("\n") + 2
    assert newsroom.says() == [f"content/site.yaml:{line}: there is no file content/media/fonts/ours.ttf"]
    newsroom.write("media/fonts/ours.ttf", "no font")
    assert newsroom.says() == ["content/media/fonts/ours.ttf:1: this is not a font that can be read"]
