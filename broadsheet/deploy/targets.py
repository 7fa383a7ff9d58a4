"""Targets: what any place must be able to do so that a site can be published there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from broadsheet.deploy.plan import Put


class Unreachable(Exception):  # noqa: N818 - says in words what is wrong with a place, no error of ours
    """A place that can't be reached, or refuses. `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Say in words what is wrong, and what to do about it."""
        super().__init__(message)
        self.hint = hint


class Target(Protocol):
    """A place that holds files by their paths. Everything that it does may raise Unreachable.

    A file is there whole or not at all; what has been done when a method returns stays done.
    """

    def read(self, file: str) -> bytes | None:
        """The bytes of a small file, None where there is none."""

    def found(self, files: Sequence[str]) -> Mapping[str, str]:
        """Those of the files that stand there, with the SHA-256 of their bytes, or "" for not known."""

    def put(self, puts: Sequence[Put]) -> None:
        """Send files of the site, in any order."""

    def write(self, file: str, content: bytes) -> None:
        """Write a small file of our own."""

    def delete(self, files: Sequence[str]) -> None:
        """Take files away, in this order where that can be; one that isn't there is as good as gone."""
