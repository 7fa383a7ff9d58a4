"""Where a site may be published: what is taken for a place, and for which kind of one."""

from __future__ import annotations

import pytest

from broadsheet.problems import Refused
from broadsheet.read import site
from broadsheet.read.deploying import is_remote
from tests.newsroom import SITE


def read(to: str):
    return site.parse(f"{SITE}publish:\n  targets:\n    production: {{to: '{to}'}}\n")


@pytest.mark.parametrize(
    ("to", "remote"),
    [
        ("/srv/www", False), ("../www", False), ("s3://paper", False), ("s3://paper-live.example/a/b", False),
        ("www@host.example:/srv/www", True), ("host.example:www", True), ("rsync://host.example/module/a", True),
        ("rsync://www@host.example:8730/module", True), ("rsync://127.0.0.1:8730/www", True),
    ],
)  # fmt: skip
def test_a_place(to: str, remote: bool) -> None:
    made = read(to)
    assert not isinstance(made, Refused)
    assert made.config.publish.targets["production"].to == to
    assert is_remote(to) == remote


@pytest.mark.parametrize(
    "to",
    ["-e sh", "/", ".", "ftp://host/www", "s3://", "s3://a", "host:-e", "-host:/www", "rsync://host", "rsync://host/-x",
     "rsync://me:secret@host/www", "s3://key:secret@paper", "https://www.example.org"],
)  # fmt: skip
def test_no_place_and_no_word_for_a_program(to: str) -> None:
    made = read(to)
    assert isinstance(made, Refused)
    assert "secret" not in str(made)
