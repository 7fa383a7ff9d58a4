"""The feed: what a subscriber gets, and never gets twice."""

from __future__ import annotations

import re

import feedparser
import pytest

from tests.newsroom import SITE, Newsroom, tree


def parsed(newsroom: Newsroom) -> feedparser.FeedParserDict:
    feed = feedparser.parse((newsroom.site / "feed.xml").read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_an_item_has_the_full_text_author_and_categories(newsroom: Newsroom) -> None:
    newsroom.article(
        "valley",
        section="world",
        authors=["aisha", "ben"],
        tags=["Panjshir"],
        summary="In short.",
        body="All of *it*.",
    )
    newsroom.built()
    item = parsed(newsroom).entries[0]
    assert item.title == "Valley"
    assert item.link == "https://gazette.example.org/world/2021/09/06/valley/"
    assert item.summary == "In short."
    assert item.content[0].value == "<p>All of <em>it</em>.</p>"
    assert [author.name for author in item.authors] == ["Aisha Rahman", "Ben Ooi"]
    assert [tag.term for tag in item.tags] == ["World", "Panjshir"]
    assert item.published == "Mon, 06 Sep 2021 10:00:00 +0800"


def test_a_guid_outlives_headline_section_file_and_domain(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world", title="Before")
    newsroom.built()
    before = parsed(newsroom).entries[0]
    newsroom.remove("articles/2021/09/valley.md")
    newsroom.article("moved", id="valley", section="business", title="After")
    newsroom.built(base_url="https://elsewhere.example.net")
    after = parsed(newsroom).entries[0]
    assert before.id == after.id == "tag:gazette.example.org,2000:valley"
    assert before.link != after.link


def test_a_guid_is_no_permalink(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.built()
    assert '<guid isPermaLink="false">tag:' in newsroom.page("/feed.xml")


def test_addresses_inside_are_in_full(newsroom: Newsroom) -> None:
    newsroom.write("media/map.png", "x")
    newsroom.article("other", published="2021-09-05")
    newsroom.article(
        "valley",
        body="[a](other.md) ![b](/media/map.png) Fact.[^1]\n\n[^1]: Note.\n\n"
        '<img srcset="/media/map.png 1x, /media/map.png 2x" src="/media/map.png" alt="">',
    )
    newsroom.built(base_url="https://example.org/repo")
    value = parsed(newsroom).entries[0].content[0].value
    assert 'href="https://example.org/repo/2021/09/05/other/"' in value
    assert 'src="https://example.org/repo/media/map.png"' in value
    assert 'href="https://example.org/repo/2021/09/06/valley/#fn:1"' in value
    assert (
        'srcset="https://example.org/repo/media/map.png 1x, https://example.org/repo/media/map.png 2x"'
        in newsroom.page("/feed.xml")
    )


def test_control_characters_never_reach_a_reader(newsroom: Newsroom) -> None:
    newsroom.article(
        "valley",
        title='"Bell\\a and tab\\v"',
        summary='"\\ufffe x"',
        body="Text \x0b\x1f &#11; &#0; end ]]> x",
    )
    newsroom.built()
    item = parsed(newsroom).entries[0]
    assert item.title == "Bell and tab"
    assert "end ]]&gt; x" in item.content[0].value


def test_items_are_newest_first_and_as_many_as_configured(newsroom: Newsroom) -> None:
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", site + "feeds: {items: 3}\n")
    for day in range(1, 6):
        newsroom.article(f"day-{day}", published=f"2021-09-0{day}")
    newsroom.built()
    assert [item.title for item in parsed(newsroom).entries] == ["Day 5", "Day 4", "Day 3"]


def test_dates_come_from_the_articles_never_from_the_clock(newsroom: Newsroom) -> None:
    newsroom.article("valley", updated="2021-09-07")
    newsroom.built(now="2021-09-08")
    first = (newsroom.site / "feed.xml").read_bytes()
    newsroom.built(now="2023-01-01")
    assert (newsroom.site / "feed.xml").read_bytes() == first
    assert "<lastBuildDate>Tue, 07 Sep 2021 00:00:00 +0800</lastBuildDate>" in first.decode()


def test_an_empty_feed_has_no_date_to_show(newsroom: Newsroom) -> None:
    newsroom.built()
    assert "lastBuildDate" not in newsroom.page("/feed.xml")
    assert parsed(newsroom).feed.title == "The Test Gazette"


def test_nothing_that_runs_is_in_an_item(newsroom: Newsroom) -> None:
    newsroom.article(
        "valley",
        body='<script>x()</script><iframe src="https://example.com"></iframe>\n\n<p onclick="x()">Text</p>',
    )
    newsroom.built()
    assert parsed(newsroom).entries[0].content[0].value.strip() == "<p>Text</p>"


def test_an_item_is_all_that_its_page_says(newsroom: Newsroom) -> None:
    from PIL import Image

    Image.new("RGB", (40, 30)).save(newsroom.write("media/valley.png", ""))
    newsroom.article(
        "valley", image="{src: media/valley.png, alt: A valley, caption: At dusk}", source="northwire",
        source_url="https://northwire.example.com/a", corrections="[{date: 2021-09-07, text: It is a river.}]",
    )  # fmt: skip
    newsroom.built()
    item = parsed(newsroom).entries[0]
    text = item.content[0].value
    assert re.match(
        r'<figure><img alt="A valley" height="30" src="https://gazette.example.org/media/valley\.\w{12}\.40\.jpg"',
        text,
    )
    assert "<li>September 7, 2021: It is a river.</li>" in text
    assert 'First published by <a href="https://northwire.example.com/a">Northwire</a>' in text
    assert item.author == "Northwire"


def test_an_item_in_another_language_says_so(newsroom: Newsroom) -> None:
    newsroom.article("rain", title="أمطار", language="ar")
    newsroom.built()
    assert '<div lang="ar" dir="rtl"><p>Some words.</p></div>' in newsroom.page("/feed.xml").replace(
        "&lt;", "<"
    ).replace("&gt;", ">")


def test_ids_do_not_change_with_the_host_unless_an_editor_says_so(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.built()
    newsroom.built(base_url="https://staging.example.net")
    moved = SITE.replace("gazette.example.org\n", "herald.example.org\n")
    newsroom.write("site.yaml", moved)
    before = tree(newsroom.site)
    said = (
        "content/site.yaml:3: the permanent ids of articles would begin with 'herald.example.org,2000' in place "
        "of 'gazette.example.org,2000'"
    )
    assert newsroom.says() == [said] == newsroom.says()
    assert tree(newsroom.site) == before
    newsroom.write("site.yaml", moved + 'feeds: {tag_authority: "gazette.example.org,2000"}\n')
    newsroom.built()
    assert "tag:gazette.example.org,2000:valley" in newsroom.page("/feed.xml")
    newsroom.write("site.yaml", moved + "feeds: {tag_authority: 'herald.example.org,2000'}\n")
    newsroom.built()
    newsroom.write("site.yaml", moved)
    newsroom.built()
    assert "tag:herald.example.org,2000:valley" in newsroom.page("/feed.xml")


@pytest.mark.parametrize(
    ("authority", "is_sound"),
    [
        ("example.org,2000", True), ("desk@example.org,2015-06-30", True), ("xn--bcher-kva.example,2021-09", True),
        ("example.org", False), ("example.org,21", False), ("example.org,2021-13", False),
        ("example.org,2021-02-30", False), ("-example.org,2021", False), ("https://example.org,2021", False),
    ],
)  # fmt: skip
def test_what_ids_begin_with_is_as_rfc_4151_wants_it(
    newsroom: Newsroom, authority: str, is_sound: bool
) -> None:
    newsroom.write("site.yaml", f'{SITE}feeds: {{tag_authority: "{authority}"}}\n')
    assert bool(newsroom.says()) != is_sound


def test_an_item_says_when_it_was_last_changed_if_it_was(newsroom: Newsroom) -> None:
    newsroom.article("valley", updated="2021-09-07 09:00")
    newsroom.article("market")
    newsroom.built()
    said = re.findall(r"<title>(\w+)</title>|<atom:updated>(.*)</atom:updated>", newsroom.page("/feed.xml"))
    assert ("", "2021-09-07T09:00:00+08:00") in said
    assert [one for _, one in said if one] == ["2021-09-07T09:00:00+08:00"]
    updated = {one.title: one.get("updated") for one in parsed(newsroom).entries}
    assert updated["Valley"] == "2021-09-07T09:00:00+08:00"


def announced(newsroom: Newsroom, path: str) -> dict[str, str]:
    """The RSS feeds that a page announces besides the site's, by their titles."""
    found = re.findall(
        r'<link rel="alternate" type="application/rss\+xml" title="([^"]*)" href="([^"]*)"',
        newsroom.page(path),
    )
    assert all(newsroom.has(url) for _, url in found), "each is there"
    return {title.removesuffix(" — The Test Gazette"): url for title, url in found if url != "/feed.xml"}


def test_a_page_announces_the_feeds_that_there_are_for_what_it_shows(newsroom: Newsroom) -> None:
    story = {"section": "world", "story": "valley-talks"}
    newsroom.article("valley", authors=["aisha", "ben"], tags=["Peace"], **story)
    newsroom.article("mountain", published="2021-09-07", **story)
    newsroom.article("alone")
    newsroom.link("talks", published="2021-09-06", **{"for": ["valley"]})
    newsroom.built()
    people = {"Aisha Rahman": "/authors/aisha/feed.xml", "Ben Ooi": "/authors/ben/feed.xml"}
    of_story = {"Valley talks": "/stories/valley-talks/feed.xml"}
    world = {"World": "/world/feed.xml"}
    assert announced(newsroom, "/world/2021/09/06/valley/") == {**of_story, **world, **people}
    assert announced(newsroom, "/world/2021/09/07/mountain/") == {**of_story, **world}
    assert announced(newsroom, "/stories/valley-talks/") == of_story
    assert announced(newsroom, "/sources/northwire/") == {"Similar News": "/sources/feed.xml"}
    for page in ("/", "/2021/09/06/alone/", "/tags/peace/", "/2021/09/"):
        assert announced(newsroom, page) == {}, "that of the site is all there is"
    newsroom.write("site.yaml", f"{SITE}feeds: {{lists: [tag]}}\n")
    newsroom.built()
    assert announced(newsroom, "/tags/peace/") == {"Peace": "/tags/peace/feed.xml"}
    assert announced(newsroom, "/world/2021/09/06/valley/") == {}
