"""What tests are given: a small real newsroom in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.newsroom import Newsroom

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    """An empty newsroom with two sections, two authors, two outlets and one edition."""
    return Newsroom(tmp_path)


@pytest.fixture
def repository() -> Path:
    """The project's own checkout."""
    return REPOSITORY
