"""What changed: the manifest says what each file is, and a deployment is told exactly what is other."""

from __future__ import annotations

import hashlib
import json

import pytest

from broadsheet.publish import changes, kinds, manifest, published
from broadsheet.publish.changes import Changes
from tests.newsroom import Newsroom, tree
from tests.ten_stories import publish, story, write_story

URL = "https://gazette.example.org"
NOW = "2021-10-01"


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    publish(newsroom)
    return newsroom


def listed(paper: Newsroom) -> dict[str, dict[str, object]]:
    files: dict[str, dict[str, object]] = json.loads((paper.site / "manifest.json").read_bytes())["files"]
    return files


def told(paper: Newsroom) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((paper.folder / ".broadsheet/changes.json").read_bytes())
    return found


def lines(paper: Newsroom, name: str) -> list[str]:
    return (paper.folder / ".broadsheet" / name).read_text("utf-8").splitlines()


def digests(paper: Newsroom) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in tree(paper.site).items()}


def test_the_manifest_says_of_each_file_what_it_is(paper: Newsroom) -> None:
    files = listed(paper)
    assert files.keys() == tree(paper.site).keys() - {manifest.NAME}
    for name, content in tree(paper.site).items():
        if name != manifest.NAME:
            assert files[name]["digest"] == hashlib.sha256(content).hexdigest()
            assert files[name]["size"] == len(content)
            assert files[name]["keys"]
    assert files["world/index.html"] == files["world/index.html"] | {
        "url": "/world/",
        "type": "text/html; charset=utf-8",
        "keys": ["list-section-world", "section-world"],
    }
    assert files["feed.xml"]["type"] == "application/rss+xml; charset=utf-8"
    assert files["feed.xml"]["keys"] == ["feed", "feeds"]
    assert files["world/feed.xml"]["keys"] == ["feed-section-world", "section-world", "feeds"]
    assert files[f"{story(5).strip('/')}/index.html"]["keys"] == ["article-story-05", "section-world"]


def test_the_manifest_is_the_same_whether_lines_are_changed_or_all_are_written(paper: Newsroom) -> None:
    write_story(paper, 4, body="Some other words.", id="another-id")
    paper.built(now=NOW)
    after = (paper.site / "manifest.json").read_bytes()
    paper.built(now=NOW, clean=True)
    assert (paper.site / "manifest.json").read_bytes() == after
    assert b"article-another-id" in after


def test_an_id_that_no_page_shows_is_in_the_manifest_all_the_same(paper: Newsroom) -> None:
    before = digests(paper)
    write_story(paper, 1, id="another-id")
    paper.built(now=NOW)
    page = f"{story(1).strip('/')}/index.html"
    assert digests(paper)[page] == before[page]
    assert listed(paper)[page]["keys"] == ["article-another-id", "section-world"]
    assert page in told(paper)["rekeyed"]


def test_the_purge_list_is_exactly_what_has_changed(paper: Newsroom) -> None:
    before = digests(paper)
    write_story(paper, 5, title="Story 05 corrected", slug="story-05")
    write_story(paper, 11, tags=["Ørsted river"])
    paper.remove("articles/2021/09/story-02.md")
    paper.built(now=NOW)
    after = digests(paper)
    differ = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert set(lines(paper, "purge-urls.txt")) == {URL + kinds.url(name) for name in differ - {manifest.NAME}}
    assert f"{URL}{story(5)}" in lines(paper, "purge-urls.txt")
    assert set(told(paper)["removed"]) == before.keys() - after.keys()
    assert set(told(paper)["added"]) == after.keys() - before.keys()
    assert "article-story-05" in lines(paper, "purge-keys.txt")


@pytest.mark.slow  # five seconds
def test_of_three_hundred_articles_one_more_changes_what_holds_it_and_nothing_else(
    newsroom: Newsroom,
) -> None:
    """Which feeds and sitemaps, to the file; and that what caches are told to forget is what has changed."""
    for number in range(302):
        section, author = ("world", "aisha") if number % 2 else ("business", "ben")
        when = f"2021-{8 + number % 2:02}-{1 + number % 7:02} {number // 20:02}:{number % 20:02}"
        keys = {"section": section, "authors": [author], "published": when, "tags": [f"Tag {number % 20}"]}
        newsroom.article(f"story-{number:03}", f"Words of number {number}.", **keys)
    newsroom.built()
    newsroom.built()
    before = digests(newsroom)
    keys = {"section": "world", "authors": ["aisha"], "published": "2021-09-08 09:00", "tags": ["Tag 1"]}
    newsroom.article("barrage", "It was switched on.", **keys)
    newsroom.built()
    after = digests(newsroom)
    differ = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    sent = told(newsroom)
    assert {*sent["added"], *sent["changed"], *sent["removed"]} == differ - {manifest.NAME}
    purged = lines(newsroom, "purge-urls.txt")
    assert sorted(purged) == sorted(URL + kinds.url(name) for name in differ - {manifest.NAME})
    for_machines = {name for name in differ if name.endswith((".xml", "feed.json"))}
    assert for_machines == {
        "feed.xml", "atom.xml", "feed.json", "world/feed.xml", "authors/aisha/feed.xml",
        "newsletters/morning/feed.xml", "newsletters/weekend/feed.xml", "2021/09/part-4/feed.xml",
        "sitemap.xml", "sitemap-pages.xml", "sitemap-2021-09.xml", "news-sitemap.xml",
    }  # fmt: skip


