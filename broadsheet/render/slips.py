"""Slips: what an indexer is given of an article: its own words and nothing that stands around them.

A slip is no page of the site. Pages carry no mark of being indexed, and what changes on one beside its
article, such as similar news, is nothing to the index.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import nh3

from broadsheet.plan import urls
from broadsheet.plan.languages import direction

if TYPE_CHECKING:
    from broadsheet.model import Article

_TAGS = {"blockquote", "dd", "dt", "figcaption", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "td", "th"}
_DROPPED = {"script", "style", "iframe", "object", "template", "noscript"}


def slip(item: Article, body: str, section: str, language: str) -> str:
    """An article as Pagefind reads it, with what a result shows. `section` is a title, empty where there is
    none; `language` the one by whose rules words are cut down to their stems.

    Nothing in it filters or sorts: Pagefind writes those files in another order each time.
    """
    about = {
        "url": urls.Base("", "").href(urls.article(item)),
        "title": item.title,
        "date": f"{item.published:%Y-%m-%d}",
        "section": section,
        "lang": item.language,
        "dir": direction(item.language),
    }
    metas = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">\n'
        for name, value in about.items()
        if value
    )
    words = nh3.clean(body, tags=_TAGS, attributes={}, clean_content_tags=_DROPPED, link_rel=None)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n{metas}</head>\n'
        "<body data-pagefind-body>\n"
        f"<h1>{escape(item.title)}</h1>\n<p>{escape(item.standfirst)}</p>\n{words}\n</body>\n</html>\n"
    )
