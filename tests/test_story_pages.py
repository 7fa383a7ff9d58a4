"""A story's page and feed: what we and others reported of one event, and what an edit does to them."""

from __future__ import annotations

import re

import feedparser
import pytest

from tests.newsroom import Newsroom
from tests.ten_stories import ARCHIVED, OF_THE_SITE
from tests.test_incremental import rendered

FLOOD = "Flood at Merpauh sweeps the Sungai Lor bridge away"
AGAIN = "Flood at Merpauh: the Sungai Lor bridge is swept away, ferry planned"
OTHER = "Glacier survey begins in Ladakh"
PAGE, FEED = "/stories/flood/", "/stories/flood/feed.xml"


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """Two articles of ours on one flood and another on something else; built once."""
    write(newsroom, "flood", FLOOD, "2021-09-06 08:00")
    write(newsroom, "ferry", AGAIN, "2021-09-07 09:00")
    write(newsroom, "glacier", OTHER, "2021-09-08 10:00")
    newsroom.link(
        "wire", FLOOD, title="Merpauh flood sweeps Sungai Lor bridge away", published="2021-09-06 23:30"
    )
    newsroom.built(now="2021-10-01")
    return newsroom


def write(newsroom: Newsroom, name: str, title: str, published: str, **more: object) -> None:
    newsroom.article(
        name,
        title=title,
        published=published,
        body=f"{title}.",
        section="world",
        slug=name,
        summary="In short.",
        **more,
    )


def address(name: str, day: int) -> str:
    return f"/world/2021/09/{day:02}/{name}/"


def headlines(page: str) -> list[str]:
    """The headlines of a page's pieces, in their order."""
    return re.findall(r"<h3[^>]*><a[^>]*>([^<]*)</a>", page)


def test_two_articles_on_one_event_have_a_page_in_the_order_of_time(paper: Newsroom) -> None:
    page = paper.page(PAGE)
    assert headlines(page) == [FLOOD, "Merpauh flood sweeps Sungai Lor bridge away", AGAIN]
    assert page.count('<ol class="timeline">') == 2
    assert f'<h1 dir="auto">{FLOOD}</h1>' in page


def test_its_articles_lead_to_it_and_others_do_not(paper: Newsroom) -> None:
    for name, day in (("flood", 6), ("ferry", 7)):
        assert f'href="{PAGE}"' in paper.page(address(name, day))
    assert 'href="/stories/' not in paper.page(address("glacier", 8)).partition("<footer class")[0]


def test_the_index_names_it(paper: Newsroom) -> None:
    assert f'<a href="{PAGE}" dir="auto">{FLOOD}</a>' in paper.page("/stories/")


def test_an_article_by_itself_has_no_story_page_until_an_editor_names_one(paper: Newsroom) -> None:
    assert not (paper.site / "stories/glacier").exists()
    write(paper, "glacier", OTHER, "2021-09-08 10:00", story="ladakh-glaciers")
    assert rendered(paper) == {
        address("glacier", 8), "/stories/", "/stories/ladakh-glaciers/", "/stories/ladakh-glaciers/feed.xml",
        "/feeds/", "/feeds.opml", "/sitemap-pages.xml",
    }  # fmt: skip
    assert '<h1 dir="auto">Ladakh glaciers</h1>' in paper.page("/stories/ladakh-glaciers/")


def test_its_feed_has_our_articles_whole_and_the_excerpts_of_others(paper: Newsroom) -> None:
    feed = feedparser.parse((paper.site / FEED.lstrip("/")).read_bytes())
    assert not feed.bozo
    assert [item.title for item in feed.entries] == [
        AGAIN,
        "Merpauh flood sweeps Sungai Lor bridge away",
        FLOOD,
    ]
    assert feed.entries[1].link == "https://northwire.example.com/wire"
    assert FLOOD in feed.entries[1].content[0].value
    assert len({item.id for item in feed.entries}) == 3


def test_a_typo_in_a_body_renders_the_article_and_the_feeds_that_carry_it(paper: Newsroom) -> None:
    file = paper.content / "articles/2021/09/ferry.md"
    file.write_text(file.read_text("utf-8").replace("planned.", "planned. And some more."), "utf-8")
    assert rendered(paper) == {address("ferry", 7), *OF_THE_SITE, "/world/feed.xml", FEED}


def test_new_coverage_joins_the_page_and_the_feed(paper: Newsroom) -> None:
    paper.link(
        "late",
        FLOOD,
        title="Bridge at Merpauh swept away by flood",
        source="kabul-times",
        published="2021-09-08",
    )
    assert rendered(paper) == {
        PAGE, FEED, address("ferry", 7), "/sources/kabul-times/", "/sources/feed.xml", "/sitemap-pages.xml",
    }  # fmt: skip
    assert headlines(paper.page(PAGE))[-1] == "Bridge at Merpauh swept away by flood"


def test_a_headline_that_names_the_story_changes_wherever_that_is_named(paper: Newsroom) -> None:
    write(paper, "flood", FLOOD + " at night", "2021-09-06 08:00")
    named = {"/stories/", "/feeds/", "/feeds.opml"}
    feeds = {*OF_THE_SITE, ARCHIVED, "/world/feed.xml"}
    cards = {"/", "/404.html", *feeds, "/world/", "/2021/09/", address("glacier", 8)}
    assert rendered(paper) == {PAGE, FEED, *named, address("flood", 6), address("ferry", 7), *cards}
    assert f'<h1 dir="auto">{FLOOD} at night</h1>' in paper.page(PAGE)


def test_a_story_that_loses_its_second_article_loses_its_page(paper: Newsroom) -> None:
    paper.remove("articles/2021/09/ferry.md")
    report = paper.built(now="2021-10-01")
    assert set(report.removed) == {PAGE, FEED, address("ferry", 7)}
    assert 'href="/stories/flood' not in paper.page(address("flood", 6))
    assert rendered(paper) == set()


def test_a_link_filed_for_an_article_is_in_its_story_whatever_it_says(paper: Newsroom) -> None:
    paper.link("filed", "Ministers resign", **{"title": "Ministers resign", "for": ["ferry"]})
    assert rendered(paper) == {PAGE, address("ferry", 7), "/sources/northwire/"}
    assert headlines(paper.page(PAGE))[0] == "Ministers resign"
    assert "Without a date" in paper.page(PAGE)


def test_a_long_story_has_numbered_pages(newsroom: Newsroom) -> None:
    for number in range(1, 11):
        write(newsroom, f"n{number}", f"Report number {number}", f"2021-09-{number:02}", story="long-one")
    newsroom.built(now="2021-10-01")
    assert headlines(newsroom.page("/stories/long-one/")) == [f"Report number {n}" for n in range(5, 11)]
    assert headlines(newsroom.page("/stories/long-one/page/1/")) == [
        f"Report number {n}" for n in range(1, 5)
    ]
    assert 'href="/stories/long-one/page/1/"' in newsroom.page("/stories/long-one/")
