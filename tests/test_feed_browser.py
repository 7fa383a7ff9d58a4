"""A feed opened in a browser: a page that says what it is, under the strictest policy there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browsing import browser, served
from tests.newsroom import SITE, Newsroom

pytestmark = pytest.mark.slow
WHAT = "This is a feed. Paste its address into your feed reader, and what is new comes to you."
SEEN = """() => { const link = [...document.documentElement.getElementsByTagNameNS('*', 'link')].find(
    one => one.getAttribute('rel') === 'self');
  const said = part => getComputedStyle(link, part).content, root = document.documentElement;
  const order = [...root.getElementsByTagName('title')].map(one => one.getBoundingClientRect().top);
  return {what: said('::before'), where: said('::after'), top: link.getBoundingClientRect().top < order[0],
    wide: root.scrollWidth - root.clientWidth, paper: getComputedStyle(root).backgroundColor,
    titles: order.length, hidden: [...root.getElementsByTagName('ttl'), ...root.getElementsByTagName('id')].every(
      one => one.getBoundingClientRect().height === 0)} }"""


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_feed_in_a_browser_says_what_it_is(newsroom: Newsroom, language: str) -> None:
    newsroom.write("site.yaml", SITE.replace("language: en\n", f"language: {language}\n"))
    newsroom.article("valley", section="world", summary="In short.", title="A-long-word-" * 20)
    newsroom.built()
    complaints: list[str] = []
    with browser() as chromium, served(Path(newsroom.site)) as site:
        for path in ("/feed.xml", "/atom.xml"):
            for width, scheme, paper in (
                (320, "light", "rgb(253, 252, 249)"),
                (1280, "dark", "rgb(22, 22, 25)"),
            ):
                context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
                page = context.new_page()
                page.on("console", lambda one: complaints.append(one.text))
                page.goto(site + path)
                seen = page.evaluate(SEEN)
                assert (seen["what"] == f'"{WHAT}"') == (language == "en")
                assert seen["where"] == f'"https://gazette.example.org{path}"'
                assert (seen["top"], seen["titles"], seen["hidden"], seen["paper"]) == (True, 2, True, paper)
                assert seen["wide"] <= 0
                assert not [one for one in complaints if "Content Security Policy" in one]
                context.close()
