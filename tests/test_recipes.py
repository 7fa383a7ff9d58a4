"""The recipes of docs/publishing.md: their shell is sound, and says of each moment whether a build is due."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parent.parent
GITHUB = yaml.safe_load((REPOSITORY / ".github/workflows/publish.yml").read_text("utf-8"))
GITLAB = yaml.safe_load((REPOSITORY / "docs/recipes/gitlab-ci.yml").read_text("utf-8"))
CRON = (REPOSITORY / "docs/recipes/crontab").read_text("utf-8").splitlines()[-1].split(" ", 5)[5]
PAST, FUTURE = "2001-01-01T08:00:00+08:00", "2101-01-01T08:00:00+08:00"

on_linux = pytest.mark.skipif(
    shutil.which("jq") is None, reason="jq, which GitHub's machines have, is not installed"
)


def _runs() -> list[str]:
    steps = [step["run"] for job in GITHUB["jobs"].values() for step in job["steps"] if "run" in step]
    return [*steps, *GITLAB["publish"]["script"], CRON]


@pytest.mark.parametrize("script", _runs())
def test_every_line_of_shell_is_sound(script: str) -> None:
    plain = script.replace("${{", "{").replace("}}", "}")
    assert subprocess.run(["bash", "-n", "-c", plain], capture_output=True, text=True).stderr == ""


CASES = [
    ("push", FUTURE, True),
    ("schedule", PAST, True),
    ("schedule", FUTURE, False),
    ("schedule", None, False),
    ("schedule", "lost", True),
]


@on_linux
@pytest.mark.parametrize(("event", "next_change", "is_due"), CASES)
def test_on_github_a_build_is_due_at_a_commit_and_at_the_next_change(
    tmp_path: Path, event: str, next_change: str | None, is_due: bool
) -> None:
    (script,) = (step["run"] for step in GITHUB["jobs"]["due"]["steps"] if step.get("id") == "look")
    _report(tmp_path, next_change)
    environment = {"EVENT": event, "GITHUB_OUTPUT": str(tmp_path / "output"), "PATH": "/usr/bin:/bin"}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "output").read_text() == f"is_due={str(is_due).lower()}\n"


@pytest.mark.parametrize(("event", "next_change", "is_due"), CASES)
def test_on_gitlab_too(tmp_path: Path, event: str, next_change: str | None, is_due: bool) -> None:
    _report(tmp_path, next_change)
    (tmp_path / "python").symlink_to(shutil.which("python3") or "/usr/bin/python3")
    environment = {"CI_PIPELINE_SOURCE": event, "PATH": f"{tmp_path}:/usr/bin:/bin"}
    script = GITLAB["publish"]["script"][0] + "\necho it is due\n"
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ("it is due" in done.stdout) == is_due


def test_what_is_due_again_after_a_failed_publication_is_noted_last() -> None:
    *before, last = GITHUB["jobs"]["publish"]["steps"]
    assert last["with"]["path"] == "report.json"
    assert "publish" in before[-1]["run"]
    assert GITLAB["publish"]["cache"]["when"] == "on_success"


LINE = "/world/old/: /world/new/"
BUILDS = f"""#!/bin/sh
echo "$1" >> ../log
grep -qx '{LINE}' content/redirects.yaml 2>/dev/null || test "$1" != build || echo '{LINE}' >> content/redirects.yaml
"""
"""Stands for broadsheet, whose store remembers a line until it is committed."""


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock, of util-linux, is not installed")
@pytest.mark.parametrize("before", [None, "# Ours.\n/a/: /b/\n"])
def test_the_crontab_goes_on_when_an_editor_commits_the_line_that_the_server_has_written(
    tmp_path: Path, before: str | None
) -> None:
    editor, server, tools = tmp_path / "editor", tmp_path / "server", tmp_path / "bin"
    tools.mkdir()
    (tools / "broadsheet").write_text(BUILDS)
    (tools / "broadsheet").chmod(0o755)
    _git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "origin")
    _git(tmp_path, "clone", "--quiet", "origin", "editor")
    redirects = editor / "content/redirects.yaml"
    redirects.parent.mkdir()
    (editor / "content/site.yaml").write_text("title: A paper\n")
    if before is not None:
        redirects.write_text(before)
    _commit(editor, "Begin")
    _git(tmp_path, "clone", "--quiet", "origin", "server")
    for _ in range(2):  # the second minute finds what the first has written
        _minute(server, tools)
    assert (server / "content/redirects.yaml").read_text() == f"{before or ''}{LINE}\n"

    redirects.write_text(f"{before or ''}{LINE}\n/mine/: gone\n")
    _commit(editor, "Keep the old address")
    for _ in range(2):
        _minute(server, tools)
    assert (server / "content/redirects.yaml").read_text() == redirects.read_text()
    assert (tmp_path / "log").read_text().split() == ["build", "publish"] * 4


GITHUBS = next(step["run"] for step in GITHUB["jobs"]["publish"]["steps"] if step.get("id") == "redirects")
GITLABS = next(script for script in GITLAB["publish"]["script"] if "redirects.yaml" in script)


@pytest.mark.parametrize(("script", "word"), [(GITHUBS, "::warning file="), (GITLABS, "WARNING: ")])
@pytest.mark.parametrize("before", [None, "/a/: /b/\n"])
def test_in_ci_what_the_build_has_written_is_said_until_it_is_committed(
    tmp_path: Path, script: str, word: str, before: str | None
) -> None:
    _git(tmp_path, "init", "--quiet", "--initial-branch=main")
    file = tmp_path / "content/redirects.yaml"
    file.parent.mkdir()
    (tmp_path / "content/site.yaml").write_text("title: A paper\n")
    if before is not None:
        file.write_text(before)
    _git(tmp_path, "add", "--all")
    _git(tmp_path, "commit", "--quiet", "--message", "Begin")
    assert _said(script, tmp_path) == ""
    file.write_text(f"{before or ''}{LINE}\n")
    said = _said(script, tmp_path)
    assert f"\n+{LINE}\n" in said
    assert word in said


def _said(script: str, folder: Path) -> str:
    environment = _environment() | {"GITHUB_STEP_SUMMARY": os.devnull}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def _minute(server: Path, tools: Path) -> None:
    script = CRON.replace("cd /srv/paper", f"cd '{server}'")
    done = subprocess.run(
        ["sh", "-c", script], env=_environment(tools), check=True, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("", ""), "cron mails whatever is said"


def _commit(folder: Path, message: str) -> None:
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", message)
    _git(folder, "push", "--quiet", "origin", "HEAD:main")


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, env=_environment(), check=True, capture_output=True)


def _environment(*first: Path) -> dict[str, str]:
    """Nobody's configuration, and a name to commit by."""
    who = {f"GIT_{role}_{what}": f"{what.lower()}@example.org"
           for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}  # fmt: skip
    path = ":".join((*map(str, first), os.environ["PATH"]))
    return {"PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **who}


def _report(folder: Path, next_change: str | None) -> None:
    if next_change != "lost":
        (folder / "report.json").write_text(json.dumps({"next_change": next_change}))
