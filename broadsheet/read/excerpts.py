"""Excerpts: other people's text, cleaned. Nothing of another outlet's markup reaches our pages."""

from __future__ import annotations

import nh3

from broadsheet.read import prose
from broadsheet.read.typesetting import typeset

_DROPPED = {"script", "style", "iframe", "object", "template", "noscript", "title"}


def excerpt(body: str, words: int) -> str:
    """The body of a link as plain text of at most `words` words: no tags, no scripts, no entities."""
    made = typeset(body).html.replace("<br", " <br")
    cleaned = nh3.clean(made, tags=set(), clean_content_tags=_DROPPED)
    return prose.cut(prose.plain(cleaned), words)
