"""Service pages: what was put right, every feed, and newsletters to sign up for."""

from __future__ import annotations

import re

from lxml import etree

from tests.newsroom import Newsroom
from tests.ten_stories import FEEDS, MAPS, rendered

WRONG = "[{date: 2021-09-07, text: The bridge is at Lor.}]"
WRONG_AGAIN = (
    "[{date: 2021-09-07, text: The bridge is at Lor.}, {date: 2021-09-10, text: It fell on Monday.}]"
)


def corrected(newsroom: Newsroom, page: str = "/corrected/") -> list[str]:
    """The headlines on a page of corrections."""
    return re.findall(r'#_corrections">([^<]*)</a>', newsroom.page(page))


def test_what_was_put_right_last_stands_first_however_old_the_article(newsroom: Newsroom) -> None:
    newsroom.article("old", published="2021-08-01", corrections="[{date: 2021-09-07, text: A.}]")
    newsroom.article("new", published="2021-09-06", corrections="[{date: 2021-09-06, text: B.}]")
    newsroom.article("right")
    newsroom.built(now="2021-10-01")
    assert corrected(newsroom) == ["Old", "New"]
    assert "A." in newsroom.page("/corrected/")


def test_a_paper_that_was_never_wrong_says_so(newsroom: Newsroom) -> None:
    newsroom.article("right")
    newsroom.built()
    assert "Nothing has had to be put right yet." in newsroom.page("/corrected/")


def test_a_correction_renders_the_article_the_list_and_the_feeds(newsroom: Newsroom) -> None:
    keys = {"section": "world", "authors": ["aisha"], "summary": "In short."}
    newsroom.article("bridge", **keys, corrections=WRONG)
    newsroom.article("ferry", **keys, published="2021-09-05", corrections=WRONG)
    newsroom.built(now="2021-10-01")
    newsroom.article("bridge", **keys, corrections=WRONG_AGAIN)
    feeds = FEEDS | MAPS | {"/corrected/feed.xml"}
    assert rendered(newsroom) == {"/world/2021/09/06/bridge/", "/corrected/", *feeds}
    newsroom.article("bridge", **keys)
    assert rendered(newsroom) == {"/world/2021/09/06/bridge/", "/corrected/", *feeds}
    assert corrected(newsroom) == ["Ferry"]


def test_many_corrections_have_numbered_pages(newsroom: Newsroom) -> None:
    for number in range(1, 11):
        newsroom.article(f"n{number:02}", corrections=f"[{{date: 2021-09-{6 + number:02}, text: A.}}]")
    newsroom.built(now="2021-10-01")
    assert corrected(newsroom, "/corrected/page/1/") == ["N04", "N03", "N02", "N01"]


def test_every_feed_is_named_for_readers_and_for_their_programs(newsroom: Newsroom) -> None:
    newsroom.article("ferry", section="world")
    newsroom.built()
    there = {
        "https://gazette.example.org/" + file.relative_to(newsroom.site).as_posix()
        for file in newsroom.site.rglob("feed.xml")
        if "part-" not in file.as_posix()  # of the archive: feed readers find it by themselves
    }
    outlines = etree.fromstring(newsroom.page("/feeds.opml").encode()).iter("outline")
    assert {one.get("xmlUrl") for one in outlines if one.get("type") == "rss"} == there
    assert set(re.findall(r'<a href="(https://gazette[^"]*feed.xml)"', newsroom.page("/feeds/"))) == there


def test_a_paper_says_which_lists_have_feeds(newsroom: Newsroom) -> None:
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", site + "feeds: {lists: [tag]}\n")
    newsroom.article("ferry", section="world", tags=["Boats"])
    newsroom.built()
    assert {file.relative_to(newsroom.site).as_posix() for file in newsroom.site.rglob("feed.xml")} == {
        "feed.xml", "tags/boats/feed.xml", "2021/09/part-1/feed.xml",
    }  # fmt: skip


def test_the_page_of_newsletters_is_there_only_where_there_are_any(newsroom: Newsroom) -> None:
    newsroom.article("ferry")
    newsroom.built()
    assert 'action="https://letters.example.com/subscribe"' in newsroom.page("/newsletters/")
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", site.partition("newsletters:")[0] + "page_size: 4\n")
    assert "/newsletters/" in newsroom.built().removed
