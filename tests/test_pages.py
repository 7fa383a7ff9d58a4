"""Pages: what stands where, and what is on it."""

from __future__ import annotations

import re

from tests.newsroom import Newsroom


def test_an_article_stands_under_its_section_and_day(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world", title="The valley holds", published="2021-09-06 01:00 UTC")
    newsroom.built()
    assert "<h1" in newsroom.page("/world/2021/09/06/the-valley-holds/")


def test_the_day_in_an_address_is_that_of_the_sites_clock(newsroom: Newsroom) -> None:
    newsroom.article("late", section="world", published="2021-09-06T20:00:00Z")
    newsroom.built()
    assert newsroom.has("/world/2021/09/07/late/")


def test_an_article_without_a_section_stands_under_its_day(newsroom: Newsroom) -> None:
    newsroom.article("orphan")
    newsroom.built()
    assert newsroom.has("/2021/09/06/orphan/")


def test_an_article_is_on_every_front_it_belongs_to(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world", authors=["aisha"], tags=["Panjshir"], editions=["malaysia"])
    newsroom.built()
    fronts = ("/", "/world/", "/malaysia/", "/authors/aisha/", "/tags/panjshir/", "/2021/09/")
    assert all('href="/world/2021/09/06/valley/"' in newsroom.page(front) for front in fronts)
    assert "valley" not in newsroom.page("/business/")


def test_an_edition_is_titled_by_its_heading(newsroom: Newsroom) -> None:
    newsroom.built()
    page = newsroom.page("/malaysia/")
    assert re.search(r"<h1[^>]*>\s*Malaysia Latest News, Malaysia Headlines\s*</h1>", page)
    assert "<title>Malaysia Latest News, Malaysia Headlines" in page


def test_an_edition_holds_the_articles_of_its_sections(newsroom: Newsroom) -> None:
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", site.replace("language: en-MY}", "language: en-MY, sections: [business]}"))
    newsroom.article("palm-oil", section="business")
    newsroom.built()
    assert "/business/2021/09/06/palm-oil/" in newsroom.page("/malaysia/")


def test_a_newsroom_without_an_article_is_a_site(newsroom: Newsroom) -> None:
    newsroom.built()
    assert all(newsroom.has(path) for path in ("/", "/world/", "/404.html", "/feed.xml", "/tags/"))


def test_a_section_keeps_its_numbered_pages_as_it_grows(newsroom: Newsroom) -> None:
    for day in range(1, 13):
        newsroom.article(f"story-{day:02}", section="world", published=f"2021-08-{day:02}")
    newsroom.built()
    cards = re.findall(r"story-\d\d", newsroom.page("/world/page/1/"))
    assert set(cards) == {f"story-{day:02}" for day in range(1, 5)}
    for day in range(13, 20):
        newsroom.article(f"story-{day:02}", section="world", published=f"2021-08-{day:02}")
    newsroom.built()
    assert set(re.findall(r"story-\d\d", newsroom.page("/world/page/1/"))) == set(cards)


def test_a_slug_of_emoji_falls_back_to_the_id(newsroom: Newsroom) -> None:
    newsroom.article("party-2021", title='"🎉🎉"', section="world")
    newsroom.built()
    assert newsroom.has("/world/2021/09/06/party-2021/")


