"""Many: the links of all articles of a time at once, with numpy: to the last bit what `few` says."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from broadsheet.match.likeness import CROWD, DAY, DOUBT, Scored, least_likeness
from broadsheet.match.shelf import reach
from broadsheet.match.table import Block, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.match.sketch import Sketch

STRIDE = 7 * DAY
"""The articles of so much time are looked at together: what they can reach is indexed once for all."""


def scores(
    articles: Iterable[Sketch], links: Iterable[Sketch], window: int, least: float, most: int | None = None
) -> Iterator[tuple[Sketch, list[Scored]]]:
    """Each article with its links of at least a score, at most so many, the best first.

    Both come in the order of time. A block waits until every article has been seen that could compete for its
    links: four windows of pairs are in memory, however long the archive. For undated links all compete.
    """
    table = Table(links)
    waiting: deque[Block] = deque()
    for block in _blocks(articles, table, window, least_likeness(least)):
        table.compete(block)
        waiting.append(block)
        while not table.has_undated and _is_settled(waiting[0], block, window):
            yield from _scored(waiting.popleft(), table, least, most)
        table.forget(waiting[0], window)
    for block in waiting:
        yield from _scored(block, table, least, most)


def near(
    documents: Iterable[Sketch], others: Iterable[Sketch], window: int, least: int
) -> Iterator[tuple[Sketch, list[tuple[int, Sketch]]]]:
    """Each document with the others that are at least so much like it, of any outlet; all in the order of
    time.
    """
    table = Table(others, is_any_outlet=True)
    for block in _blocks(documents, table, window, least):
        found: list[list[tuple[int, Sketch]]] = [[] for _ in block.articles]
        ours, theirs = (block.article - block.first).tolist(), (block.link - table.base).tolist()
        for one, other, likeness in zip(ours, theirs, block.likeness.tolist(), strict=True):
            found[one].append((likeness, table.links[other]))
        yield from zip(block.articles, found, strict=True)
        table.forget(block, window)


def _blocks(articles: Iterable[Sketch], table: Table, window: int, least: int) -> Iterator[Block]:
    first = 0
    for run in _strides(articles):
        start, end = reach(run)
        table.read_until(end + window)
        places = table.within(start - window, end + window)
        index = table.index(places)
        link, likeness, count = [], [], []
        for article in run:
            sums = index.sums(*table.vector(article))
            ours, alike = index.near(sums, table.facts(article), window, least)
            ours += table.base
            if (itself := table.number(article.id)) >= 0:
                ours, alike = ours[ours != itself], alike[ours != itself]
            link.append(ours)
            likeness.append(alike)
            count.append(len(ours))
        numbers = np.repeat(np.arange(first, first + len(run)), count)
        sides = np.repeat([table.side(article) for article in run], count)
        yield Block(run, first, numbers, sides, np.concatenate(link), np.concatenate(likeness))
        first += len(run)


def _strides(articles: Iterable[Sketch]) -> Iterator[list[Sketch]]:
    """The articles without a date together, the others by what lies in one stride."""
    run: list[Sketch] = []
    for article in articles:
        if run and article.at != run[0].at and (
            run[0].at is None or article.at is None or article.at - run[0].at > STRIDE
        ):  # fmt: skip
            yield run
            run = []
        run.append(article)
    if run:
        yield run


def _is_settled(block: Block, now: Block, window: int) -> bool:
    last, latest = block.articles[-1].at, now.articles[0].at
    return last is not None and latest is not None and last + 2 * window < latest


def _scored(
    block: Block, table: Table, least: float, most: int | None
) -> Iterator[tuple[Sketch, list[Scored]]]:
    place = block.link - table.base
    other = np.where(table.winner[place] == block.side, table.second[place], table.best[place])
    score = block.likeness / (block.likeness + np.maximum(other, CROWD) + DOUBT)
    kept = np.nonzero(score >= least)[0]
    # `likeness.best_first`: links are numbered in the order of time.
    order = kept[np.lexsort((place[kept], -block.likeness[kept], -score[kept], block.article[kept]))]
    number = block.article[order] - block.first
    if most is not None:
        order = order[np.arange(len(order)) - np.searchsorted(number, number) < most]
        number = block.article[order] - block.first
    found: list[list[Scored]] = [[] for _ in block.articles]
    rows = (number.tolist(), score[order].tolist(), block.likeness[order].tolist(), place[order].tolist())
    for one, its_score, likeness, link in zip(*rows, strict=True):
        found[one].append(Scored(its_score, likeness, table.links[link]))
    yield from zip(block.articles, found, strict=True)
