"""Structured data: what search engines are told of each page is true, whole, and also to be read on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from broadsheet.engine.build import Order, build
from broadsheet.engine.watch import Watch
from broadsheet.model import Kind
from broadsheet.plan.pieces import Head, Nav, Publisher, SiteView
from broadsheet.plan.views import IndexView
from broadsheet.render import structured
from broadsheet.rules import ExportRules
from tests.heads import Said, Thing, read
from tests.newsroom import SITE, Newsroom

HERE = "https://gazette.example.org"
VALLEY = "/world/2021/09/06/valley/"
ARTICLES = set(structured.TYPES.values())
HOSTILE = [
    "</script><script>alert(1)</script>", "<!--<script>", "]]>&lt;b&gt; &amp; \\u003c", 'He said "no" \\',
    "Ferry 🚢 sinks 👩‍👩‍👧", "ورق \u200fالتوت\u202e evil", "a\u2028b\u2029c", "</SCRIPT >", "\\ud800 \\n {}",
]  # fmt: skip


def said(newsroom: Newsroom, path: str) -> Said:
    return read(newsroom.page(path))


def quoted(text: str) -> str:
    """Text as YAML reads it in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def article(newsroom: Newsroom, path: str = VALLEY) -> Thing:
    return said(newsroom, path).thing(*ARTICLES)


