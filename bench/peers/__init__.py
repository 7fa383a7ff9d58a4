"""Other generators, doing the nearest same work on the same articles. Installed, never kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from stopwatch import Command


class Peer(Protocol):
    """What the benchmark asks of another generator; `tools` is the folder that it is installed into."""

    @property
    def name(self) -> str:
        """What it is called here, also as a folder."""

    @property
    def version(self) -> str:
        """The version that is installed."""

    def install(self) -> None:
        """Fetch it into `tools`, unless it is there."""

    def convert(self, content: Path, project: Path) -> None:
        """Make of a broadsheet content tree the peer's own project."""

    def build(self, project: Path) -> Command:
        """The command that builds it, as its users run it in production."""

    def clear(self, project: Path) -> None:
        """Take away all that a build made, so that the next one is cold."""

    def articles_made(self, project: Path) -> int:
        """How many articles stand in its output: whoever makes none was not fast."""
