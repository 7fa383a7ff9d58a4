"""Copies: the same text in several outlets is one item, shown where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match.sketch import SHINGLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.match.sketch import Sketch

ALIKE = 0.5
"""The share of shingles from which two texts are copies. Two reports of one event share 0.02 as a rule."""

KEYS = 6
"""How many of a text's smallest shingles are looked up."""

ENOUGH = 5
"""With fewer shingles than this, texts are copies only if all are the same."""

AGENCIES = frozenset(
    {
        "aap", "adn", "afp", "agence-france-presse", "aman", "anadolu", "ani", "ansa", "ap", "apa",
        "associated-press", "belga", "bernama", "bloomberg", "cna", "dpa", "efe", "ians", "interfax", "jiji",
        "kyodo", "lusa", "pa", "pa-media", "pti", "press-association", "press-trust-of-india", "reuters",
        "ria-novosti", "ritzau", "sda", "tass", "the-associated-press", "tt", "upi", "xinhua", "yonhap",
    }
)  # fmt: skip
"""Outlets that sell their texts to others, by slug or name: of copies, theirs is the one to read."""


class Item(NamedTuple):
    """A text: the link to show, the ids of other outlets' copies, and all ids and URLs, the nearest first."""

    link: Sketch
    also_at: tuple[str, ...]
    ids: tuple[str, ...]
    urls: tuple[str, ...]


def gathered(links: Sequence[Sketch]) -> list[Item]:
    """The texts among some links, in the order of each text's first link."""
    groups: list[list[Sketch]] = []
    holders: dict[int, list[int]] = {}
    for link in links:
        # Copies share one of their smallest shingles; next to no others do. Of texts that share just half,
        # one pair in fifty is missed; to look up all 32 takes four times as long.
        near = {number for one in link.shingles[:KEYS] for number in holders.get(one, ())}
        copied = next((number for number in sorted(near) if are_copies(groups[number][0], link)), None)
        if copied is not None:
            groups[copied].append(link)
            continue
        for one in link.shingles[:KEYS]:
            holders.setdefault(one, []).append(len(groups))
        groups.append([link])
    return [_item(group) for group in groups]


def are_copies(one: Sketch, other: Sketch) -> bool:
    """Whether two texts are so much alike that one is the other, but for a word or an end cut off."""
    ours, theirs = one.shingles, other.shingles
    if min(len(ours), len(theirs)) < ENOUGH:
        return ours == theirs and bool(ours)
    if ours[-1] < theirs[0] or theirs[-1] < ours[0]:
        return False
    # The smallest sums of both texts together are a fair draw of all of them.
    drawn = sorted({*ours, *theirs})[:SHINGLES]
    shared = {*ours} & {*theirs}
    return sum(one in shared for one in drawn) >= ALIKE * len(drawn)


def origin(links: Iterable[Sketch]) -> Sketch:
    """Of copies, the agency's, else the earliest."""
    return min(links, key=lambda one: (not _is_agency(one.source), one.at is None, one.at or 0, one.id))


def _item(group: list[Sketch]) -> Item:
    if len(group) == 1:
        return Item(group[0], (), (group[0].id,), _urls(group))
    first = origin(group)
    outlets = {first.source}
    others: list[str] = []
    for link in sorted(group, key=lambda one: (one.at is None, one.at or 0, one.id)):
        if link.source not in outlets:
            outlets.add(link.source)
            others.append(link.id)
    return Item(first, tuple(others), tuple(link.id for link in group), _urls(group))


def _urls(group: Iterable[Sketch]) -> tuple[str, ...]:
    return tuple(link.url for link in group if link.url)


def _is_agency(source: str) -> bool:
    return source.lower().replace(" ", "-") in AGENCIES
