"""Similar news: which links of other outlets stand under an article without anybody's having picked them.

A link tells one story, and articles compete for it: its score under an article is its likeness to it, as a
share of that and its likeness to the best other article (`docs/similar.md` has the figures).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match import copies, few, reasons
from broadsheet.match.likeness import CROWD, DAY, HOUR, between, least_likeness, score, side
from broadsheet.match.shelf import FIRST, LAST, in_time, reach

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from broadsheet.match.likeness import Scored
    from broadsheet.match.shelf import Shelf
    from broadsheet.match.sketch import Sketch
    from broadsheet.rules import SimilarRules

FEW = 100
"""So many articles are looked at one by one; for more, numpy is worth its import."""

COPIES = 10
"""So many links are looked at for each that may stand: a text in more outlets than that is enough of it."""


class Picked(NamedTuple):
    """What editors put under an article: the ids and URLs of the pieces, their outlets, how many places they
    take. A piece that is written into the article itself has no id.
    """

    ids: frozenset[str]
    urls: frozenset[str]
    outlets: frozenset[str]
    places: int


NOTHING = Picked(frozenset(), frozenset(), frozenset(), 0)


class Match(NamedTuple):
    """A link under an article, and why.

    `hours` is how much later than the article it came out, None where one has no date; `words` are those
    shared that weighed most, as the article spells them; `also_at` the ids of other outlets' copies of the
    same text. It `is_same_event` where editors have put both into one story.
    """

    id: str
    score: float
    hours: int | None
    words: tuple[str, ...]
    also_at: tuple[str, ...]
    is_same_event: bool = False


def relate(
    articles: Collection[Sketch],
    shelf: Shelf,
    rules: SimilarRules,
    picked: Mapping[str, Picked] | None = None,
) -> dict[str, tuple[Match, ...]]:
    """Each of some articles' similar news by the article's id, the best first.

    `picked` by article is what stands there already: it is not found again, by whatever file, its outlets
    count, it takes places.
    """
    return {
        article.id: choose(article, found, rules, (picked or {}).get(article.id, NOTHING))
        for article, found in scored(articles, shelf, rules, rules.floor)
    }


def touched(changed: Collection[Sketch], shelf: Shelf, rules: SimilarRules) -> set[str]:
    """The ids of the articles whose similar news may differ because documents were added, removed or edited.

    `changed` are these documents as they were and as they are; the shelf is as it is now. For any other
    article, `relate` says what it said before. Weights are fixed, so a document only reaches those that it
    shares words with, inside the window: a link the articles under which it stands, an article those whose
    links it is nearer to than the best other one.
    """
    window = rules.window_days * DAY
    hit = {one.id for one in changed if one.kind == "article"}
    for run in few.runs(changed, 4 * window):
        hit |= _hit(run, shelf, window, rules.floor)
    return hit


def scored(
    articles: Iterable[Sketch], shelf: Shelf, rules: SimilarRules, least: float, most: int | None = None
) -> Iterator[tuple[Sketch, list[Scored]]]:
    """Each article with its links of at least a score, the best first; no rule has chosen among them yet.

    Where there are so many articles that it saves time, only the first `most` links of each.
    """
    window = rules.window_days * DAY
    for run in few.runs(articles, 2 * window):
        yield from _scored(run, shelf, window, least, most)


def choose(
    article: Sketch, scored: Sequence[Scored], rules: SimilarRules, picked: Picked = NOTHING
) -> tuple[Match, ...]:
    """Those of an article's links that stand under it, each URL once, with what is to be said of each."""
    able = scored[: rules.limit * COPIES]
    value = {one.link.id: one.score for one in able}
    firsts: list[copies.Item] = []
    seconds: list[copies.Item] = []
    outlets, urls = set(picked.outlets), set(picked.urls)
    for item in copies.gathered([one.link for one in able]):
        if picked.ids.isdisjoint(item.ids) and urls.isdisjoint(item.urls):
            urls.update(item.urls)
            (seconds if item.link.source in outlets else firsts).append(item)
            outlets.add(item.link.source)
    chosen = [*firsts, *seconds][: max(0, rules.limit - picked.places)]
    return tuple(
        Match(
            item.link.id,
            value[item.ids[0]],
            hours(article, item.link),
            reasons.shared(article, item.link),
            item.also_at,
            bool(article.story) and article.story == item.link.story,
        )
        for item in chosen
    )


def hours(article: Sketch, link: Sketch) -> int | None:
    """How many hours later than the article a link came out."""
    seconds = between(article, link)
    return None if seconds is None else round(seconds / HOUR)


def _scored(
    run: Sequence[Sketch], shelf: Shelf, window: int, least: float, most: int | None
) -> Iterator[tuple[Sketch, list[Scored]]]:
    if len(run) <= FEW:
        yield from few.scores(run, shelf, window, least)
        return
    from broadsheet.match import many

    start, end = reach(run)
    wanted = {one.id for one in run}
    links = list(shelf.between("link", start - window, end + window))
    if links and links[0].at is None:
        start, end = FIRST, LAST
    others = shelf.between("article", start - 2 * window, end + 2 * window)
    ours = sorted([*run, *(one for one in others if one.id not in wanted)], key=in_time)
    yield from (one for one in many.scores(ours, links, window, least, most) if one[0].id in wanted)


def _hit(changed: Sequence[Sketch], shelf: Shelf, window: int, floor: float) -> set[str]:
    """The articles that some changes may touch, beside those that changed."""
    ids = {one.id for one in changed}
    articles = [one for one in changed if one.kind == "article"]
    links = [one for one in changed if one.kind == "link"]
    pull: dict[str, int] = {}
    """How near the nearest changed article is to each link."""
    met: dict[str, Sketch] = {}
    if articles:
        start, end = reach(articles)
        standing = [one for one in shelf.between("link", start - window, end + window) if one.id not in ids]
        for _, found in few.near(articles, standing, window, CROWD):
            for likeness, link in found:
                met[link.id] = link
                pull[link.id] = max(likeness, pull.get(link.id, 0))
    # A link that changed may be here twice, as it was and as it is; each has rivals of its own.
    looked_at = [*met.values(), *links]
    where = {id(link): number for number, link in enumerate(looked_at)}
    rivals = [few.NOBODY] * len(looked_at)
    claims: list[tuple[Sketch, int, int]] = []
    for article, found in few.near(
        few.around(looked_at, (), shelf, window), looked_at, window, least_likeness(floor)
    ):
        if article.id not in ids:
            for likeness, link in found:
                number = where[id(link)]
                rivals[number] = rivals[number].met(side(article), likeness)
                claims.append((article, number, likeness))
    return {
        article.id
        for article, number, likeness in claims
        # Without the changed articles a score is at its highest: below the floor, it was and is out of sight.
        if score(likeness, other := rivals[number].other(side(article))) >= floor
        and (number >= len(met) or pull[looked_at[number].id] > other)
    }
