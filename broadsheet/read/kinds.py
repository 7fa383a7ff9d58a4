"""Kinds: what a single value in front matter or `site.yaml` may be, from text to the slug of a section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import urlsplit

from broadsheet.model import Mention
from broadsheet.problems import Refused, did_you_mean
from broadsheet.read import dates
from broadsheet.read.nodes import Node, Scalar, Sequence
from broadsheet.read.schema import Context, Kind
from broadsheet.read.slugs import MOST_BYTES

if TYPE_CHECKING:
    from datetime import datetime

L = TypeVar("L", bound=str)

_SLUG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-[A-Za-z0-9]{5,8})*")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
# A part that begins with a dot is the way up, or a file of our own in the making (publish/output.py).
_UNSAFE_IN_PATH = re.compile(r"[\s\\?#%<>\"{}|^`\x00-\x1f]|//|(?:^|/)\.")
# What nearly all addresses are like: a plain host name, no port, and anything but blanks after it.
_SOUND_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#]\S*)?")
_HAS_BLANK, _HAS_PASSWORD = "has a blank in it", "holds a user name or password"
_LONGEST_PATH = 1000
"""Bytes. Disks take four times that, but for the whole way down to `site/`."""


def scalar(node: Node, key: str, context: Context) -> Scalar | Refused:
    """The node as a single value."""
    if isinstance(node, Scalar):
        return node
    what = "a list" if isinstance(node, Sequence) else "a mapping"
    return context.refuse(
        node,
        key,
        f"this must be a single value, not {what}",
        "If it is text that begins with '[' or '{' or holds ': ', put it in quotes.",
    )


def text(node: Node, key: str, context: Context) -> str | Refused:
    """Text on one line, blanks folded; none for `~`."""
    value = scalar(node, key, context)
    if isinstance(value, Refused):
        return value
    return "" if value.is_empty else " ".join(value.text.split())


def prose(node: Node, key: str, context: Context) -> str | Refused:
    """Text that readers see. A comment after it is refused: in a headline, `#1` is no comment.

    `site.yaml` is full of true ones, so there only what has no blank after its `#` is taken for text.
    """
    if isinstance(node, Scalar) and _is_lost(node.dropped, context):
        what = f"YAML takes '{node.dropped}' for a comment and drops it"
        return context.refuse(node, key, what, "Put the whole value in quotes.")
    return text(node, key, context)


def _is_lost(dropped: str, context: Context) -> bool:
    """Whether a comment was more likely meant as text."""
    return bool(dropped) and (context.path.endswith(".md") or not dropped.startswith("# "))


def boolean(node: Node, key: str, context: Context) -> bool | Refused:
    """`true` or `false`, or the same in the words people use."""
    value = scalar(node, key, context)
    if isinstance(value, Refused):
        return value
    word = value.text.strip().lower()
    if word in ("true", "yes", "on"):
        return True
    if word in ("false", "no", "off"):
        return False
    return context.refuse(node, key, f"'{value.text}' is neither true nor false", "Write true or false.")


def date(node: Node, key: str, context: Context) -> datetime | Refused:
    """A moment, in the site's timezone where it has no offset of its own."""
    value = scalar(node, key, context)
    if isinstance(value, Refused):
        return value
    moment = dates.parse(value.text, context.zone)
    return context.refuse(node, key, moment, dates.FORMS) if isinstance(moment, str) else moment


def url(node: Node, key: str, context: Context) -> str | Refused:
    """An absolute http or https URL, without user name or password."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    wrong = wrong_with_url(value)
    if not wrong:
        return value
    if wrong == _HAS_PASSWORD:  # not to be shown in a log that others may read
        return context.refuse(node, key, f"this address {wrong}", "Take away what stands before the '@'.")
    hint = (
        "Write %20 in place of the blank."
        if wrong == _HAS_BLANK
        else "Write the whole address, with https://."
    )
    return context.refuse(node, key, f"'{value}' {wrong}", hint)


def wrong_with_url(address: str) -> str:
    """What keeps `address` from being an http(s) URL, or the empty string."""
    if _SOUND_URL.fullmatch(address):
        return ""
    if re.search(r"\s", address):
        return _HAS_BLANK
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return "is not a URL"
    if parts.scheme not in ("http", "https"):
        return f"begins with '{parts.scheme}:'" if parts.scheme else "is not a full URL"
    if not parts.hostname or not re.fullmatch(r"[\w.:-]+", parts.hostname):
        return "has no host name"
    return _HAS_PASSWORD if "@" in parts.netloc else ""


def base_url(node: Node, key: str, context: Context) -> str | Refused:
    """Where a site begins: a URL without its last slash."""
    value = URL.read(node, key, context)
    if isinstance(value, Refused):
        return value
    if "?" in value or "#" in value:
        return context.refuse(
            node, key, f"'{value}' has a '?' or '#' in it", "Write only where the site begins."
        )
    return value.rstrip("/")


def site_path(node: Node, key: str, context: Context) -> str | Refused:
    """A path on this site, such as `/2019/old-name/`."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not value.startswith("/") or value == "/" or _UNSAFE_IN_PATH.search(value):
        return context.refuse(
            node,
            key,
            f"'{value}' is not a path on this site",
            "Write it from the first slash, such as /2019/old-name/, without '..', '?' or '%'.",
        )
    return _short(value, node, key, context)


