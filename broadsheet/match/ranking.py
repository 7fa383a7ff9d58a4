"""Ranking: an article's candidates with those that do not stand and why not, for whoever wants to know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match import few, reasons, similar
from broadsheet.match.likeness import DAY, LEAST, faded
from broadsheet.match.shelf import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.match.likeness import Scored
    from broadsheet.match.shelf import Shelf
    from broadsheet.match.similar import Match, Picked
    from broadsheet.match.sketch import Sketch
    from broadsheet.rules import SimilarRules

PICKED = "an editor has picked it"


class Ranked(NamedTuple):
    """A candidate: what is to be said of it, and whether it stands under the article."""

    match: Match
    is_shown: bool


class Explained(NamedTuple):
    """A candidate, and the rule by which it does not stand under the article; empty where it does."""

    match: Match
    rule: str


def rank(
    articles: Iterable[Sketch], shelf: Shelf, rules: SimilarRules, limit: int
) -> Iterator[tuple[Sketch, list[Ranked]]]:
    """Each article with its candidates, as many as `limit`: what `relate` shows, and then what comes next."""
    for article, scored in similar.scored(
        articles, shelf, rules, 0.0, max(limit, rules.limit) * similar.COPIES
    ):
        yield article, candidates(article, scored, rules, limit)


def candidates(article: Sketch, scored: Sequence[Scored], rules: SimilarRules, limit: int) -> list[Ranked]:
    """An article's links, as many as `limit`: those that stand, then others by all rules but the floor."""
    shown = similar.choose(article, [one for one in scored if one.score >= rules.floor], rules)
    taken = {id_ for match in shown for id_ in (match.id, *match.also_at)}
    outlets = frozenset(one.link.source for one in scored if one.link.id in taken)
    # Nobody counts the outlets of what is not shown: a look at three times as many as are printed is enough.
    others = similar.choose(
        article,
        scored[: 3 * limit],
        replace(rules, limit=limit),
        similar.Picked(frozenset(taken), frozenset(), outlets, len(shown)),
    )
    return [*(Ranked(one, True) for one in shown), *(Ranked(one, False) for one in others)][:limit]


def explain(
    article: Sketch,
    shelf: Shelf,
    rules: SimilarRules,
    picked: Picked = similar.NOTHING,
    undated: Iterable[Sketch] = (),
) -> list[Explained]:
    """All that has much in common with an article: what stands, the others by score, and what may not stand.

    The shelf must hold all that is out and has a date: what is outside the window is named too. `undated` are
    the links that are out and have none.
    """
    [(_, scored)] = similar.scored([article], shelf, rules, 0.0)
    shown = similar.choose(article, [one for one in scored if one.score >= rules.floor], rules, picked)
    standing = {match.id for match in shown}
    copied = {id_: match.id for match in shown for id_ in match.also_at}
    at = {one.link.url: one.link.id for one in scored if one.link.id in standing and one.link.url}
    copied |= {one.link.id: at[one.link.url] for one in scored if one.link.url in at}
    found = [Explained(match, "") for match in shown]
    for one in scored:
        if one.link.id not in standing:
            rule = _rule(one, rules, picked, copied)
            found.append(Explained(_match(article, one.link, one.score), rule))
    links = [*shelf.between("link", FIRST, LAST), *undated]
    [(_, barred)] = few.near([article], links, rules.window_days * DAY, LEAST, _out_of_bounds)
    for _, link in sorted(barred, key=lambda pair: (-pair[0], pair[1].id)):
        rule = PICKED if _is_picked(link, picked) else _bar(article, link, rules)
        found.append(Explained(_match(article, link, 0.0), rule))
    return found


def _rule(one: Scored, rules: SimilarRules, picked: Picked, copied: dict[str, str]) -> str:
    if _is_picked(one.link, picked):
        return PICKED
    if one.link.id in copied:
        return f"a copy of {copied[one.link.id]}"
    if one.score < rules.floor:
        return f"under the floor of {rules.floor}"
    if rules.limit == 0:
        return "the limit is 0: nothing is found by itself"
    places = "1 place is" if rules.limit == 1 else f"{rules.limit} places are"
    return f"the {places} taken, and each outlet comes once before one comes twice"


def _is_picked(link: Sketch, picked: Picked) -> bool:
    return link.id in picked.ids or link.url in picked.urls


def _out_of_bounds(total: int, article: Sketch, link: Sketch, window: int) -> int:
    """The likeness of what has none because of a rule."""
    if link.at is None:
        return total
    return 0 if link.id == article.id or faded(total, article, link, window) else total


def _bar(article: Sketch, link: Sketch, rules: SimilarRules) -> str:
    if article.source and link.source == article.source:
        return f"the article itself comes from {link.source}"
    if link.script != article.script:
        return f"another alphabet: {link.script.lower()}"
    if link.at is None:
        return "it has no date: only an editor can put it here"
    return f"outside the window of {rules.window_days} days"


def _match(article: Sketch, link: Sketch, score: float) -> Match:
    words, hours = reasons.shared(article, link), similar.hours(article, link)
    return similar.Match(link.id, score, hours, words, ())
