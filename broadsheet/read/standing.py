"""Standing pages: what front matter may say in `content/pages/`, and a document read as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.model import Entry, StandingPage
from broadsheet.read.kinds import BOOLEAN, DATE, IDENTIFIER, LANGUAGE, SITE_PATH, SLUG, TEXT
from broadsheet.read.schema import Context, Schema, defaulting, list_of, optional, required
from broadsheet.read.slugs import slug
from broadsheet.read.unread import Unread

if TYPE_CHECKING:
    from broadsheet.model import Document, Prose
    from broadsheet.read.nodes import Mapping

TITLE = required("title", TEXT, "its heading")
ID = optional("id", IDENTIFIER, "default: the file's name without `.md`")
PAGE_SLUG = optional(
    "slug", SLUG, "its path: `about` stands at `/about/`. Default: made from the file's name"
)
SUMMARY = defaulting("summary", TEXT, "", "what search engines show. Default: the opening of the body")
PAGE_LANGUAGE = optional("language", LANGUAGE, "default: the site's")
UPDATED = optional("updated", DATE, "when it last changed")
ALIASES = defaulting("aliases", list_of(SITE_PATH), (), "other paths that lead to it")
DRAFT = defaulting("draft", BOOLEAN, False, "stays out unless built with `--drafts`")

STANDING = Schema("a page", (TITLE, ID, PAGE_SLUG, SUMMARY, PAGE_LANGUAGE, UPDATED, ALIASES, DRAFT))


def parse(document: Document, front: Mapping, context: Context, language: str, body: Prose) -> Entry | Unread:
    """The standing page that a document holds, or every problem in its front matter."""
    record, problems = STANDING.read(front, context)
    if problems:
        return Unread(document.path, problems, ())
    page = StandingPage(
        path=document.path,
        id=record[ID] or document.stem,
        slug=record[PAGE_SLUG] or slug(document.stem, otherwise=record[TITLE]) or "untitled",
        title=record[TITLE],
        summary=record[SUMMARY] or body.opening,
        language=record[PAGE_LANGUAGE] or language,
        updated=record[UPDATED],
        aliases=record[ALIASES],
        draft=record[DRAFT],
    )
    return Entry(page, body, (), record.places)
