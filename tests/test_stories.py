"""Stories: what reports one event belongs together, for good; and what is more on it from our own archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.match import kin, more, sketch, stories
from broadsheet.match.shelf import Memory, in_time
from broadsheet.match.sketch import Sketch
from broadsheet.read import documents, entries
from tests.laws import law
from tests.newsroom import Newsroom
from tests.test_matching import FLOOD, RULES, STRIKE, all_changed, article, link, newsrooms


def told(*documents: Sketch) -> dict[str, str]:
    return stories.told(documents, Memory(documents))


def more_on(one: Sketch, *others: Sketch) -> tuple[str, ...]:
    return more.more([one], Memory([one, *others]), RULES)[one.id]


def test_reports_of_one_event_are_one_story_named_after_our_first() -> None:
    assert told(
        article("first", FLOOD, 1), article("second", FLOOD + " of stone", 4), article("strike", STRIKE, 2),
        link("link", "Merpauh bridge is swept away by flood", 3),
    ) == {"first": "first", "second": "first", "strike": "strike", "link": "first"}  # fmt: skip


def test_a_story_that_an_editor_has_named_keeps_its_name_and_takes_in_what_is_like_it() -> None:
    named = article("first", FLOOD, story="merpauh-flood")
    second, found = article("second", FLOOD, 5), link("link", "Merpauh bridge swept away by flood", 3)
    assert set(told(named, second, found).values()) == {"merpauh-flood"}


def test_who_names_a_story_by_the_article_that_opened_it_adds_to_it() -> None:
    dam = article("dam", "A dam is planned", 24 * 40, story="first")
    assert told(article("first", FLOOD), dam) == {"first": "first", "dam": "first"}


def test_two_named_stories_stay_two_however_alike() -> None:
    one, two = article("a", FLOOD, 1, story="one"), article("b", FLOOD, 2, story="two")
    assert told(one, two) == {"a": "one", "b": "two"}


def test_what_could_belong_to_two_stories_goes_to_neither() -> None:
    one, two = article("a", FLOOD, 1, story="one"), article("b", FLOOD, 2, story="two")
    assert told(one, two, article("c", FLOOD, 3))["c"] == "c"


def test_a_link_is_in_the_story_of_the_article_it_is_filed_for_whatever_it_says() -> None:
    ours, theirs = article("a", FLOOD), link("l", "Ministers resign", 99)
    assert stories.told([theirs], Memory([ours, theirs]), {"l": ours}) == {"l": "a"}
    assert told(ours, theirs) == {"a": "a"}


def test_coverage_that_came_out_before_our_article_neither_opens_a_story_nor_renames_it() -> None:
    ours, early, late = article("a", FLOOD), link("early", FLOOD, -5), link("late", FLOOD, 5)
    assert told(ours, early, late) == dict.fromkeys(("a", "early", "late"), "a")
    assert told(early, late) == {}


def test_a_document_without_a_date_has_a_story_only_if_somebody_says_so() -> None:
    undated = link("l", FLOOD, None)
    assert told(article("a", FLOOD, None, story="one"), article("b", FLOOD, None), undated) == {"a": "one"}


def test_a_story_is_closed_after_a_week() -> None:
    assert told(article("a", FLOOD, 0), article("b", FLOOD, 24 * 7 + 1)) == {"a": "a", "b": "b"}


@given(newsrooms(named=True))
def test_a_newcomer_renames_no_story_and_parts_none(documents: list[Sketch]) -> None:
    """Articles come in the order of time; links whenever somebody finds them."""
    ordered = sorted(documents, key=lambda one: (one.kind, in_time(one)))
    whole = told(*ordered)
    for number in range(len(ordered)):
        part = told(*ordered[:number])
        assert part == {id_: whole[id_] for id_ in part}


@given(newsrooms(), st.integers(0, 24 * 90))
def test_a_link_changes_nothing_but_itself(documents: list[Sketch], hours: int) -> None:
    found = told(*documents, link("new", FLOOD, hours))
    assert {id_: story for id_, story in found.items() if id_ != "new"} == told(*documents)
    assert stories.touched([link("new", FLOOD, hours)], Memory(documents)) == {"new"}


@given(newsrooms())
def test_a_story_is_called_after_its_oldest_article(documents: list[Sketch]) -> None:
    names = told(*documents)
    for name in set(names.values()):
        members = [one for one in documents if one.kind == "article" and names.get(one.id) == name]
        assert name == min(members, key=in_time).id


@given(newsrooms(named=True), newsrooms(named=True), st.data())
@law(200)
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
@law(200)
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


def test_a_link_can_be_put_into_a_story_by_name(newsroom: Newsroom) -> None:
    """In its file, as an article can."""
    file = newsroom.link("talks", story="merpauh-flood")
    read = entries.reader(None)
    entry = read(documents.document(newsroom.content, "links/2021/09/talks.md", file.read_bytes()))
    drawn = sketch.of(entry)
    assert stories.told([drawn], Memory([drawn])) == {"talks": "merpauh-flood"}
