"""Site: what `content/site.yaml` may say, and the file read as a `Config`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadsheet.config import (
    Author,
    Config,
    Edition,
    FeedRules,
    Newsletter,
    NewsletterForm,
    Organization,
    Section,
    SimilarRules,
    Source,
)
from broadsheet.problems import Problem, Refused
from broadsheet.read import collecting, documents, files, frontmatter, imaging, nodes
from broadsheet.read.kinds import (
    ADDRESS,
    BOOLEAN,
    EMAIL,
    LANGUAGE,
    MENTION,
    METHOD,
    SHARE,
    SLUG,
    TEXT,
    TEXT_OR_EMPTY,
    URL,
    choice,
    known,
    whole_number,
)
from broadsheet.read.schema import (
    EMPTY,
    Context,
    Field,
    Kind,
    Record,
    Schema,
    defaulting,
    list_of,
    optional,
    record_of,
    required,
    table_of,
)
from broadsheet.read.zones import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from broadsheet.read.nodes import Node
    from broadsheet.read.schema import Place

PATH = "content/site.yaml"
MISSING = "Make it, with at least title, base_url, language and timezone."


def _base_url(node: Node, key: str, context: Context) -> str | Refused:
    value = URL.read(node, key, context)
    if isinstance(value, Refused):
        return value
    if "?" in value or "#" in value:
        return context.refuse(
            node, key, f"'{value}' has a '?' or '#' in it", "Write only where the site begins."
        )
    return value.rstrip("/")


BASE_URL: Kind[str] = Kind("a URL", _base_url)
NAME = required("name", TEXT, "as readers see it")
PLACE_TITLE = required("title", TEXT, "as readers see it")
DESCRIPTION = defaulting("description", TEXT, "", "a sentence for its page and for search engines")

SECTION = Schema("a section", (PLACE_TITLE, DESCRIPTION))

AUTHOR_EMAIL = optional("email", EMAIL, "shown on the author's page")
AUTHOR_URL = optional("url", URL, "a page about the author elsewhere")
AUTHOR_BIO = defaulting("bio", TEXT, "", "a few sentences for the author's page")
AUTHOR = Schema("an author", (NAME, AUTHOR_EMAIL, AUTHOR_URL, AUTHOR_BIO))

SOURCE_URL = optional("url", URL, "the outlet's front page")
SOURCE_FEED = optional("feed", URL, "the outlet's feed")
SOURCE_LANGUAGE = optional("language", LANGUAGE, "default: the site's")
SOURCE = Schema("a source", (NAME, SOURCE_URL, SOURCE_FEED, SOURCE_LANGUAGE))

EDITION_HEADING = optional("heading", TEXT, "the title of its front. Default: the title")
EDITION_LANGUAGE = optional(
    "language", LANGUAGE, "of its title and its pages, our own words on them included. Default: the site's"
)
EDITION_SECTIONS = defaulting(
    "sections", list_of(known("section")), (), "sections whose every article belongs to it"
)
EDITION = Schema("an edition", (PLACE_TITLE, EDITION_HEADING, EDITION_LANGUAGE, EDITION_SECTIONS))

CADENCE = defaulting("cadence", TEXT, "", "how often, such as `every weekday at 7 am`")
NEWSLETTER_VALUE = optional("value", TEXT, "what the provider's form calls it. Default: the slug")
NEWSLETTER = Schema("a newsletter", (PLACE_TITLE, DESCRIPTION, CADENCE, NEWSLETTER_VALUE))

ACTION = required("action", URL, "where the form posts to")
FORM_METHOD = defaulting("method", METHOD, "post", "how")
EMAIL_FIELD = defaulting("email_field", TEXT, "email", "the provider's name of the email field")
NEWSLETTER_FIELD = defaulting(
    "newsletter_field", TEXT, "newsletter", "the provider's name of the check boxes"
)
HONEYPOT_FIELD = optional("honeypot_field", TEXT, "the provider's name of a field that only robots fill in")
HIDDEN = defaulting("hidden", table_of(TEXT, TEXT_OR_EMPTY), {}, "fields sent as they are")
FORM = Schema(
    "the newsletter form",
    (ACTION, FORM_METHOD, EMAIL_FIELD, NEWSLETTER_FIELD, HONEYPOT_FIELD, HIDDEN),
)

LOGO = optional("logo", ADDRESS, "its sign, 112 pixels or more each way, such as `/media/logo.svg`")
SINCE = optional("founded", whole_number(1500, 2200), "the year in which it began")
ORGANIZATION_EMAIL = optional("email", EMAIL, "where readers reach the newsroom")
SAME_AS = defaulting(
    "same_as", list_of(URL), (), "pages about the paper elsewhere: an encyclopedia, its accounts"
)
ORGANIZATION = Schema("the organization", (LOGO, SINCE, ORGANIZATION_EMAIL, SAME_AS))

LIMIT = defaulting(
    "limit", whole_number(0, 50), 6, "how many pieces of similar news an article is filled up to"
)
WINDOW_DAYS = defaulting("window_days", whole_number(1, 365), 14, "how far apart in time they may be")
FLOOR = defaulting("floor", SHARE, 0.46, "how alike they must at least be")
EXCERPT_WORDS = defaulting("excerpt_words", whole_number(0, 200), 40, "how long an excerpt may be")
SIMILAR = Schema("similar", (LIMIT, WINDOW_DAYS, FLOOR, EXCERPT_WORDS))
SIMILAR_UNSAID = SimilarRules(LIMIT.default, WINDOW_DAYS.default, FLOOR.default, EXCERPT_WORDS.default)
"""The rules of a site.yaml that sets none."""

FEED_ITEMS = defaulting("items", whole_number(1, 500), 30, "how many articles a feed holds")
FEED_LISTS = defaulting(
    "lists",
    list_of(choice(("section", "edition", "author", "story", "tag"))),
    ("section", "edition", "author", "story"),
    "what has a feed of its own, besides the site. Default: section, edition, author and story",
)
TAG_AUTHORITY = optional(
    "tag_authority",
    TEXT,
    "`host,year` that permanent ids begin with (RFC 4151); set it before the site moves to another domain. "
    "Default: the host of `base_url` and the year 2000",
)
FEEDS = Schema("feeds", (FEED_ITEMS, FEED_LISTS, TAG_AUTHORITY))

SITE_TITLE = required("title", TEXT, "the paper's name")
TAGLINE = defaulting("tagline", TEXT, "", "a line under it")
SITE_BASE_URL = required("base_url", BASE_URL, "where the site begins, such as `https://www.example.org`")
SITE_LANGUAGE = required("language", LANGUAGE, "the language of the paper")
TIMEZONE = required("timezone", ZONE, "for dates without an offset, and for all dates shown")
LEAD = optional(
    "lead", MENTION, "the id of the article that leads the front page while it is out. Default: the newest"
)
PAGE_SIZE = defaulting("page_size", whole_number(1, 500), 20, "how many entries a page of a list holds")
SEARCH = defaulting(
    "search",
    BOOLEAN,
    False,
    "whether readers can search all articles, at `/search/`; needs `pip install 'broadsheet[search]'`",
)


def _table(key: str, schema: Schema, meaning: str) -> Field[dict[str, Record]]:
    """A mapping from slugs to records of one schema."""
    return defaulting(key, table_of(SLUG, record_of(schema, lambda record: record)), {}, meaning)


SECTIONS = _table("sections", SECTION, "the parts of the paper, in the order of the menu")
AUTHORS = _table("authors", AUTHOR, "who writes for the paper")
SOURCES = _table("sources", SOURCE, "other outlets whose coverage we link to")
EDITIONS = _table("editions", EDITION, "regional fronts")
NEWSLETTERS = _table("newsletters", NEWSLETTER, "newsletters readers can sign up for")
NEWSLETTER_FORM = optional(
    "newsletter_form",
    record_of(FORM, lambda record: record),
    "the provider's form; without it no sign-up is shown",
)
ORGANIZATION_FIELD = defaulting(
    "organization",
    record_of(ORGANIZATION, lambda record: record),
    EMPTY,
    "what search engines are told of who publishes the paper",
)
SIMILAR_FIELD = defaulting(
    "similar",
    record_of(SIMILAR, lambda record: record),
    EMPTY,
    "how much similar news stands under an article",
)
FEEDS_FIELD = defaulting("feeds", record_of(FEEDS, lambda record: record), EMPTY, "how feeds are made")
IMAGES_FIELD = defaulting(
    "images", record_of(imaging.IMAGES, lambda record: record), EMPTY, "what is made of pictures"
)
SHARE_IMAGES_FIELD = defaulting(
    "share_images",
    record_of(imaging.SHARE_IMAGES, lambda record: record),
    EMPTY,
    "the picture that stands for a page elsewhere when it has none of its own",
)
COLLECT_FIELD = defaulting(
    "collect",
    record_of(collecting.COLLECT, lambda record: record),
    EMPTY,
    "how other outlets' feeds are read by `collect`",
)
POLICIES = defaulting(
    "policies",
    table_of(SLUG, ADDRESS),
    {},
    "where our policies stand: corrections, ethics, privacy …",
)

SITE = Schema(
    "site.yaml",
    (SITE_TITLE, TAGLINE, SITE_BASE_URL, SITE_LANGUAGE, TIMEZONE, SECTIONS, AUTHORS, SOURCES, EDITIONS,
     NEWSLETTERS, NEWSLETTER_FORM, SIMILAR_FIELD, FEEDS_FIELD, IMAGES_FIELD, SHARE_IMAGES_FIELD,
     COLLECT_FIELD, PAGE_SIZE, SEARCH, LEAD, POLICIES, ORGANIZATION_FIELD),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """What `site.yaml` sets, and notes on what an editor should know and need not mend at once.

    `places` says where each key stands that another file may come into conflict with: `sections.world`.
    """

    config: Config
    notes: tuple[Problem, ...]
    places: Mapping[str, Place]


def read(root: Path) -> Settings | Refused:
    """What `site.yaml` below `root` sets, or every problem in it."""
    source = text(root)
    return source if isinstance(source, Refused) else parse(source)


def text(root: Path) -> str | Refused:
    """The text of `site.yaml` below `root`."""
    source = files.text(documents.room(root), "site.yaml")
    if isinstance(source, Refused):  # without a hint it is simply not there
        return Refused(tuple(replace(one, hint=one.hint or MISSING) for one in source.problems))
    return source


def parse(source: str) -> Settings | Refused:
    """What the text of a `site.yaml` sets, or every problem in it."""
    front = frontmatter.parse(source, PATH, 1)
    if isinstance(front, Refused):
        return front
    front, notes = _sources_once(front)
    record, problems = SITE.read(front, Context(PATH, known={"section": _section_slugs(front)}))
    if problems:
        return Refused(problems)
    return Settings(_config(record), notes, nodes.places(front))


def at_their_keys(problems: Iterable[Problem], places: Mapping[str, Place]) -> Iterator[Problem]:
    """The same problems, those with a key of `site.yaml` where that key stands.

    Planning names most keys and does not know the lines: it says line 1, column 1.
    """
    for problem in problems:
        is_unplaced = problem.path == PATH and (problem.line, problem.column) == (1, 1)
        place = places.get(problem.key) if is_unplaced else None
        yield replace(problem, line=place[0], column=place[1]) if place else problem


def _sources_once(front: nodes.Mapping) -> tuple[nodes.Mapping, tuple[Problem, ...]]:
    """The mapping with each source once, and a note for each that stands again.

    Lists of outlets are merged from elsewhere by scripts, and an outlet that is there twice harms no
    reader; everywhere else a key that stands twice is a problem.
    """
    notes: list[Problem] = []
    pairs: list[tuple[nodes.Scalar, nodes.Node]] = []
    for key, value in front.pairs:
        if key.text == "sources" and isinstance(value, nodes.Mapping):
            hint = "The first one counts; take the other away."
            notes.extend(nodes.repeated(value, PATH, key.text, hint))
            pairs.append((key, replace(value, repeats=())))
        else:
            pairs.append((key, value))
    return replace(front, pairs=tuple(pairs)), tuple(notes)


def _section_slugs(front: nodes.Mapping) -> frozenset[str]:
    """The slugs under `sections`, which editions name before they have been read."""
    for key, value in front.pairs:
        if key.text == "sections" and isinstance(value, nodes.Mapping):
            return frozenset(slug.text for slug, _ in value.pairs)
    return frozenset()


def _config(record: Record) -> Config:
    language = record[SITE_LANGUAGE]
    similar, feeds = record[SIMILAR_FIELD], record[FEEDS_FIELD]
    host = urlsplit(record[SITE_BASE_URL]).hostname or ""
    return Config(
        title=record[SITE_TITLE],
        tagline=record[TAGLINE],
        base_url=record[SITE_BASE_URL],
        language=language,
        timezone=record[TIMEZONE],
        sections={
            slug: Section(slug, r[PLACE_TITLE], r[DESCRIPTION]) for slug, r in record[SECTIONS].items()
        },
        authors={
            slug: Author(slug, r[NAME], r[AUTHOR_EMAIL], r[AUTHOR_URL], r[AUTHOR_BIO])
            for slug, r in record[AUTHORS].items()
        },
        sources={
            slug: Source(slug, r[NAME], r[SOURCE_URL], r[SOURCE_FEED], r[SOURCE_LANGUAGE] or language)
            for slug, r in record[SOURCES].items()
        },
        editions={
            slug: Edition(
                slug,
                r[PLACE_TITLE],
                r[EDITION_HEADING] or r[PLACE_TITLE],
                r[EDITION_LANGUAGE] or language,
                r[EDITION_SECTIONS],
            )
            for slug, r in record[EDITIONS].items()
        },
        newsletters={
            slug: Newsletter(slug, r[PLACE_TITLE], r[DESCRIPTION], r[CADENCE], r[NEWSLETTER_VALUE] or slug)
            for slug, r in record[NEWSLETTERS].items()
        },
        newsletter_form=_form(record[NEWSLETTER_FORM]),
        organization=_organization(record[ORGANIZATION_FIELD]),
        similar=SimilarRules(similar[LIMIT], similar[WINDOW_DAYS], similar[FLOOR], similar[EXCERPT_WORDS]),
        feeds=FeedRules(
            feeds[FEED_ITEMS],
            tuple(sorted(set(feeds[FEED_LISTS]))),
            feeds[TAG_AUTHORITY] or f"{host},2000",
        ),
        images=imaging.image_rules(record[IMAGES_FIELD]),
        share_images=imaging.share_rules(record[SHARE_IMAGES_FIELD]),
        collect=collecting.rules(record[COLLECT_FIELD]),
        page_size=record[PAGE_SIZE],
        search=record[SEARCH],
        lead=record[LEAD],
        policies=record[POLICIES],
    )


def _organization(record: Record) -> Organization:
    return Organization(record[LOGO], record[SINCE], record[ORGANIZATION_EMAIL], record[SAME_AS])


def _form(record: Record | None) -> NewsletterForm | None:
    if record is None:
        return None
    return NewsletterForm(
        record[ACTION],
        record[FORM_METHOD],
        record[EMAIL_FIELD],
        record[NEWSLETTER_FIELD],
        record[HONEYPOT_FIELD],
        record[HIDDEN],
    )
