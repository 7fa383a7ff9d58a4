"""Newsrooms to measure with: generated once for the same arguments, kept, never changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from peers.content import moment

OURS = Path(__file__).parent / "newsroom.py"
PUBLISHED = re.compile(r'^published:\s*"?([^"\n]+?)"?\s*$', re.MULTILINE)
KEPT = 20  # articles to edit, of the newest and of the middle of the archive
AFTER_ALL = timedelta(days=3)  # a link may be published that much later than the newest article


@dataclass(frozen=True, slots=True)
class Corpus:
    """A generated `content/`. `newest` and `archive` are paths in it, of articles that one may edit."""

    folder: Path
    articles: int
    links: int
    now: str
    newest: tuple[str, ...]
    archive: tuple[str, ...]


def get(work: Path, generator: str | None, n: int) -> Corpus:
    """The newsroom of n articles that a generator writes: a command with `{n}` and `{dir}`, or our own."""
    command = generator or f"{shlex.quote(sys.executable)} {shlex.quote(str(OURS))} {{n}} {{dir}}"
    version = OURS.read_text(encoding="utf-8") if generator is None else ""
    name = hashlib.sha256((command + version).encode()).hexdigest()[:10]
    folder = work / "corpora" / f"{name}-{n}"
    index = folder.with_suffix(".json")
    if not index.exists():
        _generate(command, n, folder)
        index.write_text(json.dumps(asdict(_look(folder)), default=str), encoding="utf-8")
    known = json.loads(index.read_text(encoding="utf-8"))
    return Corpus(
        folder,
        known["articles"],
        known["links"],
        known["now"],
        tuple(known["newest"]),
        tuple(known["archive"]),
    )


def copy(corpus: Corpus, folder: Path) -> None:
    """The same tree elsewhere, by hard links, which `edits` replaces and never writes through."""
    shutil.copytree(corpus.folder, folder, copy_function=os.link)


def warm(folder: Path) -> None:
    """Read every file once, so that nobody pays for being the first."""
    for file in folder.rglob("*"):
        if file.is_file():
            file.read_bytes()


def _generate(command: str, n: int, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    words = [part.format(n=n, dir=folder) for part in shlex.split(command)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def _look(folder: Path) -> Corpus:
    """What we must know of a newsroom, whoever wrote it."""
    dated = sorted(
        (_published(file), str(file.relative_to(folder))) for file in (folder / "articles").rglob("*.md")
    )
    middle = len(dated) // 2
    return Corpus(
        folder,
        articles=len(dated),
        links=sum(1 for _ in (folder / "links").rglob("*.md")),
        now=(dated[-1][0] + AFTER_ALL).isoformat(),
        newest=tuple(path for _, path in dated[: -KEPT - 1 : -1]),
        archive=tuple(path for _, path in dated[middle : middle + KEPT]),
    )


def _published(file: Path) -> datetime:
    found = PUBLISHED.search(file.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(
            f"{file}: has no line 'published:', by which the benchmark finds the newest articles"
        )
    return moment(found[1])
