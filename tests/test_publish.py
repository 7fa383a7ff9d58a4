"""Publish: into a folder; what is refused; what a person reads."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.deploy import opening, plan, soundness
from broadsheet.deploy.folder import Folder
from broadsheet.deploy.publish import Order, run
from broadsheet.read import site
from tests.deploying import Frail, Killed, built_files, gone, published, refusals, sent, with_target, www
from tests.newsroom import Newsroom, tree


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A newsroom with two articles, built, whose target is a folder."""
    with_target(newsroom, "www")
    newsroom.article("valley", section="world", tags=["Panjshir"])
    newsroom.article("mountain", section="business")
    newsroom.built()
    return newsroom


def test_a_folder_ends_equal_to_the_site(paper: Newsroom) -> None:
    published(paper)
    assert tree(www(paper)) == built_files(paper)
    assert not list(www(paper).rglob(".*"))


def test_a_second_time_nothing_is_sent_and_no_file_is_touched(paper: Newsroom) -> None:
    published(paper)
    before = {file: (file.stat().st_ino, file.stat().st_ctime_ns) for file in www(paper).rglob("*")}
    report = published(paper)
    assert (sent(report), gone(report), report.news.urls) == ([], [], ())
    after = {file: (file.stat().st_ino, file.stat().st_ctime_ns) for file in www(paper).rglob("*")}
    assert after == before


def test_an_edit_sends_what_it_changed_and_tells_exactly_those_urls(paper: Newsroom) -> None:
    published(paper)
    before = tree(paper.site)
    paper.article("valley", "Other words.", section="world", tags=["Panjshir"])
    paper.built()
    after = tree(paper.site)
    report = published(paper)
    changed = {file for file in after if before.get(file) != after[file]} - {"manifest.json"}
    assert set(sent(report)) == changed
    assert len(report.news.changed) == len(changed)
    assert "https://gazette.example.org/world/2021/09/06/valley/" in report.news.urls
    assert tree(www(paper)) == after


def test_a_preview_is_not_for_readers(paper: Newsroom) -> None:
    paper.article("secret", section="world", draft=True)
    paper.built(drafts=True)
    (problem,) = refusals(paper)
    assert problem.startswith("site: this is a preview: it was built with --drafts")
    paper.built()
    published(paper)
    assert not (www(paper) / "world/2021/09/06/secret").exists()


def test_strangers_files_stay_and_ours_go_with_their_folders(paper: Newsroom) -> None:
    published(paper)
    (www(paper) / "world/theirs.txt").write_text("theirs")
    (www(paper) / "verification.html").write_text("theirs")
    paper.remove("articles/2021/09/mountain.md")
    paper.remove("articles/2021/09/valley.md")
    paper.built()
    report = published(paper)
    assert "world/2021/09/06/valley/index.html" in gone(report)
    assert tree(www(paper)) == built_files(paper) | {
        "world/theirs.txt": b"theirs",
        "verification.html": b"theirs",
    }
    assert not (www(paper) / "business/2021").exists()


def test_killed_before_any_step_and_repeated_it_ends_equal(paper: Newsroom) -> None:
    published(paper)
    paper.article("valley", "Other words.", section="business")
    paper.article("river", section="world")
    paper.built()
    steps = 0
    while _dies(paper, paper.folder / "www", paper.folder / f"www-{steps}", steps):
        steps += 1
    assert steps > 12


def _dies(paper: Newsroom, old: Path, folder: Path, steps: int) -> bool:
    """Whether publishing over a copy of a folder dies after so many steps; then it is repeated."""
    shutil.copytree(old, folder)
    config, made = site.read(paper.content).config, soundness.built(paper.site)
    died = False
    for frail in (Frail(Folder(paper.site, folder), steps), Folder(paper.site, folder)):
        to_do = plan.plan(made.files, opening.standing(frail))
        try:
            run(
                Order(paper.content, paper.site),
                config,
                config.publish.targets["production"],
                frail,
                made,
                to_do,
            )
        except Killed:
            died = True
    assert tree(folder) == built_files(paper), steps
    return died


def test_half_written_files_of_a_killed_publication_are_swept(paper: Newsroom) -> None:
    published(paper)
    paper.article("valley", "Other words.", section="world")
    paper.built()
    folder = www(paper)
    (folder / ".publishing").write_text(
        '{"version": 1, "files": {"world/index.html": {"digest": "", "keys": []}}}'
    )
    (folder / "world/.index.html.part").write_text("hal")
    published(paper)
    assert tree(folder) == built_files(paper)


def test_what_a_killed_publication_had_sent_is_not_sent_again_but_told_again(paper: Newsroom) -> None:
    published(paper)
    (www(paper) / ".publishing").write_text(
        '{"version": 1, "files": {"world/index.html": {"digest": "", "keys": []}}}'
    )
    report = published(paper)
    assert sent(report) == []
    assert report.news.changed == ("https://gazette.example.org/world/",)


