"""Ten stories that have nothing in common, and what a build renders of them after an edit."""

from __future__ import annotations

from broadsheet.plan import urls
from tests.newsroom import Newsroom, tree

TITLES = (
    "", "Harbour dredged at last", "Rice harvest doubles", "Valley school opens", "Tunnel bids sought", "Clinic nurses strike",
    "Glacier survey begins", "Bakers fined over scales", "Chess final drawn", "Volcano quiets overnight", "Airline drops routes",
    "Museum returns statue",
)  # fmt: skip
"""What the stories say: nothing that any two of them share, or they would stand under each other."""
FRONTS = {"/", "/world/", "/2021/09/", "/authors/aisha/"}
"""The pages that show the newest of them."""
OF_THE_SITE = {
    "/feed.xml", "/atom.xml", "/feed.json", "/newsletters/morning/feed.xml", "/newsletters/weekend/feed.xml",
}  # fmt: skip
"""The feeds of everything."""
IN_FULL = OF_THE_SITE | {"/world/feed.xml", "/authors/aisha/feed.xml"}
"""The feeds that carry the newest of them, text and all."""
ARCHIVED = "/2021/09/part-1/feed.xml"
"""The part of the archive of the site's feed that they are all in, with their summaries."""
FEEDS = IN_FULL | {ARCHIVED}
MAPS = {"/sitemap.xml", "/sitemap-pages.xml", "/sitemap-2021-09.xml"}
"""The sitemaps that a new one of them changes. None of them is news when they are built."""
WORLD = "/world/2021/09/{:02}/story-{:02}/"


def story(number: int) -> str:
    """The URL of a story."""
    return WORLD.format(number, number)


def publish(newsroom: Newsroom) -> None:
    """Ten stories in the world section, on ten days, by Aisha, one with a tag, one with a link; built once."""
    for number in range(1, 11):
        write_story(newsroom, number, tags=["Panjshir"] if number == 3 else [])
    newsroom.link("talks", **{"for": ["story-05"], "published": "2021-09-05"})
    newsroom.built(now="2021-10-01")


def rendered(paper: Newsroom, **wishes: object) -> set[str]:
    """The URLs that a build renders, and proof that it made what a clean build makes."""
    report = paper.built(**{"now": "2021-10-01", **wishes})
    paper.built(
        **{
            "now": "2021-10-01",
            **wishes,
            "output": paper.folder / "clean",
            "clean": True,
            "cache": paper.folder / "scratch",
        }
    )
    assert tree(paper.site) == tree(paper.folder / "clean")
    return set(report.rendered)


def write_story(paper: Newsroom, number: int, **changes: object) -> None:
    """Write a story as it is in the ten, but for some changes."""
    title = TITLES[number] if number < len(TITLES) else f"Number {number}"
    keys = {
        "section": "world",
        "published": f"2021-09-{number:02}",
        "title": title,
        "slug": f"story-{number:02}",
        "body": title,
        "summary": "In short.",
        "authors": ["aisha"],
        **changes,
    }
    paper.article(f"story-{number:02}", **keys)


def every_page(paper: Newsroom) -> set[str]:
    """The URLs of all that is rendered: pages and feeds."""
    paths = map(urls.path_of, tree(paper.site))
    return {path for path in paths if path.endswith(("/", ".html", ".xml", "/feed.json"))}
