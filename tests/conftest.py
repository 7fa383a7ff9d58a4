"""What tests are given: a small real newsroom in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from broadsheet.render import emblem, nameplate
from tests import laws
from tests.newsroom import Newsroom
from tests.outlets import Desk, Outlet, open_outlet

REPOSITORY = Path(__file__).parent.parent
How = TypeVar("How")


def pytest_configure(config: pytest.Config) -> None:
    """A run without the slow tests has short laws too."""
    if config.option.markexpr == "not slow":
        laws.shorten()


@pytest.fixture(scope="session", autouse=True)
def once_is_enough() -> Iterator[None]:
    """What is drawn in our own font hangs on nothing but how, and the paper's icons take most of a small
    newsroom's first build: each is drawn once in a process. Builds that are processes of their own draw all anew,
    and `test_law.py` compares two of them.
    """
    with pytest.MonkeyPatch.context() as patch:
        for maker in (emblem, nameplate):
            patch.setattr(maker, "drawn", _remembered(maker.drawn))
        yield


def _remembered(drawn: Callable[[How, Path | None], bytes]) -> Callable[[How, Path | None], bytes]:
    """The same, which draws no second time what is not made of a file."""
    without_file = cache(lambda how: drawn(how, None))
    return lambda how, source: drawn(how, source) if source else without_file(how)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """An empty newsroom with two sections, two authors, two outlets and one edition."""
    return Newsroom(tmp_path)


@pytest.fixture
def repository() -> Path:
    """The project's own checkout."""
    return REPOSITORY


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    """Another outlet's server."""
    with open_outlet() as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, outlet: Outlet) -> Desk:
    """A newsroom that collects from it; it has a feed there when a test has put one."""
    return Desk(tmp_path, {"wire": outlet.url()})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have measured and not judged, such as how quick a page is, whichever process ran them."""
    measured = [
        f"{what}: {value}"
        for kind in ("passed", "failed")
        for report in terminalreporter.getreports(kind)
        for what, value in report.user_properties
        if report.when == "call"
    ]
    if measured:
        terminalreporter.section("measured")
    for line in sorted(measured):
        terminalreporter.write_line(line)