def address(node: Node, key: str, context: Context) -> str | Refused:
    """A full URL, or a path on this site."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    return site_path(node, key, context) if value.startswith("/") else url(node, key, context)


def slug(node: Node, key: str, context: Context) -> str | Refused:
    """Letters and digits of any script, joined by hyphens, as they stand in an address."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not _SLUG.fullmatch(_without_marks(value)) or value != value.lower():
        return context.refuse(
            node,
            key,
            f"'{value}' cannot stand in an address",
            "Use small letters and digits, joined by hyphens.",
        )
    return _short(value, node, key, context)


def identifier(node: Node, key: str, context: Context) -> str | Refused:
    """An id: anything without blanks."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if " " in value:
        return context.refuse(node, key, f"'{value}' has a blank in it", "An id is one word.")
    return value


def language(node: Node, key: str, context: Context) -> str | Refused:
    """A language tag of BCP 47: language, and script or region where they matter."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not _LANGUAGE.fullmatch(value):
        return context.refuse(
            node,
            key,
            f"'{value}' is not a language tag",
            "Write a tag of BCP 47 such as en, ms, zh-Hans or en-GB.",
        )
    return value


def email(node: Node, key: str, context: Context) -> str | Refused:
    """An email address."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not _EMAIL.fullmatch(value):
        return context.refuse(node, key, f"'{value}' is not an email address")
    return value


def mention(node: Node, key: str, context: Context) -> Mention | Refused:
    """The name of something that stands elsewhere, with its place, to be looked up later."""
    value = identifier(node, key, context)
    return value if isinstance(value, Refused) else Mention(key, value, node.line, node.column)


TEXT = Kind("text", prose)
TEXT_OR_EMPTY = Kind("text, may be empty", prose)
BOOLEAN = Kind("true or false", boolean)
DATE = Kind("a date", date)
URL = Kind("a URL", url)
SITE_PATH = Kind("a path on this site", site_path)
ADDRESS = Kind("a URL or a path on this site", address)
BASE_URL = Kind("a URL", base_url)
SLUG = Kind("a slug", slug)
IDENTIFIER = Kind("an id", identifier)
LANGUAGE = Kind("a language tag", language)
EMAIL = Kind("an email address", email)
MENTION = Kind("an id", mention)
PATH_MENTION = Kind("a path", lambda node, key, context: _path_mention(node, key, context))


def known(what: str) -> Kind[str]:
    """The slug of something that `site.yaml` defines: a section, an author, a source, an edition."""

    def read(node: Node, key: str, context: Context) -> str | Refused:
        value = text(node, key, context)
        if isinstance(value, Refused):
            return value
        slugs = context.known.get(what)
        if slugs is not None and value not in slugs:
            hint = did_you_mean(value, slugs) or f"Add it under '{what}s' in site.yaml."
            return context.refuse(node, key, f"site.yaml has no {what} '{value}'", hint)
        return value

    article = "an" if what[0] in "aeiou" else "a"
    return Kind(f"the slug of {article} {what}", read)


def choice(words: tuple[L, ...]) -> Kind[L]:
    """One of a few words."""

    def read(node: Node, key: str, context: Context) -> L | Refused:
        value = text(node, key, context)
        if isinstance(value, Refused):
            return value
        if value not in words:
            hint = did_you_mean(value, words) or f"It is one of {', '.join(words)}."
            return context.refuse(node, key, f"'{value}' is no such thing", hint)
        return words[words.index(value)]

    return Kind(f"one of {', '.join(words)}", read)


def whole_number(least: int, most: int) -> Kind[int]:
    """A whole number within bounds."""

    def read(node: Node, key: str, context: Context) -> int | Refused:
        value = text(node, key, context)
        if isinstance(value, Refused):
            return value
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
            return context.refuse(node, key, f"'{value}' is not a whole number from {least} to {most}")
        return int(value)

    return Kind(f"a whole number, {least} to {most}", read)


def share(node: Node, key: str, context: Context) -> float | Refused:
    """A number from 0 to 1."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not re.fullmatch(r"0?\.\d{1,9}|[01](\.0+)?|0", value, re.ASCII):
        return context.refuse(node, key, f"'{value}' is not a number from 0 to 1")
    return float(value)


SHARE: Kind[float] = Kind("a number from 0 to 1", share)
METHOD: Kind[Literal["post", "get"]] = choice(("post", "get"))


def _path_mention(node: Node, key: str, context: Context) -> Mention | Refused:
    value = text(node, key, context)
    return value if isinstance(value, Refused) else Mention(key, value, node.line, node.column)


def _short(value: str, node: Node, key: str, context: Context) -> str | Refused:
    """The value, if disks have room for it: a part of an address is the name of a file or folder."""
    if len(value.encode()) <= _LONGEST_PATH and all(
        len(part.encode()) <= MOST_BYTES for part in value.split("/")
    ):
        return value
    hint = f"Between two slashes there is room for {MOST_BYTES} bytes, in all for {_LONGEST_PATH:,}."
    return context.refuse(node, key, "this is too long for an address", hint)


def _without_marks(value: str) -> str:
    """The text without combining marks and joiners, which belong to words and are no letters to `re`."""
    if value.isascii():
        return value
    import unicodedata

    return "".join(
        c for c in value if unicodedata.category(c) not in ("Mn", "Mc") and c not in "\u200c\u200d"
    )
