"""Builds as processes: killed for good, two at once, over a full disk, into a folder that can't be written."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from broadsheet.engine import store, version
from broadsheet.plan import urls
from broadsheet.publish import manifest, output
from tests.newsroom import LAYOUTS, Newsroom, tree

REPOSITORY = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def slow(*parts: float) -> list[object]:
    """Moments that only a whole run tries."""
    return [pytest.param(part, marks=pytest.mark.slow) for part in parts]


class Printed(NamedTuple):
    """A paper that has been built, and how long it takes to render all its articles anew."""

    folder: Path
    seconds: float


def write(newsroom: Newsroom) -> Newsroom:
    """Forty articles."""
    for number in range(1, 41):
        newsroom.article(
            f"story-{number:02}",
            section="world",
            published=f"2021-08-{number % 28 + 1:02}",
            tags=[f"tag {number}"],
        )
    return newsroom


def printed(newsroom: Newsroom, jobs: int) -> Printed:
    assert run(newsroom, jobs=jobs).returncode == 0
    retitled(newsroom, "Measured")
    begun = time.monotonic()
    assert run(newsroom, jobs=jobs).returncode == 0
    return Printed(newsroom.folder, time.monotonic() - begun)


@pytest.fixture(scope="module")
def first_print(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return printed(write(Newsroom(tmp_path_factory.mktemp("first"))), jobs=1)


@pytest.fixture(scope="module")
def large_print(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Above 300 documents they are read and rendered by processes."""
    newsroom = write(Newsroom(tmp_path_factory.mktemp("large")))
    for number in range(320):
        newsroom.article(f"more-{number:03}", section="world", published=f"2021-07-{number % 28 + 1:02}")
    return printed(newsroom, jobs=2)


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """A paper that was never built."""
    return write(newsroom)


@pytest.fixture
def built(newsroom: Newsroom, first_print: Printed) -> Newsroom:
    """The same as a build has left it."""
    shutil.copytree(first_print.folder, newsroom.folder, dirs_exist_ok=True)
    return newsroom


def command(paper: Newsroom, *words: str, output: Path | None = None, jobs: int = 1) -> list[str]:
    return [
        sys.executable, str(REPOSITORY / "build.py"), *(words or ("build",)), "--now", "2021-09-08", "--jobs", str(jobs),
        "--content", str(paper.content), "--layouts", str(LAYOUTS), "--output", str(output or paper.site),
    ]  # fmt: skip


def run(paper: Newsroom, *words: str, jobs: int = 1, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(paper, *words, jobs=jobs), env=ENVIRONMENT, capture_output=True, text=True, **more
    )


def clean(paper: Newsroom) -> dict[str, bytes]:
    """What a clean build makes of the paper as it is."""
    folder = paper.folder / "clean"
    shutil.rmtree(folder, ignore_errors=True)
    paper.built(now="2021-09-08", output=folder / "site", cache=folder / "store")
    return tree(folder / "site")


def until(happened: Callable[[], bool]) -> None:
    """Wait for something, not for ever."""
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)


def is_held(folder: Path) -> bool:
    """Whether a build has a folder."""
    if not folder.is_dir():
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def retitled(paper: Newsroom, word: str) -> None:
    for file in sorted(paper.content.rglob("*.md")):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text(
            "".join(f"title: {word} {file.stem}\n" if line.startswith("title:") else line for line in lines),
            "utf-8",
        )


