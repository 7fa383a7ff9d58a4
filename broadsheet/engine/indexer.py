"""Indexer: Pagefind, which makes an index that browsers can search of a folder of slips. Only run here."""

from __future__ import annotations

import json
import os
import shutil
from importlib import import_module, util
from typing import TYPE_CHECKING

from broadsheet.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENTRY = "pagefind-entry.json"
"""The file of an index by which a browser finds the others, whose names say what is in them."""
_CODE = "pagefind.js"
_OF_THE_INDEX = {".pf_meta", ".pf_index", ".pf_fragment"}
_WHEELS = ("pagefind_bin_extended", "pagefind_bin")
_PROGRAMS = ("pagefind_extended", "pagefind")


def lacking() -> tuple[Problem, ...]:
    """A problem where Pagefind isn't installed."""
    if any(util.find_spec(name) for name in _WHEELS) or any(map(shutil.which, _PROGRAMS)):
        return ()
    hint = "Install it: pip install 'broadsheet[search]'. Or build without: 'search: false'."
    return (_problem("Pagefind, which makes the index that readers search, is not installed", hint),)


def index(slips: Path, into: Path, language: str) -> Sequence[str] | Problem:
    """Make an index of a folder of slips in another folder. The files that a browser may ask for."""
    import subprocess  # 9 ms, which a build that indexes nothing doesn't pay

    words = [
        "--site",
        str(slips.resolve()),
        "--output-path",
        str(into.resolve()),
        "--force-language",
        language,
        "--quiet",
    ]
    # Neither a pagefind.toml nor the environment is to have a say in it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(  # noqa: S603 - its own program, and words of ours
            [_program(), *words], cwd=slips, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        return _problem(f"Pagefind can't be run: {error.strerror or error}", "Install it anew.")
    if done.returncode or not (into / ENTRY).is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        what = f"Pagefind has made no index: {said[-1] if said else f'status {done.returncode}'}"
        return _problem(what, "Build again; if it stays so, build with 'search: false'.")
    return tuple(sorted(_asked_for(into)))


def _program() -> str:
    """The program, of a wheel or of the system; the one that can tell Chinese words apart first."""
    for name in _WHEELS:
        if util.find_spec(name):
            return str(import_module(name).get_executable())
    return next(filter(None, map(shutil.which, _PROGRAMS)), _PROGRAMS[-1])


def _asked_for(index: Path) -> set[str]:
    """The files of an index without what Pagefind puts beside them: its own pages, and a second copy of its
    code for a worker.
    """
    languages = json.loads((index / ENTRY).read_bytes())["languages"]
    engines = {f"wasm.{one.get('wasm') or 'unknown'}.pagefind" for one in languages.values()}
    files = {file.relative_to(index).as_posix() for file in index.rglob("*") if file.suffix in _OF_THE_INDEX}
    return files | engines | {ENTRY, _CODE}


def _problem(what: str, hint: str) -> Problem:
    return Problem("content/site.yaml", 1, 1, "search", what, hint)
