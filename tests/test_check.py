"""Check: what a page or stylesheet names is there, or somebody is told before readers are."""

from __future__ import annotations

import pytest

from broadsheet.deploy.check import check

FILES = {"index.html", "world/index.html", "about.html", "assets/style.css", "media/新闻 1.webp", "feed.xml"}


def said(
    page: str, file: str = "world/index.html", base: str = "https://gazette.example.org", redirects: str = ""
) -> list[str]:
    return [one.message for one in check([file], FILES, lambda _: page.encode(), base, redirects)]


@pytest.mark.parametrize(
    "address",
    ["/", "/world/", "/world", "../", "./", "", "/about", "/about.html#team", "/feed.xml?from=mail", "#top", "#notes", "mailto:a@b.example",
     "https://gazette.example.org/world/", "//gazette.example.org/", "https://elsewhere.example/nothing", "/media/%E6%96%B0%E9%97%BB%201.webp",
     "data:image/png;base64,AAAA", "javascript:void(0)"],
)  # fmt: skip
def test_what_is_there_is_passed_over(address: str) -> None:
    assert said(f'<p id="notes"><a href="{address}">x</a>') == []


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ('<a href="/nothing/">', "/nothing/"),
        ('<a href="valley/">', "valley/"),
        ('<a href="https://gazette.example.org/nothing">', "https://gazette.example.org/nothing"),
        ('<link rel=stylesheet href="/assets/old.css">', "/assets/old.css"),
        ('<script src="/assets/old.js"></script>', "/assets/old.js"),
        ('<img src="/feed.xml" srcset="/media/a.webp 400w, /feed.xml 800w">', "/media/a.webp"),
        ('<source srcset="/feed.xml, /media/b,c.webp 2x">', "/media/b,c.webp"),
        ('<video poster="/media/still.jpg"></video>', "/media/still.jpg"),
        ('<svg><use href="/assets/old.svg#sign"/></svg>', "/assets/old.svg#sign"),
    ],
)
def test_what_is_missing_is_named(page: str, address: str) -> None:
    assert said(page) == [f"'{address}' leads to nothing on this site"]


def test_a_place_in_the_page_must_be_there() -> None:
    assert said('<a href="#notes">x</a><a href="#n%C3%A4he">y</a><h2 id="nähe">') == [
        "nothing in this page is called 'notes'"
    ]


def test_scripts_and_greeted_hosts_name_nothing() -> None:
    assert (
        said(
            '<script>"<a href=/nothing/>"</script><link rel=preconnect href="/nothing/"><base href="/nothing/">'
        )
        == []
    )


def test_a_stylesheet_is_read_too() -> None:
    style = "a{background:url(../media/none.webp)} b{src:url('style.css')} c{src:url(\"https://elsewhere.example/x\")}"
    assert said(style, "assets/style.css") == ["'../media/none.webp' leads to nothing on this site"]


def test_a_site_below_a_path_and_redirects_of_the_server() -> None:
    base = "https://city.example.org/gazette"
    assert said('<a href="/gazette/world/">x</a><a href="/other/">y</a>', base=base) == []
    assert said('<a href="/gazette/old/">x</a>', base=base) == [
        "'/gazette/old/' leads to nothing on this site"
    ]
    assert said('<a href="/old/">x</a>', redirects="# moved\n/old/ /world/ 301\n") == []
