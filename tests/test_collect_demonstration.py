"""The demonstration newsroom, whose links are taken away and found again in their outlets' feeds."""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path

from broadsheet.collect.collect import collect
from broadsheet.collect.order import Order
from broadsheet.collect.report import Report
from broadsheet.model import Link
from broadsheet.read import documents, entries, site
from tests.outlets import open_outlet, rss

PANJSHIR = "panjshir-leader-backs-clerics-call"
MEANT = {
    "bayan-lepas-buses-for-the-night-shift": "penang-chip-packagers-third-shift",
    "celebratory-fire-kills-in-kabul": PANJSHIR,
    "dushanbe-sleeper-fully-booked": "night-train-to-khujand",
    "feri-seri-rimau-tamat-khidmat": "serindit-ferry-last-crossing",
    "ferry-band-plays-serindit-farewell": "serindit-ferry-last-crossing",
    "merpauh-bridges-swept-away": "merpauh-flash-flood",
    "palme-recolte-sans-bras": "smallholders-price-of-fruit",
    "pamir-district-prepares-tents": "tajik-border-town-readies-camp",
    "panjshir-holds-as-fighting-goes-on": PANJSHIR,
    "panjshir-leader-ready-for-talks": PANJSHIR,
    "spy-chief-in-kabul-as-sides-vie-for-panjshir": PANJSHIR,
    "taliban-claim-panjshir-breakthrough": PANJSHIR,
    "taliban-press-deep-into-panjshir": PANJSHIR,
    "zaharah-lazim-tributes": "zaharah-lazim-batik-obituary",
}
"""What a reader would say that links are about; they find their articles by themselves, so few files say it."""


def links(content: Path) -> list[Link]:
    config = site.parse(site.text(content)).config
    files = sorted((content / "links").rglob("*.md"))
    read = entries.reader(config)
    return [
        read(documents.document(content, file.relative_to(content).as_posix(), file.read_bytes())).item
        for file in files
    ]


def meant(content: Path) -> dict[str, str]:
    """The article that each address is about; empty of what is about none."""
    found = {}
    for file in (content / "links").rglob("*.md"):
        text = file.read_text("utf-8")
        found[re.search(r"^url: (\S+)$", text, re.MULTILINE)[1]] = MEANT.get(file.stem, "")
    return found


def test_the_panjshir_article_finds_its_six_links_and_no_other_storys(
    repository: Path, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(repository / "content", content)
    wanted, theirs = meant(content), links(content)
    shutil.rmtree(content / "links")
    with open_outlet() as outlet:
        text = (content / "site.yaml").read_text("utf-8")
        for slug in {one.source for one in theirs}:
            items = (
                f"<title>{escape(one.title)}</title><link>{one.url}</link><pubDate>{one.published.isoformat()}</pubDate>"
                f"<description>{escape(escape(one.excerpt))}</description>"
                for one in theirs
                if one.source == slug
            )
            feed = outlet.feed(rss(*items), f"/{slug}")
            text = re.sub(rf"(\n  {slug}:\n(?:    .*\n)*?    feed: )\S+", rf"\g<1>{feed}", text)
        text += "\ncollect: {hosts: [127.0.0.1], robots: false, pause_seconds: 0}\n"
        (content / "site.yaml").write_text(text, "utf-8")
        report = collect(Order(content, "2021-09-08 12:00"))
    assert isinstance(report, Report)
    found = {one.item.url: one.match.article for one in report.verdicts if one.match}
    six = {url for url, article in wanted.items() if article == PANJSHIR}
    assert len(six) == 6
    assert {url for url, article in found.items() if article == PANJSHIR} == six
    for url, article in found.items():
        assert wanted[url] in ("", article)
    assert len(found) >= len(theirs) - 1  # one of a flood shares too few words with it
