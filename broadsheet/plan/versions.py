"""Versions: an article and its translations, each of which leads to all others."""

from __future__ import annotations

import pickle
from collections import Counter
from typing import TYPE_CHECKING

from broadsheet.plan.autonyms import name_of
from broadsheet.plan.languages import direction
from broadsheet.plan.pieces import Alternate, Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.model import Article
    from broadsheet.plan.facts import CardFacts, Facts
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.urls import Base

ANYBODY = "x-default"
"""What the original is besides: the version for readers of a language that there is none in."""


def others(article: Facts, newsroom: Newsroom) -> tuple[bytes, ...]:
    """The cards of an article's other versions: the original first, then by their languages."""
    id_ = article.original or article.id
    original = newsroom.by_id(id_) if article.original else None
    made = [one for one in newsroom.translations(id_) if one.path != article.path]
    cards = [card for _, card in sorted((_language(one), one.card) for one in made)]
    return (original.card, *cards) if original and original.kind == "article" else tuple(cards)


def shown(article: Article, others: Sequence[CardFacts], base: Base) -> tuple[Version, ...]:
    """The other versions as readers are led to them: by the name of each language in itself.

    Where two names are alike, as of `en-GB` and `en-US`, the tag is added.
    """
    names = Counter(name_of(tag) for tag in (article.language, *(one.language for one in others)))
    return tuple(
        Version(
            name if names[name] == 1 else f"{name} ({one.language})",
            base.href(one.path),
            one.language,
            direction(one.language),
            is_original=one.id == article.translation_of,
        )
        for one in others
        for name in [name_of(one.language)]
    )


def alternates(article: Article, path: str, others: Sequence[CardFacts], base: Base) -> tuple[Alternate, ...]:
    """All versions by language, in the same order on the page of each; none where there is only one.

    A syndicated piece is not among them: it belongs elsewhere, and search engines are told to pass it over.
    """
    if article.source_url:
        return ()
    return group(article.id, article.language, path, article.translation_of or "", others, base)


def group(
    id_: str, language: str, path: str, original: str, others: Sequence[CardFacts], base: Base
) -> tuple[Alternate, ...]:
    """All versions of an article that is ours; `original` is the id of what it is a translation of."""
    every = [(id_, language, path)]
    every += [(one.id, one.language, one.path) for one in others if one.is_ours]
    if len(every) == 1:
        return ()
    made = [(tag, base.absolute(where)) for _, tag, where in every]
    made += [(ANYBODY, base.absolute(where)) for one, _, where in every if one == (original or id_)]
    return tuple(Alternate(*one) for one in sorted(made))


def _language(one: Facts) -> str:
    card: CardFacts = pickle.loads(one.card)  # noqa: S301 - packed by us, and its sum is right
    return card.language
