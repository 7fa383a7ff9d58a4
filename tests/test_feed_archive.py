"""The window of a feed and the archive behind it (RFC 5005): nothing is lost between them, and nothing is there twice."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from broadsheet.plan import feedarchive
from tests.laws import law
from tests.newsroom import SITE, Newsroom, tree
from tests.ten_stories import ARCHIVED, IN_FULL, publish, rendered, story, write_story

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
HOST = "https://gazette.example.org"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedarchive, "PART", 4)


def rules(newsroom: Newsroom, said: str) -> None:
    newsroom.write("site.yaml", f"{SITE}feeds: {{{said}}}\n")


def titles(newsroom: Newsroom, path: str = "/feed.xml") -> list[str]:
    return [one.text for one in etree.fromstring(newsroom.page(path).encode()).iterfind(".//item/title")]


def links(newsroom: Newsroom, path: str) -> dict[str, str]:
    """What a feed leads to, by the relation."""
    found = etree.fromstring(newsroom.page(path).encode()).iter(f"{ATOM}link")
    return {one.get("rel"): one.get("href").removeprefix(HOST) for one in found}


def archive(newsroom: Newsroom) -> list[str]:
    """The parts of the archive as a subscriber finds them, the newest first."""
    found = []
    path = links(newsroom, "/feed.xml").get("prev-archive")
    while path:
        found.append(path)
        path = links(newsroom, path).get("prev-archive")
    return found


def test_a_busy_day_is_in_the_feed_whole(newsroom: Newsroom) -> None:
    rules(newsroom, "items: 2, hours: 24")
    for hour in range(1, 8):
        newsroom.article(f"hour-{hour}", published=f"2021-09-06 0{hour}:00")
    newsroom.article("before", published="2021-09-05 06:59")
    newsroom.built()
    assert titles(newsroom) == [f"Hour {hour}" for hour in range(7, 0, -1)]


def test_a_quiet_week_fills_the_feed_by_number(newsroom: Newsroom) -> None:
    rules(newsroom, "items: 3, hours: 24")
    for day in range(1, 6):
        newsroom.article(f"day-{day}", published=f"2021-09-0{day}")
    newsroom.built()
    assert titles(newsroom) == ["Day 5", "Day 4", "Day 3"]
    before = tree(newsroom.site)
    newsroom.built(now="2021-12-01")
    assert tree(newsroom.site) == before


def test_where_a_feed_would_be_too_long_older_items_lose_their_texts_first(newsroom: Newsroom) -> None:
    rules(newsroom, "kilobytes: 16")
    for day in range(1, 6):
        newsroom.article(f"day-{day}", published=f"2021-09-0{day}", body="Some words. " * 300)
    newsroom.built()
    for path in ("feed.xml", "atom.xml", "feed.json"):
        assert 12 * 1024 < len((newsroom.site / path).read_bytes()) <= 16 * 1024
    assert titles(newsroom) == ["Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]
    assert with_texts(newsroom) == ["Day 5", "Day 4", "Day 3"]
    newsroom.article("long", published="2021-09-07", body="Many words. " * 4000)
    newsroom.built()
    assert titles(newsroom) == ["Long", "Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]
    assert with_texts(newsroom) == []


def test_the_oldest_are_left_out_only_where_summaries_are_too_long_too(newsroom: Newsroom) -> None:
    rules(newsroom, "kilobytes: 16")
    for day in range(1, 6):
        newsroom.article(f"day-{day}", published=f"2021-09-0{day}", summary=f'"{"Many words. " * 400}"')
    newsroom.built()
    assert titles(newsroom) == ["Day 5", "Day 4", "Day 3"]
    newsroom.article("longest", published="2021-09-07", summary=f'"{"Many words. " * 4000}"')
    newsroom.built()
    assert titles(newsroom) == ["Longest"], "one always stays"


def with_texts(newsroom: Newsroom) -> list[str]:
    """The items of the feed that have their texts."""
    items = etree.fromstring(newsroom.page("/feed.xml").encode()).iter("item")
    return [one.findtext("title") for one in items if one.find(f"{CONTENT}encoded") is not None]


def test_the_feed_leads_back_to_the_first_article(newsroom: Newsroom) -> None:
    publish(newsroom)
    write_story(newsroom, 1, published="2021-08-30")
    newsroom.built(now="2021-10-01")
    parts = archive(newsroom)
    assert parts == [
        "/2021/09/part-3/feed.xml",
        "/2021/09/part-2/feed.xml",
        "/2021/09/part-1/feed.xml",
        "/2021/08/part-1/feed.xml",
    ]
    found = links(newsroom, "/2021/09/part-1/feed.xml")
    assert found["next-archive"] == "/2021/09/part-2/feed.xml"
    assert found["current"] == "/feed.xml"
    assert found["self"] == "/2021/09/part-1/feed.xml"
    assert links(newsroom, "/2021/08/part-1/feed.xml")["next-archive"] == "/2021/09/part-1/feed.xml"
    for path in parts:
        assert etree.fromstring(newsroom.page(path).encode()).find(f"channel/{HISTORY}archive") is not None
    assert etree.fromstring(newsroom.page("/feed.xml").encode()).find(f"channel/{HISTORY}archive") is None


def test_a_new_article_makes_the_open_part_anew_and_no_other(newsroom: Newsroom) -> None:
    publish(newsroom)  # ten: two full parts, and one of two
    kept = [(newsroom.site / f"2021/09/part-{number}/feed.xml").read_bytes() for number in (1, 2)]

    def parts(number: int) -> set[str]:
        write_story(newsroom, number)
        return {path for path in rendered(newsroom) if path.startswith("/2021/09/part-")}

    assert parts(11) == {"/2021/09/part-3/feed.xml"}
    assert parts(12) == {"/2021/09/part-3/feed.xml"}
    assert parts(13) == {"/2021/09/part-3/feed.xml", "/2021/09/part-4/feed.xml"}
    assert parts(14) == {"/2021/09/part-4/feed.xml"}
    assert kept == [(newsroom.site / f"2021/09/part-{number}/feed.xml").read_bytes() for number in (1, 2)]


def test_a_new_summary_of_an_old_article_makes_its_part_anew(newsroom: Newsroom) -> None:
    rules(newsroom, "items: 2")
    publish(newsroom)
    write_story(newsroom, 5, body="A typo less.")
    assert rendered(newsroom) == {story(5)}
    write_story(newsroom, 5, updated="2021-09-20")
    dated = {"/sitemap-2021-09.xml", "/sitemap-pages.xml", "/sitemap.xml"}
    assert rendered(newsroom) == {story(5), "/2021/09/part-2/feed.xml", *dated}


def test_an_archive_may_have_full_texts_or_there_may_be_none(newsroom: Newsroom) -> None:
    rules(newsroom, "items: 2, archive: full")
    publish(newsroom)
    write_story(newsroom, 5, body="A typo less.")
    assert rendered(newsroom) == {story(5), "/2021/09/part-2/feed.xml"}
    assert "A typo less." in newsroom.page("/2021/09/part-2/feed.xml")
    write_story(newsroom, 6, slug="moved")
    write_story(newsroom, 5, body="[That](story-06.md)")
    rendered(newsroom)
    write_story(newsroom, 6, slug="moved-again")
    assert "/2021/09/part-2/feed.xml" in rendered(newsroom)
    rules(newsroom, "archive: none")
    removed = newsroom.built(now="2021-10-01").removed
    assert {one for one in removed if "/part-" in one} == {
        f"/2021/09/part-{number}/feed.xml" for number in (1, 2, 3)
    }
    assert archive(newsroom) == []


def test_the_last_article_of_a_month_takes_its_part_with_it(newsroom: Newsroom) -> None:
    publish(newsroom)
    write_story(newsroom, 11, published="2021-10-01")
    assert {"/2021/09/part-3/feed.xml", "/2021/10/part-1/feed.xml"} <= rendered(newsroom)
    newsroom.remove("articles/2021/09/story-11.md")
    assert "/2021/09/part-3/feed.xml" in rendered(newsroom)
    assert not newsroom.has("/2021/10/part-1/feed.xml")


def test_one_of_ten_renders_its_part(newsroom: Newsroom) -> None:
    publish(newsroom)
    write_story(newsroom, 9, summary="Otherwise.")
    assert {"/2021/09/part-3/feed.xml", *IN_FULL} <= rendered(newsroom)
    assert ARCHIVED not in rendered(newsroom)


@law(15, derandomize=True)
@given(
    hours=st.lists(st.integers(0, 24 * 70), min_size=1, max_size=14, unique=True),
    later=st.lists(st.integers(0, 24 * 70), max_size=6, unique=True),
    items=st.integers(1, 5),
    window=st.sampled_from([0, 24, 720]),
    kilobytes=st.sampled_from([16, 512]),
)
def test_law_every_article_is_in_the_feed_or_behind_it_and_in_one_part(
    hours: list[int], later: list[int], items: int, window: int, kilobytes: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder))
        rules(newsroom, f"items: {items}, hours: {window}, kilobytes: {kilobytes}")
        for come in (hours, later):
            for hour in come:
                when = datetime(2021, 6, 25, tzinfo=UTC) + timedelta(hours=hour)
                newsroom.article(f"n{hour}", published=f"{when:%Y-%m-%d %H:%M}", body="Words. " * 300)
            newsroom.built(now="2021-10-01")
        newest_first = [f"N{hour}" for hour in sorted({*hours, *later}, reverse=True)]
        behind = [title for path in archive(newsroom) for title in titles(newsroom, path)]
        assert behind == newest_first
        shown = titles(newsroom)
        assert shown == newest_first[: len(shown)]
        assert len(shown) >= 1
        assert set(archive(newsroom)) == {
            f"/{file.relative_to(newsroom.site).as_posix()}"
            for file in newsroom.site.rglob("part-*/feed.xml")
        }
