"""Markup: the HTML of each directive, of its parts: titles, texts and images as HTML, options as plain text.

Classes and nothing else say how it looks, since the policy that pages are sent with allows no styles in them.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

DATE = "\x1a"
"""Substitute: stands in a `<time>` for the date in words, which `render/dating.py` writes in the language of
the page. A control character, which `documents.read` takes out of every text."""

_ID = re.compile(r' id="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")


class Elsewhere(NamedTuple):
    """What stands on another site: its URL, whose it is, and its date for machines, empty if nobody said."""

    url: str
    site: str
    date: str


def figure(image: str, words: str, size: str, credit: str) -> str:
    """A picture with its caption."""
    return _pictured(image, size, _bare(words), credit, f' class="{f"figure {size}".strip()}"')


def gallery(title: str, pictures: Iterable[tuple[str, str]], layout: str, credit: str) -> str:
    """Images, each with its words, below a title. What scrolls can be reached by keys, and has a name."""
    figures = "\n".join(_pictured(image, "slide", _bare(words), "", "") for image, words in pictures)
    reach = f' tabindex="0" role="group" aria-label="{_label(title)}"' if layout == "strip" else ""
    shown = f'<div class="{layout}"{reach}>\n{figures}\n</div>'
    return f'<figure class="gallery">\n<figcaption>{title}{_credit(credit)}</figcaption>\n{shown}\n</figure>'


def quote(text: str, by: str) -> str:
    """A pull quote."""
    who = f'\n<p class="by">{escape(by)}</p>' if by else ""
    return f'<aside class="pullquote">\n<blockquote>\n{text}\n</blockquote>{who}\n</aside>'


def facts(heading: str, text: str) -> str:
    """A fact box."""
    return f'<aside class="facts"{_labelled(heading)}>\n{heading}\n{text}\n</aside>'


def timeline(heading: str, entries: Iterable[tuple[str, str]]) -> str:
    """Dates, as they are for machines, each with its text. The heading may be empty."""
    items = (f"<li>{_time(day)}\n{text}\n</li>" for day, text in entries)
    listed = "\n".join(("<ol>", *items, "</ol>"))
    if heading:
        return f'<section class="dates"{_labelled(heading)}>\n{heading}\n{listed}\n</section>'
    return f'<div class="dates">\n{listed}\n</div>'


def video(what: Elsewhere, title: str, text: str, image: str) -> str:
    """A card that leads to a video. Text and image may be empty."""
    told = "\n".join(filter(None, (f"<p>{_about(what)}</p>", f"<p>{_link(what, title)}</p>", text)))
    return f'<figure class="outside video">\n{_still(image)}<figcaption>\n{told}\n</figcaption>\n</figure>'


def post(what: Elsewhere, who: str, text: str, image: str) -> str:
    """A card that holds what was posted and leads to it. Text and image may be empty."""
    quoted = f'<blockquote cite="{escape(what.url)}">\n{text}\n</blockquote>\n' if text else ""
    source = f"<figcaption>\n<p>{_link(what, who)}</p>\n<p>{_about(what)}</p>\n</figcaption>"
    return f'<figure class="outside post">\n{_still(image)}{quoted}{source}\n</figure>'


def _pictured(image: str, size: str, words: str, credit: str, attributes: str) -> str:
    said = f"{words}{_credit(credit)}".strip()
    caption = f"\n<figcaption>{said}</figcaption>" if said else ""
    return f"<figure{attributes}>\n{_classed(image, size)}{caption}\n</figure>"


def _classed(image: str, name: str) -> str:
    """An image that says how wide it will stand, for `render/framing.py`."""
    return image.replace("<img", f'<img class="{name}"', 1) if name else image


def _still(image: str) -> str:
    return f"{_classed(image, 'still')}\n" if image else ""


def _credit(credit: str) -> str:
    return f" <span>{escape(credit)}</span>" if credit else ""


def _link(what: Elsewhere, title: str) -> str:
    return f'<a href="{escape(what.url)}" rel="noopener">{title}</a>'


def _about(what: Elsewhere) -> str:
    return " · ".join(filter(None, (escape(what.site), _time(what.date) if what.date else "")))


def _time(day: str) -> str:
    return f'<time datetime="{escape(day)}">{DATE}</time>'


def _labelled(heading: str) -> str:
    named = _ID.search(heading)
    return f' aria-labelledby="{named[1]}"' if named else ""


def _label(title: str) -> str:
    """A title without its tags, for an attribute."""
    words = " ".join(_TAG.sub("", title).split())
    return words.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _bare(words: str) -> str:
    """What stands in a paragraph that is the only one."""
    if words.count("<p>") == 1 and words.startswith("<p>") and words.endswith("</p>"):
        return words[3:-4]
    return words
