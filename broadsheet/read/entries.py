"""Entries: each document understood as the article, link or standing page that its folder says it is."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from broadsheet.problems import Problem, Refused
from broadsheet.read import articles, documents, links, nodes, standing
from broadsheet.read.schema import Context

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.model import Document, Entry

HINT = "Begin the file with '---', then keys such as 'title: …', then '---', then the text."


def read(paths: Iterable[str], root: Path, config: Config | None) -> tuple[Entry | Refused, ...]:
    """What each document at `paths` below `root` says, in the order of the paths."""
    return tuple(_read_one(root, path, config) for path in paths)


def parse(document: Document, config: Config | None) -> Entry | Refused:
    """What a document says, or every problem in it.

    Without a `config` (it has problems of its own) what it would define is not checked.
    """
    path = f"content/{document.path}"
    if document.front is None:
        return Refused((Problem(path, 1, 1, "", "there is no front matter", HINT),))
    front = nodes.parse(document.front, path, document.front_line)
    if isinstance(front, Refused):
        return front
    context = _context(path, config)
    language = config.language if config else "und"
    if document.path.startswith("articles/"):
        return articles.parse(document, front, context, language)
    if document.path.startswith("pages/"):
        return standing.parse(document, front, context, language)
    languages = {source.slug: source.language for source in config.sources.values()} if config else {}
    return links.parse(document, front, context, languages, config.similar.excerpt_words if config else 0)


def _read_one(root: Path, path: str, config: Config | None) -> Entry | Refused:
    document = documents.read(root, path)
    return document if isinstance(document, Refused) else parse(document, config)


def _context(path: str, config: Config | None) -> Context:
    if config is None:
        return Context(path, UTC)
    known = {
        "section": frozenset(config.sections),
        "author": frozenset(config.authors),
        "source": frozenset(config.sources),
        "edition": frozenset(config.editions),
    }
    return Context(path, config.timezone, known)
