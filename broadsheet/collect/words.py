"""Words: what may stand on the command line after `collect`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

BRANCH = "collected"
DESCRIPTION = """\
Read the feeds of the sources in site.yaml, keep what matches our articles, and write each as a link into
content/links/ for an editor to commit. 'collect inbox' fetches nothing: it matches again what waits, and
shows what still does."""
EXIT = (
    "Exit status: 0 done; 1 problems in site.yaml, the OPML file, the repository or the disk; "
    "2 wrong usage; 3 done, and a source needs a person."
)


def add(collect: argparse.ArgumentParser) -> None:
    """Add what only `collect` takes to its parser."""
    collect.add_argument(
        "what",
        metavar="inbox",
        nargs="?",
        choices=("inbox",),
        help="only match and show what waits in the inbox",
    )
    collect.add_argument(
        "--cache",
        metavar="DIR",
        type=Path,
        help="the folder in which feeds and the inbox are remembered, in collect/; losing it loses what "
        "waits (default: .broadsheet beside the content folder)",
    )
    collect.add_argument("--opml", metavar="FILE", type=Path, help="read the feeds of this list too")
    collect.add_argument("--only", metavar="SOURCE", help="ask this source only, and now, due or not")
    how = collect.add_mutually_exclusive_group()
    how.add_argument(
        "--dry-run", action="store_true", help="show what would be collected and why; write nothing"
    )
    how.add_argument("--review", action="store_true", help="ask about each link, one by one")
    collect.add_argument(
        "--branch",
        metavar="NAME",
        nargs="?",
        const=BRANCH,
        help=f"commit to a branch instead of writing into the working tree (default name: {BRANCH})",
    )
    collect.add_argument("--report", metavar="FILE.json", type=Path, help="write what was done to this file")
    collect.add_argument("--quiet", action="store_true", help="say only what needs a person")
