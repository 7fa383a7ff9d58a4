"""Entries: each document understood as the article, link or standing page that its folder says it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.model import Entry
from broadsheet.problems import Problem, Refused
from broadsheet.read import articles, documents, files, frontmatter, links, prose, standing
from broadsheet.read.schema import Context
from broadsheet.read.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from collections.abc import Mapping as Table
    from datetime import tzinfo
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.model import Document, Prose
    from broadsheet.read.nodes import Mapping

HINT = "Begin the file with '---', then keys such as 'title: …', then '---', then the text."


def reader(config: Config | None) -> Callable[[Document], Entry | Unread]:
    """What tells of any document what it says, or every problem in it.

    Without a `config` (it has problems of its own) what it would define is not checked.
    """
    return partial(_entry, _terms(config))


def below(root: Path, rooms: Collection[str], config: Config) -> Iterator[tuple[str, Entry | None]]:
    """The path of each document in some rooms (`articles/`) of a content folder, as a build finds them, with
    what it says; None where that has problems, which a build names.
    """
    says, content = reader(config), documents.room(root)
    waiting = [one for one in documents.top(root).folders if one in rooms]
    while waiting:
        (folder,) = documents.look((waiting.pop(),), root)
        waiting.extend(folder.folders)
        for path in folder.paths:
            raw = files.content(content, path, files.LARGEST)
            document = raw if isinstance(raw, Refused) else documents.document(root, path, raw)
            entry = document if isinstance(document, Refused) else says(document)
            yield path, entry if isinstance(entry, Entry) else None


@dataclass(frozen=True, slots=True)
class _Terms:
    """What `site.yaml` says that documents are read against: made once for all of them."""

    zone: tzinfo
    known: Table[str, frozenset[str]]
    language: str
    languages: Table[str, str]
    words: int


def _terms(config: Config | None) -> _Terms:
    if config is None:
        return _Terms(UTC, {}, "und", {}, 0)
    known = {
        "section": frozenset(config.sections),
        "author": frozenset(config.authors),
        "source": frozenset(config.sources),
        "edition": frozenset(config.editions),
    }
    languages = {source.slug: source.language for source in config.sources.values()}
    return _Terms(config.timezone, known, config.language, languages, config.similar.excerpt_words)


def _entry(terms: _Terms, document: Document) -> Entry | Unread:
    path, line = f"content/{document.path}", document.body_line
    front = _front(document, path)
    context = Context(path, terms.zone, terms.known)
    if document.path.startswith("links/"):
        if isinstance(front, Refused):
            return Unread(document.path, front.problems, ())
        return links.parse(document, front, context, terms.languages, terms.words)
    body, wrong = prose.convert(document.body, path, line)
    made = _with_front(document, front, context, terms.language, body)
    mentions = tuple(prose.mentions(body, document.body, line))
    problems = (*wrong, *prose.oddities(document.body, path, line))
    if isinstance(made, Unread) or problems:
        known = made.problems if isinstance(made, Unread) else ()
        return Unread(document.path, (*known, *problems), (*made.mentions, *mentions))
    return replace(made, mentions=(*made.mentions, *mentions)) if mentions else made


def _with_front(
    document: Document, front: Mapping | Refused, context: Context, language: str, body: Prose
) -> Entry | Unread:
    """An article or a standing page, by its folder."""
    if isinstance(front, Refused):
        return Unread(document.path, front.problems, ())
    parse_as = articles.parse if document.path.startswith("articles/") else standing.parse
    return parse_as(document, front, context, language, body)


def _front(document: Document, path: str) -> Mapping | Refused:
    if document.front is None:
        return Refused((Problem(path, 1, 1, "", "there is no front matter", HINT),))
    return frontmatter.parse(document.front, path, document.front_line)
