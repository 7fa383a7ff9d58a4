"""Machines: what `site.yaml` may say to crawlers, browsers and other newsrooms' programs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from broadsheet.problems import Refused
from broadsheet.read import branding
from broadsheet.read.branding import COLOUR
from broadsheet.read.imaging import MEDIA_PATH
from broadsheet.read.kinds import BOOLEAN, DATE, LANGUAGE, TEXT, URL, choice, text, whole_number
from broadsheet.read.nodes import Scalar
from broadsheet.read.schema import (
    EMPTY,
    Context,
    Kind,
    Record,
    Schema,
    defaulting,
    list_of,
    nested,
    optional,
    required,
)
from broadsheet.rules import (
    ExportRules,
    Fediverse,
    IconRules,
    RobotRules,
    SecurityContact,
    SitemapRules,
    WellKnown,
)

if TYPE_CHECKING:
    from datetime import datetime

    from broadsheet.read.nodes import Node
    from broadsheet.rules import BrandRules

_RULE = re.compile(r"/[^\s#]*")
_CONTACT = re.compile(r"(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[\d().-]+|https://\S+)")
_HOST = r"[A-Za-z0-9](?:[\w-]*\.)+[A-Za-z]{2,}"
_SELLER = re.compile(
    rf"{_HOST}\s*,\s*[^\s,#][^,#]*,\s*(?:DIRECT|RESELLER)\s*(?:,\s*[^\s,#]+\s*)?(?:#.*)?", re.IGNORECASE
)
_VARIABLE = re.compile(
    r"(?:contact|subdomain|inventorypartnerdomain|ownerdomain|managerdomain)\s*=\s*\S.*", re.IGNORECASE
)
_ACCOUNT = re.compile(rf"@?([\w.-]+@{_HOST})")


def _rule(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused) or _RULE.fullmatch(value):
        return value
    hint = "Write it from the first slash, such as /search/, where * is anything and $ the end."
    return context.refuse(node, key, f"'{value}' is no path that robots.txt can name", hint)


def _contact(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if "@" in value and ":" not in value:
        value = f"mailto:{value}"
    if _CONTACT.fullmatch(value):
        return value
    hint = "Write mailto:security@example.org, tel:+1-201-555-0123 or an address with https://."
    return context.refuse(node, key, f"'{value}' is no way to reach anybody", hint)


def _seller(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused) or _SELLER.fullmatch(value) or _VARIABLE.fullmatch(value):
        return value
    hint = "Write 'ads.example.com, 1234, DIRECT, f08c47fec0942fa0', or OWNERDOMAIN=example.org."
    return context.refuse(node, key, f"'{value}' is no line of ads.txt", hint)


def _lines(node: Node, key: str, context: Context) -> tuple[str, ...] | Refused:
    if not isinstance(node, Scalar):
        return context.refuse(node, key, "this must be text", "Write it after '|', indented.")
    return tuple(line.rstrip() for line in node.text.strip("\n").split("\n"))


def _account(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    found = _ACCOUNT.fullmatch(value)
    if not found:
        hint = "Write it as @herald@social.example.net, in quotes."
        return context.refuse(node, key, f"'{value}' is not an account", hint)
    return found[1]


def _letter(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused) or len(value) <= 2:
        return value
    return context.refuse(node, key, f"'{value}' is too long for an icon", "One letter, or two.")


def _last_day(node: Node, key: str, context: Context) -> datetime | Refused:
    """A moment; of a day without a time, its last second."""
    found = DATE.read(node, key, context)
    is_day = isinstance(node, Scalar) and ":" not in node.text
    return found if isinstance(found, Refused) or not is_day else found + timedelta(days=1, seconds=-1)


NEWS = defaulting(
    "news", BOOLEAN, True, "whether there is a sitemap for Google News, of what came out in the last 48 hours"
)
NEWS_NAME = optional(
    "news_name", TEXT, "the paper's name exactly as it stands on news.google.com. Default: the title"
)
LEAST_IN_A_TAG = defaulting(
    "tags",
    whole_number(1, 1000),
    5,
    "how many articles a tag must have for its page to be named in a sitemap",
)
SITEMAPS = Schema("sitemaps", (NEWS, NEWS_NAME, LEAST_IN_A_TAG))

_STANCE: Kind[Literal["allow", "search", "deny"]] = choice(("allow", "search", "deny"))
AI = defaulting(
    "ai",
    _STANCE,
    RobotRules().ai,
    "which crawlers of AI companies may come: all; those that only look things up for readers, but none that "
    "gather texts to train models; or none",
)
DISALLOW = defaulting(
    "disallow",
    list_of(Kind("a path, in which `*` is anything", _rule)),
    (),
    "what no crawler should read",
)
ROBOTS = Schema("robots", (AI, DISALLOW))

CONTACT = required(
    "contact",
    list_of(Kind("an email address, a `tel:` or a URL", _contact)),
    "where to tell you of a hole, the best way first",
)
EXPIRES = required(
    "expires",
    Kind("a date", _last_day),
    "until when, that day included, all this may be believed, in UTC: less than a year ahead, so that "
    "somebody looks at it",
)
_OTHERS = (
    optional("encryption", URL, "where your key is"),
    optional("acknowledgments", URL, "where you thank those who told you"),
    optional("policy", URL, "what you promise them"),
    optional("hiring", URL, "your open posts in security"),
)
PREFERRED = defaulting(
    "languages", list_of(LANGUAGE), (), "in which languages you read reports. Default: the site's"
)
SECURITY = Schema("security", (CONTACT, EXPIRES, PREFERRED, *_OTHERS))

ACCOUNT = required(
    "account", Kind("an account", _account), 'the paper\'s account, as `"@herald@social.example.net"`'
)
PROFILE = required("profile", URL, "the account's page")
ACTOR = optional("actor", URL, "the account itself, for servers, as its server names it")
FEDIVERSE = Schema("webfinger", (ACCOUNT, PROFILE, ACTOR))

_URLS = list_of(URL)
_TRUST = (
    defaulting("member", _URLS, (), "associations that the paper is a member of"),
    defaulting("belongto", _URLS, (), "organizations that it belongs to in another way"),
    defaulting("control", _URLS, (), "sites that the same publisher controls"),
    defaulting("controlledby", _URLS, (), "the site of the publisher that controls this one"),
    defaulting("social", _URLS, (), "its accounts elsewhere. Default: `organization.same_as`"),
    defaulting("vendor", _URLS, (), "who works for it"),
    defaulting("disclosure", _URLS, (), "pages that say who owns and pays for it"),
)
TRUST = Schema("trust", _TRUST)

SECURITY_FIELD = optional("security", nested(SECURITY), "whom to tell of a hole: `security.txt`")
ADS = optional(
    "ads",
    list_of(Kind("a line of ads.txt", _seller)),
    "who may sell your advertising space: `ads.txt`; `[]` says that nobody may",
)
TRUST_FIELD = optional("trust", nested(TRUST), "whom the paper belongs to: `trust.txt`")
HUMANS = optional("humans", Kind("lines of text", _lines), "who makes the site: `humans.txt`")
FEDIVERSE_FIELD = optional("webfinger", nested(FEDIVERSE), "the paper's account in the Fediverse")
WELL_KNOWN = Schema("well_known", (SECURITY_FIELD, ADS, TRUST_FIELD, HUMANS, FEDIVERSE_FIELD))

PICTURE = optional(
    "picture",
    MEDIA_PATH,
    "a square PNG, JPEG or WebP below `content/media/`, 512 pixels or more each way. Default: a letter",
)
LETTER = defaulting(
    "letter", Kind("text", _letter), "", "the letter that is drawn. Default: the first of the title"
)
GROUND = optional("ground", COLOUR, "the ground that it stands on. Default: `share_images.accent`")
INK = optional("ink", COLOUR, "the letter. Default: `share_images.paper`")
SHORT_NAME = optional("short_name", TEXT, "the paper's name under an icon on a telephone. Default: the title")
LIGHT = optional("light", COLOUR, "what a browser colours its own edge with, by day. Default: `brand.paper`")
DARK = optional("dark", COLOUR, "the same at night. Default: `brand.dark.paper`")
ICONS = Schema("icons", (PICTURE, LETTER, GROUND, INK, SHORT_NAME, LIGHT, DARK))

NINJS = defaulting(
    "ninjs",
    BOOLEAN,
    False,
    "whether each article stands beside its page as ninjs 2.1, for other newsrooms' programs",
)
REPUBLISH = defaulting(
    "republish",
    BOOLEAN,
    False,
    "whether each article has a page `republish/` with its text ready to be copied into another paper",
)
EXPORTS = Schema("exports", (NINJS, REPUBLISH))

SITEMAPS_FIELD = defaulting("sitemaps", nested(SITEMAPS), EMPTY, "what search engines are told of")
ROBOTS_FIELD = defaulting(
    "robots",
    nested(ROBOTS),
    EMPTY,
    "which crawlers may come, and where: `robots.txt`",
)
WELL_KNOWN_FIELD = defaulting(
    "well_known",
    nested(WELL_KNOWN),
    EMPTY,
    "files that programs ask every site for",
)
ICONS_FIELD = defaulting("icons", nested(ICONS), EMPTY, "the paper's sign in tabs and on telephones")
EXPORTS_FIELD = defaulting(
    "exports",
    nested(EXPORTS),
    EMPTY,
    "articles in forms that other newsrooms can take",
)
FIELDS = (SITEMAPS_FIELD, ROBOTS_FIELD, WELL_KNOWN_FIELD, ICONS_FIELD, EXPORTS_FIELD)
"""The keys of `site.yaml` that stand here."""


def sitemap_rules(record: Record) -> SitemapRules:
    """What was written under `sitemaps`, with defaults for all that was not."""
    return SitemapRules(record[NEWS], record[NEWS_NAME] or "", record[LEAST_IN_A_TAG])


def robot_rules(record: Record) -> RobotRules:
    """What was written under `robots`."""
    return RobotRules(record[AI], record[DISALLOW])


def well_known(record: Record) -> WellKnown:
    """What was written under `well_known`."""
    security, trust, account = record[SECURITY_FIELD], record[TRUST_FIELD], record[FEDIVERSE_FIELD]
    return WellKnown(
        security=_security(security) if security else None,
        ads=record[ADS],
        trust=tuple((one.key, trust[one]) for one in _TRUST) if trust else None,
        humans=record[HUMANS],
        fediverse=Fediverse(account[ACCOUNT], account[PROFILE], account[ACTOR]) if account else None,
    )


def icon_rules(record: Record, brand: BrandRules) -> IconRules:
    """What was written under `icons`, with the brand's colours where none was."""
    light = record[LIGHT] or branding.by_day("paper", brand)
    dark = record[DARK] or branding.at_night("paper", brand)
    return IconRules(
        record[PICTURE] or "", record[LETTER], record[GROUND], record[INK], record[SHORT_NAME], light, dark
    )


def export_rules(record: Record) -> ExportRules:
    """What was written under `exports`."""
    return ExportRules(record[NINJS], record[REPUBLISH])


def _security(record: Record) -> SecurityContact:
    others = tuple((one.key.capitalize(), value) for one in _OTHERS if (value := record[one]))
    return SecurityContact(record[CONTACT], record[EXPIRES], record[PREFERRED], others)
