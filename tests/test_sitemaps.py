"""Sitemaps: what search engines are told of, when it changed, and what a change re-makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree
from PIL import Image

from broadsheet.plan import sitemaps
from tests.newsroom import SITE, Newsroom, tree
from tests.ten_stories import MAPS, publish, rendered, write_story

BASE = "https://gazette.example.org"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NAMES = {
    "s": _SITEMAP,
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
NOW = "2021-09-08 12:00"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("sitemaps.rng")))


def parsed(paper: Newsroom, path: str) -> etree._Element:
    return etree.fromstring((paper.site / path.lstrip("/")).read_bytes())


def texts(paper: Newsroom, path: str, what: str) -> list[str]:
    found = parsed(paper, path).xpath(what, namespaces=_NAMES)
    assert isinstance(found, list)
    return [one if isinstance(one, str) else (one.text or "") for one in found]  # type: ignore[union-attr]  # lxml's stubs


def locations(paper: Newsroom, path: str) -> list[str]:
    return [one.removeprefix(BASE) for one in texts(paper, path, "//s:loc")]


def maps(paper: Newsroom) -> list[str]:
    return sorted(f"/{one.name}" for one in paper.site.glob("*sitemap*.xml"))


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A paper with all that sitemaps speak of: pictures, translations, syndicated pieces, corrections."""
    picture = newsroom.write("media/valley.png", "")
    Image.new("RGB", (40, 30)).save(picture)
    image = "{src: media/valley.png, alt: A valley}"
    newsroom.article(
        "valley", image=image, section="world", published="2021-09-07", body="![](/media/valley.png)"
    )
    newsroom.article("lembah", translation_of="valley", language="ms", published="2021-08-30")
    newsroom.article("shan-gu", translation_of="valley", language="zh-Hant", published="2021-09-08 10:00")
    newsroom.article("theirs", source="northwire", source_url="https://northwire.example.com/x")
    newsroom.article(
        "wrong", corrections="[{date: 2021-09-06 18:00, text: Not ten but two.}]", updated="2021-09-06 12:00"
    )
    newsroom.write("pages/about.md", "---\ntitle: About\nupdated: 2021-05-01\n---\n\nUs.\n")
    newsroom.built(now=NOW)
    return newsroom


def test_the_index_leads_to_a_sitemap_of_pages_and_one_of_each_month(paper: Newsroom) -> None:
    assert locations(paper, "/sitemap.xml") == [
        "/sitemap-pages.xml",
        "/sitemap-2021-08.xml",
        "/sitemap-2021-09.xml",
    ]


def test_a_month_has_its_articles_oldest_first_and_none_that_belongs_elsewhere(paper: Newsroom) -> None:
    assert locations(paper, "/sitemap-2021-09.xml") == [
        "/2021/09/06/wrong/", "/world/2021/09/07/valley/", "/2021/09/08/shan-gu/",
    ]  # fmt: skip


def test_pages_that_are_no_articles_have_a_sitemap_and_thin_ones_have_none(paper: Newsroom) -> None:
    assert locations(paper, "/sitemap-pages.xml") == [
        "/", "/about/", "/archive/", "/newsletters/", "/corrected/", "/world/",
    ]  # fmt: skip


def test_a_tag_is_named_once_it_has_enough_articles(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "sitemaps: {tags: 2}\n")
    newsroom.article("one", tags=["Rare", "Common"])
    newsroom.article("two", tags=["Common"])
    newsroom.built()
    assert [one for one in locations(newsroom, "/sitemap-pages.xml") if "/tags/" in one] == [
        "/tags/",
        "/tags/common/",
    ]


def test_lastmod_is_the_last_change_that_an_article_owns_to(paper: Newsroom) -> None:
    assert texts(paper, "/sitemap-2021-09.xml", "//s:url[1]/s:lastmod") == ["2021-09-06T18:00:00+08:00"]
    assert texts(paper, "/sitemap.xml", "//s:sitemap[last()]/s:lastmod") == ["2021-09-08T10:00:00+08:00"]
    about = "//s:url[s:loc[contains(., '/about/')]]/s:lastmod"
    assert texts(paper, "/sitemap-pages.xml", about) == ["2021-05-01T00:00:00+08:00"]
    put_right = "//s:url[s:loc[contains(., '/corrected/')]]/s:lastmod"
    assert texts(paper, "/sitemap-pages.xml", put_right) == ["2021-09-06T18:00:00+08:00"]