def killed_at(paper: Newsroom, moment: float, jobs: int = 1) -> None:
    """A build of changed articles is killed so many seconds after its start."""
    retitled(paper, "Killed")
    process = subprocess.Popen(command(paper, jobs=jobs), env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("part", [0.8, *slow(0.3, 0.5, 0.6, 0.7, 0.9, 0.95, 1.0)])
def test_a_build_killed_at_any_moment_is_made_good_by_the_next(
    built: Newsroom, first_print: Printed, part: float
) -> None:
    killed_at(built, first_print.seconds * part)
    for page in built.site.rglob("index.html"):
        assert page.read_bytes().rstrip().endswith(b"</html>"), page
    retitled(built, "Later")
    built.built(now="2021-09-08")
    assert tree(built.site) == clean(built)


@pytest.mark.slow
@pytest.mark.parametrize("part", [0.4, 0.6, 0.8])
def test_a_build_killed_with_its_workers_at_work_leaves_no_lock_and_no_worker(
    newsroom: Newsroom, large_print: Printed, part: float
) -> None:
    """The kernel kills only their parent."""
    shutil.copytree(large_print.folder, newsroom.folder, dirs_exist_ok=True)
    killed_at(newsroom, large_print.seconds * part, jobs=2)
    retitled(newsroom, "Later")
    after = run(newsroom, jobs=2, timeout=60)
    assert (after.returncode, after.stderr) == (0, "")
    assert tree(newsroom.site) == clean(newsroom)


def test_a_second_build_waits_for_the_first(paper: Newsroom) -> None:
    (paper.folder / ".broadsheet").mkdir()
    handle = os.open(paper.folder / ".broadsheet", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    process = subprocess.Popen(command(paper), env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    assert process.stderr.readline() == "Another build of this site is running; waiting for it to end.\n"
    assert process.poll() is None
    os.close(handle)
    assert process.wait(30) == 0
    process.stderr.close()


@pytest.mark.parametrize("site", ["public/new/site", pytest.param("site", marks=pytest.mark.slow)])
def test_two_first_builds_into_one_output_never_meet_though_they_remember_elsewhere(
    paper: Newsroom, site: str
) -> None:
    """The first is stopped in the midst of it; the second, with a cache of its own, must not touch anything."""
    folder = paper.folder / site
    caches = [["--cache", str(paper.folder / name)] for name in ("one", "other")]
    first = subprocess.Popen([*command(paper, output=folder), *caches[0]], env=ENVIRONMENT)
    until(lambda: is_held(folder))
    first.send_signal(signal.SIGSTOP)
    before = tree(folder)
    second = subprocess.Popen(
        [*command(paper, output=folder), *caches[1]], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
    )
    assert second.stderr
    assert second.stderr.readline() == "Another build of this site is running; waiting for it to end.\n"
    assert (second.poll(), tree(folder)) == (None, before)
    first.send_signal(signal.SIGCONT)
    assert (first.wait(30), second.wait(30)) == (0, 0)
    second.stderr.close()
    assert tree(folder) == clean(paper)


def test_an_output_taken_away_by_whom_it_was_waited_for_is_waited_for_anew(paper: Newsroom) -> None:
    """As a first build does that finds a problem, while a third begins."""
    held = []
    for _ in range(2):
        paper.site.mkdir()
        held.append(os.open(paper.site, os.O_RDONLY))
        fcntl.flock(held[-1], fcntl.LOCK_EX)
        if len(held) == 1:
            process = subprocess.Popen(command(paper), env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
            assert process.stderr
            assert process.stderr.readline().startswith("Another build")
            paper.site.rmdir()
    os.close(held[0])
    assert process.stderr.readline().startswith("Another build")
    assert process.poll() is None
    os.close(held[1])
    assert process.wait(30) == 0
    process.stderr.close()
    assert tree(paper.site) == clean(paper)


def test_a_first_build_that_finds_a_problem_leaves_no_folder(paper: Newsroom) -> None:
    paper.article("broken", section="nowhere")
    assert run(paper).returncode == 1
    assert not paper.site.exists()
    deeper = command(paper, output=paper.folder / "public/new/site")
    assert subprocess.run(deeper, env=ENVIRONMENT, capture_output=True).returncode == 1
    assert not (paper.folder / "public").exists()


def test_two_builds_at_once_end_in_one_site(paper: Newsroom) -> None:
    both = [
        subprocess.Popen(
            command(paper), env=ENVIRONMENT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        for _ in "ab"
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    assert tree(paper.site) == clean(paper)


def test_a_file_that_may_not_grow_is_a_sentence_and_the_next_build_mends_it(built: Newsroom) -> None:
    """A limit on the size of files stands for a full disk: both refuse the write half way."""
    retitled(built, "Longer")

    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    full = run(built, preexec_fn=small_files_only)
    assert full.returncode == 1
    assert "cannot be written" in full.stderr
    assert "Traceback" not in full.stderr
    built.built(now="2021-09-08")
    assert tree(built.site) == clean(built)


@pytest.fixture
def read_only(paper: Newsroom) -> Iterator[Newsroom]:
    """A paper whose output folder lets nobody write, not even root."""
    paper.site.mkdir()
    if os.geteuid() != 0:
        paper.site.chmod(0o555)
        yield paper
        paper.site.chmod(0o755)
    elif shutil.which("chattr") and subprocess.run(["chattr", "+i", paper.site], check=False).returncode == 0:
        yield paper
        subprocess.run(["chattr", "-i", paper.site], check=True)
    else:
        pytest.skip("root may write anywhere, and this disk has no immutable folders")


def test_a_read_only_output_is_a_sentence(read_only: Newsroom) -> None:
    refused = run(read_only)
    assert refused.returncode == 1
    assert "cannot be written" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_verify_proves_a_site(paper: Newsroom) -> None:
    proof = run(paper, "verify")
    assert (proof.returncode, proof.stderr) == (0, "")
    assert proof.stdout.endswith("files, the same to the byte as those of a clean build.\n")


def test_verify_tells_a_file_that_somebody_changed_from_a_bug_of_ours(built: Newsroom) -> None:
    page = next((built.site / "world").rglob("2021/**/index.html"))
    file = page.relative_to(built.site).as_posix()
    page.write_text(page.read_text("utf-8").replace("<h1", "<h2", 1), "utf-8")
    proof = run(built, "verify")
    assert proof.returncode == 1
    assert proof.stderr.startswith(f"{file}: changed since it was built; --clean writes it anew\n\n1 of ")
    assert "bug" not in proof.stderr
    assert run(built, "verify", "--clean").returncode == 0


def test_verify_shows_where_a_site_differs_though_all_agrees_with_its_manifest(built: Newsroom) -> None:
    """No such bug is known, so the store is told what a build with one would have left there."""
    page = next((built.site / "world").rglob("2021/**/index.html"))
    file = page.relative_to(built.site).as_posix()
    page.write_text(page.read_text("utf-8").replace("<h1", "<h2", 1), "utf-8")
    digest = output.digest(built.site, file)
    known = manifest.Listed(digest, page.stat().st_size, ("page",))
    listing = manifest.patched((built.site / "manifest.json").read_bytes(), {file: known})
    assert listing
    (built.site / "manifest.json").write_bytes(listing)
    memory = next(iter(store.tries(built.folder / ".broadsheet", version.stamp(), clean=False)))
    memory.run("UPDATE made SET digest = ? WHERE path = ?", (digest, urls.path_of(file)))
    memory.put("manifest", manifest.digest(built.site))
    memory.commit()
    memory.close()
    proof = run(built, "verify")
    assert proof.returncode == 1
    assert f"{file}:" in proof.stderr
    assert "where a clean build has '" in proof.stderr
    assert "changed since" not in proof.stderr
    assert proof.stderr.endswith(
        "This is our bug: please report it. Until it is mended, build with --clean.\n"
    )
