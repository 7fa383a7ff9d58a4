"""Version: what a store must have been written by to be of use."""

from __future__ import annotations

import hashlib
import sys
from importlib import metadata
from pathlib import Path

MAKES_OUTPUT = (
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


def stamp() -> str:
    """Stands for this Python, these packages and every line of our own code."""
    made = hashlib.blake2b(digest_size=16)
    made.update(sys.version.encode())
    for name in MAKES_OUTPUT:
        made.update(f"{name} {metadata.version(name)}\n".encode())
    package = Path(__file__).parent.parent
    for file in sorted(package.rglob("*.py")):
        made.update(file.relative_to(package).as_posix().encode())
        made.update(file.read_bytes())
    return made.hexdigest()
