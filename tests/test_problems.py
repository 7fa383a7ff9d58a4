"""What the build says to whoever made a mistake: one file in `problems/` for each mistake.

A case is the sound little newsroom of `problems/_base/` with some files laid over it, and the exact words
that must come back. Its file begins with a sentence that says what is wrong. Then come sections, each from
its marker line to the next marker, blank lines before that not counted:

    >>> content/pages/about.md                        a file, and its text
    >>> content/pages/about.md (escaped)              the same; `\\xe9` stands for that byte
    >>> content/pages/about.md (50000000 bytes)       the same, filled up with dots to that size
    >>> content/pages/about.md (absent)               no such file or folder
    >>> content/pages/about.md (a link to elsewhere)  a symbolic link to that path, seen from where it stands
    >>> says                                          always the last: what stands on stderr, before the count

A new mistake is a new file here; nothing else has to change.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from broadsheet import cli

HERE = Path(__file__).parent / "problems"
BASE = HERE / "_base"
BUILD_PY = HERE.parents[1] / "build.py"
BUILD = ("build", "--now", "2021-09-08")
CASES = sorted(file.stem for file in HERE.glob("*.case"))
THROUGH_A_REAL_PROCESS = (
    "layout-attribute-misspelt",
    *(
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("bytes-not-utf-8", "site-yaml-and-an-article", "yaml-colon-without-quotes")
    ),
)


class Case(NamedTuple):
    """A mistake: what it is in a sentence, the files that make it, and what must be said of it."""

    sentence: str
    files: tuple[tuple[str, str, str], ...]
    says: str


@pytest.fixture(scope="session")
def sound_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it stood before anyone made a mistake, and a file in it that no build has made."""
    newsroom = tmp_path_factory.mktemp("sound")
    shutil.copytree(BASE, newsroom, dirs_exist_ok=True)
    folders = [f"--{name}={newsroom / name}" for name in ("content", "layouts")]
    assert cli.main([*BUILD, *folders, f"--output={newsroom / 'site'}", "--quiet"]) == cli.BUILT
    (newsroom / "site" / "not-ours.txt").write_text("put here by hand\n")
    return newsroom / "site"


