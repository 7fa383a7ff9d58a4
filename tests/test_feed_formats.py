"""Feeds in three formats: what each says of an item and of itself, and that no reader stumbles over it."""

from __future__ import annotations

import json

import feedparser
import pytest
from lxml import etree
from PIL import Image

from tests.newsroom import SITE, Newsroom

SIMILAR = "[{title: Talks held, url: 'https://northwire.example.com/1', source: northwire}]"
MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '"Bell\\a, <b>&amp;</b> \\uFFFE]]>"'


def with_rules(newsroom: Newsroom, rules: str, more: str = "") -> Newsroom:
    newsroom.write("site.yaml", f"{SITE}{more}feeds: {{{rules}}}\n")
    return newsroom


def parsed(newsroom: Newsroom, path: str = "/feed.xml") -> feedparser.FeedParserDict:
    feed = feedparser.parse(newsroom.page(path).encode())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def said(newsroom: Newsroom, path: str = "/feed.json") -> dict:
    made = json.loads(newsroom.page(path))
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert set(made) <= {
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "language",
        "icon",
        "authors",
        "hubs",
        "items",
    }
    for item in made["items"]:
        assert isinstance(item["id"], str)
        assert ("content_html" in item) != ("content_text" in item)
        assert all(key.startswith("_") or "." not in key for key in item)
        assert all(isinstance(value, dict) for key, value in item.items() if key.startswith("_"))
    return made


def tree(newsroom: Newsroom, path: str) -> etree._Element:
    return etree.fromstring(newsroom.page(path).encode())


@pytest.fixture
def illustrated(newsroom: Newsroom) -> Newsroom:
    """An article with all that an item can have."""
    Image.new("RGB", (1600, 900)).save(newsroom.write("media/valley.jpg", ""))
    newsroom.article(
        "valley", section="world", authors=["aisha", "ben"], tags=["Panjshir", "Talks & truces"], summary="In short.",
        image="{src: media/valley.jpg, alt: A valley, credit: Ben Ooi}", similar=SIMILAR, updated="2021-09-07",
    )  # fmt: skip
    return newsroom


def test_all_formats_hold_the_same_items_under_the_same_names(illustrated: Newsroom) -> None:
    illustrated.article("talks", published="2021-09-05")
    illustrated.built()
    rss, atom = parsed(illustrated).entries, parsed(illustrated, "/atom.xml").entries
    items = said(illustrated)["items"]
    ids = ["tag:gazette.example.org,2000:valley", "tag:gazette.example.org,2000:talks"]
    assert [one.id for one in rss] == [one.id for one in atom] == [one["id"] for one in items] == ids
    assert [one.link for one in rss] == [one.link for one in atom] == [one["url"] for one in items]
    assert rss[0].content[0].value == atom[0].content[0].value
    assert tree(illustrated, "/atom.xml").findtext(f".//{ATOM}content") == items[0]["content_html"]
    assert rss[0].summary == atom[0].summary == items[0]["summary"] == "In short."
    assert (
        [one.name for one in atom[0].authors]
        == [one["name"] for one in items[0]["authors"]]
        == ["Aisha Rahman", "Ben Ooi"]
    )
    assert [one.term for one in rss[0].tags] == [one.term for one in atom[0].tags] == items[0]["tags"]
    assert (
        items[0]["authors"][0]["url"]
        == atom[0].authors[0].href
        == "https://gazette.example.org/authors/aisha/"
    )


def test_a_paper_chooses_its_formats(newsroom: Newsroom) -> None:
    with_rules(newsroom, "formats: [json, atom], list_formats: [atom]").article("valley", section="world")
    newsroom.built()
    assert newsroom.has("/feed.json")
    assert newsroom.has("/atom.xml")
    assert newsroom.has("/world/atom.xml")
    assert not newsroom.has("/feed.xml")
    assert not newsroom.has("/world/feed.json")
    assert not list(newsroom.site.rglob("feed*.xml"))


