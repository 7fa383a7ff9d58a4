"""A small real newsroom: files in a folder, built by the command line's own engine."""

from __future__ import annotations

from pathlib import Path

from broadsheet.engine.build import Order, build
from broadsheet.engine.report import Report
from broadsheet.engine.watch import Watch

LAYOUTS = Path(__file__).parent.parent / "layouts"
NOW = "2021-09-08 12:00"

SITE = """\
title: The Test Gazette
tagline: All the news that fits in a folder
base_url: https://gazette.example.org
language: en
timezone: Asia/Kuala_Lumpur
sections:
  world: {title: World, description: News from everywhere}
  business: {title: Business}
authors:
  aisha: {name: Aisha Rahman, email: aisha@gazette.example.org, bio: Writes about valleys.}
  ben: {name: Ben Ooi}
sources:
  northwire: {name: Northwire, url: https://northwire.example.com}
  kabul-times: {name: "The Kabul Times", language: fa}
editions:
  malaysia: {title: Malaysia, heading: "Malaysia Latest News, Malaysia Headlines", language: en-MY}
newsletters:
  morning: {title: The Morning, description: What happened overnight, cadence: every weekday, value: m1}
  weekend: {title: The Weekend}
newsletter_form:
  action: https://letters.example.com/subscribe
  newsletter_field: tag
  hidden: {embed: "1"}
page_size: 4
"""


class Newsroom:
    """A newsroom below `folder`; each method says what an editor does."""

    def __init__(self, folder: Path, site: str = SITE) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.site = folder / "site"
        self.layouts = LAYOUTS
        self.write("site.yaml", site)

    def write(self, path: str, text: str) -> Path:
        """Put a file into `content/`."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def article(self, name: str, body: str = "Some words.", **front: object) -> Path:
        """Write an article; `published` is 6 September 2021 unless said otherwise."""
        keys = {"title": name.replace("-", " ").capitalize(), "published": "2021-09-06 10:00", **front}
        return self.write(f"articles/2021/09/{name}.md", document(keys, body))

    def link(self, name: str, body: str = "An excerpt.", **front: object) -> Path:
        """Write a link to another outlet's coverage."""
        keys = {
            "title": f"Elsewhere: {name}",
            "url": f"https://northwire.example.com/{name}",
            "source": "northwire",
            **front,
        }
        return self.write(f"links/2021/09/{name}.md", document(keys, body))

    def remove(self, path: str) -> None:
        """Delete a file from `content/`."""
        (self.content / path).unlink()

    def build(self, **wishes: object) -> Report:
        """Build into `site/`, at noon of 8 September 2021 unless said otherwise."""
        order = {"content": self.content, "layouts": self.layouts, "output": self.site, "now": NOW, "jobs": 1}
        return build(Order(**{**order, **wishes}), Watch())

    def built(self, **wishes: object) -> Report:
        """The same, of a newsroom that has no problems."""
        report = self.build(**wishes)
        assert not report.problems, report.problems
        return report

    def page(self, path: str) -> str:
        """What a reader gets at a path of the site."""
        file = self.site / path.lstrip("/")
        return (file / "index.html" if path.endswith("/") else file).read_text("utf-8")

    def has(self, path: str) -> bool:
        """Whether anything stands at a path of the site."""
        return (self.site / path.lstrip("/") / ("index.html" if path.endswith("/") else "")).is_file()

    def says(self, **wishes: object) -> list[str]:
        """The problems of a build, each as `path:line: message`."""
        return [f"{one.path}:{one.line}: {one.message}" for one in self.build(**wishes).problems]


def document(front: dict[str, object], body: str) -> str:
    """A Markdown file with front matter; values are written as they are, so a list may be a string of YAML."""
    lines = [f"{key.rstrip('_')}: {_yaml(value)}" for key, value in front.items()]
    return "\n".join(("---", *lines, "---", "", body, ""))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def _yaml(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and ": " in value and not value.startswith(("{", "[")):
        return f'"{value}"'
    return str(value)
