"""Settings: what `content/site.yaml` may say, key by key."""

from __future__ import annotations

from broadsheet.read import branding, collecting, deploying, edging, imaging, machines, syndicating
from broadsheet.read.kinds import (
    ADDRESS,
    BASE_URL,
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
    known,
    whole_number,
)
from broadsheet.read.schema import (
    EMPTY,
    Field,
    Record,
    Schema,
    defaulting,
    list_of,
    nested,
    optional,
    required,
    table_of,
)
from broadsheet.read.zones import ZONE
from broadsheet.rules import SimilarRules

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
NEWSLETTER_SECTIONS = defaulting(
    "sections", list_of(known("section")), (), "sections whose articles its feed has"
)
NEWSLETTER_TAGS = defaulting(
    "tags", list_of(TEXT), (), "tags whose articles its feed has. Without either it has all articles"
)
NEWSLETTER = Schema(
    "a newsletter",
    (PLACE_TITLE, DESCRIPTION, CADENCE, NEWSLETTER_VALUE, NEWSLETTER_SECTIONS, NEWSLETTER_TAGS),
)

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
    return defaulting(key, table_of(SLUG, nested(schema)), {}, meaning)


SECTIONS = _table("sections", SECTION, "the parts of the paper, in the order of the menu")
AUTHORS = _table("authors", AUTHOR, "who writes for the paper")
SOURCES = _table("sources", SOURCE, "other outlets whose coverage we link to")
EDITIONS = _table("editions", EDITION, "regional fronts")
NEWSLETTERS = _table("newsletters", NEWSLETTER, "newsletters readers can sign up for")
NEWSLETTER_FORM = optional(
    "newsletter_form",
    nested(FORM),
    "the provider's form; without it no sign-up is shown",
)
ORGANIZATION_FIELD = defaulting(
    "organization",
    nested(ORGANIZATION),
    EMPTY,
    "what search engines are told of who publishes the paper",
)
SIMILAR_FIELD = defaulting(
    "similar",
    nested(SIMILAR),
    EMPTY,
    "how much similar news stands under an article",
)
FEEDS_FIELD = defaulting("feeds", nested(syndicating.FEEDS), EMPTY, "how feeds are made")
IMAGES_FIELD = defaulting("images", nested(imaging.IMAGES), EMPTY, "what is made of pictures")
BRAND_FIELD = defaulting(
    "brand",
    branding.READABLE,
    EMPTY,
    "the paper's colours: of pages, feeds, icons and drawn pictures",
)
SHARE_IMAGES_FIELD = defaulting(
    "share_images",
    nested(imaging.SHARE_IMAGES),
    EMPTY,
    "the picture that stands for a page elsewhere when it has none of its own",
)
COLLECT_FIELD = defaulting(
    "collect",
    nested(collecting.COLLECT),
    EMPTY,
    "how other outlets' feeds are read by `collect`",
)
EDGE_FIELD = defaulting(
    "edge",
    nested(edging.EDGE),
    EMPTY,
    "what is made for the servers and caches between the site and its readers",
)
PUBLISH_FIELD = defaulting(
    "publish",
    nested(deploying.PUBLISH),
    EMPTY,
    "where `publish` sends the site",
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
     NEWSLETTERS, NEWSLETTER_FORM, SIMILAR_FIELD, FEEDS_FIELD, IMAGES_FIELD, BRAND_FIELD, SHARE_IMAGES_FIELD,
     COLLECT_FIELD, PAGE_SIZE, SEARCH, LEAD, POLICIES, ORGANIZATION_FIELD, EDGE_FIELD, PUBLISH_FIELD,
     *machines.FIELDS),
)  # fmt: skip
