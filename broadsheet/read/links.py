"""Links: what front matter may say in `content/links/`, and a document read as another outlet's coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.model import Entry, Link, Prose
from broadsheet.read.excerpts import excerpt
from broadsheet.read.kinds import BOOLEAN, DATE, IDENTIFIER, LANGUAGE, MENTION, SLUG, TEXT, URL, known
from broadsheet.read.schema import Context, Schema, defaulting, list_of, optional, required
from broadsheet.read.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from broadsheet.model import Document
    from broadsheet.read.nodes import Mapping

TITLE = required("title", TEXT, "the other outlet's headline")
ADDRESS = required("url", URL, "where it stands")
SOURCE = required("source", known("source"), "the outlet")
ID = optional("id", IDENTIFIER, "what `similar` names it by. Default: the file's name without `.md`")
PUBLISHED = optional("published", DATE, "when the outlet published it")
LINK_LANGUAGE = optional("language", LANGUAGE, "default: the outlet's")
PAYWALL = defaulting("paywall", BOOLEAN, False, "whether readers must pay")
STORY = optional("story", SLUG, "the event it reports, as the articles on it name it")
FOR = defaulting("for", list_of(MENTION), (), "ids of the articles under which it stands")

LINK = Schema("a link", (TITLE, ADDRESS, SOURCE, ID, PUBLISHED, LINK_LANGUAGE, PAYWALL, STORY, FOR))


def parse(
    document: Document, front: Mapping, context: Context, languages: Table[str, str], words: int
) -> Entry | Unread:
    """The link that a document holds, or every problem in its front matter.

    `languages` are those of the sources, `words` how long an excerpt may be.
    """
    record, problems = LINK.read(front, context)
    if problems:
        return Unread(document.path, problems, record[FOR])
    link = Link(
        path=document.path,
        id=record[ID] or document.stem,
        title=record[TITLE],
        url=record[ADDRESS],
        source=record[SOURCE],
        published=record[PUBLISHED],
        language=record[LINK_LANGUAGE] or languages.get(record[SOURCE], "und"),
        paywall=record[PAYWALL],
        story=record[STORY],
        articles=tuple(mention.target for mention in record[FOR]),
        excerpt=excerpt(document.body, words),
    )
    return Entry(link, Prose("", (), ""), record[FOR], record.places)
