"""The command line: what it says, where it says it, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from broadsheet.cli import main
from tests.newsroom import LAYOUTS, Newsroom, tree

LONG_AGO = ["--now", "2021-09-08 12:00"]


@pytest.fixture
def paper(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom with one article, in the folder the command is typed in."""
    newsroom.article("valley", section="world")
    (newsroom.folder / "layouts").symlink_to(LAYOUTS)
    monkeypatch.chdir(newsroom.folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return newsroom


def test_the_last_line_is_what_a_person_wants(paper: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    paper.link("talks")
    paper.article("draft", draft=True)
    assert main(["build", *LONG_AGO]) == 0
    said = capsys.readouterr()
    *held, last = said.out.splitlines()
    assert held == ["content/articles/2021/09/draft.md: held back, draft"]
    assert re.fullmatch(
        r"1 article, 1 link: \d+ files written, 0 unchanged, 0 removed in \d+\.\d s\. Look at site/", last
    )
    assert said.err == ""


def test_build_is_what_it_does_without_a_command(paper: Newsroom) -> None:
    assert main(LONG_AGO) == 0
    assert paper.has("/world/2021/09/06/valley/")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (["--nwo", "2021-09-08"], "unrecognized arguments: --nwo 2021-09-08. Did you mean '--now'?"),
        (["build", "--ouptut=x"], "unrecognized arguments: --ouptut=x. Did you mean '--output'?"),
        (["collect", "--dryrun"], "unrecognized arguments: --dryrun. Did you mean '--dry-run'?"),
        (["similar", "valley", "--drfats"], "unrecognized arguments: --drfats. Did you mean '--drafts'?"),
        (["similar", "valley", "--jobs", "2"], "unrecognized arguments: --jobs 2"),
        (["build", "now"], "unrecognized arguments: now"),
    ],
)  # fmt: skip
def test_an_option_that_is_mistyped_is_guessed_among_those_of_its_command(
    paper: Newsroom, capsys: pytest.CaptureFixture[str], line: list[str], hint: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].partition(": ")[2] == hint


