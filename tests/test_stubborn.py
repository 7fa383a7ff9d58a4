"""What went wrong once must not go wrong for ever: the next build works, or says what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from broadsheet import cli, words
from broadsheet.plan import claims
from broadsheet.publish import manifest, output
from tests.newsroom import LAYOUTS, Newsroom
from tests.test_output import publishing

FAR_TOO_LONG = ["a" * 300, "b" * 300 + "/index.html", "c/" * 3000 + "d"]


@pytest.fixture
def paper(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom with a site, in the folder the command is typed in."""
    newsroom.article("valley", section="world")
    (newsroom.folder / "layouts").symlink_to(LAYOUTS)
    monkeypatch.chdir(newsroom.folder)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert cli.main(["--quiet"]) == cli.BUILT
    return newsroom


@pytest.mark.parametrize("name", [*FAR_TOO_LONG, "\ud800", "x\0y", "..", "feed.xml/x", ""])
@pytest.mark.parametrize("listing", [manifest.NAME, manifest.JOURNAL])
def test_a_list_of_files_that_no_disk_can_hold_stops_no_build(
    tmp_path: Path, listing: str, name: str
) -> None:
    (tmp_path / listing).write_text(json.dumps({"version": 1, "files": {name: ""}}))
    assert isinstance(publishing(tmp_path, {"feed.xml": "news"}), output.Published)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["feed.xml", "manifest.json"]


def test_a_file_with_the_longest_name_is_published(tmp_path: Path) -> None:
    name = "é" * 127
    assert isinstance(publishing(tmp_path, {name: "news"}), output.Published)
    assert (tmp_path / name).read_bytes() == b"news"


@pytest.mark.parametrize(
    ("stands", "is_folder", "said"),
    [
        ("feed.xml", True, "cannot be written: Is a directory\n    A file must stand here"),
        ("world", False, "cannot be written: File exists\n    A folder must stand here"),
    ],
)
def test_what_stands_in_the_way_is_named_until_it_is_gone(
    paper: Newsroom, capsys: pytest.CaptureFixture[str], stands: str, is_folder: bool, said: str
) -> None:
    place = paper.site / stands
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    if is_folder:
        (place / "theirs").mkdir(parents=True)
    else:
        place.write_text("theirs")
    for _ in range(2):
        assert cli.main(["--quiet"]) == cli.PROBLEMS
        error = capsys.readouterr().err
        assert error.startswith(f"site/{stands}:1:1: {said}")
        assert error.endswith("1 problem. Some files may have been written; build again when it is mended.\n")
    shutil.rmtree(place) if is_folder else place.unlink()
    assert cli.main(["--quiet"]) == cli.BUILT


def test_nobody_can_claim_the_addresses_of_the_build_itself() -> None:
    assert (f"/{manifest.NAME}", f"/{manifest.JOURNAL}") == claims.OF_THE_BUILD


@pytest.mark.parametrize(
    "alias", ["/.publishing", "/.feed.xml.part", "/a/../b", "/old/" * 220, "/" + "é" * 101]
)
def test_an_alias_that_would_break_the_site_is_refused(paper: Newsroom, alias: str) -> None:
    paper.article("valley", section="world", aliases=[alias])
    (problem,) = paper.build().problems
    assert problem.key == "aliases"


def test_a_folder_that_leads_back_to_itself_is_wrong_usage(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(newsroom.folder)
    Path("loop").symlink_to("loop")
    with pytest.raises(SystemExit) as ended:
        cli.main(["--output", "loop"])
    assert ended.value.code == words.WRONG_USAGE
    assert "--output loop is a symbolic link that leads back to itself" in capsys.readouterr().err


def test_a_name_that_is_no_text_can_be_printed_and_reported(
    paper: Newsroom, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--output", "caf\udce9", "--report", "caf\udce9.json"]) == cli.BUILT
    assert json.loads(Path("caf\udce9.json").read_text())["problems"] == []
    assert "Look at caf\\udce9/" in capfd.readouterr().out