def lastmod(paper: Newsroom, path: str, of: str = "/sitemap-pages.xml") -> list[str]:
    return texts(paper, of, f"//s:url[s:loc = '{BASE}{path}']/s:lastmod")


def test_lastmod_of_a_front_is_the_last_change_of_what_it_shows(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "sitemaps: {tags: 1}\n")
    fronts = ("/", "/world/", "/tags/dams/", "/authors/ben/")
    keys = {"section": "world", "tags": ["Dams"], "authors": ["ben"], "published": "2021-09-01"}
    for name in ("one", "two"):
        newsroom.article(name, **keys)
    newsroom.built()
    assert {lastmod(newsroom, path)[0] for path in fronts} == {"2021-09-01T00:00:00+08:00"}
    newsroom.article("one", **keys, updated="2021-09-07 09:00")
    newsroom.article("wire", **keys, source_url="https://northwire.example.com/1", source="northwire")
    newsroom.built()
    assert {lastmod(newsroom, path)[0] for path in fronts} == {"2021-09-07T09:00:00+08:00"}
    newsroom.article("two", **keys, embargo="2021-09-08 11:00")
    newsroom.built()
    assert {lastmod(newsroom, path)[0] for path in fronts} == {"2021-09-08T11:00:00+08:00"}
    assert texts(newsroom, "/sitemap.xml", "//s:sitemap[last()]/s:lastmod") == ["2021-09-08T11:00:00+08:00"]


def test_lastmod_of_a_front_says_nothing_of_what_has_gone_to_its_other_pages(newsroom: Newsroom) -> None:
    for day in range(1, 10):
        newsroom.article(f"story-{day}", section="world", published=f"2021-08-{day:02}")
    newsroom.built()
    newsroom.article("story-1", section="world", published="2021-08-01", updated="2021-09-07")
    newsroom.built()
    assert lastmod(newsroom, "/world/") == ["2021-08-09T00:00:00+08:00"]
    assert lastmod(newsroom, "/") == ["2021-09-07T00:00:00+08:00"]


def test_what_was_held_back_is_news_from_the_moment_it_comes_out(newsroom: Newsroom) -> None:
    newsroom.article("held", published="2021-08-01", embargo="2021-09-08 11:00")
    newsroom.article("plain", published="2021-09-08 09:00")
    newsroom.article(
        "theirs", embargo="2021-09-08 11:30", source="northwire", source_url="https://northwire.example.com/x"
    )
    assert newsroom.built(now="2021-09-08 10:00").next_change == datetime.fromisoformat(
        "2021-09-08T11:00+08:00"
    )
    newsroom.built(now="2021-09-08 12:00")
    news, day = "/news-sitemap.xml", "2021-09-08T"
    assert locations(newsroom, news) == ["/2021/08/01/held/", "/2021/09/08/plain/"]
    assert texts(newsroom, news, "//news:publication_date") == [
        f"{day}11:00:00+08:00",
        f"{day}09:00:00+08:00",
    ]
    report = newsroom.built(now="2021-09-10 10:00")
    assert locations(newsroom, news) == ["/2021/08/01/held/"]
    assert report.next_change == datetime.fromisoformat("2021-09-10T11:00+08:00")
    newsroom.built(now="2021-09-10 11:00")
    assert locations(newsroom, news) == []


def test_an_article_has_its_pictures_once_and_they_are_there(paper: Newsroom) -> None:
    (picture,) = texts(paper, "/sitemap-2021-09.xml", "//image:image/image:loc")
    assert paper.has(picture.removeprefix(BASE))


def test_each_version_names_all_others_and_itself(paper: Newsroom) -> None:
    expected = {("en", "valley"), ("x-default", "valley"), ("ms", "lembah"), ("zh-Hant", "shan-gu")}
    for path, number in (("/sitemap-2021-09.xml", 2), ("/sitemap-2021-08.xml", 1)):
        links = parsed(paper, path).findall("s:url/x:link", _NAMES)
        told = {
            (one.get("hreflang"), (one.get("href") or "").rstrip("/").rpartition("/")[2]) for one in links
        }
        assert told == expected
        assert len(links) == 4 * number