def test_a_page_names_every_format_there_is_and_its_own_feed(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world")
    newsroom.built()
    found = etree.HTML(newsroom.page("/world/")).iterfind(".//link[@rel='alternate']")
    assert [(one.get("type"), one.get("title"), one.get("href")) for one in found if one.get("type")] == [
        ("application/rss+xml", "The Test Gazette", "/feed.xml"),
        ("application/atom+xml", "The Test Gazette", "/atom.xml"),
        ("application/feed+json", "The Test Gazette", "/feed.json"),
        ("application/rss+xml", "World — The Test Gazette", "/world/feed.xml"),
    ]
    assert 'href="/sources/feed.xml"' in newsroom.page("/sources/")


def test_opml_has_one_format_a_list_and_the_page_of_feeds_has_all(newsroom: Newsroom) -> None:
    with_rules(newsroom, "formats: [json, rss]").article("valley", section="world")
    newsroom.built()
    outlines = [
        one.get("xmlUrl") for one in tree(newsroom, "/feeds.opml").iter("outline") if one.get("xmlUrl")
    ]
    assert outlines[0] == "https://gazette.example.org/feed.xml"
    assert len(outlines) == len(set(outlines))
    assert not [one for one in outlines if one.endswith("json")]
    assert 'href="https://gazette.example.org/feed.json"' in newsroom.page("/feeds/")


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_a_picture_says_how_large_it_is_what_it_shows_and_whose_it_is(
    illustrated: Newsroom, path: str
) -> None:
    illustrated.built()
    (content,) = tree(illustrated, path).iter(f"{MEDIA}content")
    assert content.get("url").startswith("https://gazette.example.org/media/valley.")
    assert illustrated.has(content.get("url").removeprefix("https://gazette.example.org"))
    assert [content.get(name) for name in ("medium", "type", "width", "height")] == [
        "image",
        "image/jpeg",
        "1200",
        "675",
    ]
    assert content.findtext(f"{MEDIA}description") == "A valley"
    assert content.findtext(f"{MEDIA}credit") == "Ben Ooi"


def test_an_enclosure_says_how_long_its_file_is(illustrated: Newsroom) -> None:
    for when in ("first", "again, now that the picture stands there"):
        illustrated.article("mountain", f"Edited {when}.", section="world")
        illustrated.built()
        (enclosure,) = tree(illustrated, "/feed.xml").iter("enclosure")
        path = enclosure.get("url").removeprefix("https://gazette.example.org/")
        assert int(enclosure.get("length")) == (illustrated.site / path).stat().st_size
        assert enclosure.get("type") == "image/jpeg"


def test_json_has_the_picture_too(illustrated: Newsroom) -> None:
    illustrated.built()
    item = said(illustrated)["items"][0]
    assert item["image"] == item["_media"]["url"]
    assert item["_media"]["alt"] == "A valley"


def test_similar_news_stands_at_the_end_where_a_paper_wants_it(illustrated: Newsroom) -> None:
    illustrated.article("talks", published="2021-09-01", similar="[valley]")
    illustrated.built()
    assert "Talks held" not in illustrated.page("/feed.xml")
    with_rules(illustrated, "similar: true").built()
    theirs, ours = "https://northwire.example.com/1", "https://gazette.example.org/world/2021/09/06/valley/"
    assert (
        f'<li><a href="{theirs}">Talks held</a> (Northwire)</li>'
        in parsed(illustrated).entries[0].content[0].value
    )
    first, second = parsed(illustrated, "/atom.xml").entries
    assert [one.href for one in first.links if one.rel == "related"] == [theirs]
    assert [(one.href, one.title) for one in second.links if one.rel == "related"] == [(ours, "Valley")]
    assert said(illustrated)["items"][0]["_similar"] == {
        "items": [{"title": "Talks held", "url": theirs, "outlet": "Northwire"}]
    }


def test_a_feed_may_have_summaries_alone(illustrated: Newsroom) -> None:
    with_rules(illustrated, "text: summary").built()
    for path in ("/feed.xml", "/atom.xml"):
        (entry,) = parsed(illustrated, path).entries
        assert entry.summary == "In short."
        assert "Some words" not in illustrated.page(path)
        assert entry.link.endswith("/world/2021/09/06/valley/")
    assert said(illustrated)["items"][0]["content_text"] == "In short."
    assert "Some words" not in illustrated.page("/feed.json")


def test_a_syndicated_piece_names_its_source_and_the_feed_if_that_is_known(newsroom: Newsroom) -> None:
    newsroom.article("here", source="northwire", source_url="https://northwire.example.com/a")
    newsroom.built()
    assert tree(newsroom, "/feed.xml").find(".//source") is None
    assert tree(newsroom, "/atom.xml").find(f".//{ATOM}source") is None
    assert 'rel="via"' in newsroom.page("/atom.xml")
    newsroom.write(
        "site.yaml",
        SITE.replace(
            "https://northwire.example.com}",
            "https://northwire.example.com, feed: https://northwire.example.com/rss}",
        ),
    )
    newsroom.built()
    source = tree(newsroom, "/feed.xml").find(".//source")
    assert (source.get("url"), source.text) == ("https://northwire.example.com/rss", "Northwire")
    (entry,) = parsed(newsroom, "/atom.xml").entries
    assert (entry.source.title, entry.source.id) == ("Northwire", "https://northwire.example.com/rss")
    assert said(newsroom)["items"][0]["_source"]["feed_url"] == "https://northwire.example.com/rss"


def test_a_hub_is_named_in_every_format(newsroom: Newsroom) -> None:
    with_rules(newsroom, "hub: 'https://hub.example.com/'").article("valley")
    newsroom.built()
    for path in ("/feed.xml", "/atom.xml"):
        links = {one.get("rel"): one.get("href") for one in tree(newsroom, path).iter(f"{ATOM}link")}
        assert links["hub"] == "https://hub.example.com/"
        assert links["self"] == f"https://gazette.example.org{path}"
    assert said(newsroom)["hubs"] == [{"type": "WebSub", "url": "https://hub.example.com/"}]


def test_a_feed_says_how_long_it_may_be_kept_and_shows_a_small_logo(newsroom: Newsroom) -> None:
    Image.new("RGB", (144, 60)).save(newsroom.write("media/logo.png", ""))
    with_rules(newsroom, "ttl: 60", "organization: {logo: /media/logo.png}\n").article("valley")
    newsroom.built()
    channel = tree(newsroom, "/feed.xml").find("channel")
    assert channel.findtext("ttl") == "60"
    assert channel.findtext("language") == "en"
    image = channel.find("image")
    assert [image.findtext(name) for name in ("url", "title", "link", "width", "height")] == [
        "https://gazette.example.org/media/logo.png", channel.findtext("title"), channel.findtext("link"), "144", "60",
    ]  # fmt: skip
    assert parsed(newsroom, "/atom.xml").feed.logo == "https://gazette.example.org/media/logo.png"


def test_a_large_logo_is_no_image_of_a_channel(newsroom: Newsroom) -> None:
    Image.new("RGB", (145, 60)).save(newsroom.write("media/logo.png", ""))
    with_rules(newsroom, "ttl: 60", "organization: {logo: /media/logo.png}\n").article("valley")
    newsroom.built()
    assert tree(newsroom, "/feed.xml").find("channel/image") is None


def test_updated_moves_when_something_was_put_right(newsroom: Newsroom) -> None:
    newsroom.article("valley", corrections="[{date: 2021-09-07 09:00, text: It is a river.}]")
    newsroom.built()
    assert parsed(newsroom, "/atom.xml").entries[0].updated == "2021-09-07T09:00:00+08:00"
    assert said(newsroom)["items"][0]["date_modified"] == "2021-09-07T09:00:00+08:00"
    newsroom.article(
        "valley", body="A typo less.", corrections="[{date: 2021-09-07 09:00, text: It is a river.}]"
    )
    newsroom.built()
    assert parsed(newsroom, "/atom.xml").entries[0].updated == "2021-09-07T09:00:00+08:00"


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_no_text_breaks_a_feed(newsroom: Newsroom, path: str) -> None:
    newsroom.article(
        "valley", title=HOSTILE, summary=HOSTILE, tags=[HOSTILE], body="End ]]> of &#11; it \x0b."
    )
    newsroom.built()
    (entry,) = parsed(newsroom, path).entries
    assert entry.title_detail.value == said(newsroom)["items"][0]["title"] == "Bell, <b>&amp;</b> ]]>"


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_an_empty_feed_is_a_feed_and_has_no_clock(newsroom: Newsroom, path: str) -> None:
    newsroom.built()
    first = newsroom.page(path)
    assert parsed(newsroom, path).entries == []
    newsroom.built(now="2022-01-01", clean=True)
    assert newsroom.page(path) == first
    assert said(newsroom)["items"] == []


def test_every_address_in_a_text_is_in_full(newsroom: Newsroom) -> None:
    newsroom.write("media/film.mp4", "x")
    newsroom.article(
        "valley", section="world",
        body='<video src="/media/film.mp4" poster="//cdn.example.com/p.jpg"></video><a href="//cdn.example.com/b">b</a>'
        '<img src="/media/film.mp4" srcset="//cdn.example.com/a.jpg 1x, https://x.example/b.jpg 2x" alt="">',
    )  # fmt: skip
    newsroom.built()
    value = said(newsroom)["items"][0]["content_html"]
    assert 'src="https://gazette.example.org/media/film.mp4"' in value
    assert 'poster="https://cdn.example.com/p.jpg"' in value
    assert 'href="https://cdn.example.com/b"' in value
    assert 'srcset="https://cdn.example.com/a.jpg 1x, https://x.example/b.jpg 2x"' in value


def test_a_newsletter_has_the_articles_it_chooses(newsroom: Newsroom) -> None:
    choosing = SITE.replace(
        "weekend: {title: The Weekend}",
        "weekend: {title: The Weekend, sections: [business], tags: [Long reads]}",
    )
    newsroom.write("site.yaml", choosing)
    newsroom.article("shop", section="business")
    newsroom.article("essay", section="world", tags=["long reads"])
    newsroom.article("valley", section="world")
    newsroom.built()
    assert {one.title for one in parsed(newsroom, "/newsletters/weekend/feed.xml").entries} == {
        "Shop",
        "Essay",
    }
    assert {one.title for one in parsed(newsroom, "/newsletters/morning/feed.xml").entries} == {
        "Shop",
        "Essay",
        "Valley",
    }
    assert (
        parsed(newsroom, "/newsletters/weekend/feed.xml").feed.link
        == "https://gazette.example.org/newsletters/"
    )
    newsroom.write("site.yaml", choosing.replace("sections: [business], ", ""))
    newsroom.built()
    assert [one.title for one in parsed(newsroom, "/newsletters/weekend/feed.xml").entries] == ["Essay"]


def test_corrections_and_similar_news_have_feeds(newsroom: Newsroom) -> None:
    newsroom.article("bridge", corrections="[{date: 2021-09-07, text: It is at Lor.}]")
    newsroom.article("right")
    newsroom.link("talks", published="2021-09-05")
    newsroom.link("undated")
    newsroom.built()
    assert [one.title for one in parsed(newsroom, "/corrected/feed.xml").entries] == ["Bridge"]
    links = parsed(newsroom, "/sources/feed.xml")
    assert [(one.title, one.link) for one in links.entries] == [
        ("Elsewhere: talks", "https://northwire.example.com/talks")
    ]
    assert links.feed.link == "https://gazette.example.org/sources/"


def test_a_feed_that_is_gone_comes_back(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.built()
    for path in (
        "feed.json",
        "newsletters/morning/feed.xml",
        "sources/feed.xml",
        "2021/09/part-1/feed.xml",
        "corrected/feed.xml",
    ):
        (newsroom.site / path).unlink()
        report = newsroom.built()
        assert [one.path for one in report.verdicts] == [f"/{path}"]
        assert newsroom.has(f"/{path}")