@pytest.mark.parametrize("spoil", ["gone", "longer", "other"])
def test_a_site_that_is_not_what_was_built_is_refused(paper: Newsroom, spoil: str) -> None:
    file = paper.site / "world/index.html"
    was = file.read_bytes()
    if spoil == "gone":
        file.unlink()
    else:
        file.write_bytes(was + b" " if spoil == "longer" else was.replace(b"e", b"E"))
    (problem,) = refusals(paper)
    assert problem.startswith("site/world/index.html: ")
    assert not www(paper).exists()


def test_with_check_what_stands_there_already_is_read_too(paper: Newsroom) -> None:
    published(paper)
    file = paper.site / "world/index.html"
    file.write_bytes(file.read_bytes().replace(b"e", b"E"))
    published(paper)
    assert refusals(paper, checks=True) == ["site/world/index.html: doesn't hold what was built"]


def test_a_build_that_was_killed_or_never_was_is_refused(paper: Newsroom) -> None:
    (paper.site / ".publishing").write_text("{}")
    assert refusals(paper) == ["site: a build was stopped in the middle of writing it"]
    assert refusals(paper, site=paper.folder / "elsewhere") == ["site: nothing has been built here yet"]


def test_a_page_that_leads_to_nothing_is_refused(paper: Newsroom) -> None:
    manifest = json.loads((paper.site / "manifest.json").read_bytes())
    style = next(file for file in manifest["files"] if file.startswith("assets/style."))
    del manifest["files"][style]
    (paper.site / "manifest.json").write_text(json.dumps(manifest))
    problems = refusals(paper)
    assert any(problem.endswith(f"'/{style}' leads to nothing on this site") for problem in problems)
    assert not www(paper).exists()


def test_dry_run_says_all_steps_in_order_and_does_none(
    paper: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(paper.folder)
    assert main(["publish", "--dry-run"]) == 0
    *steps, last = capsys.readouterr().out.splitlines()
    files = [step.removeprefix("send   ") for step in steps]
    assert set(files) == built_files(paper).keys() - {"manifest.json"}
    places = [files.index(one) for one in ("world/2021/09/06/valley/index.html", "index.html", "feed.xml")]
    style = max(files.index(file) for file in files if file.startswith("assets/"))
    assert [style, *places] == sorted([style, *places])
    assert last.startswith(f"production: {len(files)} files would be sent")
    assert not www(paper).exists()
    assert not (paper.folder / ".broadsheet/published.json").exists()


def test_the_last_line_says_what_was_done_and_it_is_noted(
    paper: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(paper.folder)
    assert main(["publish", "production"]) == 0
    assert "files sent" in capsys.readouterr().out
    assert main(["publish"]) == 0
    count = len(built_files(paper)) - 1
    assert capsys.readouterr().out.startswith(
        f"production: 0 files sent, 0 deleted, {count} there already in "
    )
    noted = paper.folder / ".broadsheet/published.json"
    assert noted.read_bytes() == (paper.site / "manifest.json").read_bytes()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (["publish", "produktion"], "there is no target 'produktion'\n    Did you mean 'production'?"),
        (["publish", "--output", "nowhere"], "nowhere:1:1: nothing has been built here yet"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(
    paper: Newsroom,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    said: list[str],
    word: str,
) -> None:
    monkeypatch.chdir(paper.folder)
    assert main(said) == 1
    assert word in capsys.readouterr().err


def test_the_place_of_a_target_is_told_by_line_and_column(
    paper: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    with_target(paper, "site/below")
    assert main(["publish", "--content", str(paper.content), "--output", str(paper.site)]) == 1
    said = capsys.readouterr().err
    assert "publish.targets.production.to: " in said
    assert "must not hold one another" in said
    assert ":1:1:" not in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_refuses_is_named(paper: Newsroom) -> None:
    www(paper).mkdir(mode=0o500)
    (problem,) = refusals(paper)
    assert "Permission denied" in problem


def test_a_link_out_of_the_target_is_not_followed(paper: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    www(paper).mkdir()
    (www(paper) / "world").symlink_to(tmp_path / "outside")
    (problem,) = refusals(paper)
    assert "symbolic link" in problem
    assert not any((tmp_path / "outside").iterdir())


def test_everything_is_sent_again_when_that_is_asked_for(paper: Newsroom) -> None:
    published(paper)
    report = published(paper, everything=True)
    assert set(sent(report)) == built_files(paper).keys() - {"manifest.json"}
    assert report.news.feeds == ()


def test_changes_are_counted_from_the_first_target_whatever_another_has_got(paper: Newsroom) -> None:
    with_target(paper, "www", "purge: {}\n")
    said = (paper.content / "site.yaml").read_text("utf-8")
    paper.write("site.yaml", said + "    mirror:\n      to: mirror\n")
    paper.built()
    published(paper, target="production")
    paper.article("valley", "Other words.", section="world")
    paper.built()
    purged = paper.folder / ".broadsheet/purge-urls.txt"
    before = purged.read_text("utf-8")
    assert "/world/2021/09/06/valley/" in before
    published(paper, target="mirror")
    paper.built()
    assert purged.read_text("utf-8") == before
    published(paper, target="production")
    assert purged.read_text("utf-8") == ""
