"""Excerpts: other people's text, cleaned. Nothing of another outlet's markup reaches our pages."""

from __future__ import annotations

import html
import re

from broadsheet.read import prose
from broadsheet.read.typesetting import typeset

_DROPPED = {"script", "style", "iframe", "object", "template", "noscript", "title"}
_PARAGRAPH = re.compile("</?p>")
_NOT_OURS = re.compile("<|&(?!(?:amp|gt|[lr][sd]quo|[mn]dash|hellip);)")


def excerpt(body: str, words: int) -> str:
    """The body of a link as plain text of at most `words` words: no tags, no scripts, no entities."""
    made = typeset(body).html
    bare = _PARAGRAPH.sub("", made)
    if not _NOT_OURS.search(bare):  # paragraphs and what typesetting writes in them: nothing to clean
        return prose.cut(" ".join(html.unescape(bare).split()), words)
    return prose.cut(prose.plain(_cleaned(made.replace("<br", " <br"))), words)


def _cleaned(markup: str) -> str:
    import nh3  # most links are plain paragraphs

    return nh3.clean(markup, tags=set(), clean_content_tags=_DROPPED)
