"""Publish over rsync: into a folder, and through a daemon on the loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from broadsheet.deploy import opening, plan, soundness
from broadsheet.deploy.publish import Order, run
from broadsheet.deploy.rsync import Rsync
from broadsheet.read import site
from tests.deploying import Frail, Killed, built_files, gone, published, refusals, sent, with_target, www
from tests.newsroom import Newsroom, tree

pytestmark = pytest.mark.skipif(
    shutil.which("rsync") is None and not os.environ.get("CI"), reason="rsync is not installed"
)


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[str]:
    """An rsync daemon that serves a folder `www` beside the newsroom."""
    folder = tmp_path / "www"
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "rsyncd.conf"
    config.write_text(
        f"use chroot = no\naddress = 127.0.0.1\npid file = {tmp_path}/rsyncd.pid\n"
        f"[www]\npath = {folder}\nread only = no\nuid = {os.getuid()}\ngid = {os.getgid()}\n"
    )
    server = subprocess.Popen(["rsync", "--daemon", "--no-detach", f"--config={config}", f"--port={port}"])
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"rsync://127.0.0.1:{port}/www"
    finally:
        server.terminate()
        server.wait(5)


def _paper(newsroom: Newsroom, to: str) -> Newsroom:
    with_target(newsroom, to)
    newsroom.article("valley", section="world")
    newsroom.article("mountain", section="business")
    newsroom.built()
    return newsroom


def test_a_daemons_module_ends_equal_to_the_site_and_keeps_strangers_files(
    newsroom: Newsroom, daemon: str
) -> None:
    paper = _paper(newsroom, f"{daemon}/live/")
    published(paper)
    folder = www(paper) / "live"
    assert tree(folder) == built_files(paper)
    assert sent(published(paper)) == []
    (folder / "business/theirs.txt").write_text("theirs")
    paper.remove("articles/2021/09/mountain.md")
    paper.article("valley", "Other words.", section="world")
    paper.built()
    report = published(paper)
    assert "business/2021/09/06/mountain/index.html" in gone(report)
    assert "world/2021/09/06/valley/index.html" in sent(report)
    assert tree(folder) == built_files(paper) | {"business/theirs.txt": b"theirs"}
    assert not (folder / "business/2021").exists(), "folders that are empty go too"


def test_a_module_that_is_not_there_or_a_server_that_is_silent_is_told(
    newsroom: Newsroom, daemon: str
) -> None:
    paper = _paper(newsroom, f"{daemon.removesuffix('/www')}/nothing")
    (problem,) = refusals(paper)
    assert "Unknown module 'nothing'" in problem
    with_target(paper, "rsync://127.0.0.1:9/www")
    (problem,) = refusals(paper)
    assert "failed to connect" in problem


def test_killed_at_many_points_and_repeated_a_folder_ends_equal(newsroom: Newsroom) -> None:
    paper = _paper(newsroom, "www")
    published(paper)
    paper.article("valley", "Other words.", section="business")
    paper.built()
    for steps in (0, 1, 3, 6, 9, 12):
        folder = paper.folder / f"www {steps}"
        shutil.copytree(www(paper), folder)
        with pytest.raises(Killed):
            _run(paper, folder, steps)
        _run(paper, folder, None)
        assert tree(folder) == built_files(paper), steps


def test_a_folder_that_is_not_there_yet_is_made(newsroom: Newsroom) -> None:
    paper = _paper(newsroom, "www")
    _run(paper, paper.folder / "a/b", None)
    assert tree(paper.folder / "a/b") == built_files(paper)


def _run(paper: Newsroom, folder: Path, steps: int | None) -> None:
    made, config = soundness.built(paper.site), site.read(paper.content).config
    target = (
        Frail(Rsync(paper.site, str(folder)), steps) if steps is not None else Rsync(paper.site, str(folder))
    )
    to_do = plan.plan(made.files, opening.standing(target))
    run(Order(paper.content, paper.site), config, config.publish.targets["production"], target, made, to_do)
