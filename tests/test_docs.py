"""What the documentation says is what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from docs import tables


def test_the_tables_of_content_md_are_the_schemas() -> None:
    page = tables.PAGE.read_text("utf-8")
    assert tables.filled(page) == page, "run: make docs"


def test_every_schema_has_a_table() -> None:
    assert set(re.findall(r"<!-- table: (\w+) -->", tables.PAGE.read_text("utf-8"))) == set(tables.SCHEMAS)


def test_both_names_are_the_same_command_line(repository: Path) -> None:
    def said(*command: str) -> str:
        return subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True).stdout

    ours = said(sys.executable, "build.py", "build", "--help")
    assert ours == said(sys.executable, "-m", "broadsheet", "build", "--help")
    assert "usage: broadsheet build" in ours


def test_ci_calls_the_test_line_of_the_readme(repository: Path) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    assert re.search(r"^make test$", readme, re.MULTILINE)
    assert re.search(r"^make test$", (repository / ".ci/run").read_text("utf-8"), re.MULTILINE)
