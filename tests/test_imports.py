"""Imports: a build pays for the libraries that it uses, and for no others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.newsroom import LAYOUTS, Newsroom

REPOSITORY = Path(__file__).parent.parent
HEAVY = (
    "babel", "markdown", "yaml", "nh3", "slugify", "jinja2", "feedgen", "lxml", "PIL", "numpy", "httpx", "feedparser", "tqdm",
    "botocore", "multiprocessing", "concurrent.futures", "logging", "email.message", "asyncio",
)  # fmt: skip
CODE = f"""
import sys
from broadsheet import cli
status = cli.main(sys.argv[1:])
print(*sorted(set({HEAVY}) & set(sys.modules)))
sys.exit(status)
"""


def imported(paper: Newsroom) -> set[str]:
    """Which heavy libraries a build of the paper has imported when it ends."""
    words = ["build", "--quiet", "--now", "2021-10-01", "--content", paper.content, "--layouts", LAYOUTS]
    words += ["--output", paper.site, "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *map(str, words)], capture_output=True, text=True, check=True,
        cwd=REPOSITORY, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    return set(done.stdout.split())


def test_when_nothing_has_changed_nothing_heavy_is_imported(newsroom: Newsroom) -> None:
    newsroom.article("valley", body="It is *so*, <b>he</b> said.", tags=["Panjshir"])
    Image.new("RGB", (60, 40)).save(newsroom.write("media/valley.png", ""))
    newsroom.article("mountain", body="![A valley](/media/valley.png)")
    newsroom.link("talks")
    assert imported(newsroom) >= {"babel", "markdown", "yaml", "jinja2", "feedgen", "slugify", "PIL"}
    assert imported(newsroom) == set()


def test_a_body_too_old_for_the_feed_costs_jinja_alone(newsroom: Newsroom) -> None:
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", site + "feeds: {items: 1, hours: 0}\n")
    newsroom.article("valley", published="2021-09-02", summary="In short.")
    newsroom.article("mountain", published="2021-09-03")
    imported(newsroom)
    body = "It is *so*, he said.\n\n> Yes.\n\n- One."
    newsroom.article("valley", published="2021-09-02", summary="In short.", body=body)
    assert imported(newsroom) <= {"jinja2", "slugify", "logging"}
