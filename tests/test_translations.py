"""Translations: an article in several languages; each version leads to all others, and an edit keeps it so."""

from __future__ import annotations

import pytest

from broadsheet.plan.autonyms import name_of
from tests.heads import Said, read
from tests.newsroom import Newsroom
from tests.ten_stories import ARCHIVED, OF_THE_SITE
from tests.test_incremental import rendered

HERE = "https://gazette.example.org"
LISTS = {"/", "/404.html", *OF_THE_SITE, ARCHIVED, "/world/feed.xml", "/2021/09/", "/world/"}
TITLES = {
    "valley": "Valley holds",
    "lembah": "Lembah bertahan",
    "shangu": "山谷仍在坚守",
    "wadi": "الوادي صامد",
}


def at(name: str) -> str:
    return f"/world/2021/09/06/{name}/"


def write(newsroom: Newsroom, name: str, language: str, original: str = "valley", **more: object) -> None:
    front = {
        "title": TITLES[name], "slug": name, "section": "world", "language": language, "summary": "In short.",
        "body": TITLES[name],
    }  # fmt: skip
    if original:
        front["translation_of"] = original
    newsroom.article(name, **{**front, **more})


def said(newsroom: Newsroom, name: str) -> Said:
    return read(newsroom.page(at(name)))


def also_in(newsroom: Newsroom, name: str) -> list[str]:
    """The languages that the page of an article leads to, as its readers see them."""
    _, _, line = newsroom.page(at(name)).partition("<p>Also in ")
    return [link.rpartition(">")[2] for link in line.partition("</p>")[0].split("</a>")[:-1]]


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """An article in English and its translation into Malay, and one of another event between them; built once."""
    newsroom.article(
        "other", section="world", published="2021-09-05", slug="other", title="Glacier survey begins"
    )
    write(newsroom, "valley", "en", original="")
    write(newsroom, "lembah", "ms")
    newsroom.built(now="2021-10-01")
    return newsroom


def test_the_versions_lead_to_each_other(paper: Newsroom) -> None:
    assert also_in(paper, "valley") == ["Bahasa Melayu"]
    assert also_in(paper, "lembah") == ["English"]
    assert 'hreflang="ms" lang="ms" dir="ltr">Bahasa Melayu' in paper.page(at("valley"))
    expected = {"en": HERE + at("valley"), "ms": HERE + at("lembah"), "x-default": HERE + at("valley")}
    assert said(paper, "valley").alternates == said(paper, "lembah").alternates == expected


def test_an_article_without_translations_says_nothing_of_it(paper: Newsroom) -> None:
    page = paper.page("/world/2021/09/05/other/")
    assert not read(page).alternates
    assert "Also in" not in page


def test_a_translation_says_of_what_and_the_original_does_not(paper: Newsroom) -> None:
    said_of = said(paper, "lembah").thing("NewsArticle")["translationOfWork"]
    original = said(paper, "valley").thing("NewsArticle")
    assert isinstance(said_of, dict)
    assert said_of["@id"] == original["@id"]
    assert "translationOfWork" not in original


def test_another_translation_renders_all_versions_and_where_its_card_is(paper: Newsroom) -> None:
    write(paper, "wadi", "ar")
    of_it = {*map(at, ("valley", "lembah", "wadi")), *LISTS, "/sitemap-2021-09.xml"}
    assert rendered(paper) == of_it - {"/"}, "the front page shows the original, and so does no other"
    assert also_in(paper, "lembah") == ["English", "العربية"]
    assert also_in(paper, "wadi") == ["English", "Bahasa Melayu"]
    assert len({tuple(said(paper, name).alternates.items()) for name in ("valley", "lembah", "wadi")}) == 1


def test_a_translation_that_goes_is_led_to_no_more(paper: Newsroom) -> None:
    write(paper, "shangu", "zh-Hans", published="2021-09-05 09:00")
    rendered(paper)
    paper.remove("articles/2021/09/shangu.md")
    assert {at("valley"), at("lembah")} <= rendered(paper)
    assert also_in(paper, "valley") == ["Bahasa Melayu"]


def test_a_new_address_of_one_renders_the_others(paper: Newsroom) -> None:
    write(paper, "shangu", "zh-Hans", published="2021-09-03")
    rendered(paper)
    write(paper, "shangu", "zh-Hans", published="2021-09-02")
    assert {at("valley"), at("lembah")} <= rendered(paper)
    for name in ("valley", "lembah"):
        assert said(paper, name).alternates["zh-Hans"] == f"{HERE}/world/2021/09/02/shangu/"


