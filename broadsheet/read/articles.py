"""Articles: what front matter may say in `content/articles/`, and a document read as an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from broadsheet.model import (
    Article,
    Correction,
    Entry,
    Image,
    Mention,
    PickedId,
    PickedInline,
)
from broadsheet.model import (
    Kind as ArticleKind,
)
from broadsheet.problems import Problem, Refused
from broadsheet.read import targets
from broadsheet.read.imaging import CENTRE, FOCUS
from broadsheet.read.kinds import (
    BOOLEAN,
    DATE,
    IDENTIFIER,
    LANGUAGE,
    MENTION,
    PATH_MENTION,
    SITE_PATH,
    SLUG,
    TEXT,
    TEXT_OR_EMPTY,
    URL,
    choice,
    known,
)
from broadsheet.read.nodes import Mapping, Node
from broadsheet.read.schema import (
    Context,
    Kind,
    Record,
    Schema,
    defaulting,
    list_of,
    optional,
    record_of,
    required,
)
from broadsheet.read.slugs import slug
from broadsheet.read.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from broadsheet.model import Document, Prose, Update

IMAGE_SRC = required("src", PATH_MENTION, "the file below `content/media/`, such as `media/valley.jpg`")
IMAGE_ALT = required(
    "alt", TEXT_OR_EMPTY, 'what it shows, for those who cannot see it; `""` when it is decorative'
)
IMAGE_CAPTION = defaulting("caption", TEXT, "", "the words under it")
IMAGE_CREDIT = defaulting("credit", TEXT, "", "who made it")
IMAGE_FOCUS = optional(
    "focus",
    FOCUS,
    'what must not be cut off where only a part is shown: `"30% 60%"` from the left and from the top. '
    "Default: its middle",
)
IMAGE = Schema("an image", (IMAGE_SRC, IMAGE_ALT, IMAGE_CAPTION, IMAGE_CREDIT, IMAGE_FOCUS))

CORRECTION_DATE = required("date", DATE, "when it was put right")
CORRECTION_TEXT = required("text", TEXT, "what was wrong and what is right")
CORRECTION = Schema("a correction", (CORRECTION_DATE, CORRECTION_TEXT))

PICK_TITLE = required("title", TEXT, "the other outlet's headline")
PICK_URL = required("url", URL, "where it stands")
PICK_SOURCE = required("source", known("source"), "the outlet")
PICK_SUMMARY = defaulting("summary", TEXT, "", "the excerpt")
PICK = Schema("a hand-picked piece", (PICK_TITLE, PICK_URL, PICK_SOURCE, PICK_SUMMARY))

_Picked = Mention | PickedInline


def _pick(node: Node, key: str, context: Context) -> _Picked | Refused:
    return (_INLINE if isinstance(node, Mapping) else MENTION).read(node, key, context)


_INLINE: Kind[_Picked] = record_of(
    PICK, lambda r: PickedInline(r[PICK_TITLE], r[PICK_URL], r[PICK_SOURCE], r[PICK_SUMMARY])
)
PICKED: Kind[_Picked] = Kind(
    "the id of a link or an article, or a mapping: title, url, source, summary", _pick
)

TITLE = required("title", TEXT, "the headline")
PUBLISHED = required("published", DATE, "when it came or comes out")
ID = optional(
    "id",
    IDENTIFIER,
    "permanent: feeds know the article by it. Default: the file's name without `.md`",
)
UPDATED = optional("updated", DATE, "when it last changed in a way worth telling")
AUTHORS = defaulting("authors", list_of(known("author")), (), "who wrote it, in the order of the byline")
SECTION = optional("section", known("section"), "the section it stands in; part of its address")
TAGS = defaulting("tags", list_of(TEXT), (), "what it is about")
EDITIONS = defaulting(
    "editions",
    list_of(known("edition")),
    (),
    "editions it belongs to, besides those of its section",
)
STORY = optional(
    "story", SLUG, "the event it reports; articles and links with the same story belong together"
)
KIND = defaulting(
    "kind",
    choice(get_args(ArticleKind)),
    "news",
    "what sort of piece it is; all but `news` are labelled",
)
DATELINE = defaulting("dateline", TEXT, "", "where it was written, such as `KABUL`")
SUMMARY = defaulting(
    "summary",
    TEXT,
    "",
    "the standfirst, also shown on other pages. Default there: the opening of the body",
)
IMAGE_FIELD = optional(
    "image",
    record_of(
        IMAGE,
        lambda r: (
            r[IMAGE_SRC],
            Image(
                r[IMAGE_SRC].target, r[IMAGE_ALT], r[IMAGE_CAPTION], r[IMAGE_CREDIT], r[IMAGE_FOCUS] or CENTRE
            ),
        ),
    ),
    "the picture at its head",
)
ARTICLE_LANGUAGE = optional("language", LANGUAGE, "default: the site's")
ARTICLE_SLUG = optional("slug", SLUG, "its name in the address. Default: made from the title")
ALIASES = defaulting(
    "aliases", list_of(SITE_PATH), (), "other paths that lead to it, such as its old address"
)
TRANSLATION_OF = optional(
    "translation_of",
    MENTION,
    "of a translation: the id of the article it was made from; the two, and its other translations, lead to "
    "each other",
)
SOURCE = optional(
    "source", known("source"), "of a syndicated piece: the outlet it comes from; needs `source_url`"
)
SOURCE_URL = optional(
    "source_url", URL, "of a syndicated piece: the original, which becomes its canonical address"
)
SIMILAR = defaulting(
    "similar", list_of(PICKED), (), "hand-picked similar news, shown first and in this order"
)
CORRECTIONS = defaulting(
    "corrections",
    list_of(record_of(CORRECTION, lambda r: Correction(r[CORRECTION_DATE], r[CORRECTION_TEXT]))),
    (),
    "what was wrong, and when it was put right",
)
DRAFT = defaulting("draft", BOOLEAN, False, "stays out unless built with `--drafts`")
EMBARGO = optional("embargo", DATE, "stays out until then")
EXPIRES = optional("expires", DATE, "goes out of the site then")

ARTICLE = Schema(
    "an article",
    (TITLE, PUBLISHED, ID, UPDATED, AUTHORS, SECTION, TAGS, EDITIONS, STORY, KIND, DATELINE, SUMMARY,
     IMAGE_FIELD, ARTICLE_LANGUAGE, ARTICLE_SLUG, ALIASES, TRANSLATION_OF, SOURCE, SOURCE_URL, SIMILAR,
     CORRECTIONS, DRAFT, EMBARGO, EXPIRES),
)  # fmt: skip


def parse(document: Document, front: Mapping, context: Context, language: str, body: Prose) -> Entry | Unread:
    """The article that a document holds, or every problem in its front matter.

    `language` is the site's, for articles that name none.
    """
    record, problems = ARTICLE.read(front, context)
    problems = (*problems, *_contradictions(record, context.path))
    mentions = tuple(_mentions(record))
    if problems:
        return Unread(document.path, problems, mentions)
    article = _article(document, record, language, body)
    return Entry(article, body, mentions, record.places)


def _article(document: Document, record: Record, language: str, body: Prose) -> Article:
    id_ = record[ID] or document.stem
    original = record[TRANSLATION_OF]
    _, image = record[IMAGE_FIELD] or (None, None)
    if image:
        image = replace(image, src=targets.resolve(image.src, document.path))
    return Article(
        path=document.path,
        id=id_,
        slug=record[ARTICLE_SLUG] or slug(record[TITLE], otherwise=id_) or "untitled",
        title=record[TITLE],
        standfirst=record[SUMMARY],
        summary=record[SUMMARY] or body.opening,
        published=record[PUBLISHED],
        updated=record[UPDATED],
        authors=record[AUTHORS],
        section=record[SECTION],
        tags=_distinct(record[TAGS]),
        editions=record[EDITIONS],
        story=record[STORY],
        kind=record[KIND],
        dateline=record[DATELINE],
        image=image,
        language=record[ARTICLE_LANGUAGE] or language,
        aliases=record[ALIASES],
        translation_of=original.target if original else None,
        source=record[SOURCE],
        source_url=record[SOURCE_URL],
        picks=tuple(PickedId(pick.target) if isinstance(pick, Mention) else pick for pick in record[SIMILAR]),
        corrections=tuple(sorted(record[CORRECTIONS], key=lambda correction: correction.date)),
        updates=_updates(record, body),
        draft=record[DRAFT],
        embargo=record[EMBARGO],
        expires=record[EXPIRES],
    )


def _updates(record: Record, body: Prose) -> tuple[Update, ...]:
    if record[KIND] != "live":
        return ()
    from broadsheet.read import live  # few articles are

    return live.updates(body.html, record[PUBLISHED], record[UPDATED])


def _mentions(record: Record) -> Iterator[Mention]:
    """What the front matter names: the original of a translation, picks, and the image."""
    original = record[TRANSLATION_OF]
    if original:
        yield original
    yield from (pick for pick in record[SIMILAR] if isinstance(pick, Mention))
    image = record[IMAGE_FIELD]
    if image:
        yield image[0]


def _contradictions(record: Record, path: str) -> list[Problem]:
    """Values that are each right and cannot be right together."""
    problems: list[Problem] = []

    def refuse(key: str, message: str, hint: str) -> None:
        line, column = record.places[key]
        problems.append(Problem(path, line, column, key, message, hint))

    published, updated, expires = record[PUBLISHED], record[UPDATED], record[EXPIRES]
    is_dated = record.has(PUBLISHED)
    if is_dated and updated and updated < published:
        refuse(
            "updated",
            "this is before 'published'",
            "One of the two dates is wrong, or lacks its time or its offset.",
        )
    if is_dated and expires and expires <= _when_it_comes(published, record[EMBARGO])[0]:
        by = _when_it_comes(published, record[EMBARGO])[1]
        refuse(
            "expires",
            f"this is not after '{by}': the article would never be seen",
            "Mend one of the two dates. Without a time, a date is the midnight at which the day begins.",
        )
    if record[SOURCE] and "source_url" not in record.places:
        refuse("source", "a syndicated piece needs 'source_url'", "Add the address of the original.")
    if record[SOURCE_URL] and "source" not in record.places:
        refuse(
            "source_url",
            "a syndicated piece needs 'source'",
            "Add the slug of the outlet it comes from.",
        )
    return problems


def _when_it_comes(published: datetime, embargo: datetime | None) -> tuple[datetime, str]:
    """The moment at which an article comes out, and the key that says so."""
    return (embargo, "embargo") if embargo and embargo > published else (published, "published")


def _distinct(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The tags without those that would share an address with an earlier one, or have none."""
    by_slug: dict[str, str] = {}
    for tag in tags:
        by_slug.setdefault(slug(tag), tag)
    return tuple(tag for name, tag in by_slug.items() if name)
