"""Coverage: what stands under an article, the editor's picks first, then what was found by itself."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, NamedTuple, Protocol

from broadsheet.match import reasons
from broadsheet.match.similar import Picked
from broadsheet.model import PickedId, PickedInline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.plan.facts import CoverFacts, Facts
    from broadsheet.plan.newsroom import Newsroom


class Pieces(Protocol):
    """What must be known of all that is out to say what editors put under an article."""

    def by_id(self, id_: str) -> Facts | None:
        """The article or link of this id, if it is out."""

    def filed_for(self, id_: str) -> Sequence[Facts]:
        """The links that are filed for an article, newest first."""


class Why(NamedTuple):
    """Why a piece stands under an article: the shared words that tell it from the others there, how sure that
    is, between 0 and 1, and whether it is the same event by what editors say.
    """

    words: tuple[str, ...]
    score: float
    is_same_event: bool


class Covered(NamedTuple):
    """One piece under an article, packed as it was kept, or as the article itself wrote it.

    `why` is None where an editor put it there; `also_at` are other outlets' copies of the same text.
    """

    piece: bytes | PickedInline
    why: Why | None = None
    also_at: tuple[bytes, ...] = ()


def under(article: Facts, newsroom: Newsroom) -> tuple[Covered, ...]:
    """An article's similar news: what editors put there, then what was found by itself."""
    found = [Covered(piece) for piece, _ in _by_hand(article, newsroom)]
    matches, _ = newsroom.matched(article.id)
    standing = [(match, link) for match in matches if (link := newsroom.by_id(match.id)) is not None]
    told = reasons.particular([match.words for match, _ in standing])
    for (match, link), words in zip(standing, told, strict=True):
        copies = [newsroom.by_id(id_) for id_ in match.also_at]
        found.append(
            Covered(
                link.card,
                Why(words, match.score, match.is_same_event),
                tuple(one.card for one in copies if one is not None),
            )
        )
    return tuple(found)


def more(article: Facts, newsroom: Newsroom) -> tuple[bytes, ...]:
    """The cards of our own other articles on the same event; not those that stand in the similar news."""
    _, ours = newsroom.matched(article.id)
    picks = {pick.id for pick in article.picks if isinstance(pick, PickedId)}
    found = [newsroom.by_id(id_) for id_ in ours if id_ not in picks]
    return tuple(one.card for one in found if one is not None)


def picked(article: Facts, pieces: Pieces) -> Picked:
    """What editors put under an article, as those must know it who find the rest."""
    found = _by_hand(article, pieces)
    ids = frozenset(facts.id for _, facts in found if facts is not None)
    theirs: list[PickedInline | CoverFacts] = []
    for piece, facts in found:
        if isinstance(piece, PickedInline):
            theirs.append(piece)
        elif facts is not None and facts.kind == "link":
            theirs.append(pickle.loads(facts.card))  # noqa: S301 - packed by us
    urls = frozenset(one.url for one in theirs)
    return Picked(ids, urls, frozenset(one.source for one in theirs), len(found))


def _by_hand(article: Facts, pieces: Pieces) -> list[tuple[bytes | PickedInline, Facts | None]]:
    """First what the article itself picked, in its order; then the links filed for it, newest first.

    Nobody counts these: what an editor named by hand all stands, but each piece once, and no article under
    itself. A pick that isn't out (yet) is passed over.
    """
    seen = {article.id}
    found: list[tuple[bytes | PickedInline, Facts | None]] = []

    def put(piece: bytes | PickedInline, name: str, facts: Facts | None) -> None:
        if name not in seen:
            seen.add(name)
            found.append((piece, facts))

    for pick in article.picks:
        if isinstance(pick, PickedId):
            named = pieces.by_id(pick.id)
            if named is not None:
                put(named.card, _name(named), named)
        else:
            put(pick, pick.url, None)
    for link in pieces.filed_for(article.id):
        put(link.card, _name(link), link)
    return found


def _name(facts: Facts) -> str:
    """What makes two pieces the same one: the address of a link, the id of an article of ours."""
    if facts.kind == "article":
        return facts.id
    cover: CoverFacts = pickle.loads(facts.card)  # noqa: S301 - packed by us
    return cover.url