def test_news_is_what_came_out_in_two_days_newest_first(paper: Newsroom) -> None:
    assert locations(paper, "/news-sitemap.xml") == [
        "/2021/09/08/shan-gu/", "/world/2021/09/07/valley/",
    ]  # fmt: skip
    assert texts(paper, "/news-sitemap.xml", "//news:language") == ["zh-tw", "en"]
    assert texts(paper, "/news-sitemap.xml", "//news:name") == ["The Test Gazette"] * 2
    assert texts(paper, "/news-sitemap.xml", "//news:title") == ["Shan gu", "Valley"]
    assert texts(paper, "/news-sitemap.xml", "//news:publication_date")[1] == "2021-09-07T00:00:00+08:00"


def test_news_has_the_name_that_google_knows(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "sitemaps: {news_name: Gazette}\n")
    newsroom.article("one", published="2021-09-08")
    newsroom.built()
    assert texts(newsroom, "/news-sitemap.xml", "//news:name") == ["Gazette"]


def test_news_may_be_left_out(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE + "sitemaps: {news: false}\n")
    newsroom.article("one", published="2021-09-08")
    assert newsroom.built().next_change is None
    assert not newsroom.has("/news-sitemap.xml")
    assert "news-sitemap" not in newsroom.page("/robots.txt")


