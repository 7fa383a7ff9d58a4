"""Version: what a store must have been written by to be of use."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

MAKES_OUTPUT = (
    "babel",
    "feedgen",
    "jinja2",
    "lxml",
    "markdown",
    "nh3",
    "pillow",
    "python-slugify",
    "pyyaml",
    "tzdata",
)
"""The packages whose other version may make other bytes of the same content."""
MAYBE = ("pagefind-bin", "pagefind-bin-extended")
"""The same, of those that need not be there."""


@cache
def stamp() -> str:
    """Stands for this Python, these packages and every line of our own code, as they were when first asked:
    a process goes on with what it has imported, whatever becomes of the files.
    """
    made = hashlib.blake2b(digest_size=16)
    made.update(sys.version.encode())
    found = _installed()
    for name in MAYBE:
        made.update(f"{name} {found.get(name)}\n".encode())
    for name in MAKES_OUTPUT:
        made.update(f"{name} {found.get(name) or _asked(name)}\n".encode())
    package = Path(__file__).parent.parent
    for file in sorted(package.rglob("*.py")):
        made.update(file.relative_to(package).as_posix().encode())
        made.update(file.read_bytes())
    return made.hexdigest()


def _installed() -> dict[str, str]:
    """The version of each package that a folder beside it tells by its name: `jinja2-3.1.6.dist-info`."""
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for entry in (one.name for one in Path(folder or ".").iterdir()):
                if entry.endswith(".dist-info"):
                    name, _, version = entry.removesuffix(".dist-info").partition("-")
                    found.setdefault(name.lower().replace("_", "-").replace(".", "-"), version)
    return found


def _asked(name: str) -> str:
    from importlib import metadata  # 14 ms, of which every build but one installed oddly is spared

    return metadata.version(name)
