"""Addresses: where the internal links of a body lead, and what they become on a page and in a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.plan import urls
from broadsheet.plan.views import Body
from broadsheet.read import targets

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadsheet.model import Entry
    from broadsheet.plan.briefs import Stands
    from broadsheet.plan.facts import Facts
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.pieces import Picture


def stands(facts: Facts, newsroom: Newsroom) -> Stands:
    """Where the documents and pages stand that a body links to; None where one isn't out (yet, or any
    more).
    """
    found: dict[str, str | None] = {}
    for one in facts.names:
        kind, _, name = one.name.partition(":")
        if one.key != "link" or one.target in found:
            continue
        if kind == "page":
            found[one.target] = name if newsroom.stands(name) else None
        elif kind == "file" and targets.kind(one.target) == "document":
            found[one.target] = newsroom.facts(name).address if newsroom.kind(name) else None
    return tuple(found.items())


def body(
    entry: Entry,
    stands: Stands,
    written: Callable[[str], str],
    pictured: Callable[[str], Picture | None],
) -> Body:
    """The body of a document, its links as `written` makes them of paths, its images as `pictured` does of
    files: for a page, or in full for a feed.
    """
    document, paths = entry.item.path, dict(stands)
    pictures = ((target, pictured(targets.resolve(target, document))) for target in entry.prose.shown)
    return Body(
        document,
        entry.item.language,
        tuple((target, _address(target, document, paths, written)) for target in entry.prose.targets),
        tuple((target, picture) for target, picture in pictures if picture),
    )


def _address(
    target: str, document: str, paths: dict[str, str | None], written: Callable[[str], str]
) -> str | None:
    if target in paths:
        path = paths[target]
        return None if path is None else written(path)
    if targets.kind(target) in ("media", "page"):
        return written(urls.media(targets.resolve(target, document)))
    return None