def test_news_is_cut_at_the_most_that_google_reads(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for hour in (8, 9, 10):
        newsroom.article(f"at-{hour}", published=f"2021-09-08 {hour:02}:00")
    report = newsroom.built(now=NOW)
    assert locations(newsroom, "/news-sitemap.xml") == ["/2021/09/08/at-10/", "/2021/09/08/at-9/"]
    assert report.next_change and report.next_change.isoformat() == "2021-09-10T09:00:00+08:00"


def test_when_only_the_clock_moves_only_the_news_is_made_anew(paper: Newsroom) -> None:
    moment = datetime.fromisoformat("2021-09-09T00:00:00+08:00")
    report = paper.built(now=NOW)
    assert report.next_change == moment
    assert rendered(paper, now=(moment - timedelta(seconds=1)).isoformat()) == set()
    assert rendered(paper, now=moment.isoformat()) == {"/news-sitemap.xml"}
    assert rendered(paper, now="2021-12-01") == {"/news-sitemap.xml"}
    assert locations(paper, "/news-sitemap.xml") == []


def test_a_new_article_re_makes_its_month_the_pages_the_index_and_the_news(newsroom: Newsroom) -> None:
    publish(newsroom)
    newsroom.article("august", published="2021-08-30", title="Dockers vote tonight")
    rendered(newsroom)
    write_story(newsroom, 11, published="2021-09-30 20:00")
    made = {path for path in rendered(newsroom) if "sitemap" in path}
    assert made == {*MAPS, "/news-sitemap.xml"}


def test_a_body_re_makes_no_sitemap(newsroom: Newsroom) -> None:
    publish(newsroom)
    write_story(newsroom, 5, body="Some other words.")
    assert not [path for path in rendered(newsroom) if "sitemap" in path]


def test_an_update_re_makes_the_month_and_what_says_when_it_changed(newsroom: Newsroom) -> None:
    publish(newsroom)
    write_story(newsroom, 5, updated="2021-09-20")
    made = {path for path in rendered(newsroom) if "sitemap" in path}
    assert made == {"/sitemap-2021-09.xml", "/sitemap-pages.xml", "/sitemap.xml"}


def test_a_translation_that_comes_or_goes_re_makes_the_months_of_all_versions(paper: Newsroom) -> None:
    paper.article("tal", translation_of="valley", language="de", published="2021-07-01")
    made = {path for path in rendered(paper, now=NOW) if "sitemap-2021" in path}
    assert made == {"/sitemap-2021-07.xml", "/sitemap-2021-08.xml", "/sitemap-2021-09.xml"}
    paper.remove("articles/2021/09/tal.md")
    made = {path for path in rendered(paper, now=NOW) if "sitemap-2021" in path}
    assert made == {"/sitemap-2021-08.xml", "/sitemap-2021-09.xml"}
    assert not paper.has("/sitemap-2021-07.xml")


def test_an_original_that_moves_re_makes_the_months_of_its_translations(paper: Newsroom) -> None:
    paper.article("valley", slug="other", published="2021-09-07")
    made = {path for path in rendered(paper, now=NOW) if "sitemap-2021" in path}
    assert made == {"/sitemap-2021-08.xml", "/sitemap-2021-09.xml"}


def test_a_full_month_is_cut_from_its_oldest(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "IN_A_SHARD", 4)
    publish(newsroom)
    three = ["/sitemap-2021-09.xml", "/sitemap-2021-09-2.xml", "/sitemap-2021-09-3.xml"]
    assert locations(newsroom, "/sitemap.xml") == ["/sitemap-pages.xml", *three]
    assert [len(locations(newsroom, path)) for path in three] == [4, 4, 2]
    write_story(newsroom, 11)
    write_story(newsroom, 12)
    assert {path for path in rendered(newsroom) if "sitemap-2021" in path} == {three[2]}
    write_story(newsroom, 13)
    assert {path for path in rendered(newsroom) if "sitemap-2021" in path} == {"/sitemap-2021-09-4.xml"}
    write_story(newsroom, 6, title="Bakers fined at last", slug="story-06")
    assert not [path for path in rendered(newsroom) if "sitemap-2021" in path]
    newsroom.remove("articles/2021/09/story-06.md")
    made = {path for path in rendered(newsroom) if "sitemap-2021" in path}
    assert made == set(three[1:])
    assert not newsroom.has("/sitemap-2021-09-4.xml")


def test_a_sitemap_that_is_gone_or_damaged_comes_back(paper: Newsroom) -> None:
    for path in maps(paper):
        (paper.site / path.lstrip("/")).unlink()
        assert rendered(paper, now=NOW) == {path}


def test_nothing_changed_changes_no_byte(paper: Newsroom) -> None:
    before = tree(paper.site)
    paper.built(now=NOW, clean=True)
    assert tree(paper.site) == before


def test_every_address_of_every_sitemap_is_there(paper: Newsroom) -> None:
    for path in maps(paper):
        for url in [
            *texts(paper, path, "//s:loc"),
            *texts(paper, path, "//image:loc"),
            *texts(paper, path, "//x:link/@href"),
        ]:
            assert paper.has(unquote(url.removeprefix(BASE))), url


def test_every_sitemap_is_what_the_schemas_ask_for(paper: Newsroom) -> None:
    for path in maps(paper):
        root = parsed(paper, path)
        assert SCHEMA.validate(root), SCHEMA.error_log
        assert all(len(one) < 2048 for one in texts(paper, path, "//s:loc"))


def test_a_sitemap_names_nothing_beside_its_own_folder(paper: Newsroom) -> None:
    paper.built(now=NOW, base_url="https://example.org/gazette")
    for path in maps(paper):
        assert all(one.startswith("https://example.org/gazette/") for one in texts(paper, path, "//s:loc"))


@pytest.mark.parametrize(
    ("tag", "told"),
    [("en-MY", "en"), ("zh", "zh-cn"), ("zh-Hans-MY", "zh-cn"), ("zh-Hant", "zh-tw"), ("zh-TW", "zh-tw"), ("fil", "fil")],
)  # fmt: skip
def test_languages_are_written_as_google_reads_them(newsroom: Newsroom, tag: str, told: str) -> None:
    newsroom.article("one", language=tag, published="2021-09-08")
    newsroom.built()
    assert texts(newsroom, "/news-sitemap.xml", "//news:language") == [told]


def test_what_stands_in_a_headline_is_text(newsroom: Newsroom) -> None:
    newsroom.article("one", title="\"Fish & <chips> 'n' “peas”\"", published="2021-09-08")
    newsroom.built()
    assert texts(newsroom, "/news-sitemap.xml", "//news:title") == ["Fish & <chips> 'n' “peas”"]


def test_a_paper_without_articles_has_sitemaps_too(newsroom: Newsroom) -> None:
    newsroom.built()
    assert locations(newsroom, "/sitemap.xml") == ["/sitemap-pages.xml"]
    assert locations(newsroom, "/news-sitemap.xml") == []


def test_no_alias_may_take_the_place_of_a_sitemap(newsroom: Newsroom) -> None:
    newsroom.article("one", aliases=["/sitemap-2021-09.xml", "/robots.txt"])
    assert ["needs a folder where" in one for one in newsroom.says()] == [True, True]
