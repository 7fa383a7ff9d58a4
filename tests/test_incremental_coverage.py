"""Incremental builds: what stands under an article is found anew only where an edit reaches."""

from __future__ import annotations

import re

import pytest

from tests.newsroom import Newsroom
from tests.ten_stories import FEEDS, MAPS, every_page, publish, rendered, story, write_story

GORGE = {
    "title": "Panjshir fighters regroup at the gorge",
    "source": "kabul-times",
    "published": "2021-09-05",
}

AGAIN = "/business/2021/09/11/story-11/"
ENTERED = {
    "/",
    "/business/",
    "/2021/09/",
    "/authors/aisha/",
    "/404.html",
    "/business/feed.xml",
    *FEEDS - {"/world/feed.xml"},
}
"""What shows the card of a new story in another section."""
TOLD = {"/stories/", "/stories/story-05/", "/stories/story-05/feed.xml", "/feeds/", "/feeds.opml", *MAPS}
"""What shows that two of our articles tell one story."""


@pytest.fixture
def gorge(newsroom: Newsroom) -> Newsroom:
    """Ten stories; the fifth is of a gorge."""
    publish(newsroom)
    write_story(
        newsroom,
        5,
        title="Panjshir fighters hold the gorge",
        slug="story-05",
        body="Fighters hold Panjshir's gorge.",
    )
    newsroom.built(now="2021-10-01")
    return newsroom


def test_new_coverage_renders_the_article_that_it_is_like_and_its_outlet(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    assert rendered(gorge) == {story(5), "/sources/kabul-times/", "/sources/feed.xml"}
    assert "Also mentions Panjshir" in gorge.page(story(5))
    assert "gorge.example" not in gorge.page(story(4))


def test_coverage_retitled_moved_or_deleted_renders_the_article_it_stood_under(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    retitled = {**GORGE, "url": "https://kabul.example.com/gorge"}
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **retitled)
    assert rendered(gorge) == {story(5), "/sources/kabul-times/", "/sources/feed.xml"}
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **{**GORGE, "published": "2020-01-01"})
    assert rendered(gorge) == {story(5), "/sources/kabul-times/", "/sources/feed.xml"}
    assert "Also mentions" not in gorge.page(story(5))
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    gorge.remove("links/2021/09/gorge.md")
    report = gorge.built(now="2021-10-01")
    assert set(report.rendered) == {story(5), "/sources/kabul-times/", "/sources/feed.xml"}


def test_what_a_piece_is_told_by_hangs_on_what_stands_beside_it(gorge: Newsroom) -> None:
    body = "Fighters hold Panjshir's gorge. A ferry, a bridge, a quarry and mules bring bread."
    write_story(gorge, 5, title="Panjshir fighters hold the gorge", slug="story-05", body=body)
    ferry = {**GORGE, "title": "Panjshir fighters hold the gorge", "language": "en"}
    gorge.link("gorge", "Fighters in Panjshir hold the gorge by ferry.", **ferry)
    rendered(gorge)
    assert told(gorge) == ["Panjshir, fighters, gorge, and hold"]
    mules = {
        **ferry,
        "title": "Panjshir fighters hold the gorge, with mules",
        "url": "https://m.example.com/",
    }
    gorge.link("mules", "Bread comes to Panjshir.", **mules)
    assert story(5) in rendered(gorge)
    assert sorted(("ferry" in one, "mules" in one and "bread" in one) for one in told(gorge)) == [
        (False, True),
        (True, False),
    ]
    gorge.remove("links/2021/09/mules.md")
    assert story(5) in rendered(gorge)
    assert told(gorge) == ["Panjshir, fighters, gorge, and hold"]


def told(newsroom: Newsroom) -> list[str]:
    """What the pieces under the story of the gorge are said to mention."""
    return re.findall("Also mentions ([^·<]*[^·< ])", newsroom.page(story(5)))


