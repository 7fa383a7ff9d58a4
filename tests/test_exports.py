"""Exports: an article for other newsrooms' programs, and as text to copy."""

from __future__ import annotations

import html
import json
import re
from typing import Any, cast

import pytest
from PIL import Image

from tests.newsroom import NOW, SITE, Newsroom
from tests.ten_stories import OF_THE_SITE, rendered

EXPORTS = "exports: {ninjs: true, republish: true}\n"
VALLEY = "/world/2021/09/06/valley/"
NAMES = {
    "uri", "standard", "type", "representationtype", "pubstatus", "firstcreated", "versioncreated", "language", "headlines",
    "descriptions", "bodies", "by", "people", "subjects", "genres", "located", "copyrightholder", "altids",
    "trustindicators", "expires", "associations",
}  # fmt: skip
"""Those of `ninjs-schema_2.1.json` that we have something for."""


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    newsroom.write("site.yaml", SITE + EXPORTS + "policies: {ethics: https://gazette.example.org/e}\n")
    Image.new("RGB", (40, 30)).save(newsroom.write("media/map.png", ""))
    newsroom.article(
        "valley", section="world", authors=["aisha", "ben"], tags=["Panjshir"], dateline="KABUL",
        image="{src: media/map.png, alt: A map, credit: Ben}", updated="2021-09-07", expires="2021-12-01",
        body="See [the other](other.md).\n\n<script>alert(1)</script>\n\n![](/media/map.png)",
    )  # fmt: skip
    newsroom.article("other", body="Elsewhere.")
    newsroom.article("theirs", source="northwire", source_url="https://northwire.example.com/x")
    newsroom.built()
    return newsroom


def wire(paper: Newsroom, path: str = VALLEY) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(paper.page(f"{path}ninjs.json")))


