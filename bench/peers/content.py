"""A broadsheet content tree, read for its peers: its articles and the names of their sections and authors.

Links to other outlets are broadsheet's alone: no peer has a word for them, so none has to read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Article:
    """An article as every generator knows one. `stem` is its file's name, unique in the newsroom."""

    stem: str
    title: str
    published: datetime
    section: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    summary: str
    body: str


def articles(content: Path) -> Iterator[Article]:
    """All articles, one at a time: a hundred thousand need not be in memory."""
    for file in sorted((content / "articles").rglob("*.md")):
        yield article(file)


def article(file: Path) -> Article:
    """One article."""
    head, body = split(file.read_text(encoding="utf-8"))
    known = plain(head)
    return Article(
        stem=file.stem,
        title=known["title"],
        published=moment(known["published"]),
        section=known.get("section", "news"),
        authors=tuple(known.get("authors", ())),
        tags=tuple(known.get("tags", ())),
        summary=known.get("summary", ""),
        body=body,
    )


def titles(content: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What sections and authors are called, by their slugs."""
    site = plain((content / "site.yaml").read_text(encoding="utf-8"))
    sections = {slug: one["title"] for slug, one in site.get("sections", {}).items()}
    return sections, {slug: one["name"] for slug, one in site.get("authors", {}).items()}


def split(text: str) -> tuple[str, str]:
    """A file's front matter and its body."""
    _, head, body = text.split("---\n", 2)
    return head, body.lstrip("\n")


def plain(text: str) -> Any:
    """YAML in which every scalar stays text; of a key that stands twice, one counts."""
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def moment(text: str) -> datetime:
    """A date of front matter; without an offset, in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def front_matter(values: Mapping[str, object], body: str) -> str:
    """A file with YAML front matter, as hugo and eleventy read it."""
    head = yaml.dump(
        values,
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        allow_unicode=True,
        sort_keys=False,
        width=10**6,
    )
    return f"---\n{head}---\n\n{body}"