def test_an_alias_leads_to_the_article(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world", aliases=["/old/valley.html", "/2019/valley"])
    newsroom.built()
    for path in ("/old/valley.html", "/2019/valley/"):
        assert 'url=/world/2021/09/06/valley/"' in newsroom.page(path)


def test_a_site_below_a_path_links_below_it(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world", body="[Business](/business/)")
    newsroom.built(base_url="https://example.org/repo/")
    page = newsroom.page("/world/2021/09/06/valley/")
    assert not re.search(r'(?:href|src)="/(?!repo/)', page)
    assert '<link rel="canonical" href="https://example.org/repo/world/2021/09/06/valley/">' in page


def test_a_syndicated_piece_is_canonical_at_its_origin(newsroom: Newsroom) -> None:
    newsroom.article("wire", source="northwire", source_url="https://northwire.example.com/a")
    newsroom.built()
    page = newsroom.page("/2021/09/06/wire/")
    assert '<link rel="canonical" href="https://northwire.example.com/a">' in page
    assert "Northwire" in page


def test_another_outlets_page_lists_what_we_linked(newsroom: Newsroom) -> None:
    newsroom.link("talks", title="Ready for talks")
    newsroom.built()
    page = newsroom.page("/sources/northwire/")
    assert "Ready for talks" in page
    assert 'href="https://northwire.example.com/talks"' in page


def test_titles_and_names_are_escaped(newsroom: Newsroom) -> None:
    newsroom.article("amp", title="""'Q&A "<script>alert(1)</script>'""", tags=["'R&D'"], summary="'<b>&'")
    newsroom.built()
    for path in ("/", "/2021/09/06/q-a-script-alert-1-script/", "/tags/r-d/", "/feed.xml"):
        assert "<script>alert" not in newsroom.page(path)


def test_a_right_to_left_article_says_so(newsroom: Newsroom) -> None:
    newsroom.article("rain", title="أمطار غزيرة", language="ar", section="world")
    newsroom.built()
    assert re.search(r'lang="ar" dir="rtl"', newsroom.page("/world/2021/09/06/أمطار-غزيرة/"))
    assert re.search(r'lang="ar" dir="rtl"', newsroom.page("/world/"))


def test_the_newsletter_form_posts_to_the_provider(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.built()
    page = newsroom.page("/2021/09/06/valley/")
    assert 'action="https://letters.example.com/subscribe" method="post"' in page
    assert re.findall(r'type="checkbox"[^>]*name="tag"[^>]*value="(\w+)"', page) == ["m1", "weekend"]
    assert 'name="embed" value="1"' in page


def test_without_a_form_there_is_no_newsletter_block(newsroom: Newsroom) -> None:
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", re.sub(r"newsletter_form:\n(  .*\n)+", "", site))
    newsroom.article("valley")
    newsroom.built()
    assert "<form" not in newsroom.page("/2021/09/06/valley/")


def test_a_correction_stands_on_the_page_with_its_date(newsroom: Newsroom) -> None:
    newsroom.article("valley", corrections="[{date: 2021-09-07, text: The river is the Panjshir.}]")
    newsroom.built()
    page = newsroom.page("/2021/09/06/valley/")
    assert "The river is the Panjshir." in page
    assert 'datetime="2021-09-07T00:00:00+08:00"' in page


def test_an_image_has_its_size_and_words(newsroom: Newsroom) -> None:
    from PIL import Image

    file = newsroom.write("media/valley.png", "")
    Image.new("RGB", (40, 30)).save(file)
    newsroom.article("valley", image="{src: media/valley.png, alt: A valley, caption: At dusk, credit: Us}")
    newsroom.built()
    page = newsroom.page("/2021/09/06/valley/")
    assert re.search(r'src="/media/valley\.\w{12}\.40\.jpg"[^>]*width="40"[^>]*height="30"', page)


def test_the_front_page_shows_nothing_twice_and_keeps_each_section(newsroom: Newsroom) -> None:
    for day in range(1, 21):
        newsroom.article(f"world-{day:02}", section="world", published=f"2021-08-{day:02}")
    newsroom.article("palm-oil", section="business", published="2021-08-12 12:00")
    newsroom.built()
    block = blocks(newsroom)
    assert block["World"] == ["world-08", "world-07", "world-06", "world-05"], "thirteen stand above"
    assert block["Business"] == ["palm-oil"], "all that it has is in Latest"
    newsroom.article("rubber", section="business", published="2021-07-01")
    newsroom.built()
    assert blocks(newsroom)["Business"] == ["rubber"]


def test_a_section_of_which_all_is_at_the_top_has_no_block_of_the_same(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world")
    newsroom.built()
    assert blocks(newsroom) == {}


def blocks(newsroom: Newsroom) -> dict[str, list[str]]:
    """The blocks of the front page: the section's title, and the slugs of what is in it."""
    found = re.findall(r'<section class="block">.*?</section>', newsroom.page("/"), re.DOTALL)
    return {
        re.findall(r"<h2><a[^>]*>(.*?)</a>", one)[0]: re.findall(r'<h3><a href="[^"]*/([^/"]+)/"', one)
        for one in found
    }