# ------------------------------------------------------------------------------------- the demonstration


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, built."""
    here, output = Path(__file__).parent.parent, tmp_path_factory.mktemp("demonstration") / "site"
    order = Order(
        here / "content", here / "layouts", output, now="2021-09-10", jobs=1, cache=output.parent / "store"
    )
    report = build(order, Watch())
    assert not report.problems
    return output


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Said]:
    """What each page of the demonstration says, by its path."""
    return {
        f"/{file.relative_to(site).parent.as_posix()}/".replace("/./", "/"): read(file.read_text("utf-8"))
        for file in site.rglob("index.html")
    }


def articles(pages: dict[str, Said]) -> Iterator[tuple[str, Said, Any]]:
    for path, one in pages.items():
        for thing in one.graph:
            if thing["@type"] in ARTICLES:
                yield path, one, thing


def test_every_page_says_what_it_is_and_runs_nothing(site: Path, pages: dict[str, Said]) -> None:
    assert len(pages) > 90
    for path, one in pages.items():
        is_redirect = bool(one.meta("robots") == ["noindex"])
        assert bool(one.graph) != is_redirect, path
        assert set(one.scripts) <= {"application/ld+json"}, path
    assert not read((site / "404.html").read_text("utf-8")).graph


def test_every_article_has_what_google_asks_for(pages: dict[str, Said]) -> None:
    found = list(articles(pages))
    assert len(found) == 18
    for path, one, thing in found:
        assert thing["headline"], path
        assert thing["description"] == one.meta("description")[0] == one.meta("og:description")[0]
        assert thing["mainEntityOfPage"] == thing["url"]
        assert [thing["datePublished"]] == one.meta("article:published_time")
        assert [thing["dateModified"]] == one.meta("article:modified_time")
        assert thing["datePublished"] in one.times
        published, modified = (
            datetime.fromisoformat(thing[key]) for key in ("datePublished", "dateModified")
        )
        assert published.tzinfo is not None
        assert published <= modified
        assert all(who["name"] and who["url"].startswith("https://") for who in thing["author"]), path
        assert thing["publisher"]["name"] == "The Meridian Herald"
        assert thing["publisher"]["logo"]["url"].endswith(".svg")
        assert thing["inLanguage"]
        assert thing["isAccessibleForFree"] is True


def test_every_picture_has_its_address_in_full_and_its_size(pages: dict[str, Said], site: Path) -> None:
    images = [image for _, _, thing in articles(pages) for image in thing.get("image", ())]
    assert len(images) >= 3
    for image in images:
        assert image["width"] >= 696
        assert image["height"] > 0
        assert (site / image["url"].removeprefix("https://meridian.example.org/")).is_file()


def test_nothing_is_cited_that_the_page_does_not_lead_to(pages: dict[str, Said]) -> None:
    cited = [
        (path, one, piece) for path, one, thing in articles(pages) for piece in thing.get("citation", ())
    ]
    assert len(cited) >= 10
    for path, one, piece in cited:
        assert piece["url"] in one.hrefs, path
        assert piece["headline"]
        assert piece["publisher"]["name"]


def test_every_step_of_every_trail_is_a_page(pages: dict[str, Said]) -> None:
    for path, one in pages.items():
        if path == "/" or not one.graph:
            continue
        steps = cast("Any", one.thing("BreadcrumbList")["itemListElement"])
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert len(steps) >= 2
        assert "item" not in steps[-1]
        for step in steps[:-1]:
            assert step["item"].removeprefix("https://meridian.example.org") in pages, path


def test_what_pages_name_the_paper_by_is_what_the_front_page_describes(pages: dict[str, Said]) -> None:
    paper = pages["/"].thing("NewsMediaOrganization")
    assert pages["/"].thing("WebSite")["publisher"] == {"@id": paper["@id"]}
    assert {cast("Any", thing["publisher"])["@id"] for _, _, thing in articles(pages)} == {paper["@id"]}
    assert paper["correctionsPolicy"] == "https://meridian.example.org/corrections/"
    assert paper["foundingDate"] == "2014"


def test_every_address_is_its_own_but_a_syndicated_one(pages: dict[str, Said]) -> None:
    for path, one in pages.items():
        (canonical,) = one.linked("canonical")
        if one.graph:
            assert one.meta("og:url") == [canonical]
            if canonical.startswith("https://meridian.example.org/") and path.isascii():
                assert canonical == f"https://meridian.example.org{path}"


def test_every_alternate_leads_back(pages: dict[str, Said]) -> None:
    by_address = {one.linked("canonical")[0]: one for one in pages.values() if one.graph}
    several = [one for one in pages.values() if one.alternates]
    assert len(several) == 2
    for one in several:
        assert one.linked("canonical")[0] in one.alternates.values()
        assert all(by_address[address].alternates == one.alternates for address in one.alternates.values())


# ------------------------------------------------------------------------------------- small newsrooms


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_kind_of_article_is_called_by_its_name(newsroom: Newsroom, kind: str) -> None:
    newsroom.article("valley", section="world", kind=kind, dateline="KABUL")
    newsroom.built()
    thing = article(newsroom)
    assert thing["@type"] == structured.TYPES[cast("Kind", kind)]
    assert ("coverageStartTime" in thing, "dateline" in thing) == (
        (True, False) if kind == "live" else (False, True)
    )


LIVE = """Before it all.

## 0:20 After midnight

It is over.

## 18:10 Bridge *closed* &amp; guarded

The bridge at [the market](/about/) is closed.

![A bridge](/media/bridge.svg)

- Use the ferry.

## What we know

Nothing yet.

## 9.05

Water rises in the valley.

## 25:00 No time of day

