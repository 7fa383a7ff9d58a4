"""The shape of the house: imports go one way, and the risky libraries stand in one room each."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "broadsheet"

FOUNDATION = {"model", "problems", "config", "rules"}
MAY_IMPORT = {
    "problems": set(),
    "model": set(),
    "rules": set(),
    "config": {"model", "rules"},
    "read": FOUNDATION,
    "match": FOUNDATION | {"read"},
    "plan": FOUNDATION | {"read", "match"},
    "render": FOUNDATION | {"read", "match", "plan"},
    "publish": FOUNDATION | {"read", "match", "plan", "render"},
    "engine": FOUNDATION | {"read", "match", "plan", "render", "publish"},
    "inquiry": FOUNDATION | {"read", "match", "plan"},
    "collect": FOUNDATION | {"read", "match"},
    "deploy": FOUNDATION | {"read", "publish"},
    "words": {"problems", "read", "collect", "deploy"},
    "cli": {"words", "engine", "inquiry", "problems", "collect", "deploy"},
    "__main__": {"cli"},
    "__init__": set(),
}
ONLY_IN = {
    "markdown": {"read/converter.py"},
    "yaml": {"read/events.py"},
    "nh3": {"read/excerpts.py", "render/feeds/telling.py", "render/slips.py", "collect/feeds/texts.py"},
    "slugify": {"read/slugs.py"},
    "jinja2": {"render/environment.py", "render/macros.py", "render/mishaps.py", "render/templates.py"},
    "feedgen": {"render/feeds/atom.py", "render/feeds/marks.py", "render/feeds/rss.py"},
    "babel": {"render/catalogues.py", "render/locales.py"},
    "PIL": {
        "read/images.py",
        *(f"render/{name}.py" for name in ("credit", "developing", "emblem", "nameplate")),
    },
    "Stemmer": {"match/words.py"},
    "numpy": {"match/many.py", "match/table.py"},
    "tqdm": {"engine/watch.py"},
    "argparse": {"cli.py", "words.py", "collect/words.py", "deploy/words.py"},
    "httpx": {
        "deploy/calls.py",
        *(f"collect/fetch/{name}.py" for name in ("connections", "fetch", "replies", "transport")),
    },
    "boto3": {"deploy/bucket.py"},
    "botocore": {"deploy/bucket.py", "deploy/cloudfront.py"},
    "httpcore": {"collect/fetch/connections.py", "collect/fetch/transport.py"},
    "feedparser": {"collect/feeds/reading.py"},
    "ftfy": {"collect/feeds/texts.py"},
    "protego": {"collect/fetch/robots.py"},
    "brotli": {"publish/packing.py"},
    "zstandard": {"publish/packing.py"},
}
TOUCHES_THE_WORLD = {"os", "time", "socket", "subprocess", "random", "urllib.request", "shutil", "tempfile"}
MAY_TOUCH = {
    "words.py",
    "engine/build.py",
    "engine/lock.py",
    "engine/verify.py",
    "read/files.py",
    "publish/output.py",
    "engine/workers.py",
    "engine/indexer.py",
    "engine/watch.py",
    "collect/fetch/connections.py",
    "collect/fetch/manners.py",
    "collect/filing/place.py",
    "collect/filing/branch.py",
    "deploy/calls.py",
    "deploy/rsync.py",
    "cli.py",
}

FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def imports(file: Path) -> set[str]:
    """Every module that a file imports, wherever in the file, with the names it takes from ours."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def room(file: Path) -> str:
    return name(file).split("/")[0].removesuffix(".py")


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_stage_imports_only_what_comes_before_it(file: Path) -> None:
    ours = {one.split(".")[1] for one in imports(file) if one.startswith("broadsheet.")} - {"__version__"}
    assert ours - {room(file)} <= MAY_IMPORT[room(file)]


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stands_in_one_room(library: str) -> None:
    users = {name(file) for file in FILES if any(one.split(".")[0] == library for one in imports(file))}
    assert users == ONLY_IN[library]


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_a_few_files_reach_outside(file: Path) -> None:
    if name(file) not in MAY_TOUCH:
        assert not imports(file) & TOUCHES_THE_WORLD


def test_what_lint_is_told_to_pass_over_has_its_reason_beside_it() -> None:
    """As `# noqa: S603 - git, with our own words`."""
    files = [*FILES, *Path(__file__).parent.rglob("*.py")]
    bare = re.compile(r"# (?:noqa)(?!: [A-Z]+\d+(, [A-Z]+\d+)* - \w)")
    lines = [(file.name, line) for file in files for line in file.read_text("utf-8").splitlines()]
    assert [one for one in lines if bare.search(one[1])] == []


def test_every_room_is_in_the_table() -> None:
    assert {room(file) for file in FILES} == set(MAY_IMPORT)
