"""Branch: what was collected as a commit on a branch of its own, ready for a pull request.

Made without touching the working tree, the index or the branch that is checked out: an editor in the middle
of a story notices nothing. A branch that isn't merged yet grows by another commit; one that is begins anew.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.collect.filing.place import BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class NoRepository(Exception):  # noqa: N818 - says in words what is wrong
    """There is no repository, or none that a branch can be made in."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch's files of `content/`.

    `parent` is the commit it grows from, `tip` where it stands (if at all), `prefix` where content/ is.
    """

    root: Path
    name: str
    parent: str
    tip: str
    prefix: str
    now: datetime

    def read(self, path: str) -> str | None:
        """The text of a file, None where there is none."""
        try:
            return _git(self.root, "cat-file", "blob", f"{self.parent}:{self.prefix}{path}")
        except NoRepository:
            return None

    def has(self, path: str) -> bool:
        """Whether something stands at a path, on the branch or not yet committed."""
        if os.path.lexists(self.root / path):
            return True
        return bool(_git(self.root, "ls-tree", self.parent, "--", path).strip())

    def put(self, new: Mapping[str, str], changed: Mapping[str, str], message: str) -> str:
        """Commit new and changed files to the branch, and say which commit that is."""
        files = {**changed, **new}
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            _git(self.root, "read-tree", self.parent, more=index)
            for path, text in sorted(files.items()):
                blob = _git(self.root, "hash-object", "-w", "--stdin", text=text).strip()
                entry = f"100644,{blob},{self.prefix}{path}"
                _git(self.root, "update-index", "--add", "--cacheinfo", entry, more=index)
            tree = _git(self.root, "write-tree", more=index).strip()
        made = _git(
            self.root, "commit-tree", tree, "-p", self.parent, text=message, more=self._who_and_when()
        ).strip()
        _git(self.root, "update-ref", f"refs/heads/{self.name}", made, self.tip or "0" * len(made))
        return f"branch {self.name}, commit {made[:10]}"

    def _who_and_when(self) -> dict[str, str]:
        """The identity that git knows, else our name; and the moment of the run, not of the clock."""
        when = f"{int(self.now.timestamp())} +0000"
        made = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        try:
            _git(self.root, "var", "GIT_COMMITTER_IDENT")
        except NoRepository:
            for who in ("AUTHOR", "COMMITTER"):
                made |= {f"GIT_{who}_NAME": "broadsheet collect", f"GIT_{who}_EMAIL": "collect@localhost"}
        return made


def branch(root: Path, name: str, now: datetime) -> Branch:
    """The branch of that name in the repository that holds `root`. Raises NoRepository."""
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    head = _git(root, "rev-parse", "--verify", "HEAD^{commit}").strip()
    _git(root, "check-ref-format", "--branch", name)
    if _git(root, "rev-parse", "--symbolic-full-name", "HEAD").strip() == f"refs/heads/{name}":
        raise NoRepository(f"the branch {name} is checked out: collect without --branch, or name another")
    try:
        tip = _git(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}^{{commit}}").strip()
    except NoRepository:
        tip = ""
    is_merged = not tip or _git(root, "merge-base", head, tip, or_="").strip() == tip
    return Branch(root, name, head if is_merged else tip, tip, prefix, now)


def _git(
    root: Path,
    *words: str,
    text: str | None = None,
    more: Mapping[str, str] | None = None,
    or_: str | None = None,
) -> str:
    """What git says. Raises NoRepository with its last line, unless there is another answer for then."""
    try:
        done = subprocess.run(  # noqa: S603 - git, with our own words
            ("git", "-c", "core.quotePath=false", *words),  # noqa: S607 - whichever git is first on the PATH, as in a terminal
            cwd=root,
            env={**os.environ, **(more or {})},
            input=(text or "").encode("utf-8", BYTES),
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise NoRepository(f"git can't be started: {error.strerror}") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8", BYTES)
    if or_ is not None:
        return or_
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    why = said[-1].removeprefix("fatal: ").removeprefix("error: ") if said else f"git {words[0]} failed"
    raise NoRepository(why)
