"""Report: what a publication did, or would do, in words and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.deploy.plan import Plan
    from broadsheet.deploy.purging import News
    from broadsheet.rules import Destination


@dataclass(frozen=True, slots=True)
class Report:
    """What was done at a target; with `is_dry`, what would be. `pinged` are feeds a hub was told of."""

    where: Destination
    plan: Plan
    news: News
    pinged: tuple[str, ...]
    is_dry: bool

    def steps(self) -> Iterator[str]:
        """A line for each step, in the order in which they are done."""
        yield from (f"delete {file}" for file in self.plan.obstacles)
        yield from (f"send   {put.file}" for put in self.plan.puts)
        yield from (f"delete {file}" for file in self.plan.deletions)
        if self.where.caches:
            yield from (f"purge  {url}" for url in self.news.urls)
        yield from (f"ping   {url}" for url in self.pinged)

    def summary(self, seconds: float) -> str:
        """The last line of a publication."""
        would = "would be " if self.is_dry else ""
        gone = len(self.plan.obstacles) + len(self.plan.deletions)
        told = [f"{len(self.news.urls):,} purged"] if self.where.caches and self.news.urls else []
        told += [f"{_count(len(self.pinged), 'feed')} told to the hub"] if self.pinged else []
        what = (
            f"{_count(len(self.plan.puts), 'file')} {would}sent{_bytes(self.plan.size)}, "
            f"{gone:,} {would}deleted, {self.plan.equal:,} there already{''.join(f', {one}' for one in told)}"
        )
        return (
            f"{self.where.name}: {what} in {seconds:.1f} s."
            if not self.is_dry
            else f"{self.where.name}: {what}."
        )

    def as_json(self) -> str:
        """The report for `--report`."""
        value = {
            "target": self.where.name,
            "dry_run": self.is_dry,
            "sent": [put.file for put in self.plan.puts],
            "deleted": [*self.plan.obstacles, *self.plan.deletions],
            "equal": self.plan.equal,
            "added": self.news.added,
            "changed": self.news.changed,
            "removed": self.news.removed,
            "keys": self.news.keys,
            "feeds": self.pinged,
        }
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _bytes(size: int) -> str:
    """How much that is, in brackets; nothing where nothing is sent, or an old manifest doesn't say."""
    if not size:
        return ""
    return f" ({size / 1_000_000:.1f} MB)" if size >= 100_000 else f" ({size / 1000:.1f} kB)"