def test_a_body_or_headline_of_one_is_no_matter_to_one_that_only_leads_to_it(paper: Newsroom) -> None:
    """Far enough apart to be no neighbours in their section, they share nothing but their languages."""
    for day in range(7, 12):
        paper.article(
            f"day-{day}", section="world", published=f"2021-09-{day:02}", title=f"Day {day} words{day}"
        )
    write(paper, "shangu", "zh-Hans", published="2021-09-13")
    rendered(paper)
    write(paper, "shangu", "zh-Hans", published="2021-09-13", body="别的话。")
    assert not {at("valley"), at("lembah")} & rendered(paper)
    write(paper, "shangu", "zh-Hans", published="2021-09-13", body="别的话。", title="新的标题")
    assert not {at("valley"), at("lembah")} & rendered(paper)


def test_what_a_translation_no_longer_is_changes_all(paper: Newsroom) -> None:
    write(paper, "lembah", "ms", original="")
    assert rendered(paper) == {at("valley"), at("lembah"), "/", "/sitemap-2021-09.xml"}
    assert not said(paper, "valley").alternates


def test_the_front_page_shows_a_story_in_one_language(paper: Newsroom) -> None:
    assert at("valley") in paper.page("/")
    assert at("lembah") not in paper.page("/")
    assert at("lembah") in paper.page("/world/")
    paper.write("site.yaml", (paper.content / "site.yaml").read_text("utf-8") + "lead: lembah\n")
    paper.built()
    assert at("lembah") in paper.page("/"), "the editor's word goes first"
    assert at("valley") not in paper.page("/")
    paper.write("site.yaml", (paper.content / "site.yaml").read_text("utf-8").replace("lead: lembah\n", ""))
    paper.remove("articles/2021/09/valley.md")
    write(paper, "lembah", "ms", original="")
    paper.article("dale", section="world", language="en-GB", translation_of="lembah")
    paper.built()
    assert "/dale/" in paper.page("/"), "what the paper's own readers can read"
    assert at("lembah") not in paper.page("/")
    paper.remove("articles/2021/09/dale.md")
    paper.built()
    assert at("lembah") in paper.page("/")


def test_an_embargo_holds_back_the_way_to_it(paper: Newsroom) -> None:
    write(paper, "wadi", "ar", embargo="2021-10-02")
    assert rendered(paper) == set()
    assert also_in(paper, "valley") == ["Bahasa Melayu"]
    assert rendered(paper, now="2021-10-03") >= {at("valley"), at("lembah"), at("wadi")}
    assert "العربية" in also_in(paper, "valley")


def test_when_the_original_is_not_out_its_translations_still_lead_to_each_other(paper: Newsroom) -> None:
    write(paper, "wadi", "ar")
    write(paper, "valley", "en", original="", draft=True)
    rendered(paper)
    assert also_in(paper, "wadi") == ["Bahasa Melayu"]
    assert said(paper, "wadi").alternates == {"ar": HERE + at("wadi"), "ms": HERE + at("lembah")}
    assert "translationOfWork" not in said(paper, "wadi").thing("NewsArticle")


def test_a_syndicated_original_is_led_to_by_words_alone(paper: Newsroom) -> None:
    """Its page says that it belongs elsewhere, so search engines are not sent to it."""
    write(paper, "valley", "en", "", source="northwire", source_url="https://northwire.example.com/valley")
    rendered(paper)
    assert also_in(paper, "lembah") == ["English"]
    assert not said(paper, "lembah").alternates
    assert not said(paper, "valley").alternates


def test_two_of_one_name_are_told_apart_by_their_tags(paper: Newsroom) -> None:
    write(paper, "shangu", "zh-Hans")
    write(paper, "wadi", "zh-CN")
    rendered(paper)
    assert also_in(paper, "valley") == ["Bahasa Melayu", "简体中文 (zh-CN)", "简体中文 (zh-Hans)"]


DEEDS = ("its original becomes a translation", "two into one language", "its original goes")


@pytest.mark.parametrize("deed", DEEDS)
def test_what_an_edit_breaks_is_named_as_a_clean_build_names_it(paper: Newsroom, deed: str) -> None:
    if deed == "its original becomes a translation":
        write(paper, "valley", "en", original="other")
        paper.article(
            "other", section="world", published="2021-09-05", language="ar", title="Glacier survey begins"
        )
    elif deed == "two into one language":
        write(paper, "shangu", "ms")
    else:
        paper.remove("articles/2021/09/valley.md")
    now = paper.build(now="2021-10-01").problems
    assert now
    assert now == paper.build(now="2021-10-01", clean=True, cache=paper.folder / "scratch").problems
    assert {one.key for one in now} == {"translation_of"}


@pytest.mark.parametrize(
    ("tag", "name"),
    [("ms", "Bahasa Melayu"), ("en-GB", "English"), ("zh-TW", "繁體中文"), ("zh-Hans-MY", "简体中文"), ("ZH", "中文"), ("tlh", "tlh")],
)  # fmt: skip
def test_languages_are_called_what_they_call_themselves(tag: str, name: str) -> None:
    assert name_of(tag) == name
