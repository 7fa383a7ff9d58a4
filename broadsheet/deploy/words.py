"""Words: what may stand on the command line after `publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

DESCRIPTION = """\
Send the site that the last build made to a target of site.yaml (publish.targets): a folder, a place that
rsync reaches, or S3-compatible storage. Only what differs is sent, what pages need before the pages; only
what was ours is deleted, last. Then caches are told what has changed, and the WebSub hub which feeds. Stopped
anywhere, it goes on from there when it is repeated."""
EXIT = (
    "Exit status: 0 published, or nothing to do; 1 problems: the build is not whole (nothing was sent), or "
    "the target, a cache or the hub could not be reached (publish again); 2 wrong usage."
)


def add(publish: argparse.ArgumentParser) -> None:
    """Add what only `publish` takes to its parser."""
    publish.add_argument(
        "target",
        metavar="TARGET",
        nargs="?",
        help="its name in site.yaml; may be left out where there is one only",
    )
    publish.add_argument(
        "--dry-run", action="store_true", help="show what would be done, in order; send nothing"
    )
    publish.add_argument(
        "--check",
        action="store_true",
        help="read the whole site and compare it with what was built, not only its sizes",
    )
    publish.add_argument(
        "--all",
        action="store_true",
        help="send everything, whether or not it stands there: after a change of headers",
    )
    publish.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("site"),
        help="the folder that was built into (default: site)",
    )
    publish.add_argument(
        "--cache", metavar="DIR", type=Path,
        help="the folder of the store, in which is noted what was published (default: .broadsheet beside the "
        "content folder)",
    )  # fmt: skip
    publish.add_argument("--report", metavar="FILE.json", type=Path, help="write what was done to this file")
    publish.add_argument("--quiet", action="store_true", help="say nothing unless there are problems")