def test_a_deployment_goes_from_what_is_needed_to_what_leads_to_it(paper: Newsroom) -> None:
    sent = told(paper)["send"]
    place = {name: number for number, name in enumerate(sent)}
    assert (
        max(place[name] for name in sent if name.startswith("assets/"))
        < place[f"{story(5).strip('/')}/index.html"]
    )
    assert place[f"{story(5).strip('/')}/index.html"] < place["index.html"] < place["feed.xml"]


def test_without_a_publication_changes_are_since_the_build_before(paper: Newsroom) -> None:
    write_story(paper, 5, body="Some other words.")
    paper.built(now=NOW)
    assert (told(paper)["since"], f"{story(5).strip('/')}/index.html" in told(paper)["changed"]) == (
        "build",
        True,
    )
    paper.built(now=NOW)
    assert (told(paper)["changed"], lines(paper, "purge-urls.txt")) == ([], [])


def test_with_one_they_are_since_that(paper: Newsroom) -> None:
    published.mark(paper.folder / ".broadsheet", paper.site, URL)
    for number in (5, 6):
        write_story(paper, number, body="Some other words.")
        paper.built(now=NOW)
    pages = {f"{story(number).strip('/')}/index.html" for number in (5, 6)}
    assert pages <= set(told(paper)["changed"])
    for _ in range(2):
        paper.built(now=NOW)
        assert pages <= set(told(paper)["changed"])
    write_story(paper, 5)
    paper.built(now=NOW)
    assert told(paper)["changed"].count(f"{story(5).strip('/')}/index.html") == 0
    published.mark(paper.folder / ".broadsheet", paper.site, URL)
    assert told(paper)["changed"] == []


def test_a_build_in_which_nothing_changed_leaves_the_lists_alone(paper: Newsroom) -> None:
    published.mark(paper.folder / ".broadsheet", paper.site, URL)
    write_story(paper, 5, body="Some other words.")
    paper.built(now=NOW)
    file = paper.folder / ".broadsheet/changes.json"
    file.write_text("not looked at")
    paper.built(now=NOW)
    assert file.read_text() == "not looked at"


def about(size: int, *keys: str) -> manifest.Listed:
    return manifest.Listed(f"{size}", size, keys)


def between(old: dict[str, manifest.Listed], new: dict[str, manifest.Listed]) -> Changes:
    return changes.between(*(manifest.manifest(sorted(one.items())).splitlines() for one in (old, new)))


def test_a_fingerprinted_file_that_is_new_need_not_be_forgotten_by_its_key() -> None:
    new = {
        "assets/a.0123456789.css": about(1, "assets"),
        "media/x.0123456789ab.400.webp": about(1, "media-x", "media"),
    }
    assert changes.purge_keys(between({}, new)) == ()
    assert changes.purge_keys(between(new, {})) == ("media-x",)


def test_where_something_has_come_caches_forget_that_nothing_was_there() -> None:
    page = {"a/index.html": about(1, "article-a")}
    assert changes.purge_keys(between({}, page)) == ("article-a", "404")
    assert changes.purge_keys(between(page, {})) == ("article-a",)


def test_what_leads_to_others_is_deleted_first() -> None:
    old = {
        "a/index.html": about(1, "article-a"),
        "index.html": about(1, "home"),
        "assets/a.css": about(1, "assets"),
    }
    assert between(old, {}).to_delete == ("index.html", "a/index.html", "assets/a.css")


def test_names_that_need_escapes_are_found_in_a_manifest() -> None:
    files = {f"{name}/index.html": about(1, "x") for name in ('a": {"url": "', "é", "b", 'a"', "\\")}
    whole = manifest.manifest(sorted(files.items()))
    for name in files:
        patched = manifest.patched(whole, {name: None})
        assert patched
        assert manifest.patched(patched, {name: files[name]}) == whole
    assert json.loads(whole)["files"].keys() == files.keys()


def test_packed_files_and_what_servers_read_have_no_url_to_purge() -> None:
    new = {name: about(1, "x") for name in ("a/index.html", "a/index.html.br", "_headers", "_redirects")}
    assert changes.purge_urls(between({}, new), URL) == (f"{URL}/a/",)