def test_nothing_is_exported_unless_asked_for(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world")
    newsroom.built()
    assert not newsroom.has(f"{VALLEY}ninjs.json") and not newsroom.has(f"{VALLEY}republish/")
    assert "republish" not in newsroom.page(VALLEY)


def test_ninjs_says_what_the_article_says_by_the_schemas_names(paper: Newsroom) -> None:
    told = wire(paper)
    assert told.keys() == NAMES
    assert told["uri"] == "tag:gazette.example.org,2000:valley"
    assert told["headlines"] == [{"role": "main", "value": "Valley"}]
    assert told["by"] == "Aisha Rahman, Ben Ooi"
    assert (told["firstcreated"], told["versioncreated"]) == (
        "2021-09-06T10:00:00+08:00",
        "2021-09-07T00:00:00+08:00",
    )
    assert [one["name"] for one in told["subjects"]] == ["World", "Panjshir"]
    assert told["trustindicators"] == [
        {
            "role": "https://schema.org/ethicsPolicy",
            "title": "ethicsPolicy",
            "href": "https://gazette.example.org/e",
        }
    ]
    assert wire(paper, "/2021/09/06/other/").keys() < NAMES


def wrong(value: object, rule: object, at: str = "") -> list[str]:
    """Where a value isn't as ninjs 2.1 wants it: of another type, of a name that it doesn't have, or without
    one that it must have.
    """
    if isinstance(rule, dict):
        if not isinstance(value, dict):
            return [f"{at} is no object"]
        names = {name.removesuffix("!"): one for name, one in rule.items()}
        lacking = {name.removesuffix("!") for name in rule if name.endswith("!")} - value.keys()
        found = [f"{at}/{name} is missing" for name in sorted(lacking)]
        found += [f"{at}/{name} is unknown" for name in sorted(value.keys() - names.keys())]
        return found + [
            one
            for name in value.keys() & names.keys()
            for one in wrong(value[name], names[name], f"{at}/{name}")
        ]
    if isinstance(rule, list):
        if not isinstance(value, list):
            return [f"{at} is no array"]
        return [one for number, part in enumerate(value) for one in wrong(part, rule[0], f"{at}/{number}")]
    if rule is int:
        return [] if isinstance(value, int) and not isinstance(value, bool) else [f"{at} is no number"]
    assert isinstance(rule, re.Pattern)
    is_so = isinstance(value, str) and rule.fullmatch(value)
    return [] if is_so else [f"{at} is not as it should be: {value!r}"]


TEXT = re.compile(r"(?s).+")
URI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
SAID = {"role": TEXT, "contenttype": TYPE, "value!": TEXT}
OBJECT: dict[str, object] = {
    "uri!": URI, "standard": {"name": TEXT, "version": TEXT, "schema": URI},
    "type": re.compile("text|audio|video|picture|graphic|composite|component"),
    "representationtype": re.compile("full|partial"), "pubstatus": re.compile("usable|withheld|canceled"),
    "firstcreated": WHEN, "versioncreated": WHEN, "expires": WHEN, "language": re.compile(r"[A-Za-z]{2,3}(-\w+)*"),
    "headlines": [SAID], "descriptions": [SAID], "bodies": [{**SAID, "charcount": int, "wordcount": int}],
    "by": TEXT, "located": TEXT, "copyrightholder": TEXT, "people": [{"name": TEXT, "rel": TEXT, "uri": URI}],
    "subjects": [{"name": TEXT, "rel": TEXT, "uri": URI}], "genres": [{"name": TEXT, "uri": URI}],
    "altids": [{"role": TEXT, "value": TEXT}], "trustindicators": [{"role": URI, "title": TEXT, "href": URI}],
    "renditions": [
        {"name!": TEXT, "href": URI, "contenttype": TYPE, "width": int, "height": int, "sizeinbytes": int}
    ],
}  # fmt: skip
NINJS = OBJECT | {"associations": [OBJECT | {"name!": TEXT}]}
"""Our own reading of `ninjs-schema_2.1.json` (IPTC, CC BY 4.0), of the names that we write: an object has no others,
must have a `uri`, what is associated a `name` too, a rendition a `name`.
"""


def test_every_exported_object_is_as_ninjs_wants_it(paper: Newsroom) -> None:
    exported = list(paper.site.rglob("ninjs.json"))
    assert len(exported) == 2
    for file in exported:
        assert wrong(json.loads(file.read_text("utf-8")), NINJS) == []


def test_that_check_finds_what_is_wrong(paper: Newsroom) -> None:
    told = wire(paper)
    told["bodies"][0] |= {"charcount": "many", "lead": True}
    told["associations"][0].pop("name")
    told["expires"] = "tomorrow"
    assert sorted(wrong(told, NINJS)) == [
        "/associations/0/name is missing", "/bodies/0/charcount is no number", "/bodies/0/lead is unknown",
        "/expires is not as it should be: 'tomorrow'",
    ]  # fmt: skip


def test_the_picture_comes_with_all_its_files(paper: Newsroom) -> None:
    (picture,) = wire(paper)["associations"]
    assert (picture["type"], picture["by"]) == ("picture", "Ben")
    assert picture["descriptions"] == [{"role": "alt", "value": "A map"}]
    assert [one["name"] for one in picture["renditions"]] == ["main", "avif-40", "webp-40"]
    for one in picture["renditions"]:
        assert paper.has(one["href"].removeprefix("https://gazette.example.org"))
        assert (one["width"], one["height"]) == (40, 30)


def test_what_an_export_holds_can_be_shown_anywhere(paper: Newsroom) -> None:
    body = wire(paper)["bodies"][0]
    text = html.unescape(
        re.findall(r"<textarea[^>]*>\n(.*)</textarea>", paper.page(f"{VALLEY}republish/"), re.DOTALL)[0]
    )
    for one in (body["value"], text):
        assert "<script" not in one
        assert 'href="https://gazette.example.org/2021/09/06/other/"' in one
        pictures = re.findall(r'src="([^"]*)"', one)
        assert pictures and all(
            paper.has(url.removeprefix("https://gazette.example.org")) for url in pictures
        )
    assert body["wordcount"] == 3
    assert "<h1>Valley</h1>" in text and "Aisha Rahman, Ben Ooi" in text
    assert f'First published by <a href="https://gazette.example.org{VALLEY}">The Test Gazette</a>.' in text


def test_a_copy_is_not_to_be_found_instead_of_the_article(paper: Newsroom) -> None:
    page = paper.page(f"{VALLEY}republish/")
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="https://gazette.example.org{VALLEY}">' in page
    assert "republish" not in paper.page("/sitemap-2021-09.xml")


def test_the_article_leads_to_the_text_to_copy(paper: Newsroom) -> None:
    assert f'href="{VALLEY}republish/"' in paper.page(VALLEY)


def test_caches_forget_exports_with_the_article_and_know_each_by_itself(paper: Newsroom) -> None:
    files = json.loads((paper.site / "manifest.json").read_bytes())["files"]
    for name, key in (("ninjs.json", "ninjs-valley"), ("republish/index.html", "republish-valley")):
        assert files[f"{VALLEY.strip('/')}/{name}"]["keys"] == [key, "article-valley", "section-world"]


def test_what_is_not_ours_is_not_given_away(paper: Newsroom) -> None:
    assert not list(paper.site.rglob("theirs/ninjs.json")) and not list(paper.site.rglob("theirs/republish"))


def test_an_edit_re_makes_the_exports_of_its_article(paper: Newsroom) -> None:
    paper.article("other", body="Elsewhere, and more.", summary="Same.")
    rendered(paper, now=NOW)
    paper.article("other", body="Elsewhere, and more of it.", summary="Same.")
    mine = "/2021/09/06/other/"
    assert rendered(paper, now=NOW) == {mine, f"{mine}ninjs.json", f"{mine}republish/", *OF_THE_SITE}


def test_exports_come_and_go_with_the_configuration(paper: Newsroom) -> None:
    paper.write("site.yaml", SITE)
    gone = set(paper.built().removed)
    assert {f"{VALLEY}ninjs.json", f"{VALLEY}republish/"} < gone
    paper.write("site.yaml", SITE + "exports: {ninjs: true}\n")
    rendered(paper, now=NOW)
    assert paper.has(f"{VALLEY}ninjs.json") and not paper.has(f"{VALLEY}republish/")
