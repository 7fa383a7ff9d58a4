"""A real reader: newsboat subscribes to the site, and whatever an editor does, no article comes to it twice.

Newsboat is Debian's. Without it these tests are skipped, except where `BROADSHEET_BROWSER=required` says that it must
be there, as CI does.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.browsing import served
from tests.newsroom import Newsroom

MOVED = "https://elsewhere.example.net"
FEEDS = ("feed.xml", "atom.xml", "world/feed.xml", "newsletters/morning/feed.xml", "2021/09/part-1/feed.xml")


@pytest.fixture
def newsboat() -> str:
    found = shutil.which("newsboat")
    if found is None and os.environ.get("BROADSHEET_BROWSER") == "required":
        pytest.fail("there is no newsboat, and BROADSHEET_BROWSER says it must be there")
    if found is None:
        pytest.skip("there is no newsboat: apt-get install newsboat")
    return found


def read(newsboat: str, folder: Path, site: str, feeds: tuple[str, ...]) -> list[tuple[str, str]]:
    """The articles that a subscriber to some feeds has after a look at them: their names and titles."""
    folder.mkdir(exist_ok=True)
    (folder / "urls").write_text("".join(f"{site}/{feed}\n" for feed in feeds))
    (folder / "config").write_text(
        f'max-items 0\nkeep-articles-days 0\nuse-proxy no\nerror-log "{folder}/errors"\n'
    )
    home = {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }
    subprocess.run(
        [newsboat, "-q", "-u", folder / "urls", "-c", folder / "cache.db", "-C", folder / "config", "-x", "reload"],
        check=True, capture_output=True, timeout=60, env={"PATH": os.environ["PATH"], **home},
    )  # fmt: skip
    with closing(sqlite3.connect(folder / "cache.db")) as cache:
        return sorted(cache.execute("SELECT guid, title FROM rss_item WHERE deleted = 0"))


def test_no_article_comes_twice_whatever_becomes_of_it(
    newsboat: str, newsroom: Newsroom, tmp_path: Path
) -> None:
    names = ["tag:gazette.example.org,2000:ferry", "tag:gazette.example.org,2000:valley"]
    newsroom.article("ferry", section="world", published="2021-09-05")
    newsroom.article("valley", section="world")
    newsroom.built()
    with served(newsroom.site) as site:
        assert read(newsboat, tmp_path / "reader", site, FEEDS) == [(names[0], "Ferry"), (names[1], "Valley")]
        newsroom.article("valley", section="world", title="Valley holds")  # retitled
        newsroom.built()
        assert read(newsboat, tmp_path / "reader", site, FEEDS)[1][0] == names[1]
        newsroom.article("valley", section="world", title="Valley holds", slug="held")  # at another address
        newsroom.built()
        assert [name for name, _ in read(newsboat, tmp_path / "reader", site, FEEDS)] == names
    newsroom.built(base_url=MOVED)
    assert f"<link>{MOVED}/world/2021/09/06/held/</link>" in newsroom.page("/feed.xml")
    with served(newsroom.site) as elsewhere:  # on another host, for a port is a part of it
        assert [name for name, _ in read(newsboat, tmp_path / "reader", elsewhere, FEEDS)] == names


def test_it_reads_every_item_of_every_feed(newsboat: str, newsroom: Newsroom, tmp_path: Path) -> None:
    for number in range(1, 6):
        newsroom.article(f"n{number}", section="world", published=f"2021-09-0{number}")
    newsroom.link("talks", published="2021-09-05")
    newsroom.built()
    with served(newsroom.site) as site:
        for number, feed in enumerate(FEEDS):
            assert len(read(newsboat, tmp_path / f"reader-{number}", site, (feed,))) == 5
        assert len(read(newsboat, tmp_path / "links", site, ("sources/feed.xml",))) == 1
