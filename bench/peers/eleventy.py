"""eleventy, from npm: a Node program of one thread; it has no related content and gets none.

It runs as in production, and quietly: printing a line a file is not its work.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from stopwatch import Command

from peers import content, tools

PROJECT = Path(__file__).parent / "eleventy_project"
FEED = "@11ty/eleventy-plugin-rss@3.0.0"


@dataclass(frozen=True, slots=True)
class Eleventy:
    """eleventy in a folder of its own."""

    tools: Path
    name: str = "eleventy"
    version: str = "3.1.8"

    def install(self) -> None:
        tools.npm(self.tools, f"@11ty/eleventy@{self.version}", FEED)

    def convert(self, source: Path, project: Path) -> None:
        shutil.copytree(PROJECT, project)
        (project / "node_modules").symlink_to((self.tools / "node_modules").resolve())
        sections, authors = content.titles(source)
        tools.put(project / "_data/names.json", json.dumps({"sections": sections, "authors": authors}))
        for one in content.articles(source):
            head = {
                "title": one.title,
                "date": one.published,
                "section": one.section,
                "authors": list(one.authors),
                "topics": list(one.tags),  # see eleventy.config.js
                "summary": one.summary,
                "permalink": f"/{one.section}/{one.published:%Y/%m/%d}/{one.stem}/",
            }
            text = content.front_matter(head, one.body)
            tools.put(project / f"articles/{one.published:%Y/%m}/{one.stem}.md", text)

    def build(self, project: Path) -> Command:
        program = self.tools / "node_modules/@11ty/eleventy/cmd.cjs"
        return Command(("node", str(program), "--quiet"), project)

    def clear(self, project: Path) -> None:
        for folder in ("_site", ".cache"):
            tools.remove(project / folder)

    def articles_made(self, project: Path) -> int:
        return sum(1 for _ in (project / "_site").glob("*/*/*/*/*/index.html"))
