"""What readers get, in a real browser: nobody left out, nothing that jumps, nothing from elsewhere.

On the demonstration newsroom and on a page of every kind, light and dark, from a small phone to a desktop.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from broadsheet.engine.build import Order, build
from broadsheet.engine.watch import Watch
from tests.browsing import browser, served

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent

PAGES = {
    "home": "/",
    "section": "/world/",
    "edition": "/malaysia/",
    "tag": "/tags/panjshir/",
    "author": "/authors/",
    "source": "/sources/northgate-wire/",
    "story": "/stories/panjshir/",
    "index": "/stories/",
    "month": "/2021/09/",
    "standing": "/about/",
    "corrections": "/corrected/",
    "feeds": "/feeds/",
    "newsletters": "/newsletters/",
    "article": "/world/2021/09/06/panjshir-leader-backs-clerics-call-for-an-end-to-the-fighting/",
    "figure": "/world/2021/09/07/why-a-narrow-valley-is-hard-to-take-and-harder-to-hold/",
    "gallery": "/business/2021/09/04/a-night-market-reopens-and-counts-its-lanterns/",
    "quote, video, facts": "/asia/2021/09/01/the-last-slow-boat-to-pulau-serindit/",
    "right to left": "/culture/2021/09/08/ورق-التوت-يعود-إلى-ضواحي-سمرقند/",
    "not found": "/404.html",
}
"""A page of every kind."""

SEEN = """() => { const one = document.activeElement, style = getComputedStyle(one);
  return one === document.body ? null : one.outerHTML.slice(0, 80) + (
    style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? '' : ' IS NOT SEEN') }"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHIFTS = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300) })"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration newsroom, served."""
    folder = tmp_path_factory.mktemp("site")
    order = Order(ROOT / "content", ROOT / "layouts", folder, "2021-09-30", cache=folder.parent / "cache")
    report = build(order, Watch())
    assert not report.problems
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture
def window(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of a phone in the light, and everything that the browser complained of or asked for."""
    with_ = {
        "viewport": {"width": 360, "height": 740},
        "color_scheme": "light",
        **getattr(request, "param", {}),
    }
    context = chromium.new_context(**with_)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


