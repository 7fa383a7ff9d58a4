"""What tests are given: a small real newsroom in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import Newsroom
from tests.outlets import Desk, Outlet, open_outlet

REPOSITORY = Path(__file__).parent.parent


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
