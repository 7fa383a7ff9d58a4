"""Nikola, from PyPI: the one peer with real incremental builds. A blog as `nikola init` makes it.

Its no-op is measured: what it takes to find that nothing changed. Jinja2 is installed with it although its
theme is written in Mako: without Jinja2 a plugin fails to load, and Nikola waits two seconds to say so.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stopwatch import Command

from peers import content, tools

if TYPE_CHECKING:
    from pathlib import Path

# Lists and feeds as long as everybody's. What is no part of the work is off: comments, copies of the sources.
SETTINGS = """
BLOG_TITLE = "The Yardstick"
SITE_URL = "https://news.example.org/"
POSTS = (("posts/*.md", "posts", "post.tmpl"),)
COMPILERS = {"markdown": [".md"]}
INDEX_DISPLAY_POST_COUNT = 20
FEED_LENGTH = 20
COMMENT_SYSTEM = ""
SHOW_SOURCELINK = False
COPY_SOURCES = False
"""


@dataclass(frozen=True, slots=True)
class Nikola:
    """Nikola in a folder of its own."""

    tools: Path
    name: str = "nikola"
    version: str = "8.3.3"

    def install(self) -> None:
        """Fetch it, unless it is there."""
        tools.pip(self.tools, f"Nikola=={self.version}", "Jinja2")

    def convert(self, source: Path, project: Path) -> None:
        """Sections become categories; the metadata is Nikola's own kind, which it reads fastest."""
        subprocess.run((*self._program(), "init", "--quiet", str(project)), check=True, capture_output=True)
        with (project / "conf.py").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS)
        sections, authors = content.titles(source)
        for one in content.articles(source):
            head = {
                "title": one.title,
                "slug": one.stem,
                "date": f"{one.published:%Y-%m-%d %H:%M:%S UTC}",
                "tags": ", ".join(one.tags),
                "category": sections.get(one.section, one.section),
                "author": ", ".join(authors.get(slug, slug) for slug in one.authors),
                "description": one.summary,
            }
            lines = "".join(f".. {key}: {value}\n" for key, value in head.items())
            tools.put(
                project / f"posts/{one.published:%Y/%m}/{one.stem}.md", f"<!--\n{lines}-->\n\n{one.body}"
            )

    def build(self, project: Path) -> Command:
        """Quiet, in one process: to find that nothing changed is not divided among more."""
        return Command((*self._program(), "build", "--quiet"), project)

    def clear(self, project: Path) -> None:
        """Its output, its cache, and what it remembers."""
        for found in (
            project / "output",
            project / "cache",
            *project.glob(".doit.db*"),
            *project.glob("*.dat"),
        ):
            tools.remove(found)

    def articles_made(self, project: Path) -> int:
        """Posts stand below `posts/`, with the folders they are written in."""
        return sum(1 for _ in (project / "output/posts").rglob("index.html"))

    def _program(self) -> tuple[str, ...]:
        return (str(self.tools / "venv/bin/nikola"),)
