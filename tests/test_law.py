"""The law: same content, same layouts, same moment, same bytes, whatever the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsroom import tree

SETTINGS = {
    "here": ({"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"}, "1", 0o022),
    "elsewhere": ({"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland", "LC_ALL": "de_DE.UTF-8"}, "3", 0o027),
}


REPOSITORY = Path(__file__).parent.parent
PAPERS = {"small": REPOSITORY / "tests/problems/_base/content", "demonstration": REPOSITORY / "content"}


@pytest.fixture(scope="module", params=["small", pytest.param("demonstration", marks=pytest.mark.slow)])
def trees(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, bytes]]:
    """A paper built by two machines' worth of settings, in two folders."""
    made = {}
    for place, (settings, jobs, umask) in SETTINGS.items():
        folder = tmp_path_factory.mktemp(place) / ("a" * len(made)) / "paper"
        shutil.copytree(PAPERS[request.param], folder / "content")
        shutil.copytree(REPOSITORY / "layouts", folder / "layouts")
        for number, file in enumerate(sorted(folder.rglob("*.md"), reverse=bool(made))):
            os.utime(file, (number, number))
        subprocess.run(
            [sys.executable, REPOSITORY / "build.py", "--now", "2021-09-09 09:00", "--jobs", jobs, "--quiet"],
            cwd=folder, env={**os.environ, **settings, "PYTHONPATH": str(REPOSITORY)}, check=True, umask=umask,
        )  # fmt: skip
        made[place] = tree(folder / "site")
    return made


def test_two_machines_make_the_same_bytes(trees: dict[str, dict[str, bytes]]) -> None:
    assert trees["here"] == trees["elsewhere"]


def test_no_page_knows_where_it_was_built(trees: dict[str, dict[str, bytes]]) -> None:
    home = str(Path.home()).encode()
    assert not [name for name, content in trees["here"].items() if home in content or b"/tmp/" in content]
