"""Stories: what reports one event belongs together, for good; and what is more on it from our own archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.match import kin, more, stories
from broadsheet.match.shelf import Memory, in_time
from broadsheet.match.sketch import Sketch
from tests.test_matching import FLOOD, RULES, STRIKE, all_changed, article, link, newsrooms


def told(*documents: Sketch) -> dict[str, str]:
    return stories.told(documents, Memory(documents))


def more_on(one: Sketch, *others: Sketch) -> tuple[str, ...]:
    return more.more([one], Memory([one, *others]), RULES)[one.id]


def test_reports_of_one_event_are_one_story_named_after_the_first() -> None:
    assert told(
        link("second", "Merpauh bridge is swept away by flood", 3), article("first", FLOOD, 1), article("strike", STRIKE, 2)
    ) == {"first": "first", "second": "first", "strike": "strike"}  # fmt: skip


def test_a_story_that_an_editor_has_named_keeps_its_name_and_takes_in_what_is_like_it() -> None:
    named = article("first", FLOOD, story="merpauh-flood")
    assert told(named, link("second", "Merpauh bridge swept away by flood", 3)) == dict.fromkeys(
        ("first", "second"), "merpauh-flood"
    )


def test_two_named_stories_stay_two_however_alike() -> None:
    assert told(article("a", FLOOD, 1, story="one"), article("b", FLOOD, 2, story="two")) == {
        "a": "one",
        "b": "two",
    }


def test_what_could_belong_to_two_stories_belongs_to_neither() -> None:
    one, two = article("a", FLOOD, 1, story="one"), article("b", FLOOD, 2, story="two")
    assert told(one, two, link("l", FLOOD, 3))["l"] == "l"


def test_a_document_without_a_date_has_a_story_only_if_somebody_says_so() -> None:
    assert told(article("a", FLOOD, None, story="one"), link("b", FLOOD, None)) == {"a": "one"}


def test_a_story_is_closed_after_a_week() -> None:
    assert told(article("a", FLOOD, 0), link("b", FLOOD, 24 * 7 + 1)) == {"a": "a", "b": "b"}


@given(newsrooms())
def test_a_newcomer_renames_no_story_and_parts_none(documents: list[Sketch]) -> None:
    ordered = sorted(documents, key=in_time)
    whole = told(*ordered)
    for number in range(len(ordered)):
        part = told(*ordered[:number])
        assert part == {id_: whole[id_] for id_ in part}


@given(newsrooms())
def test_a_story_is_called_what_an_editor_says_or_after_its_oldest_document(documents: list[Sketch]) -> None:
    by_story = defaultdict(list)
    for one in documents:
        if one.at is not None:
            by_story[told(*documents)[one.id]].append(one)
    for name, members in by_story.items():
        assert name == min(members, key=in_time).id


@given(newsrooms(named=True), newsrooms(named=True), st.data())
@settings(max_examples=200)
def test_what_a_change_does_not_touch_is_in_the_story_it_was_in(
    before: list[Sketch], other: list[Sketch], data: st.DataObject
) -> None:
    after, changed = all_changed(before, other, data)
    touched = stories.touched(changed, Memory(after))
    again = [one for one in after if one.id in touched]
    still = {one.id for one in after} - touched
    kept = {id_: story for id_, story in told(*before).items() if id_ in still}
    assert kept | stories.told(again, Memory(after)) == told(*after)


@given(newsrooms(named=True), newsrooms(named=True), st.data(), st.integers(0, 3))
@settings(max_examples=200)
def test_what_a_change_does_not_touch_has_the_same_more_on_its_story(
    before: list[Sketch], other: list[Sketch], data: st.DataObject, limit: int
) -> None:
    after, changed = all_changed(before, other, data)
    rules = replace(RULES, limit=limit)

    def all_more(documents: Sequence[Sketch]) -> dict[str, tuple[str, ...]]:
        return more.more([one for one in documents if one.kind == "article"], Memory(documents), rules)

    touched = more.touched(changed, Memory(after), rules)
    again = [one for one in after if one.kind == "article" and one.id in touched]
    still = {one.id for one in after} - touched
    kept = {id_: found for id_, found in all_more(before).items() if id_ in still}
    assert kept | more.more(again, Memory(after), rules) == all_more(after)


@given(newsrooms(named=True), st.randoms(use_true_random=False))
def test_the_order_of_documents_never_matters(documents: list[Sketch], chance: object) -> None:
    shuffled = list(documents)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told(*shuffled) == told(*documents)


@given(newsrooms(named=True))
def test_few_and_many_say_the_same(documents: list[Sketch]) -> None:
    by_few = told(*documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kin, "FEW", 0)
        assert told(*documents) == by_few


def test_more_on_a_story_is_our_own_nearest_first() -> None:
    flood = article("flood", FLOOD)
    near, far = (
        article("near", "Merpauh bridge is swept away by flood", 2),
        article("far", FLOOD + " pictures", 90),
    )
    assert more_on(flood, near, far, article("strike", STRIKE), link("l", FLOOD)) == ("near", "far")


def test_more_on_a_named_story_begins_with_its_articles_however_old() -> None:
    flood = article("flood", FLOOD, story="merpauh")
    plan = article("plan", "A dam is planned", -24 * 400, story="merpauh")
    assert more_on(flood, plan, article("near", FLOOD, 3)) == ("plan", "near")
    assert more_on(flood, article("other", FLOOD, 3, story="other")) == ()