def test_a_piece_of_the_same_story_is_said_to_be_of_the_same_event(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    assert "Same event" not in gorge.page(story(5))
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", story="gorge", **GORGE)
    write_story(
        gorge, 5, title="Panjshir fighters hold the gorge", slug="story-05",
        body="Fighters hold Panjshir's gorge.", story="gorge",
    )  # fmt: skip
    rendered(gorge)
    assert "Same event · Also mentions Panjshir" in gorge.page(story(5))
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    assert story(5) in rendered(gorge)
    assert "Same event" not in gorge.page(story(5))


def test_a_pick_takes_the_place_of_what_was_found(gorge: Newsroom) -> None:
    site = (gorge.content / "site.yaml").read_text("utf-8")
    gorge.write("site.yaml", site + "similar: {limit: 2}\n")
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    gorge.link("later", "Other words.", published="2021-09-08")
    rendered(gorge)
    assert "Also mentions" in gorge.page(story(5))
    picking = {"title": "Panjshir fighters hold the gorge", "body": "Fighters hold Panjshir's gorge."}
    write_story(gorge, 5, similar=["later"], **picking)
    assert rendered(gorge) == {story(5)}
    assert "Also mentions" not in gorge.page(story(5))


def test_a_pick_with_the_url_of_what_was_found_leaves_its_place_to_another(gorge: Newsroom) -> None:
    site = (gorge.content / "site.yaml").read_text("utf-8")
    gorge.write("site.yaml", site + "similar: {limit: 3}\n")
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    gorge.link(
        "second",
        "Fighters in Panjshir: the gorge holds.",
        **{**GORGE, "title": "Panjshir fighters at the gorge"},
    )
    rendered(gorge)
    assert gorge.page(story(5)).count("Also mentions") == 2
    picking = {"title": "Panjshir fighters hold the gorge", "body": "Fighters hold Panjshir's gorge."}
    inline = "{title: Picked by hand, url: 'https://northwire.example.com/second', source: kabul-times}"
    write_story(gorge, 5, similar=f"[{inline}]", **picking)
    assert rendered(gorge) == {story(5)}
    page = gorge.page(story(5))
    assert "Picked by hand" in page
    assert "Panjshir fighters at the gorge" not in page
    assert GORGE["title"] in page
    second = {**GORGE, "title": "Panjshir fighters at the gorge", "url": "https://kabul.example.com/second"}
    gorge.link("second", "Fighters in Panjshir: the gorge holds.", **second)
    assert rendered(gorge) == {story(5), "/sources/kabul-times/", "/sources/feed.xml"}
    assert "Panjshir fighters at the gorge" in gorge.page(story(5))


@pytest.mark.parametrize("where", ["links/2021/08/gorge.md", "links/2021/10/gorge.md"])
def test_coverage_whose_file_moves_stays_where_it_stands(gorge: Newsroom, where: str) -> None:
    file = gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    (gorge.content / where).parent.mkdir(parents=True)
    file.rename(gorge.content / where)
    assert rendered(gorge) == set()
    body = "The gorge holds, fighters in Panjshir say. They regroup at the gorge."
    write_story(gorge, 11, title="Panjshir fighters regroup at the gorge", section="business", body=body)
    assert rendered(gorge) == {story(5), AGAIN, *ENTERED, *TOLD}


def test_filing_a_link_and_changing_the_configuration_at_once_is_both_seen(gorge: Newsroom) -> None:
    site = (gorge.content / "site.yaml").read_text("utf-8") + "similar: {limit: 2}\n"
    gorge.write("site.yaml", site)
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    assert "Also mentions" in gorge.page(story(5))
    gorge.link("later", "Other words.", **{"for": ["story-05"], "published": "2021-09-08"})
    gorge.write("site.yaml", site.replace("All the news", "Some of the news"))
    described = {
        "/world/feed.xml",
        "/authors/aisha/feed.xml",
        "/newsletters/morning/feed.xml",
    }  # by words of their own, not the paper's
    sitemaps = {path for path in every_page(gorge) if "sitemap" in path}
    assert rendered(gorge) == every_page(gorge) - described - sitemaps | {"/site.webmanifest"}
    assert "Also mentions" not in gorge.page(story(5))


def test_an_article_nearer_to_it_takes_coverage_away(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    body = "The gorge holds, fighters in Panjshir say. They regroup at the gorge."
    write_story(gorge, 11, title="Panjshir fighters regroup at the gorge", section="business", body=body)
    assert rendered(gorge) == {story(5), AGAIN, *ENTERED, *TOLD}


def test_another_article_on_the_same_event_stands_under_it_as_more_on_this_story(gorge: Newsroom) -> None:
    body = "The gorge holds, fighters in Panjshir say. They hold the gorge."
    write_story(gorge, 11, title="Panjshir fighters hold the gorge again", section="business", body=body)
    assert rendered(gorge) == {story(5), AGAIN, *ENTERED, *TOLD}
    assert "More on this story" in gorge.page(story(5))
    assert AGAIN in gorge.page(story(5))
    assert story(5) in gorge.page(AGAIN)
    write_story(gorge, 11, title="Panjshir: the gorge holds", section="business", body=body)
    assert rendered(gorge) == {story(5), AGAIN, *ENTERED, *TOLD} - {
        "/stories/",
        "/feeds/",
        "/feeds.opml",
        *MAPS,
    }


def test_other_rules_of_matching_render_only_what_they_change(gorge: Newsroom) -> None:
    gorge.link("gorge", "The gorge holds, fighters in Panjshir say.", **GORGE)
    rendered(gorge)
    site = (gorge.content / "site.yaml").read_text("utf-8")
    gorge.write("site.yaml", site + "similar: {floor: 0.99}\n")
    assert rendered(gorge) == {story(5)}
