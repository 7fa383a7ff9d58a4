"""What is in the way: disks that refuse, files that others changed, branches that were left behind."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.collect.collect import collect
from broadsheet.collect.order import Order
from broadsheet.problems import Refused
from tests.newsroom import NOW, tree
from tests.outlets import Desk, Outlet, item, open_outlet, rss

FERRY = item("ferry", "Langkawi ferry resumes service", description="Boats sail again at Kuala Perlis.")


@pytest.fixture
def outlet():
    with open_outlet() as one:
        one.feed(rss(item()))
        yield one


@pytest.fixture
def desk(tmp_path: Path, outlet: Outlet) -> Desk:
    return Desk(tmp_path / "paper", {"wire": outlet.url()})


@pytest.fixture
def repository_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The newsroom in a repository of its own, with one commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(desk.folder / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    desk.folder.joinpath(".gitignore").write_text(".broadsheet/\n")
    git(desk, "init", "-q", "-b", "main")
    commit(desk)
    return desk


def git(desk: Desk, *words: str) -> str:
    who = ("-c", "user.name=E", "-c", "user.email=e@example.org")
    done = subprocess.run(("git", *who, *words), cwd=desk.folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(desk: Desk) -> None:
    git(desk, "add", "-A")
    git(desk, "commit", "-q", "-m", "More")


def refused(desk: Desk, **wishes: object) -> str:
    """What is wrong, as an editor reads it."""
    made = collect(Order(**{"content": desk.content, "now": NOW, **wishes}))
    assert isinstance(made, Refused)
    (problem,) = made.problems
    assert problem.hint
    return f"{problem.path}: {problem.message}"


def test_a_folder_that_is_a_link_leads_nowhere(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (desk.content / "links").mkdir()
    (desk.content / "links" / "2021").symlink_to(elsewhere, target_is_directory=True)
    assert "links/2021: this can't be read or written: a symbolic link stands" in refused(desk)
    assert not list(elsewhere.iterdir())


def test_a_file_where_a_folder_must_be_is_named(desk: Desk) -> None:
    desk.write("links/2021", "not a folder")
    assert "links/2021: this can't be read or written" in refused(desk)


def test_a_memory_that_cannot_be_written_is_named_and_nothing_comes_twice(desk: Desk, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("not a folder")
    assert "cache/collect: this can't be read or written" in refused(desk, cache=cache)
    desk.collect()
    assert len(desk.collected()) == 1


def test_a_ledger_that_cannot_be_read_is_not_written_over(desk: Desk, outlet: Outlet) -> None:
    (desk.content / "collected.txt").mkdir()
    assert "collected.txt: this can't be read or written" in refused(desk)
    assert not desk.collected()


def test_a_byte_that_is_no_text_survives_in_the_ledger(desk: Desk, outlet: Outlet) -> None:
    odd = b"https://a.example/x links/2021/09/caf\xe9.md -\n"
    (desk.content / "collected.txt").write_bytes(odd)
    desk.collect()
    assert odd in (desk.content / "collected.txt").read_bytes()
    assert len(desk.collected()) == 1


def test_line_ends_and_marks_of_a_windows_editor_survive_in_site_yaml(desk: Desk, outlet: Outlet) -> None:
    from tests.outlets import says

    new = outlet.feed(rss(item()), "/new")
    outlet.at("/feed", says(301, Location="/new"))
    desk.feeds({"wire": outlet.url()}, moved_after=1)
    site = desk.content / "site.yaml"
    before = site.read_bytes().replace(b"\n", b"\r\n")
    site.write_bytes(before)
    desk.collect()
    assert site.read_bytes() == before.replace(outlet.url().encode(), new.encode())


def test_the_command_line_says_so_without_a_traceback(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    desk.write("links/2021", "not a folder")
    assert main(["collect", "--content", str(desk.content), "--now", NOW]) == 1
    out, err = capsys.readouterr()
    assert f"{desk.content}/links/2021:1:1: this can't be read or written: " in err
    assert "Mend this and collect again." in err
    assert out.startswith("::error file=")


def test_a_problem_of_the_opml_file_stands_at_its_line(desk: Desk, tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text("<opml>\n<body>\n  <outline text='a'>\n</body></opml>")
    made = collect(Order(desk.content, NOW, opml=opml))
    assert isinstance(made, Refused)
    assert (made.problems[0].line, made.problems[0].column) == (4, 3)
    assert "no OPML" in made.problems[0].message


def test_a_source_that_is_not_there_is_a_problem_at_the_list_of_sources(desk: Desk) -> None:
    made = collect(Order(desk.content, NOW, only="wir"))
    assert isinstance(made, Refused)
    text = (desk.content / "site.yaml").read_text("utf-8").splitlines()
    assert text[made.problems[0].line - 1].startswith("sources:")


def test_what_main_has_refused_a_branch_that_was_left_before_does_not_collect(
    repository_of: Desk, outlet: Outlet
) -> None:
    desk = repository_of
    desk.collect(branch="collected")  # and nobody merges it
    outlet.feed(rss(item("other", "Taliban and Panjshir leader hold talks")))
    desk.collect(ask=lambda question: "n")
    assert "other -" in (desk.content / "collected.txt").read_text("utf-8")
    tip = git(desk, "rev-parse", "collected")
    assert [one.fate for one in desk.collect(branch="collected").verdicts] == ["declined"]
    assert git(desk, "rev-parse", "collected") == tip


def test_a_source_that_is_not_committed_yet_waits_and_needs_a_person(
    repository_of: Desk, outlet: Outlet
) -> None:
    desk = repository_of
    desk.feeds({"late": outlet.url()})
    report = desk.collect(branch="collected")
    assert "commit it there" in report.health[0].person
    assert report.waiting == 1
    commit(desk)
    report = desk.collect(branch="collected", is_inbox=True)
    assert len(report.written) == 1


def test_a_branch_that_git_locks_is_a_problem(repository_of: Desk) -> None:
    desk = repository_of
    lock = desk.folder / ".git" / "refs" / "heads" / "collected.lock"
    lock.write_text("")
    assert "git can't make the branch" in refused(desk, branch="collected")
    lock.unlink()
    assert len(desk.collect(branch="collected").written) == 1


def test_drafts_and_what_has_expired_gather_no_coverage(desk: Desk, outlet: Outlet) -> None:
    article = (desk.content / "articles/2021/09/panjshir.md").read_text("utf-8")
    for line in ("draft: true", "expires: 2021-09-07 12:00"):
        desk.write("articles/2021/09/panjshir.md", article.replace("title:", f"{line}\ntitle:", 1))
        assert desk.collect(is_dry=True).waiting == 1, line


def test_an_outlets_piece_is_not_coverage_of_what_it_wrote_itself(desk: Desk) -> None:
    article = (desk.content / "articles/2021/09/panjshir.md").read_text("utf-8")
    ours = "source: wire\nsource_url: https://wire.example.com/1\ntitle:"
    desk.write("articles/2021/09/panjshir.md", article.replace("title:", ours, 1))
    assert not desk.collect().written


def test_a_document_that_a_build_would_refuse_stops_nothing(desk: Desk) -> None:
    desk.write("articles/2021/09/half.md", "---\ntitle: Half\n")
    report = desk.collect()
    assert len(report.written) == 1
    assert "1 document has problems" in report.notes[0]


def test_who_stops_a_run_leaves_the_content_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.collect import gather

    with open_outlet("127.0.0.1") as one:
        one.feed(rss(item()))
        desk = Desk(tmp_path, {name: f"{one.url()}?{name}" for name in "abcdef"})
        asked: list[str] = []

        def stopping(url: str, *about: object) -> None:
            asked.append(url)
            raise KeyboardInterrupt

        monkeypatch.setattr(gather.fetch, "fetch", stopping)
        before = tree(desk.content)
        with pytest.raises(KeyboardInterrupt):
            desk.collect()
        assert len(asked) == 1
        assert tree(desk.content) == before
    assert threading.active_count() < 20


def test_even_a_bug_of_ours_in_one_feed_never_stops_the_others(
    tmp_path: Path, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet.collect import gather

    outlet.feed(rss(), "/cursed")
    read = gather.reading.read

    def cursed(fresh):
        if fresh.url.endswith("/cursed"):
            raise ZeroDivisionError("a bug")
        return read(fresh)

    monkeypatch.setattr(gather.reading, "read", cursed)
    desk = Desk(tmp_path, {"cursed": outlet.url("/cursed"), "wire": outlet.url()})
    first, second = desk.collect().health
    assert "ZeroDivisionError: a bug" in first.answer
    assert (second.answer, second.matched) == ("read", 1)
