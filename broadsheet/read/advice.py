"""Advice: what to look for where YAML cannot be read, and what a key of other generators is here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_ADVICE = (
    # What the parser says, what stands before it in its line (both patterns), and what to do.
    ("mapping values", ": ", "A value that holds ': ' must be in quotes."),
    (
        "mapping values",
        "",
        "Indent this key as the keys beside it are, and look for a missing ':' on the line above.",
    ),
    ("escape", "", "In double quotes a '\\' begins an escape: write it twice, or use single quotes."),
    (
        "tab|token",
        "",
        "Indent with blanks, never tabs, and put values that begin with @ ` % in quotes.",
    ),
    (
        "could not find expected ':'",
        "",
        (
            "Write 'key: value', with a blank after the colon; "
            "if the text begins here, put a line '---' above it."
        ),
    ),
    ("end of stream|quoted scalar", "", "A quotation mark is opened and never closed."),
    (
        "expected ',' or|flow",
        "",
        "A '[' or '{' is opened and never closed; a value that begins with one must be in quotes.",
    ),
    (
        "expected key|block end",
        r"\S",
        (
            "The quotation or list before this has ended: "
            "put the whole value in quotes, of a kind it does not hold."
        ),
    ),
    (
        "block|key|indent",
        "",
        "Look at this line's indentation and for a missing ':' on the line above.",
    ),
    ("", "", "Put the value in quotes."),
)
# Where these break off, what is wrong stands there; else where the thing began that never ends.
_BREAKS_OFF = re.compile("block (mapping|collection|sequence)|parsing a quoted scalar")


def on(said: str, before: str) -> str:
    """What to do about what the parser said, `before` being its line up to there."""
    return next(
        advice for what, place, advice in _ADVICE if re.search(what, said) and re.search(place, before)
    )


def begins_before(context: str) -> bool:
    """Whether what is wrong is what the parser was in the middle of: an open quotation, bracket or key."""
    return not _BREAKS_OFF.search(context)


# What other generators call what these keys hold.
_NAMES_ELSEWHERE = {
    "aliases": "alias redirect_from",
    "authors": "author byline",
    "editions": "edition",
    "expires": "expirydate",
    "image": "cover featured_image thumbnail",
    "kind": "type",
    "language": "lang locale",
    "published": "date pubdate publish_date publishdate timestamp",
    "section": "categories category",
    "slug": "permalink",
    "source_url": "canonical_url",
    "summary": "deck dek description excerpt standfirst subtitle teaser",
    "tags": "keywords tag topics",
    "title": "headline",
    "updated": "lastmod modified",
}
_OURS = {name: key for key, names in _NAMES_ELSEWHERE.items() for name in names.split()}


def ours(key: str, keys: Collection[str]) -> str:
    """`Here that is 'published'.`, for a key that other generators have and ours by another name."""
    name = _OURS.get(key.casefold(), "")
    return f"Here that is '{name}'." if name in keys else ""
