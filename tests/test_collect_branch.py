"""`--branch` and the command line: what is left for a pull request, and what a person is told."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.collect.filing import place
from tests.newsroom import NOW, tree
from tests.outlets import Desk, Outlet, conditional, item, rss, says


@pytest.fixture
def desk(tmp_path: Path, outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A newsroom in a repository of its own, with one commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    desk = Desk(tmp_path / "paper", {"wire": outlet.url()})
    outlet.feed(rss(item()))
    git(desk, "init", "-q", "-b", "main")
    commit(desk, "Begin")
    return desk


def git(desk: Desk, *words: str) -> str:
    done = subprocess.run(("git", *words), cwd=desk.folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(desk: Desk, message: str) -> None:
    desk.folder.joinpath(".gitignore").write_text(".broadsheet/\n")
    git(desk, "add", "-A")
    git(desk, "-c", "user.name=E", "-c", "user.email=e@example.org", "commit", "-q", "-m", message)


def test_a_branch_is_left_and_the_working_tree_is_as_it_was(desk: Desk) -> None:
    desk.write("articles/2021/09/half-written.md", "---\ntitle: Half")
    git(desk, "add", "content/articles/2021/09/half-written.md")
    before, status = tree(desk.content), git(desk, "status", "--porcelain")
    report = desk.collect(branch="collected")
    assert report.place.startswith("branch collected, commit ")
    assert tree(desk.content) == before
    assert git(desk, "status", "--porcelain") == status
    assert git(desk, "diff", "--name-status", "main", "collected").split() == [
        "A", "content/collected.txt",
        "A", "content/links/2021/09/wire-valley-leader-ready-for-talks-with-taliban.md",
    ]  # fmt: skip
    message = git(desk, "log", "-1", "--format=%B", "collected")
    assert message.startswith("Collect 1 link")
    assert "for panjshir" in message
    git(desk, "reset", "-q", "--hard")
    git(desk, "merge", "-q", "collected")
    desk.built()


def test_a_branch_that_is_not_merged_yet_grows_and_repeats_nothing(desk: Desk, outlet: Outlet) -> None:
    desk.collect(branch="collected")
    tip = git(desk, "rev-parse", "collected")
    desk.collect(branch="collected")
    assert git(desk, "rev-parse", "collected") == tip
    outlet.feed(rss(item(), item("more", "Taliban and Panjshir leader hold talks")))
    desk.collect(branch="collected")
    assert git(desk, "rev-parse", "collected~1") == tip
    assert len(git(desk, "diff", "--name-only", "main", "collected", "--", "content/links").split()) == 2


def test_a_branch_that_was_merged_begins_anew(desk: Desk, outlet: Outlet) -> None:
    desk.collect(branch="collected")
    git(desk, "merge", "-q", "collected")
    desk.article("other")
    commit(desk, "More")
    outlet.feed(rss(item("more", "Taliban and Panjshir leader hold talks")))
    desk.collect(branch="collected")
    assert git(desk, "rev-parse", "collected~1") == git(desk, "rev-parse", "main")


def test_a_feed_that_moved_is_written_to_the_branch_once(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()), "/new")
    outlet.at("/feed", says(301, Location="/new"))
    desk.feeds({"wire": outlet.url()}, moved_after=1)
    commit(desk, "Believe at once")
    assert "site.yaml now says" in desk.collect(branch="collected").health[0].notes[0]
    tip = git(desk, "rev-parse", "collected")
    assert outlet.url("/new") in git(desk, "show", "collected:content/site.yaml")
    report = desk.collect(branch="collected")
    assert "site.yaml now says" in report.health[0].notes[0]
    assert git(desk, "rev-parse", "collected") == tip


def test_an_outlet_of_an_opml_file_is_added_to_the_branch_once(desk: Desk, outlet: Outlet) -> None:
    opml = desk.folder / "feeds.opml"
    opml.write_text(f'<opml><body><outline text="Other" xmlUrl="{outlet.url("/other")}"/></body></opml>')
    for number in range(3):
        outlet.feed(
            rss(item(f"other-{number}", f"Taliban and Panjshir leader hold talks {number}")), "/other"
        )
        report = desk.collect(branch="collected", opml=opml)
        assert not report.needs_person
        assert len(report.written) == (2 if number == 0 else 1)
    assert git(desk, "show", "collected:content/site.yaml").count("other:") == 1
    assert git(desk, "log", "--oneline", "main..collected").count("\n") == 2


def test_the_branch_that_is_checked_out_is_not_moved_under_its_editor(desk: Desk) -> None:
    assert main(["collect", "--content", str(desk.content), "--branch", "main", "--now", NOW]) == 1
    assert git(desk, "log", "--oneline").count("\n") == 0


def test_without_a_repository_there_is_no_branch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path)
    assert main(["collect", "--content", str(desk.content), "--branch", "--now", NOW]) == 1
    assert "no branch can be made" in capsys.readouterr().err


def said(desk: Desk, *words: str) -> int:
    return main(["collect", "--content", str(desk.content), "--now", NOW, *words])


def test_the_command_line_prints_matches_health_and_a_last_line(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(desk, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "Valley leader ready for talks with Taliban" in out
    assert "last good" in out
    assert out.endswith("1 link would be collected; 0 in the inbox.\n")
    assert said(desk) == 0
    assert capsys.readouterr().out.endswith("1 link collected; 0 in the inbox.\n")


def test_the_exit_status_says_whether_a_source_needs_a_person(
    desk: Desk, outlet: Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    outlet.at("/feed", says(410))
    report = desk.folder / "report.json"
    assert said(desk, "--report", str(report), "--quiet") == 3
    assert "wire: 410: gone for good. The feed is gone" in capsys.readouterr().out
    assert json.loads(report.read_text("utf-8"))["needs_person"] is True


def test_a_broken_site_yaml_is_a_problem_with_a_line(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.feeds({}, inbox_days="many", hosts="[http://x/]")
    assert said(desk) == 1
    err = capsys.readouterr().err
    assert "collect.inbox_days: 'many' is not a whole number" in err
    assert "collect.hosts: 'http://x/' is not a host" in err
    assert "Mend this and collect again." in err


def test_the_inbox_is_shown(desk: Desk, outlet: Outlet, capsys: pytest.CaptureFixture[str]) -> None:
    outlet.feed(rss(item("ferry", "Langkawi ferry resumes service", description="Boats sail.")))
    said(desk)
    asked = len(outlet.requests)
    capsys.readouterr()
    assert main(["collect", "inbox", "--content", str(desk.content), "--now", NOW]) == 0
    out = capsys.readouterr().out
    assert "wire    2021-09-06 12:00  Langkawi ferry resumes service" in out
    assert out.endswith("0 links collected; 1 in the inbox.\n")
    assert len(outlet.requests) == asked


def test_a_review_reads_answers_from_the_terminal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "n")
    assert said(desk, "--review") == 0
    assert not desk.collected()
    assert said(desk) == 0
    assert not desk.collected()


@pytest.mark.parametrize(
    "words",
    [
        ("--dry-run", "--review"),
        ("--now", "soon"),
        ("outbox",),
        ("--report", "nowhere/report.json"),
    ],
)
def test_wrong_usage_is_status_2(desk: Desk, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        said(desk, *words)
    assert stopped.value.code == 2


def test_neither_build_nor_help_loads_what_only_collecting_needs(repository: Path) -> None:
    code = (
        "import sys; from broadsheet.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print([m for m in ('httpx', 'httpcore', 'feedparser', 'ftfy', 'protego', 'ssl') if m in sys.modules])"
    )
    for words in (
        ("--help",),
        ("collect", "--help"),
        ("build", "--content", "/nowhere", "--output", "/nowhere-else"),
    ):
        done = subprocess.run(
            (sys.executable, "-c", code, *words), cwd=repository, capture_output=True, text=True, check=True
        )
        assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize("step", range(5))
def test_a_run_that_was_killed_is_made_whole_by_the_next(
    desk: Desk, outlet: Outlet, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet.at(
        "/feed", conditional(rss(*(item(name, f"Panjshir talks {name}", description="") for name in "abc")))
    )
    write, written = place.write, []

    def dying(file: Path, text: str, *, is_new: bool) -> None:
        if len(written) == step:
            raise KeyboardInterrupt
        written.append(file)
        write(file, text, is_new=is_new)

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(place, "write", dying)
        desk.collect()
    desk.collect()
    assert len(desk.collected()) == 3
    assert len((desk.content / "collected.txt").read_text("utf-8").splitlines()) == 4
    desk.built()


def test_without_any_feed_an_editor_is_told_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(Desk(tmp_path / "new")) == 0
    assert "No source in site.yaml has a 'feed'" in capsys.readouterr().out


def test_a_branch_that_cannot_be_called_so_is_told_without_gits_alarm(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(desk, "--branch", "a name") == 1
    err = capsys.readouterr().err
    assert "no branch can be made: 'a name' is not a valid branch name\n    Name another" in err