Nor an update.
"""


def test_a_live_article_tells_its_updates(newsroom: Newsroom) -> None:
    newsroom.write("pages/about.md", "---\ntitle: About\n---\nWords.")
    newsroom.write("media/bridge.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    times = {"published": "2021-09-06 08:00", "updated": "2021-09-07 01:00"}
    newsroom.article("valley", LIVE, section="world", kind="live", **times)
    newsroom.built()
    thing = article(newsroom)
    found = cast("list[Thing]", thing["liveBlogUpdate"])
    offset = cast("str", thing["coverageStartTime"])[19:]
    assert [(one["@type"], one["datePublished"], one["headline"], one["articleBody"]) for one in found] == [
        ("BlogPosting", f"2021-09-07T00:20:00{offset}", "After midnight", "It is over."),
        (
            "BlogPosting",
            f"2021-09-06T18:10:00{offset}",
            "Bridge closed & guarded",
            "The bridge at the market is closed. Use the ferry.",
        ),
        (
            "BlogPosting",
            f"2021-09-06T09:05:00{offset}",
            "Water rises in the valley.",
            "Water rises in the valley.",
        ),
    ]
    assert cast("str", found[0]["url"]).endswith(VALLEY + "#0-20-after-midnight")
    assert 'id="0-20-after-midnight"' in newsroom.page(VALLEY)
    assert "coverageEndTime" not in thing


def test_what_is_told_of_updates_is_bounded_and_only_of_live_articles(newsroom: Newsroom) -> None:
    body = "\n\n".join(
        f"## {hour}:{minute} Now\n\n{'word ' * 500}" for hour in range(10, 20) for minute in range(10, 20)
    )
    newsroom.article("valley", body, section="world", kind="live", published="2021-09-06 08:00")
    newsroom.built()
    found = cast("list[Thing]", article(newsroom)["liveBlogUpdate"])
    assert len(found) == 50
    assert all(len(cast("str", one["articleBody"])) <= 501 for one in found)
    newsroom.article("valley", body, section="world", published="2021-09-06 08:00")
    newsroom.built()
    assert "liveBlogUpdate" not in article(newsroom)


def test_texts_come_through_whole_and_end_nothing(newsroom: Newsroom) -> None:
    for number, text in enumerate(HOSTILE):
        newsroom.article(
            f"hostile-{number}", section="world", slug=f"hostile-{number}", title=quoted(text), summary=quoted(text),
            tags=[quoted(text)], corrections=f"[{{date: 2021-09-07, text: {quoted(text)}}}]",
        )  # fmt: skip
        newsroom.link(f"wire-{number}", title=quoted(text), **{"for": [f"hostile-{number}"]})
    newsroom.built()
    for number, text in enumerate(HOSTILE):
        page = newsroom.page(f"/world/2021/09/06/hostile-{number}/")
        one = read(page)
        thing = cast("Any", one.thing("NewsArticle"))
        shown = " ".join(text.split())
        assert one.meta("og:title") == one.meta("og:description") == one.meta("article:tag") == [shown]
        assert thing["headline"] == thing["description"] == shown
        assert thing["citation"][0]["headline"] == thing["correction"][0]["text"] == shown
        assert "<" not in one.blocks[0]
        assert one.scripts == ["application/ld+json"]


PUBLISHER = Publisher(f"{HERE}/", None, None, None, (), ())
SITE_VIEW = SiteView(
    host=HERE, title="Gazette", tagline="", paper_language="en", paper_direction="ltr", language="en",
    direction="ltr", home="/", feed="/feed.xml", indexes=cast("Any", None), sections=(), editions=(), standing=(),
    policies=(), newsletter=None, publisher=PUBLISHER, search=None, assets={}, icons=cast("Any", None), accounts=(), exports=ExportRules(ninjs=False, republish=False),
)  # fmt: skip


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_is_safe_in_a_script_and_comes_out_as_it_went_in(title: str, above: str) -> None:
    head = Head(title, "", "/x/", f"{HERE}/x/", "en", "ltr", trail=(Nav(above, "/y/"),))
    made = structured.of(IndexView(SITE_VIEW, head, "tags", title, ()))
    assert not set(made) & {"<", "\u2028", "\u2029"}
    trail, itself = json.loads(made)["@graph"][0]["itemListElement"][1:]
    assert (trail["name"], itself["name"]) == (above, title)


def test_an_article_names_its_people_its_section_its_story_and_its_corrections(newsroom: Newsroom) -> None:
    newsroom.article(
        "valley", section="world", authors=["aisha", "ben"], tags=["Panjshir", "Talks"], story="valley",
        editions=["malaysia"], updated="2021-09-07 11:00",
        corrections='[{date: 2021-09-07, text: "The pass is 3,878 m high."}]',
    )  # fmt: skip
    newsroom.built()
    one = said(newsroom, VALLEY)
    thing = cast("Any", one.thing("NewsArticle"))
    assert thing["author"] == [
        {"@type": "Person", "name": "Aisha Rahman", "url": f"{HERE}/authors/aisha/"},
        {"@type": "Person", "name": "Ben Ooi", "url": f"{HERE}/authors/ben/"},
    ]
    assert one.meta("article:author") == [f"{HERE}/authors/aisha/", f"{HERE}/authors/ben/"]
    assert (thing["articleSection"], thing["keywords"]) == ("World", ["Panjshir", "Talks"])
    assert [part["url"] for part in thing["isPartOf"]] == [f"{HERE}/stories/valley/", f"{HERE}/malaysia/"]
    assert thing["dateModified"] == "2021-09-07T11:00:00+08:00"
    assert thing["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "The pass is 3,878 m high.",
            "datePublished": "2021-09-07T00:00:00+08:00",
        }
    ]


def test_an_unsigned_article_is_the_papers(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world")
    newsroom.built()
    thing = article(newsroom)
    assert thing["author"] == [thing["publisher"]]


def test_a_syndicated_piece_is_its_outlets(newsroom: Newsroom) -> None:
    original = "https://northwire.example.com/valley"
    newsroom.article("valley", section="world", source="northwire", source_url=original)
    newsroom.built()
    one = said(newsroom, VALLEY)
    thing = cast("Any", one.thing("NewsArticle"))
    assert one.linked("canonical") == [original]
    assert thing["isBasedOn"]["url"] == original
    assert thing["author"] == [
        {"@type": "Organization", "name": "Northwire", "url": "https://northwire.example.com"}
    ]
    assert thing["url"] == f"{HERE}{VALLEY}"


def test_our_own_article_among_the_similar_news_is_no_citation(newsroom: Newsroom) -> None:
    newsroom.article("other", section="world")
    newsroom.article("valley", section="world", similar=["other"])
    newsroom.link("wire", paywall=True, **{"for": ["valley"]})
    newsroom.built()
    (cited,) = cast("Any", article(newsroom)["citation"])
    assert cited["url"] == "https://northwire.example.com/wire"
    assert cited["isAccessibleForFree"] is False


def test_the_front_page_describes_the_paper(newsroom: Newsroom) -> None:
    newsroom.write("media/sign.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 256"/>')
    newsroom.write("pages/ethics.md", "---\ntitle: Ethics\n---\n\nWords.\n")
    newsroom.write(
        "site.yaml",
        SITE + "policies: {ethics: /ethics/, fact-checking: https://facts.example.org/, privacy: /ethics/}\n"
        "organization: {logo: /media/sign.svg, founded: 1998, email: desk@gazette.example.org,"
        " same_as: [https://social.example.net/@gazette]}\n",
    )  # fmt: skip
    newsroom.built()
    paper = said(newsroom, "/").thing("NewsMediaOrganization")
    assert paper == {
        "@type": "NewsMediaOrganization", "@id": f"{HERE}/#organization", "name": "The Test Gazette", "url": f"{HERE}/",
        "logo": {"@type": "ImageObject", "url": f"{HERE}/media/sign.svg", "width": 512, "height": 256},
        "description": "All the news that fits in a folder", "foundingDate": "1998",
        "contactPoint": {"@type": "ContactPoint", "contactType": "newsroom", "email": "desk@gazette.example.org"},
        "sameAs": ["https://social.example.net/@gazette"],
        "ethicsPolicy": f"{HERE}/ethics/", "verificationFactCheckingPolicy": "https://facts.example.org/",
    }  # fmt: skip


def test_an_author_has_a_profile_on_the_front_of_their_list_alone(newsroom: Newsroom) -> None:
    for day in range(1, 9):
        newsroom.article(f"day-{day}", section="world", published=f"2021-09-0{day}", authors=["aisha"])
    newsroom.built()
    profile = cast("Any", said(newsroom, "/authors/aisha/").thing("ProfilePage"))
    assert profile["mainEntity"] == {
        "@type": "Person", "name": "Aisha Rahman", "url": f"{HERE}/authors/aisha/", "description": "Writes about valleys.",
        "worksFor": {"@id": f"{HERE}/#organization"},
    }  # fmt: skip
    numbered = said(newsroom, "/authors/aisha/page/1/")
    assert [thing["@type"] for thing in numbered.graph] == ["BreadcrumbList"]
    assert numbered.linked("canonical") == [f"{HERE}/authors/aisha/page/1/"]
    assert [step["name"] for step in cast("Any", numbered.graph[0]["itemListElement"])] == [
        "The Test Gazette", "Authors", "Aisha Rahman", "Aisha Rahman, page 1",
    ]  # fmt: skip


def test_below_a_folder_every_address_has_it(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world", authors=["aisha"])
    newsroom.built(base_url="https://pages.example.org/repo")
    one = said(newsroom, VALLEY)
    thing = cast("Any", one.thing("NewsArticle"))
    assert thing["url"] == f"https://pages.example.org/repo{VALLEY}" == one.linked("canonical")[0]
    assert thing["author"][0]["url"] == "https://pages.example.org/repo/authors/aisha/"
    assert thing["publisher"]["@id"] == "https://pages.example.org/repo/#organization"


def test_a_page_names_the_feed_of_the_site_its_own_and_those_of_what_it_belongs_to(
    newsroom: Newsroom,
) -> None:
    newsroom.article("valley", section="world", story="valley")
    newsroom.built()
    assert said(newsroom, VALLEY).linked("alternate", "type") == [
        "/feed.xml", "/atom.xml", "/feed.json", "/stories/valley/feed.xml", "/world/feed.xml",
    ]  # fmt: skip
    assert said(newsroom, "/stories/valley/").linked("alternate", "type") == [
        "/feed.xml", "/atom.xml", "/feed.json", "/stories/valley/feed.xml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", ["en_US"]), ("en-MY", ["en_MY"]), ("ms", ["ms_MY"]), ("zh-Hans", ["zh_CN"]), ("zh-Hant", ["zh_TW"]),
     ("zh-HK", ["zh_HK"]), ("ar", ["ar_EG"]), ("tlh", [])],
)  # fmt: skip
def test_opengraph_is_told_the_language_with_a_territory_or_nothing(
    newsroom: Newsroom, language: str, locale: list[str]
) -> None:
    newsroom.article("valley", section="world", language=language)
    newsroom.built()
    assert said(newsroom, VALLEY).meta("og:locale") == locale


def test_a_link_filed_for_an_article_changes_its_similar_news_and_nothing_else_of_it(
    newsroom: Newsroom,
) -> None:
    newsroom.article("valley", section="world")
    newsroom.built()
    newsroom.link("wire", **{"for": ["valley"]})
    report = newsroom.built()
    assert VALLEY in report.rendered
    assert [str(one) for one in report.verdicts if one.path == VALLEY] == [f"{VALLEY}: similar changed"]
    assert article(newsroom)["citation"]


def test_a_photograph_is_published_as_it_is_while_it_is_the_logo(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world")
    newsroom.built()
    picture = newsroom.write("media/sign.png", "")
    Image.new("RGB", (200, 120)).save(picture)
    for logo in ("organization: {logo: /media/sign.png}\n", ""):
        newsroom.write("site.yaml", SITE + logo)
        newsroom.built()
        assert (newsroom.site / "media/sign.png").is_file() == bool(logo)
        made = cast("Any", article(newsroom)["publisher"]).get("logo")
        assert made == (
            {"@type": "ImageObject", "url": f"{HERE}/media/sign.png", "width": 200, "height": 120}
            if logo
            else None
        )
