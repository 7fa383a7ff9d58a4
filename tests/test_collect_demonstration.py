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


def links(content: Path) -> list[Link]:
    config = site.parse(site.text(content)).config
    files = sorted((content / "links").rglob("*.md"))
    read = entries.reader(config)
    return [
        read(documents.document(content, file.relative_to(content).as_posix(), file.read_bytes())).item
        for file in files
    ]


def meant(content: Path) -> dict[str, set[str]]:
    """Under which articles the paper's editors put each address."""
    found = {}
    for file in (content / "links").rglob("*.md"):
        text = file.read_text("utf-8")
        said = re.search(r"^for: \[(.*)\]$", text, re.MULTILINE)
        found[re.search(r"^url: (\S+)$", text, re.MULTILINE)[1]] = set(said[1].split(", ")) if said else set()
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
    six = {url for url, articles in wanted.items() if PANJSHIR in articles}
    assert {url for url, article in found.items() if article == PANJSHIR} == six
    for url, article in found.items():
        assert not wanted[url] or article in wanted[url]
    assert len(found) >= len(theirs) - 1  # one of a flood shares too few words with it
