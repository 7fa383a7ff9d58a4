"""Stories: the articles and links that report one event, as editors say or as they are alike.

An article opens a story if it is like no article of ours before it, or if its editor has named its story. Any
other article joins the opener before it that it is like and no other opener nearly as much; else it is a
story by itself. A link joins the story of the first article that it is like, and no article before that one
nearly as much; it opens nothing.

So an article's story hangs on the articles of the two weeks before it, on nothing that comes later and on no
link: no newcomer renames an old story or parts it, and coverage that is collected late, though it came out
before our own article, changes nothing but itself. A story's name is its editor's, or the id of the article
that opened it; who names a story by that id adds to it.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from broadsheet.match import kin
from broadsheet.match.likeness import DAY, WHOLE, score
from broadsheet.match.shelf import in_time

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from broadsheet.match.kin import Near
    from broadsheet.match.shelf import Shelf
    from broadsheet.match.sketch import Sketch


WINDOW = 7 * DAY
"""How long a story stays open. 3 and 14 days come to the same on stories whose coverage is known."""

NEAR = WHOLE * 25 // 100
"""Who is less like an article does not hinder others from joining it."""

JOINS = WHOLE * 28 // 100
"""A link that is less like an article does not join it."""

SAME = WHOLE * 36 // 100
"""An article so much like one before it opens nothing; one that is less like it does not join it."""

FLOOR = 0.6
"""What a document must score with what it joins. Of the pairs in one story .95 belong together then, and .43
of all that do are found; with .25 for all of these it would be .88 and .46."""

REACH = 3 * WINDOW
"""How far away lies all that the story of a document hangs on, but for those that an editor has named."""


def told(
    documents: Collection[Sketch],
    shelf: Shelf,
    filed: Mapping[str, Sketch] | None = None,
    near: Mapping[str, Near] | None = None,
) -> dict[str, str]:
    """The name of the story of each of some documents, by id; of a link that is in none, nothing.

    An article by itself has its own id. `filed` has the article that an editor put a link under, by the
    link's id: the link is in its story. What has no date is in a story only if an editor says so. `near` has,
    by their ids, which articles are near some articles, and perhaps more than those, where that is known.
    """
    filed, near = filed or {}, near or {}
    links = [one for one in documents if one.kind == "link" and not one.story]
    claims = dict(_near([one for one in links if one.id not in filed], shelf))
    involved = (other for found in claims.values() for _, other in found)
    ours = (one for one in (*documents, *filed.values()) if one.kind == "article")
    stories = _of_articles({one.id: one for one in chain(involved, ours)}, near, shelf)
    found = {one.id: one.story for one in documents if one.story}
    for one in documents:
        if one.id not in found and one.kind == "article" and one.id in stories:
            found[one.id] = stories[one.id]
    for one in links:
        under = filed.get(one.id)
        story = stories.get(under.id) if under else _claimed(claims.get(one.id, []), stories)
        if story:
            found[one.id] = story
    return found


def coverage(articles: Collection[Sketch], shelf: Shelf) -> set[str]:
    """The ids of the links that may be in the stories of some articles because they are like one of these."""
    near = kin.near(articles, shelf, ("link",), WINDOW, NEAR)
    return {link.id for _, found in near for _, link in found}


def touched(changed: Collection[Sketch], shelf: Shelf) -> set[str]:
    """The ids of the documents whose story may differ because documents were added, removed or edited.

    `changed` are these as they were and as they are; the shelf is as it is now. A link reaches nothing but
    itself. An article reaches those after it that are like it, those after these if they may open nothing
    now, and the links like any of these: three weeks, no more. Whoever files links under an article that is
    touched takes them to be touched too.
    """
    ours = {one.id: one for one in changed if one.kind == "article"}
    nearest = _later([one for one in changed if one.kind == "article"], shelf)
    shut = [other for likeness, other in nearest if likeness >= SAME and other.id not in ours]
    moved = chain(nearest, _later(shut, shelf))
    articles = [one for one in changed if one.kind == "article"] + [other for _, other in moved]
    return {one.id for one in (*changed, *articles)} | coverage(articles, shelf)


def _of_articles(articles: Mapping[str, Sketch], near: Mapping[str, Near], shelf: Shelf) -> dict[str, str]:
    earlier = _earlier(articles.values(), near, shelf)
    others = {one.id: one for found in earlier.values() for _, one in found if one.id not in earlier}
    before = _earlier(others.values(), near, shelf) | earlier
    opens = {id_: not any(likeness >= SAME for likeness, _ in found) for id_, found in before.items()}
    stories = {one.id: one.story for one in articles.values() if one.story}
    for id_, found in earlier.items():
        if id_ not in stories:
            openers = [(likeness, other) for likeness, other in found if other.story or opens[other.id]]
            stories[id_] = _joined(openers) or id_
    return stories


def _joined(openers: Near) -> str:
    """The story of the opener that an article is like, and no other story's nearly as much."""
    alike: dict[str, int] = {}
    for likeness, other in sorted(openers, key=lambda pair: (-pair[0], in_time(pair[1]))):
        alike.setdefault(other.story or other.id, likeness)
    (name, best), (_, second), *_ = [*alike.items(), ("", 0), ("", 0)]
    return name if best >= SAME and score(best, second) >= FLOOR else ""


def _claimed(near: Near, stories: Mapping[str, str]) -> str:
    """The story of the first article that a link is like, and no other story's before it nearly as much."""
    alike: dict[str, int] = {}
    for likeness, article in sorted(near, key=lambda pair: in_time(pair[1])):
        story = stories[article.id]
        other = max((is_like for name, is_like in alike.items() if name != story), default=0)
        if likeness >= JOINS and score(likeness, other) >= FLOOR:
            return story
        alike[story] = max(likeness, alike.get(story, 0))
    return ""


def _near(documents: Collection[Sketch], shelf: Shelf) -> Iterator[tuple[str, Near]]:
    for one, found in kin.near(documents, shelf, ("article",), WINDOW, NEAR):
        yield one.id, found


def _earlier(articles: Collection[Sketch], near: Mapping[str, Near], shelf: Shelf) -> dict[str, Near]:
    known = ((one, near[one.id]) for one in articles if one.id in near)
    others = [one for one in articles if one.id not in near]
    return {
        one.id: [
            (likeness, other)
            for likeness, other in found
            if likeness >= NEAR and in_time(other) < in_time(one) and kin.is_within(WINDOW, one, other)
        ]
        for one, found in chain(known, kin.near(others, shelf, ("article",), WINDOW, NEAR))
    }


def _later(articles: Collection[Sketch], shelf: Shelf) -> Near:
    return [
        (likeness, other)
        for one, found in kin.near(articles, shelf, ("article",), WINDOW, NEAR)
        for likeness, other in found
        if in_time(other) > in_time(one)
    ]
