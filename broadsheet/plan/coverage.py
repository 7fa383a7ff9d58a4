"""Coverage: what stands under an article, the editor's picks first."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from broadsheet.model import PickedId, PickedInline

if TYPE_CHECKING:
    from broadsheet.plan.facts import CoverFacts, Facts
    from broadsheet.plan.newsroom import Newsroom


def under(article: Facts, newsroom: Newsroom) -> tuple[bytes | PickedInline, ...]:
    """An article's similar news.

    First what the article itself picked, in its order; then the links filed for it, newest first. Nobody
    counts these: what an editor named by hand all stands. A pick that isn't out (yet) is passed over, and
    what has been named already.
    """
    seen = {article.id}
    found: list[bytes | PickedInline] = []

    def put(piece: bytes | PickedInline, name: str) -> None:
        if name not in seen:
            seen.add(name)
            found.append(piece)

    for pick in article.picks:
        if isinstance(pick, PickedId):
            picked = newsroom.by_id(pick.id)
            if picked is not None:
                put(picked.card, _name(picked))
        else:
            put(pick, pick.url)
    for link in newsroom.filed_for(article.id):
        put(link.card, _name(link))
    return tuple(found)


def _name(facts: Facts) -> str:
    """What makes two pieces the same one: the address of a link, the id of an article of ours."""
    if facts.kind == "article":
        return facts.id
    cover: CoverFacts = pickle.loads(facts.card)  # noqa: S301 - packed by us
    return cover.url
