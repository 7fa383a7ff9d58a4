"""Search as readers have it: in a real browser, under the strictest policy that lets WebAssembly run, by keyboard, and
without scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import browser, served
from tests.newsroom import SITE, Newsroom
from tests.searching import needs_pagefind

pytestmark = [pytest.mark.slow, needs_pagefind]
BASE = "/paper"
MORE = 14
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A paper of three years, below a path of its server."""
    folder = tmp_path_factory.mktemp("search")
    paper = Newsroom(folder, SITE + "search: true\n")
    paper.article("strait", "The *ferries* cross the strait </mark> <b>again</b>.", section="world")
    paper.article("market", "Prices of fish & <code>&lt;rice&gt;</code> rose.", section="business")
    paper.article("older", "A tale of two ferries.", published="2019-02-03", title="Ferries of old")
    paper.article(
        "arabic", "ورق التوت يعود إلى الضواحي", published="2020-05-06", title="ورق التوت", language="ar"
    )
    for number in range(MORE):
        paper.article(f"harvest-{number}", f"The harvest, part {number}.")
    paper.site = folder / "served" / BASE.strip("/")
    paper.built(base_url=f"https://gazette.example.org{BASE}")
    with served(paper.site.parent, paper.site) as address:
        yield address + BASE


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture
def window(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A phone's window."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, **getattr(request, "param", {}))
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def said(window: Any) -> str:
    """What the live region says once it has an answer."""
    window.wait_for_function(
        "() => /\\d|Nothing|cannot/.test(document.querySelector('[role=status]').textContent)"
    )
    return window.inner_text("[role=status]")


def asked(window: Any, site: str, words: str) -> str:
    window.goto(f"{site}/search/")
    window.get_by_label("Words to look for").fill(words)
    return said(window)


def test_a_word_is_typed_and_the_articles_of_all_years_are_found(window: Any, site: str) -> None:
    complaints: list[str] = []
    requests: list[str] = []
    window.on("console", lambda one: complaints.append(f"{one.text} {one.location}"))
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("request", lambda request: requests.append(request.url))
    assert asked(window, site, "ferry") == "Found: 2"
    titles = window.locator(".card h2").all_inner_texts()
    assert sorted(titles) == ["Ferries of old", "Strait"]
    window.get_by_role("link", name="Ferries of old").click()
    assert window.url == f"{site}/2019/02/03/ferries-of-old/"
    assert [one for one in complaints if "/favicon.ico" not in one] == []
    assert [url for url in requests if not url.startswith(site)] == []


def test_a_result_says_where_when_and_why(window: Any, site: str) -> None:
    asked(window, site, "strait")
    card = window.locator(".card").first
    assert card.locator(".kicker").inner_text() == "World"
    assert card.locator("time").get_attribute("datetime") == "2021-09-06"
    assert card.locator("time").inner_text() == "September 6, 2021"
    assert "strait" in card.locator("mark").all_inner_texts()


def test_text_of_an_article_is_never_markup(window: Any, site: str) -> None:
    asked(window, site, "prices")
    assert "fish & <rice> rose" in window.locator(".card p").nth(1).inner_text()


def test_what_is_in_another_language_says_so(window: Any, site: str) -> None:
    assert asked(window, site, "التوت") == "Found: 1"
    heading = window.locator(".card h2")
    assert (heading.get_attribute("lang"), heading.get_attribute("dir")) == ("ar", "rtl")


def test_nothing_found_is_said_too(window: Any, site: str) -> None:
    assert asked(window, site, "zeppelin") == "Nothing was found."
    assert window.locator(".card").count() == 0


def test_the_address_holds_the_question(window: Any, site: str) -> None:
    asked(window, site, "ferries")
    assert window.url == f"{site}/search/?q=ferries"
    window.reload()
    assert said(window) == "Found: 2"
    window.goto(f"{site}/search/?q=market")
    assert said(window) == "Found: 1"


def test_by_keyboard_alone(window: Any, site: str) -> None:
    """From the field to the results, and from the button for more to the first of them."""
    window.goto(f"{site}/search/")
    window.get_by_label("Words to look for").focus()
    window.keyboard.type("harvest")
    window.keyboard.press("Enter")
    assert said(window) == f"Found: {MORE}"
    assert window.locator(".card").count() == 10
    window.get_by_role("button", name="More results").focus()
    window.keyboard.press("Enter")
    window.wait_for_function(f"() => document.querySelectorAll('.card').length === {MORE}")
    eleventh = window.locator(".card a").nth(10)
    assert eleventh.evaluate("one => one === document.activeElement")
    assert not window.get_by_role("button", name="More results").is_visible()


@pytest.mark.parametrize("window", [{"color_scheme": "dark"}, {}], indirect=True, ids=["dark", "light"])
def test_axe_finds_nothing_and_nothing_is_too_wide(window: Any, site: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    asked(window, site, "harvest")
    found = Axe().run(window).response["violations"]
    assert not found, [(one["id"], [node["html"][:90] for node in one["nodes"][:3]]) for one in found]
    window.set_viewport_size({"width": 320, "height": 640})
    window.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert window.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True, ids=["no script"])
def test_without_javascript_it_says_so_and_leads_elsewhere(window: Any, site: str) -> None:
    window.goto(f"{site}/search/")
    assert "needs JavaScript" in window.inner_text("main")
    assert not window.locator("form").first.is_visible()
    assert window.locator("main a").all_inner_texts() == ["archive", "topics"]


def test_an_index_that_cannot_be_had_is_said(window: Any, site: str) -> None:
    window.route("**/pagefind.js", lambda route: route.abort())
    assert asked(window, site, "ferry") == "The search cannot be used at the moment."


def test_a_year_that_cannot_be_had_is_left_out(window: Any, site: str) -> None:
    window.route("**/2019/**", lambda route: route.abort())
    assert asked(window, site, "ferry") == "Found: 1"


def test_only_the_search_page_asks_for_its_script(window: Any, site: str) -> None:
    for path, count in (("/", 0), ("/search/", 1)):
        window.goto(site + path)
        assert window.locator("script[src]").count() == count
    assert (Path(__file__).parent.parent / "layouts" / "assets" / "search.js").stat().st_size < 10_000
