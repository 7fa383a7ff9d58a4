"""Files: whatever lies in the folders that are read is read, passed over or named; nothing stops a build."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.problems import Refused
from broadsheet.read import documents, events, files, images, nodes
from broadsheet.read.files import Room
from tests.newsroom import LAYOUTS, Newsroom

FRONT = "---\ntitle: Found\npublished: 2021-09-06\n---\n"
LINKING = """\
---
title: Linking
published: 2021-09-06
similar: [valley]
---

See [it](../../2021/09/valley.md) and [that](/media/a/valley.txt).
"""


@pytest.fixture
def deep(newsroom: Newsroom) -> Iterator[Callable[[int], None]]:
    """Puts an article that many folders down; the way there is too long to be named at once."""
    here = Path.cwd()

    def put(levels: int) -> None:
        newsroom.article("valley")
        os.chdir(newsroom.content / "articles")
        for _ in range(levels):
            Path("d").mkdir()
            os.chdir("d")
        Path("deep.md").write_text(FRONT)
        os.chdir(here)

    yield put
    os.chdir(here)
    subprocess.run(
        ["rm", "-rf", newsroom.content / "articles" / "d"], check=True
    )  # rmtree would not get there


@pytest.mark.parametrize("path", ["content/articles/x.md", "content/media/x.png", "layouts/assets/x.css"])
def test_nobody_waits_at_a_pipe(newsroom: Newsroom, path: str) -> None:
    newsroom.article("valley")
    newsroom.layouts = newsroom.folder / "layouts"
    newsroom.layouts.mkdir()
    for file in LAYOUTS.glob("*.*ml"):
        (newsroom.layouts / file.name).write_text("")
    (newsroom.folder / path).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(newsroom.folder / path)
    assert newsroom.says() == [f"{path}:1: this is neither a file nor a folder"]


def test_a_pipe_in_place_of_site_yaml_is_no_file(newsroom: Newsroom) -> None:
    newsroom.remove("site.yaml")
    os.mkfifo(newsroom.content / "site.yaml")
    assert newsroom.says() == ["content/site.yaml:1: this should be a file"]


def test_folders_may_be_nested_deeper_than_python_can_call(
    newsroom: Newsroom, deep: Callable[[int], None]
) -> None:
    deep(1500)
    assert newsroom.built().articles == 2


def test_a_folder_deeper_than_the_disk_can_name_is_a_problem(
    newsroom: Newsroom, deep: Callable[[int], None]
) -> None:
    deep(3000)
    (said,) = newsroom.says()
    assert said.endswith(":1: this folder cannot be read: File name too long")


@pytest.mark.parametrize(
    "path", ["articles/2021/09/valley.md", "articles/2021", "media/a", "media/a/valley.txt"]
)
def test_what_must_not_be_read_is_named_once(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    newsroom.article("valley")
    newsroom.write("articles/2022/01/linking.md", LINKING)
    newsroom.write("media/a/valley.txt", "A valley")
    forbidden = newsroom.content / path

    def refuse(step):
        def either(place, *more):
            if place == forbidden or place == os.fspath(forbidden):
                raise PermissionError(13, "Permission denied", place)
            return step(place, *more)

        return either

    monkeypatch.setattr(os, "scandir", refuse(os.scandir))
    monkeypatch.setattr(os, "open", refuse(os.open))
    what = "file" if forbidden.suffix else "folder"
    assert newsroom.says() == [f"content/{path}:1: this {what} cannot be read: Permission denied"]


def test_what_lies_behind_a_link_is_not_missed_a_second_time(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.write("articles/2022/01/linking.md", LINKING)
    elsewhere = newsroom.folder / "elsewhere"
    elsewhere.mkdir()
    (newsroom.content / "media").mkdir()
    (newsroom.content / "articles" / "2021").rename(elsewhere / "2021")
    (newsroom.content / "articles" / "2021").symlink_to(elsewhere / "2021")
    (newsroom.content / "media" / "a").symlink_to(elsewhere)
    assert newsroom.says() == [
        "content/articles/2021:1: this is a symbolic link",
        "content/media/a:1: this is a symbolic link",
    ]


@pytest.mark.parametrize("name", ["logo.png", "parts"], ids=["a picture", "a link"])
def test_what_is_no_layout_is_told_where_it_belongs(newsroom: Newsroom, tmp_path: Path, name: str) -> None:
    layouts = tmp_path / "layouts"
    layouts.mkdir()
    for file in LAYOUTS.glob("*.*ml"):
        (layouts / file.name).write_text("")
    if name == "parts":
        (layouts / name).symlink_to(tmp_path)
    else:
        Image.new("RGB", (1, 1)).save(layouts / name)
    newsroom.layouts = layouts
    (problem,) = newsroom.build().problems
    assert problem.path == f"layouts/{name}"
    assert "layouts/" in problem.hint


def test_the_byte_that_is_no_text_is_found_behind_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"\xef\xbb\xbfCaf\xe9 noir")
    refused = files.text(Room(tmp_path, "content", ""), "x.md")
    assert isinstance(refused, Refused)
    (problem,) = refused.problems
    assert (problem.column, problem.message) == (4, "byte 0xe9 is not UTF-8")


def test_a_damaged_picture_has_no_size_and_stops_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage every time
    for suffix in ("png", "jpg", "avif", "webp", "gif"):
        whole, turned = BytesIO(), Image.Exif()
        turned[0x0112] = 6
        Image.new("RGB", (40, 30)).save(whole, "jpeg" if suffix == "jpg" else suffix, exif=turned)
        file = tmp_path / f"x.{suffix}"
        file.write_bytes(whole.getvalue())
        size = images.measure(tmp_path, file.name)
        assert (size.width, size.height) == ((40, 30) if suffix == "gif" else (30, 40))
        for _ in range(200):
            damaged = bytearray(whole.getvalue())
            for _ in range(chance.randint(1, 6)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            file.write_bytes(damaged[: chance.randint(0, len(damaged))])
            images.measure(tmp_path, file.name)


def test_a_value_without_quotes_is_plain() -> None:
    front = events.parse("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\n", "content/x.md", 1)
    assert isinstance(front, nodes.Mapping)
    assert [value.plain for _, value in front.pairs if isinstance(value, nodes.Scalar)] == [
        True,
        False,
        False,
        False,
    ]


def test_hidden_files_and_backups_are_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", "x.md~", "#x.md#"):
        (tmp_path / name).write_text("")
    assert documents.top(tmp_path) == documents.Top((), (), ())
