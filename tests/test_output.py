"""Output: whole files only, only our own deleted, and nothing at all when something is wrong."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

import pytest

from broadsheet.problems import Refused
from broadsheet.publish import manifest, output
from broadsheet.publish.manifest import Listed
from broadsheet.publish.output import Upload
from tests.newsroom import Newsroom, tree


def publishing(folder: Path, files: dict[str, str]) -> output.Published | Refused:
    """Make the folder hold these files and nothing else of ours; those that it holds are left alone."""
    contents = {file: text.encode() for file, text in files.items()}
    new = [
        Upload(file, content) for file, content in contents.items() if not output.holds(folder, file, content)
    ]
    listing = manifest.manifest(
        (file, Listed(hashlib.sha256(content).hexdigest(), len(content), ("page",)))
        for file, content in sorted(contents.items())
    )
    gone = manifest.ours(folder) - contents.keys() - {manifest.NAME}
    return output.publish([new], gone, lambda: listing, folder)


def publish(folder: Path, files: dict[str, str]) -> output.Published:
    published = publishing(folder, files)
    assert not isinstance(published, Refused), published
    return published


def held(folder: Path) -> dict[str, str]:
    """The files in the folder but the manifest."""
    return {name: content.decode() for name, content in tree(folder).items() if name != manifest.NAME}


def test_equal_files_are_not_touched(tmp_path: Path) -> None:
    publish(tmp_path, {"a/index.html": "a", "b.css": "b"})
    os.utime(tmp_path / "a/index.html", (1, 1))
    published = publish(tmp_path, {"a/index.html": "a", "b.css": "B"})
    assert published.written == ("b.css",)
    assert (tmp_path / "a/index.html").stat().st_mtime == 1


def test_only_what_we_made_is_deleted(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/theirs.txt").write_text("theirs")
    publish(tmp_path, {"a/index.html": "a", "b/c/index.html": "b"})
    published = publish(tmp_path, {"d.html": "d"})
    assert published.removed == ("a/index.html", "b/c/index.html")
    assert held(tmp_path) == {".gitignore": "*\n", "a/theirs.txt": "theirs", "d.html": "d"}
    assert not (tmp_path / "b").exists()


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    publish(tmp_path, {"x": "file", "y/index.html": "folder"})
    publish(tmp_path, {"x/index.html": "folder", "y": "file"})
    assert held(tmp_path) == {"x/index.html": "folder", "y": "file"}


@pytest.mark.parametrize("killed_after", range(12))
def test_a_build_killed_anywhere_is_made_good_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_after: int
) -> None:
    class Killed(BaseException):
        pass

    before = {"a.html": "old a", "b.html": "old b", "gone.html": "gone"}
    during = {"a.html": "new a", "c/d.html": "new c", "e.html": "new e"}
    after = {"a.html": "newest a", "b.html": "old b"}
    publish(tmp_path / "killed", before)
    steps = iter(range(1000))

    def dying(step):
        def either(*words, **more):
            if next(steps) == killed_after:
                raise Killed
            return step(*words, **more)

        return either

    with monkeypatch.context() as patched:
        for name in ("write_bytes", "replace", "unlink"):
            patched.setattr(Path, name, dying(getattr(Path, name)))
        with suppress(Killed):
            publishing(tmp_path / "killed", during)
    served = {text for name, text in held(tmp_path / "killed").items() if "/." not in f"/{name}"}
    assert served <= {*before.values(), *during.values()}  # whole files, old or new
    publish(tmp_path / "killed", after)
    publish(tmp_path / "clean", after)
    assert tree(tmp_path / "killed") == tree(tmp_path / "clean")


def test_a_manifest_cannot_send_us_out_of_the_folder(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    site = tmp_path / "site"
    site.mkdir()
    files = {"../victim.txt": "", str(victim): "", "a/../../victim.txt": "", "link/victim.txt": ""}
    (site / manifest.NAME).write_text(json.dumps({"version": 1, "files": files}))
    (site / "link").symlink_to(tmp_path)
    publish(site, {"a.html": "a"})
    assert victim.read_text() == "mine"


def test_nothing_is_written_through_a_symbolic_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    site = tmp_path / "site"
    site.mkdir()
    (site / "a").symlink_to(elsewhere)
    refused = publishing(site, {"a/index.html": "a"})
    assert isinstance(refused, Refused)
    assert refused.problems[0].path == "site/a"
    assert not list(elsewhere.iterdir())


def test_a_damaged_manifest_deletes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, {"a.html": "a"})
    for damage in (b"", b"{", b"[]", b'{"files": 3}', b"\xff"):
        (tmp_path / manifest.NAME).write_bytes(damage)
        publish(tmp_path, {"b.html": "b"})
        assert held(tmp_path)["a.html"] == "a"


def test_the_disk_saying_no_is_a_sentence(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.write_text("a file")
    refused = publishing(site, {"a.html": "a"})
    assert isinstance(refused, Refused)
    assert "cannot be written" in refused.problems[0].message


def test_a_problem_anywhere_leaves_the_site_as_it_was(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.built()
    before = tree(newsroom.site)
    newsroom.article("valley", title="Changed")
    newsroom.article("other", section="nowhere")
    assert newsroom.build().problems
    assert tree(newsroom.site) == before


def test_the_report_says_what_was_done(newsroom: Newsroom) -> None:
    newsroom.article("valley", section="world")
    newsroom.article("other", section="world")
    newsroom.built()
    newsroom.remove("articles/2021/09/other.md")
    report = newsroom.built()
    assert report.removed == ("/world/2021/09/06/other/",)
    assert "/world/" in report.rendered
    assert "/business/" in report.unchanged
    assert newsroom.built().rendered == ()
