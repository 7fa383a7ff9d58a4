"""Publishing in tests: a newsroom with a target, a target that can be killed, and what stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.deploy.plan import Put
from broadsheet.deploy.publish import Order, publish
from broadsheet.deploy.report import Report
from broadsheet.deploy.targets import Target
from tests.newsroom import SITE, Newsroom, tree


class Killed(BaseException):
    """What a killed process leaves undone."""


@dataclass
class Frail:
    """Another target, that dies before its n-th step, and remembers the order of those that were done."""

    target: Target
    dies_at: int | None = None
    done: list[tuple[str, str]] = field(default_factory=list)

    def read(self, file: str) -> bytes | None:
        return self.target.read(file)

    def found(self, files: Sequence[str]) -> Mapping[str, str]:
        return self.target.found(files)

    def put(self, puts: Sequence[Put]) -> None:
        for put in puts:
            self._step("put", put.file)
            self.target.put((put,))

    def write(self, file: str, content: bytes) -> None:
        self._step("write", file)
        self.target.write(file, content)

    def delete(self, files: Sequence[str]) -> None:
        for file in files:
            self._step("delete", file)
            self.target.delete((file,))

    def _step(self, what: str, file: str) -> None:
        if self.dies_at is not None and len(self.done) >= self.dies_at:
            raise Killed
        self.done.append((what, file))


def with_target(newsroom: Newsroom, to: str, more: str = "", hub: str = "") -> Newsroom:
    """The newsroom with a target `production`; `more` are further lines of it."""
    lines = "".join(f"      {line}\n" for line in more.splitlines())
    feeds = f"feeds: {{hub: '{hub}'}}\n" if hub else ""
    said = f"{feeds}publish:\n  targets:\n    production:\n      to: '{to}'\n{lines}"
    newsroom.write("site.yaml", SITE + said)
    return newsroom


def published(newsroom: Newsroom, **wishes: object) -> Report:
    """Publish, without a problem."""
    report = publish(Order(**{"content": newsroom.content, "site": newsroom.site, **wishes}))
    assert isinstance(report, Report), report
    return report


def refusals(newsroom: Newsroom, **wishes: object) -> list[str]:
    """Why nothing can be published."""
    report = publish(Order(**{"content": newsroom.content, "site": newsroom.site, **wishes}))
    assert not isinstance(report, Report), report
    return [f"{one.path}: {one.message}" for one in report.problems]


def built_files(newsroom: Newsroom) -> dict[str, bytes]:
    """All that stands in `site/`."""
    return tree(newsroom.site)


def sent(report: Report) -> list[str]:
    return [put.file for put in report.plan.puts]


def gone(report: Report) -> list[str]:
    return [*report.plan.obstacles, *report.plan.deletions]


def www(newsroom: Newsroom) -> Path:
    """The folder that tests publish into."""
    return newsroom.folder / "www"