@pytest.mark.parametrize(
    ("line", "last"),
    [
        (["build"], "1 problem. Nothing was published."),
        (["verify"], "1 problem. Nothing was published."),
        (["publish"], "1 problem. Mend this and publish again."),
        (["collect"], "1 problem. Mend this and collect again."),
        (["similar", "valley"], "1 problem. Mend this and ask again."),
    ],
)
def test_every_command_says_problems_alike_and_what_comes_of_them(
    paper: Newsroom,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    line: list[str],
    last: str,
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    paper.write("site.yaml", "title: [")
    (paper.folder / "content").rename(paper.folder / "words")
    assert main([*line, "--content", "words"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("words/site.yaml:2:1: ")
    assert said.err.endswith(f"\n\n{last}\n")
    assert said.out.startswith("::error file=words/site.yaml,line=2,")


def test_quiet_says_nothing(paper: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quiet", *LONG_AGO]) == 0
    assert capsys.readouterr() == ("", "")


def test_every_folder_can_be_named(paper: Newsroom) -> None:
    (paper.folder / "content").rename(paper.folder / "words")
    (paper.folder / "layouts").rename(paper.folder / "look")
    assert main(["--content", "words", "--layouts", "look", "--output", "out/site", *LONG_AGO]) == 0
    assert (paper.folder / "out/site/index.html").is_file()


def test_problems_are_named_in_the_folder_that_was_named(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    paper.article("broken", section="wrld")
    (paper.folder / "content").rename(paper.folder / "words")
    assert main(["--content", "words", *LONG_AGO]) == 1
    assert capsys.readouterr().err == (
        "words/articles/2021/09/broken.md:4:10: section: site.yaml has no section 'wrld'\n"
        "    Did you mean 'world'?\n"
        "\n"
        "1 problem. Nothing was published.\n"
    )


def test_in_github_actions_problems_mark_their_lines(
    paper: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    paper.article("broken", section="wrld")
    assert main(LONG_AGO) == 1
    assert capsys.readouterr().out == (
        "::error file=content/articles/2021/09/broken.md,line=4,col=10,title=section::"
        "site.yaml has no section 'wrld' — Did you mean 'world'?\n"
    )


def test_the_report_has_everything(paper: Newsroom) -> None:
    paper.article("later", published="2021-09-10")
    assert main(["--report", "report.json", "--quiet", *LONG_AGO]) == 0
    report = json.loads(Path("report.json").read_text())
    assert "/world/2021/09/06/valley/" in report["rendered"]
    assert (report["unchanged"], report["removed"], report["problems"]) == ([], [], [])
    assert report["next_change"] == "2021-09-10T00:00:00+08:00"
    assert report["held"] == [
        {
            "path": "articles/2021/09/later.md",
            "reason": "not yet published",
            "until": "2021-09-10T00:00:00+08:00",
        }
    ]
    assert {"read", "plan", "render", "publish", "total"} <= set(report["seconds"])
    assert report["peak_rss_bytes"] > 10_000_000


def test_a_report_of_problems_has_them(paper: Newsroom) -> None:
    paper.article("broken", section="wrld")
    assert main(["--report", "report.json", "--quiet", *LONG_AGO]) == 1
    (problem,) = json.loads(Path("report.json").read_text())["problems"]
    assert (problem["path"], problem["line"], problem["column"]) == (
        "content/articles/2021/09/broken.md",
        4,
        10,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bild"], "there is no command 'bild'. Did you mean 'build'?"),
        (["--now", "yesterday"], "argument --now: 'yesterday' is not a date"),
        (["--base-url", "example.org"], "argument --base-url: 'example.org' is not a full URL"),
        (["--jobs", "0"], "argument --jobs: '0' is not a number from 1 to 256"),
        (["--drats"], "unrecognized arguments: --drats"),
        (
            ["--output", "content/site"],
            "--output content/site and --content content must not hold one another",
        ),
        (["--output", "."], "--output . and --content content must not hold one another"),
        (
            ["--cache", "content/articles"],
            "--cache content/articles would lie in --content and be taken for a part of it",
        ),
        (["build", "extra"], "unrecognized arguments: extra"),
    ],
)
def test_wrong_usage_is_two_and_a_sentence(
    paper: Newsroom, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_the_epoch_of_reproducible_builds_is_now(paper: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.article("later", published="2021-09-10")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1631100000")  # 8 September 2021
    assert main(["--quiet"]) == 0
    assert not paper.has("/2021/09/10/later/")


def test_help_explains_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    words = (
        "--content",
        "--layouts",
        "--output",
        "--base-url",
        "--now",
        "--jobs",
        "--drafts",
        "--report",
        "--quiet",
    )
    assert all(word in said for word in words)
    assert "Exit status" in said


def test_a_person_who_watches_sees_a_bar_and_a_log_does_not(newsroom: Newsroom) -> None:
    watched, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 80))
    code = (
        "import sys, time; from broadsheet.engine.watch import Watch, bar_for_people\n"
        "for _ in Watch(bar_for_people()).steps(range(4), 'reading', 4): time.sleep(0.3)"
    )
    subprocess.run([sys.executable, "-c", code], stderr=end, check=True)
    assert b"reading" in os.read(watched, 10000)
    os.close(end)
    os.close(watched)
    logged = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert logged.stderr == b""


def test_the_output_folder_keeps_its_gitignore(paper: Newsroom) -> None:
    paper.site.mkdir()
    (paper.site / ".gitignore").write_text("*\n!.gitignore\n")
    assert main(["--quiet", *LONG_AGO]) == 0
    paper.remove("articles/2021/09/valley.md")
    assert main(["--quiet", *LONG_AGO]) == 0
    assert tree(paper.site)[".gitignore"] == b"*\n!.gitignore\n"
    assert ".gitignore" not in json.loads((paper.site / "manifest.json").read_text())["files"]


@pytest.mark.parametrize("file", ["nowhere/report.json", "site/report.json", "content"])
def test_a_report_that_cannot_be_is_known_before_building(paper: Newsroom, file: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--report", file, *LONG_AGO])
    assert ended.value.code == 2
    assert not paper.site.exists()


def test_held_back_lines_name_the_folder_and_are_few(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12):
        paper.article(f"draft-{number:02}", draft=True)
    assert main(["--content", str(paper.content), *LONG_AGO]) == 0
    *held, more, _ = capsys.readouterr().out.splitlines()
    assert held[0] == f"{paper.content}/articles/2021/09/draft-00.md: held back, draft"
    assert (len(held), more) == (10, "… and 2 more are held back; --report has all")


def test_whoever_has_read_enough_may_go(paper: Newsroom) -> None:
    """As `… | head -1` does. What would be written later must not end in a traceback."""
    main(["build", "--quiet", *LONG_AGO])
    command = [sys.executable, "-m", "broadsheet", "build", *LONG_AGO, "--why", "*"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
