"""Matching: which coverage stands under an article, in what order, why, and what a change can reach."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.match import copies, few, many, more, reasons, similar, sketch, slices, stories
from broadsheet.match.likeness import DAY
from broadsheet.match.shelf import FIRST, LAST, Memory
from broadsheet.match.similar import Picked
from broadsheet.match.sketch import Sketch
from broadsheet.rules import SimilarRules
from tests.laws import law

RULES = SimilarRules(limit=6, window_days=14, floor=0.46, excerpt_words=40)
NOON = datetime(2021, 9, 6, 12, tzinfo=UTC)
FLOOD = "Flood sweeps away the Merpauh bridge"
STRIKE = "Dockworkers strike over night shifts in Penang"


def article(id_: str, title: str, hours: float | None = 0, **more: str) -> Sketch:
    return drawn("article", id_, title, hours, **more)


def link(id_: str, title: str, hours: float | None = 1, source: str = "", **more: str) -> Sketch:
    return drawn("link", id_, title, hours, source=source or f"outlet of {id_}", **more)


def drawn(kind: Literal["article", "link"], id_: str, title: str, hours: float | None, **more: str) -> Sketch:
    told = {"summary": "", "text": "", "language": "en", "source": "", **more}
    published = None if hours is None else NOON + timedelta(hours=hours)
    return sketch.draw(id=id_, kind=kind, title=title, published=published, **told)


def under(
    one: Sketch, *others: Sketch, rules: SimilarRules = RULES, picked: Picked | None = None
) -> list[str]:
    """The ids of what stands under an article, given what else is out."""
    found = similar.relate([one], Memory([one, *others]), rules, {one.id: picked} if picked else None)
    return [match.id for match in found[one.id]]


# What stands there


def test_coverage_of_the_same_event_stands_under_the_article_and_of_another_does_not() -> None:
    flood, strike = article("flood", FLOOD), article("strike", STRIKE)
    same, other = (
        link("same", "Merpauh bridge is swept away by flood"),
        link("other", "Penang dock strike goes on"),
    )
    assert under(flood, strike, same, other) == ["same"]


def test_a_link_stands_under_the_article_that_it_is_most_like() -> None:
    early = article("early", "Flood in Merpauh: families are looking for shelter")
    bridge = article("bridge", FLOOD)
    found = link("found", "Flood sweeps away bridge at Merpauh")
    assert under(bridge, early, found) == ["found"]
    assert under(early, bridge, found) == []


def test_articles_of_one_named_story_do_not_compete() -> None:
    news = article("news", FLOOD, story="merpauh")
    more = article("more", "Merpauh bridge: how the flood came", story="merpauh")
    found = link("found", "Flood sweeps away bridge at Merpauh")
    assert under(news, more, found) == under(more, news, found) == ["found"]
    assert under(more._replace(story=""), news, found) == []


def test_there_are_never_more_than_the_limit() -> None:
    links = [link(f"l{n}", FLOOD + " " + "again " * n) for n in range(9)]
    assert len(under(article("flood", FLOOD), *links)) == 6


def test_below_the_floor_there_is_rather_nothing() -> None:
    found = link("found", "Flood sweeps away bridge at Merpauh")
    assert under(article("flood", FLOOD), found, rules=replace(RULES, floor=0.99)) == []


def test_outside_the_window_there_is_nothing() -> None:
    assert under(article("flood", FLOOD), link("inside", FLOOD, 14 * 24)) == ["inside"]
    assert under(article("flood", FLOOD), link("outside", FLOOD, 14 * 24 + 1)) == []


def test_each_outlet_has_its_say_before_one_has_it_twice() -> None:
    best, next_best = link("a1", FLOOD, source="a"), link("a2", FLOOD + " of stone", source="a")
    third = link("b1", "Flood sweeps away a bridge at Merpauh village", source="b")
    assert under(article("flood", FLOOD), best, next_best, third) == ["a1", "b1", "a2"]
    assert under(article("flood", FLOOD), best, next_best, third, rules=replace(RULES, limit=2)) == [
        "a1",
        "b1",
    ]


def test_the_outlet_that_an_article_comes_from_does_not_stand_under_it() -> None:
    ours = article("flood", FLOOD, source="afp")
    assert under(ours, link("theirs", FLOOD, source="afp"), link("others", FLOOD, source="ap")) == ["others"]


def test_what_an_editor_picked_takes_its_place_and_is_not_found_again() -> None:
    one, two = link("one", FLOOD, source="a"), link("two", FLOOD + " again", source="b")
    picked = Picked(frozenset({"one"}), frozenset(), frozenset({"a"}), 1)
    assert under(article("flood", FLOOD), one, two, picked=picked) == ["two"]
    assert under(article("flood", FLOOD), one, two, picked=picked, rules=replace(RULES, limit=1)) == []


def test_the_outlet_of_a_pick_has_had_its_say() -> None:
    more, other = link("more", FLOOD, source="a"), link("other", FLOOD + " says mayor", source="b")
    picked = Picked(frozenset({"one"}), frozenset(), frozenset({"a"}), 1)
    assert under(article("flood", FLOOD), more, other, picked=picked) == ["other", "more"]


def test_what_is_picked_by_its_url_is_not_found_again_and_its_place_goes_to_another() -> None:
    url = "https://a.example.com/flood"
    one, two = link("one", FLOOD, source="a", url=url), link("two", FLOOD + " again", source="b")
    picked = Picked(frozenset(), frozenset({url}), frozenset({"a"}), 1)
    rules = replace(RULES, limit=2)
    assert under(article("flood", FLOOD), one, two, rules=rules) == ["one", "two"]
    assert under(article("flood", FLOOD), one, two, picked=picked, rules=rules) == ["two"]


def test_one_url_in_two_files_stands_once_and_takes_one_place() -> None:
    url = "https://a.example.com/flood"
    twins = [link(f"twin{n}", FLOOD, n, url=url) for n in (1, 2)]
    other = link("other", FLOOD + " says mayor", 3, url="https://b.example.com/flood")
    assert under(article("flood", FLOOD), *twins, other, rules=replace(RULES, limit=2)) == ["twin1", "other"]


def test_a_link_without_a_date_can_stand_too() -> None:
    assert under(article("flood", FLOOD), link("undated", FLOOD, None)) == ["undated"]
    assert under(article("flood", FLOOD, None), link("dated", FLOOD)) == ["dated"]


# Copies


AGENCY = (
    "A flash flood swept away the bridge at Merpauh on Monday night, cutting off four villages and a clinic, the "
    "district office said, after nine hours of rain had fallen on the logged hills above the river."
)


def test_the_same_text_in_several_outlets_is_one_item_shown_where_it_was_first() -> None:
    told = [link(f"l{n}", "Flood cuts off villages at Merpauh", n, summary=AGENCY) for n in (3, 1, 2)]
    flood = article("flood", FLOOD, summary=AGENCY)
    [match] = similar.relate([flood], Memory([flood, *told]), RULES)["flood"]
    assert (match.id, match.also_at) == ("l1", ("l2", "l3"))


def test_of_copies_the_agency_s_own_is_shown() -> None:
    told = [link("l1", FLOOD, 1, summary=AGENCY), link("l2", FLOOD, 5, source="reuters", summary=AGENCY)]
    flood = article("flood", FLOOD, summary=AGENCY)
    [match] = similar.relate([flood], Memory([flood, *told]), RULES)["flood"]
    assert (match.id, match.also_at) == ("l2", ("l1",))


def test_a_copy_of_what_an_editor_picked_is_not_found_beside_it() -> None:
    told = [link(f"l{n}", FLOOD, n, summary=AGENCY) for n in range(3)]
    picked = Picked(frozenset({"l2"}), frozenset(), frozenset({"outlet of l2"}), 1)
    assert under(article("flood", FLOOD, summary=AGENCY), *told, picked=picked) == []


def test_a_copy_with_its_end_cut_off_is_a_copy_and_another_report_is_none() -> None:
    whole = link("whole", FLOOD, summary=AGENCY)
    cut = link("cut", "Bridge gone", summary=AGENCY.rpartition(",")[0])
    told = (
        "At Merpauh the bridge is gone after a flash flood on Monday night; four villages cannot be reached."
    )
    assert copies.are_copies(whole, cut)
    assert not copies.are_copies(whole, link("another", FLOOD, summary=told))
    assert not copies.are_copies(link("short", FLOOD), link("shorter", FLOOD))


# Reasons


def test_a_reason_names_what_both_say_as_the_article_writes_it_and_the_hours_between() -> None:
    flood, found = article("flood", FLOOD), link("found", "MERPAUH BRIDGE swept away, floods go on", 5)
    [match] = similar.relate([flood], Memory([flood, found]), RULES)["flood"]
    assert {"Merpauh", "bridge"} <= set(match.words)
    assert match.hours == 5
    assert 0.46 <= match.score < 1


WORDS = (
    "flood floods Flood flooded Merpauh bridge bridges strike striking Penang dock talks Taliban Panjshir Kabul's "
    "1,000 1000 the of and мост моста 大水 大水灾 桥梁 น้ำท่วม"
)
TEXTS = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


@given(TEXTS, TEXTS)
def test_a_reason_never_names_a_word_that_is_not_in_both(one: str, other: str) -> None:
    for word in reasons.shared(article("a", one), link("l", other)):
        assert word.casefold() in one.casefold()
        assert word.casefold() in other.casefold()


def test_a_reason_names_what_both_spell_alike_or_else_what_both_begin_with() -> None:
    def named(one: str, other: str) -> tuple[str, ...]:
        return reasons.shared(article("a", one), link("l", other))

    assert named("Merpauh flooded", "MERPAUH floods") == ("Merpauh",)
    assert named("flooding bridges", "flood") == ("flood",)
    assert named("flooded", "floods") == ("flood",)


def test_a_reason_writes_small_what_either_text_writes_small() -> None:
    ours = article("a", "Resistance in Panjshir", summary="The resistance holds.")
    assert set(reasons.shared(ours, link("l", "Resistance of Panjshir"))) == {"resistance", "Panjshir"}
    theirs = link("l", "Panjshir goes on: resistance")
    assert set(reasons.shared(article("a", "Resistance in Panjshir"), theirs)) == {"resistance", "Panjshir"}


def test_of_several_pieces_each_is_told_by_what_the_fewest_share_names_first() -> None:
    told = reasons.particular(
        [
            ("Panjshir", "Taliban", "leader", "clerics", "talks", "Massoud"),
            ("Panjshir", "Taliban", "leader", "Bazarak", "road"),
            ("Panjshir", "Taliban", "leader"),
        ]
    )
    assert told == (
        ("Panjshir", "Massoud", "clerics", "talks"),
        ("Panjshir", "Taliban", "Bazarak", "road"),
        ("Panjshir", "Taliban", "leader"),
    )


@given(st.lists(st.lists(st.sampled_from(WORDS.split()), max_size=12, unique=True).map(tuple), max_size=6))
def test_what_is_told_of_a_piece_is_shared_and_short_and_hangs_on_no_order(
    shared: list[tuple[str, ...]],
) -> None:
    told = reasons.particular(shared)
    for words, chosen in zip(shared, told, strict=True):
        assert set(chosen) <= set(words)
        assert len(chosen) == min(len(words), reasons.TOLD)
    assert reasons.particular(shared[::-1]) == told[::-1]


# Languages


@pytest.mark.parametrize(
    ("language", "ours", "theirs", "other"),
    [
        ("de", "Hochwasser reißt Brücke in Merpauh fort", "Brücken von Hochwasser fortgerissen in Merpauh", "Streik der Hafenarbeiter"),
        ("ru", "Наводнение снесло мост в деревне", "Мосты снесены наводнением в деревнях", "Забастовка докеров в порту"),
        ("fr", "La crue emporte le pont de Merpauh", "Le pont de Merpauh emporté par une crue", "Grève des dockers à Penang"),
        ("zh", "洪水冲走了美保村的大桥", "美保村大桥被洪水冲走", "槟城码头工人罢工"),
        ("ja", "洪水で村の橋が流される", "村の橋、洪水で流失", "港湾労働者がストライキ"),
        ("th", "น้ำท่วมพัดสะพานเมอร์เปาห์พังเสียหาย", "สะพานเมอร์เปาห์ถูกน้ำท่วมพัดพัง", "คนงานท่าเรือนัดหยุดงาน"),
        ("ar", "الفيضان يجرف جسر القرية", "جسر القرية جرفه الفيضان", "إضراب عمال الميناء"),
        ("ms", "Banjir hanyutkan jambatan Merpauh", "Jambatan Merpauh dihanyutkan banjir", "Pekerja dok mogok"),
        ("ko", "홍수로 마을 다리가 떠내려가다", "마을 다리 홍수에 떠내려가", "부두 노동자 파업"),
    ],
)  # fmt: skip
def test_it_works_in_any_language(language: str, ours: str, theirs: str, other: str) -> None:
    links = [link("same", theirs, language=language), link("other", other, language=language)]
    assert under(article("flood", ours, language=language), *links) == ["same"]


def test_across_alphabets_nothing_matches_by_accident() -> None:
    ours = article("a", "NATO 2021 G20 Covid-19 meeting", language="en")
    theirs = link("l", "НАТО 2021 G20 Covid-19 переговоры о мире продолжаются", language="ru")
    assert under(ours, theirs, rules=replace(RULES, floor=0.0)) == []


# Laws


@st.composite
def newsrooms(draw: st.DrawFn, *, named: bool = False) -> list[Sketch]:
    """Some articles and links of a few months, on few subjects, by few outlets; some without a date.

    Where they are `named`, editors have put some into stories.
    """
    hours = st.none() | st.integers(0, 24 * draw(st.sampled_from([3, 20, 90])))
    outlets = st.sampled_from(["a", "b", "reuters"])
    stories = st.sampled_from(["", "one", "two"] if named else [""])
    made = [
        article(
            f"a{number}",
            draw(TEXTS),
            draw(hours),
            source=draw(st.sampled_from(["", "a"])),
            story=draw(stories),
        )
        for number in range(draw(st.integers(1, 6)))
    ]
    for number in range(draw(st.integers(0, 10))):
        summary = draw(st.sampled_from(["", AGENCY]))
        made.append(link(f"l{number}", draw(TEXTS), draw(hours), source=draw(outlets), summary=summary))
    return made


def all_related(
    documents: Sequence[Sketch], rules: SimilarRules = RULES
) -> dict[str, tuple[similar.Match, ...]]:
    """What stands under all articles, by the columns of numpy: the whole that any part must agree with."""
    shelf = Memory(documents)
    ours, links = shelf.between("article", FIRST, LAST), shelf.between("link", FIRST, LAST)
    scored = many.scores(ours, links, rules.window_days * DAY, rules.floor)
    return {one.id: similar.choose(one, found, rules) for one, found in scored}


def all_changed(
    before: list[Sketch], other: list[Sketch], data: st.DataObject
) -> tuple[list[Sketch], list[Sketch]]:
    """Some documents are edited, some go and some come: all there are then, and those that changed, then and now."""
    edits = {one.id: one for one in other if data.draw(st.booleans())}
    gone = {one.id for one in before if data.draw(st.integers(0, 3)) == 0}
    then = {one.id: one for one in before}
    now = {id_: one for id_, one in (then | edits).items() if id_ not in gone - edits.keys()}
    changed = [one for a, b in ((then, now), (now, then)) for id_, one in a.items() if b.get(id_) != one]
    return list(now.values()), changed


@law(100)
@given(newsrooms(named=True), st.randoms(use_true_random=False))
def test_the_order_of_documents_never_matters(documents: list[Sketch], chance: random.Random) -> None:
    shuffled = list(documents)
    chance.shuffle(shuffled)
    assert all_related(shuffled) == all_related(documents)


@given(newsrooms(named=True), st.sampled_from([0.0, 0.3, 0.46, 0.7]))
def test_few_and_many_say_the_same_to_the_last_bit(documents: list[Sketch], floor: float) -> None:
    shelf = Memory(documents)
    articles = shelf.between("article", FIRST, LAST)
    links = shelf.between("link", FIRST, LAST)
    by_many = {one.id: found for one, found in many.scores(articles, links, 14 * DAY, floor)}
    assert {one.id: found for one, found in few.scores(articles, shelf, 14 * DAY, floor)} == by_many
    for one in articles:
        assert dict([next(iter(few.scores([one], shelf, 14 * DAY, floor)))]) == {one: by_many[one.id]}


@given(newsrooms(named=True), newsrooms(named=True), st.data())
@law(300)
def test_what_a_change_does_not_touch_is_as_it_was(
    before: list[Sketch], other: list[Sketch], data: st.DataObject
) -> None:
    """Some documents are edited, some go and some come: what stands under the untouched is what stood there."""
    edits = {one.id: one for one in other if data.draw(st.booleans())}
    gone = {one.id for one in before if data.draw(st.integers(0, 3)) == 0}
    after = [
        one
        for one in {**{one.id: one for one in before}, **edits}.values()
        if one.id not in gone - edits.keys()
    ]
    then, now = ({one.id: one for one in ones} for ones in (before, after))
    changed = [
        one
        for ones, others in ((then, now), (now, then))
        for id_, one in ones.items()
        if others.get(id_) != one
    ]
    rules = replace(RULES, floor=data.draw(st.sampled_from([0.3, 0.46])))
    touched = similar.touched(changed, Memory(after), rules)
    again = [one for one in after if one.kind == "article" and one.id in touched]
    kept = {
        id_: found for id_, found in all_related(before, rules).items() if id_ in now and id_ not in touched
    }
    assert kept | similar.relate(again, Memory(after), rules) == all_related(after, rules)


@given(newsrooms(named=True), TEXTS, st.booleans())
def test_a_document_outside_every_window_changes_nothing(
    documents: list[Sketch], text: str, is_article: bool
) -> None:
    dated = [one for one in documents if one.at is not None]
    far = article("far", text, -24 * 15) if is_article else link("far", text, -24 * 15)
    found = all_related([*dated, far])
    assert {id_: ones for id_, ones in found.items() if id_ != "far"} == all_related(dated)
    assert not similar.touched([far], Memory([*dated, far]), RULES) - {"far"}


@given(newsrooms(named=True), st.integers(1, 4))
def test_slices_of_time_put_together_are_the_whole(documents: list[Sketch], size: int) -> None:
    dated = [one for one in documents if one.at is not None]
    shelf = Memory(dated)
    times = [one.at for one in shelf.between("article", FIRST, LAST)]
    if not times:
        return
    starts, wide = sorted({*times[::size]}), slices.reach(RULES)
    links, ours, told = {}, {}, {}
    for start, end in zip(starts, [*starts[1:], times[-1] + 1], strict=True):
        named = {one.story for one in shelf.between("article", start, end - 1)} - {""}
        near = [one for one in dated if start - wide <= one.at <= end + wide or one.story in named]
        part = slices.Slice(start, end, tuple(map(sketch.pack, near)), RULES, {})
        links |= slices.links(part)
        ours, told = (whole | some for whole, some in zip((ours, told), slices.ours(part), strict=True))
    articles = shelf.between("article", FIRST, LAST)
    assert links == all_related(dated)
    assert ours == more.more(articles, shelf, RULES)
    assert told == stories.told(articles, shelf)


@given(newsrooms())
def test_a_sketch_is_the_same_out_of_the_store(documents: list[Sketch]) -> None:
    assert [sketch.unpack(sketch.pack(one)) for one in documents] == documents


def test_a_run_of_many_articles_is_the_same_as_each_by_itself() -> None:
    """More than `similar.FEW` are looked at with numpy."""
    subjects = [FLOOD, STRIKE, "Panjshir leader ready for talks", "Batik painter Zaharah Lazim dies"]
    ours = [article(f"a{n}", f"{subjects[n % 4]} {n // 40}", n * 5) for n in range(similar.FEW + 20)]
    links = [link(f"l{n}", f"{subjects[n % 4]} {n // 30}", n * 6, source=f"o{n % 7}") for n in range(90)]
    shelf = Memory([*ours, *links])
    together = similar.relate(ours, shelf, RULES)
    assert together == {
        id_: found for one in ours for id_, found in similar.relate([one], shelf, RULES).items()
    }
    assert together == all_related([*ours, *links])
    assert similar.relate(ours, Memory(links), RULES).keys() == together.keys()