@pytest.fixture
def newsroom(tmp_path: Path, sound_site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to make mistakes in: the sound newsroom and the site made from it."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    shutil.copytree(sound_site, tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", CASES)
def test_the_editor_is_told(name: str, newsroom: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = read_case(name)
    before = snapshot(newsroom / "site")
    lay_over(case, newsroom)

    status = cli.main(BUILD)

    said = capsys.readouterr()
    assert said.err == whole_message(case)
    assert said.out == ""
    assert status == cli.PROBLEMS
    assert snapshot(newsroom / "site") == before


@pytest.mark.parametrize("name", THROUGH_A_REAL_PROCESS)
def test_the_command_says_it_too(name: str, newsroom: Path) -> None:
    case = read_case(name)
    before = snapshot(newsroom / "site")
    lay_over(case, newsroom)

    done = subprocess.run([sys.executable, BUILD_PY, *BUILD], capture_output=True, text=True, check=False)

    assert done.stderr == whole_message(case)
    assert done.stdout == ""
    assert done.returncode == cli.PROBLEMS
    assert snapshot(newsroom / "site") == before


@pytest.mark.parametrize("name", CASES)
def test_a_case_says_what_is_wrong_in_a_sentence(name: str) -> None:
    case = read_case(name)
    assert re.match(r"[A-Z0-9`'].*\.$", case.sentence, re.DOTALL)
    assert case.files
    assert case.says.splitlines() != []


def test_the_newsroom_without_a_mistake_builds(newsroom: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(newsroom / "site")
    assert cli.main(BUILD) == cli.BUILT
    assert capsys.readouterr().err == ""
    assert snapshot(newsroom / "site") == before


@pytest.mark.parametrize("box", ["0 0 1.2.3 4", f"0 0 {'9' * 400} 4"], ids=["no number", "no end of numbers"])
def test_a_drawing_whose_size_makes_no_sense_is_published_unmeasured(box: str, newsroom: Path) -> None:
    (newsroom / "content" / "media" / "map.svg").write_text(f'<svg viewBox="{box}"></svg>\n')
    assert cli.main(BUILD) == cli.BUILT
    assert (newsroom / "site" / "media" / "map.svg").exists()


def test_an_editors_backup_among_the_layouts_is_passed_over(newsroom: Path) -> None:
    (newsroom / "layouts" / "article.html~").write_text("{% half a tag")
    assert cli.main(BUILD) == cli.BUILT


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the disk refuses such a name")
@pytest.mark.parametrize(
    "folder",
    [
        "content/articles",
        *(
            pytest.param(one, marks=pytest.mark.slow)
            for one in ("content/media", "layouts", "layouts/assets")
        ),
    ],
)
def test_a_file_whose_name_is_not_utf_8_is_named_as_well_as_it_can_be(folder: str, newsroom: Path) -> None:
    before = snapshot(newsroom / "site")
    (newsroom / folder).mkdir(exist_ok=True)
    (newsroom / folder / os.fsdecode(b"caf\xe9.md")).write_text(
        "---\ntitle: Coffee\npublished: 2021-09-06\n---\n"
    )

    done = subprocess.run([sys.executable, BUILD_PY, *BUILD], capture_output=True, text=True, check=False)

    assert done.stderr == (
        f"{folder}/caf\\xe9.md:1:1: the name of this file is not UTF-8\n"
        "    Rename it.\n"
        "\n1 problem. Nothing was published.\n"
    )
    assert done.returncode == cli.PROBLEMS
    assert snapshot(newsroom / "site") == before


def read_case(name: str) -> Case:
    """A case as its file tells it."""
    text = (HERE / f"{name}.case").read_text("utf-8")
    sentence, *sections = re.split(r"^>>> (.+)\n", text, flags=re.MULTILINE)
    *files, (marker, says) = zip(sections[::2], sections[1::2], strict=True)
    assert marker == "says", f"the last section of {name}.case is '{marker}', not 'says'"
    return Case(
        sentence.strip(), tuple((*_marked(marker), _ended(text)) for marker, text in files), _ended(says)
    )


def lay_over(case: Case, newsroom: Path) -> None:
    """Make the mistake: put the case's files into the newsroom."""
    for path, note, text in case.files:
        file = newsroom / path
        assert file.resolve().is_relative_to(newsroom.resolve())
        if file.is_symlink() or file.is_file():
            file.unlink()
        elif file.is_dir():
            shutil.rmtree(file)
        if note == "absent":
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        if note.startswith("a link to "):
            file.symlink_to(note.removeprefix("a link to "))
        else:
            file.write_bytes(_noted(text, note))


def whole_message(case: Case) -> str:
    """All that stands on stderr: what the case says, and how many problems that is."""
    number = sum(not line.startswith(" ") for line in case.says.splitlines())
    return f"{case.says}\n{'1 problem' if number == 1 else f'{number} problems'}. Nothing was published.\n"


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and its bytes."""
    return {
        str(Path(where, name).relative_to(folder)): Path(where, name).read_bytes()
        for where, _, names in os.walk(folder)
        for name in names
    }


def _marked(marker: str) -> tuple[str, str]:
    """A marker's path and its note, which is empty where there is none."""
    path, _, note = marker.removesuffix(")").partition(" (")
    return path, note


def _ended(text: str) -> str:
    """A section's text without the blank lines that set it apart."""
    return text.rstrip("\n") + "\n" if text.strip("\n") else ""


def _noted(text: str, note: str) -> bytes:
    """A section's bytes, as its note wants them."""
    content = text.encode()
    if note == "escaped":
        return re.sub(rb"\\x([0-9a-f]{2})", lambda byte: bytes.fromhex(byte[1].decode()), content)
    if note.endswith(" bytes"):
        return content.ljust(int(note.removesuffix(" bytes")), b".")
    assert note == "", f"nobody knows what '{note}' means"
    return content
