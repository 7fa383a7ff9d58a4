"""A paper's own layer over the theme: one thing changed leaves the rest to be upgraded."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.cli import main
from tests.newsroom import LAYOUTS, Newsroom
from tests.ten_stories import rendered

ARTICLE = "/2021/09/06/ferry/"


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    newsroom.article("ferry")
    newsroom.built()
    return newsroom


def overlay(paper: Newsroom, name: str, text: str) -> None:
    file = paper.folder / "theme" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_a_component_of_its_own_stands_in_for_the_one_of_that_name(paper: Newsroom) -> None:
    kicker = (LAYOUTS / "parts/kicker.html").read_text("utf-8")
    overlay(paper, "parts/kicker.html", kicker.replace('<p class="kicker"', '<p class="kicker ours"'))
    paper.article("opinion", kind="opinion")
    paper.built()
    assert 'class="kicker ours"' in paper.page("/2021/09/06/opinion/")


def test_a_layout_may_extend_the_one_it_stands_in_for_and_change_one_block(paper: Newsroom) -> None:
    overlay(
        paper, "article.html", "{% extends 'default/article.html' %}{% block robots %}noarchive{% endblock %}"
    )
    paper.built()
    page = paper.page(ARTICLE)
    assert '<meta name="robots" content="noarchive">' in page
    assert "<h1>Ferry</h1>" in page


def test_only_pages_that_show_what_was_changed_are_rendered(paper: Newsroom) -> None:
    overlay(
        paper, "article.html", "{% extends 'default/article.html' %}{% block robots %}noarchive{% endblock %}"
    )
    assert rendered(paper, now="2021-09-08 12:00") == {ARTICLE}


def test_the_brand_is_the_end_of_the_stylesheet_and_no_request_of_its_own(paper: Newsroom) -> None:
    overlay(paper, "assets/brand.css", ":root { --accent: #0b5394; }\n")
    paper.built()
    (sheet,) = (paper.site / "assets").glob("style.*.css")
    assert sheet.read_text("utf-8").endswith(":root {\n--accent: #0b5394;\n}\n")
    assert "--paper: #fdfcf9;" in sheet.read_text("utf-8")
    assert f'href="/assets/{sheet.name}"' in paper.page(ARTICLE)


def test_the_brand_s_tokens_hold_in_feeds_too_and_nothing_else_of_it(paper: Newsroom) -> None:
    brand = """/* :root { --accent: red } */ @import "x;y";
    :root { --accent: #0b5394; --mark: "}"; }
    h1 { color: green } :root h2 { color: green }
    @media (prefers-color-scheme: dark) { :root { --accent: #8ab4f8 } h1 { color: green } }
    """
    overlay(paper, "assets/brand.css", brand)
    paper.built()
    (file,) = (paper.site / "assets").glob("feed.*.css")
    own, _, added = file.read_text("utf-8").rpartition("}\n:root")
    assert ":root" + added == (
        ':root {\n--accent: #0b5394;\n--mark: "}";\n}\n'
        "@media (prefers-color-scheme: dark) {\n:root {\n--accent: #8ab4f8 }\n}\n"
    )
    assert "green" not in own


def test_a_catalogue_of_its_own_says_otherwise_only_what_it_says(paper: Newsroom) -> None:
    site = (paper.content / "site.yaml").read_text("utf-8").replace("language: en\n", "language: ms\n")
    paper.write("site.yaml", site)
    paper.built()
    malay = paper.page("/archive/").partition("<h1>")[2].partition("</h1>")[0]
    overlay(paper, "words/ms.po", '#\nmsgid "Archive"\nmsgstr "Simpanan lama"\n')
    paper.built()
    assert malay
    assert "<h1>Simpanan lama</h1>" in paper.page("/archive/")
    assert malay not in paper.page("/archive/")
    assert "Diterbitkan" in paper.page(ARTICLE)


def test_a_mistake_in_it_is_said_of_its_own_file(paper: Newsroom) -> None:
    overlay(paper, "parts/kicker.html", "{% macro kicker( %}")
    overlay(paper, "words/ms.po", 'msgid "Archive"\nmsgstr "%(nonsense)s"\n')
    assert [said.partition(":")[0] for said in paper.says()] == [
        "theme/parts/kicker.html",
        "theme/words/ms.po",
    ]


def test_a_mistake_met_while_rendering_is_said_of_its_own_file(paper: Newsroom) -> None:
    overlay(
        paper,
        "parts/kicker.html",
        "{% macro kicker(section, kind, label='', attributes='') %}\n{{ section.where }}{% endmacro %}",
    )
    assert paper.says()[0].startswith("theme/parts/kicker.html:2: ")


def test_a_layer_that_is_gone_leaves_the_theme_as_it_was(paper: Newsroom) -> None:
    before = paper.page(ARTICLE)
    overlay(
        paper, "article.html", "{% extends 'default/article.html' %}{% block robots %}noarchive{% endblock %}"
    )
    paper.built()
    (paper.folder / "theme/article.html").unlink()
    paper.built()
    assert paper.page(ARTICLE) == before


def test_a_named_layer_that_is_not_there_is_a_problem(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["--content", str(paper.content), "--layouts", str(LAYOUTS), "--output", str(paper.site)]
    assert main(["build", *said, "--theme", str(Path(paper.folder) / "thema")]) == 1
    assert "Name the folder with --theme." in capsys.readouterr().err
