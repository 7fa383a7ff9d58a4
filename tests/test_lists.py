"""Lists: a numbered page keeps its content whatever is published later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.plan import lists
from broadsheet.plan.lists import Leaf, Reach
from tests.newsroom import Newsroom


def leaves(count: int, size: int) -> dict[str, tuple[int, ...]]:
    """The pages of a list of `count` things, the newest having the highest number."""
    things = range(count, 0, -1)
    return {leaf.path: tuple(things[leaf.start : leaf.stop]) for leaf in lists.leaves(count, "/world/", size)}


@given(st.integers(0, 200), st.integers(1, 30))
def test_every_item_stands_on_one_page_in_order(count: int, size: int) -> None:
    assert [item for items in leaves(count, size).values() for item in items] == list(range(count, 0, -1))


@given(st.integers(0, 200), st.integers(1, 30), st.integers(1, 60))
def test_a_numbered_page_never_changes(count: int, size: int, more: int) -> None:
    before, after = leaves(count, size), leaves(count + more, size)
    assert all(after[path] == items for path, items in before.items() if path != "/world/")


@given(st.integers(0, 200), st.integers(1, 30))
def test_no_page_is_short_but_the_only_one(count: int, size: int) -> None:
    pages = leaves(count, size)
    assert all(len(items) == size for path, items in pages.items() if path != "/world/")
    assert min(count, size) <= len(pages["/world/"]) < 2 * size


@given(st.integers(0, 200), st.integers(1, 30))
def test_older_and_newer_lead_through_all_pages_and_back(count: int, size: int) -> None:
    by_path = {leaf.path: leaf for leaf in lists.leaves(count, "/world/", size)}
    path, visited = "/world/", []
    while path:
        visited.append(path)
        older = by_path[path].older
        assert older is None or by_path[older].newer == path
        path = older
    assert visited == list(by_path)


MOMENTS = st.dictionaries(st.integers(0, 40), st.sampled_from("xyz"), max_size=30)


def shown(things: dict[int, str], size: int) -> dict[Leaf, list[tuple[int, str]]]:
    """What each page shows: things by their moment, with what is on their card."""
    newest_first = sorted(things.items(), reverse=True)
    return {leaf: newest_first[leaf.start : leaf.stop] for leaf in lists.leaves(len(things), "/world/", size)}


@given(MOMENTS, MOMENTS, st.integers(1, 8))
def test_every_page_that_changes_is_touched(before: dict[int, str], after: dict[int, str], size: int) -> None:
    reach = Reach()
    for moment in before.keys() ^ after.keys():
        reach.move((moment, ""), 1 if moment in after else -1)
    for moment in before.keys() & after.keys():
        if before[moment] != after[moment]:
            reach.cards.add((moment, ""))
    touched = lists.touched(len(after), size, reach, lambda key: sum((moment, "") < key for moment in after))
    was = {leaf.number: (items, leaf.newer, leaf.older) for leaf, items in shown(before, size).items()}
    for leaf, items in shown(after, size).items():
        assert leaf.number in touched or was.get(leaf.number) == (items, leaf.newer, leaf.older)


def test_the_first_numbered_page_is_made_though_only_what_was_on_the_front_is_on_it(
    newsroom: Newsroom,
) -> None:
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", site.replace("page_size: 4", "page_size: 2"))
    for day in (1, 2, 3):
        newsroom.article(f"day-{day}", section="world", published=f"2021-09-0{day}")
    newsroom.built()
    assert not newsroom.has("/world/page/1/")
    newsroom.article("day-4", section="world", published="2021-09-04")
    newsroom.built()
    assert newsroom.has("/world/page/1/")


@given(st.integers(20, 60), st.integers(2, 8))
def test_one_more_at_the_top_touches_the_front_alone_or_a_page_beside_it(count: int, size: int) -> None:
    reach = Reach()
    reach.move((count, ""), 1)
    touched = lists.touched(count + 1, size, reach, lambda key: min(key[0], count + 1))
    assert None in touched
    assert len(touched) <= 3
