"""More: our own other articles on the same event, for "more on this story"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.match import kin
from broadsheet.match.likeness import DAY, WHOLE
from broadsheet.match.shelf import in_time

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from broadsheet.match.kin import Near
    from broadsheet.match.shelf import Shelf
    from broadsheet.match.sketch import Sketch
    from broadsheet.rules import SimilarRules

LEAST = WHOLE * 28 // 100
"""So much alike two articles of ours must be; nobody competes here. Of the pairs that are, .84 report one
event, and .74 of those that do are found; at .20 it were .69 and .87, at .36 .94 and .56."""


def more(articles: Collection[Sketch], shelf: Shelf, rules: SimilarRules) -> dict[str, tuple[str, ...]]:
    """The ids of each article's nearest other articles of ours, the nearest first; at most `rules.limit`.

    Those of the story that an editor has named come first, the nearest in time first; of two named stories
    none is more on the other.
    """
    near = kin.near(articles, shelf, ("article",), rules.window_days * DAY, LEAST)
    return chosen(articles, {one.id: found for one, found in near}, shelf, rules)


def chosen(
    articles: Collection[Sketch], near: Mapping[str, Near], shelf: Shelf, rules: SimilarRules
) -> dict[str, tuple[str, ...]]:
    """The same, where it is known which other articles are near each, and perhaps more than those."""
    window = rules.window_days * DAY
    found: dict[str, tuple[str, ...]] = {}
    for one in articles:
        others = [
            (-likeness, in_time(other))
            for likeness, other in near.get(one.id, ())
            if likeness >= LEAST and kin.is_within(window, one, other) and not (one.story and other.story)
        ]
        alike = (id_ for _, (_, id_) in sorted(others))
        found[one.id] = tuple(dict.fromkeys([*_named(one, shelf, rules.limit), *alike]))[: rules.limit]
    return found


def touched(changed: Collection[Sketch], shelf: Shelf, rules: SimilarRules) -> set[str]:
    """The ids of the articles for which `more` may differ because articles were added, removed or edited.

    `changed` are these as they were and as they are; the shelf is as it is now.
    """
    ours = [one for one in changed if one.kind == "article"]
    ids = {one.id for one in ours}
    for _, found in kin.near(ours, shelf, ("article",), rules.window_days * DAY, LEAST):
        ids.update(other.id for _, other in found)
    for one in ours:
        ids.update(_beside(one, shelf, rules.limit))
    return ids


def _named(one: Sketch, shelf: Shelf, limit: int) -> list[str]:
    """The others of an article's named story that are nearest to it in time."""
    if not one.story or one.at is None:
        return []
    at = one.at
    others = [other for other in shelf.story(one.story) if other.id != one.id and other.kind == "article"]
    dated = [(abs(other.at - at), in_time(other)) for other in others if other.at is not None]
    return [id_ for _, (_, id_) in sorted(dated)[:limit]]


def _beside(one: Sketch, shelf: Shelf, limit: int) -> list[str]:
    """Those of its named story that an article can be among the nearest of: so many before and after it."""
    if not one.story:
        return []
    ordered = sorted(
        in_time(other) for other in shelf.story(one.story) if other.kind == "article" and other.id != one.id
    )
    before = [key for key in ordered if key < in_time(one)][-limit:]
    after = [key for key in ordered if key > in_time(one)][:limit]
    return [id_ for _, id_ in (*before, *after)] if limit else []