SIZES = [
    {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    for width in (360, 1280)
    for scheme in ("light", "dark")
]


@pytest.mark.parametrize(
    "window", SIZES, indirect=True, ids=lambda one: f"{one['viewport']['width']} {one['color_scheme']}"
)
def test_axe_finds_nothing_on_any_kind_of_page(window: Any, site: str) -> None:
    assert violations(window, site) == []


def test_axe_finds_nothing_with_text_twice_as_large(window: Any, site: str) -> None:
    assert violations(window, site, text="200%") == []


def violations(window: Any, site: str, text: str = "100%") -> list[str]:
    """What axe finds wrong on any of the pages, with text of this size."""
    from axe_playwright_python.sync_playwright import Axe

    axe, wrong = Axe(), []
    for name, path in PAGES.items():
        window.goto(site + path)
        window.evaluate("text => { document.documentElement.style.fontSize = text }", text)
        found = axe.run(window).response["violations"]
        wrong += [f"{name}: {one['id']} {[node['html'][:90] for node in one['nodes'][:3]]}" for one in found]
    return wrong


@pytest.mark.parametrize("window", [{"viewport": {"width": 320, "height": 640}}], indirect=True, ids=["320"])
def test_nothing_is_wider_than_the_smallest_phone_not_with_text_twice_as_large(
    window: Any, site: str
) -> None:
    for name, path in PAGES.items():
        window.goto(site + path)
        assert window.evaluate(TOO_WIDE) <= 0, name
        window.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        assert window.evaluate(TOO_WIDE) <= 0, f"{name}, text at 200 %"


def test_every_stop_of_the_keyboard_is_seen_from_the_skip_link_on(window: Any, site: str) -> None:
    for name in ("home", "article"):
        window.goto(site + PAGES[name])
        links = window.evaluate(
            "() => document.querySelectorAll('a[href], button, input, [tabindex]').length"
        )
        stops = []
        for _ in range(links + 5):
            window.keyboard.press("Tab")
            stop = window.evaluate(SEEN)
            if stop is None:
                break
            stops.append(stop)
        assert stops[0].startswith('<a class="skip"')
        assert len(stops) > links * 0.8, (len(stops), links)
        assert not [stop for stop in stops if stop.endswith("IS NOT SEEN")]


def test_a_gallery_is_moved_by_the_keyboard(window: Any, site: str) -> None:
    window.goto(site + PAGES["gallery"])
    strip = window.locator(".strip")
    assert strip.evaluate("one => one.scrollWidth > one.clientWidth && one.scrollLeft === 0")
    strip.focus()
    window.keyboard.press("ArrowRight")
    window.wait_for_timeout(500)
    assert strip.evaluate("one => one.scrollLeft > 0")


def test_a_strict_policy_is_kept_and_nothing_comes_from_elsewhere(window: Any, site: str) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    window.on("console", lambda message: complaints.append(message.text))
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on("request", lambda request: asked.append(request.url))
    window.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    for path in PAGES.values():
        window.goto(site + path, wait_until="networkidle")
    assert complaints == []
    assert [url for url in asked if not url.startswith(site)] == []


def test_nothing_jumps_while_a_page_loads(window: Any, site: str) -> None:
    for name, path in PAGES.items():
        window.goto(site + path, wait_until="load")
        assert window.evaluate(SHIFTS) == 0, name


def test_a_page_is_painted_after_two_requests(window: Any, site: str) -> None:
    """The page and its stylesheet; whatever else is asked for may wait."""
    blocking = "() => performance.getEntriesByType('resource').filter(one => one.renderBlockingStatus === 'blocking').length"
    for name, path in PAGES.items():
        window.goto(site + path, wait_until="load")
        assert window.evaluate(blocking) == 1, name


@pytest.mark.parametrize(("name", "most"), [("article", 14_000), ("home", 20_000), ("section", 20_000)])
def test_a_page_and_its_stylesheet_fit_into_the_first_packets(site: str, name: str, most: int) -> None:
    """Bytes, compressed as servers do it while they send."""
    page = fetched(site + PAGES[name])
    sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', page.decode())
    assert sheet
    assert sum(len(gzip.compress(one, 6)) for one in (page, fetched(site + sheet[1]))) <= most


def fetched(url: str) -> bytes:
    with urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
        return answer.read()


@pytest.mark.parametrize("window", [{"reduced_motion": "reduce"}], indirect=True, ids=["still"])
def test_whoever_wants_no_motion_gets_none(window: Any, site: str) -> None:
    window.goto(site + "/")
    moving = """() => [...document.querySelectorAll('*')].filter(one => {
      const style = getComputedStyle(one);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none' || style.scrollBehavior === 'smooth'
    }).length"""
    assert window.evaluate(moving) == 0


def test_an_article_prints_as_one_article(window: Any, site: str) -> None:
    window.goto(site + PAGES["article"])
    window.emulate_media(media="print")
    for gone in (".masthead nav", ".foot nav", ".newsletter", ".skip", ".similar", ".filed"):
        assert not window.locator(gone).first.is_visible(), gone
    for there in ("h1", ".body", ".byline"):
        assert window.locator(there).first.is_visible(), there
    address = window.locator("link[rel=canonical]").get_attribute("href")
    assert window.locator(".printed").inner_text() == address


def test_a_page_from_right_to_left_begins_at_the_right(window: Any, site: str) -> None:
    window.goto(site + PAGES["right to left"])
    box = window.locator("h1").bounding_box()
    middle = "() => { const range = document.createRange(); range.selectNodeContents(document.querySelector('h1')); const box = range.getBoundingClientRect(); return [box.left, box.right] }"
    left, right = window.evaluate(middle)
    assert abs(right - (box["x"] + box["width"])) < 2
    assert left > box["x"] + 2, "a headline as wide as its box would begin at both sides"
    apron = window.locator(".apron").bounding_box()
    ends = window.locator(".apron p").evaluate_all(
        """all => all.map(one => { const range = document.createRange(); range.selectNodeContents(one);
           return range.getBoundingClientRect().right })"""
    )
    assert all(abs(end - (apron["x"] + apron["width"])) < 2 for end in ends), "and so do our words beside it"
