"""Lists: a numbered page keeps its content whatever is published later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.plan.lists import paginate


def leaves(count: int, size: int) -> dict[str, tuple[int, ...]]:
    """The pages of a list of `count` things, the newest having the highest number."""
    return {leaf.path: leaf.items for leaf in paginate(range(count, 0, -1), "/world/", size)}


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
    by_path = {leaf.path: leaf for leaf in paginate(range(count), "/world/", size)}
    path, visited = "/world/", []
    while path:
        visited.append(path)
        older = by_path[path].older
        assert older is None or by_path[older].newer == path
        path = older
    assert visited == list(by_path)
