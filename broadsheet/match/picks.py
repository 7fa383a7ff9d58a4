"""Picks: the similar news that editors put under each article by hand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from broadsheet.model import Article, Coverage, Link, PickedId, PickedInline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def by_hand(articles: Sequence[Article], links: Sequence[Link]) -> Mapping[str, tuple[Coverage, ...]]:
    """Each article's similar news by the article's id.

    First what the article itself picked, in its order; then the links filed for it, newest first. Nobody
    counts these: what an editor named by hand all stands. A pick that isn't out (yet) is passed over.
    """
    by_id: dict[str, Article | Link] = {link.id: link for link in links}
    by_id.update((article.id, article) for article in articles)
    filed: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        for id_ in link.articles:
            filed[id_].append(link)
    return {article.id: tuple(_coverage(article, by_id, filed.get(article.id, ()))) for article in articles}


def _coverage(
    article: Article, by_id: Mapping[str, Article | Link], filed: Sequence[Link]
) -> Iterator[Coverage]:
    seen = {article.id}
    for pick in article.picks:
        item: Article | Link | PickedInline | None = (
            by_id.get(pick.id) if isinstance(pick, PickedId) else pick
        )
        if item is not None and _name(item) not in seen:
            seen.add(_name(item))
            yield Coverage(item)
    for link in filed:
        if link.url not in seen:
            seen.add(link.url)
            yield Coverage(link)


def _name(item: Article | Link | PickedInline) -> str:
    """What makes two pieces the same one: the address of a link, the id of an article of ours."""
    return item.id if isinstance(item, Article) else item.url
