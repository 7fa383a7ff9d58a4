"""Names: what somebody meant is found among few and among very many, and is always the same."""

from __future__ import annotations

from broadsheet.problems import MANY, Names


def test_the_nearest_of_equals_is_always_the_same() -> None:
    words = ["road-a", "road-b", "road-c"]
    assert len({Names(order).nearest("road-x") for order in (words, words[::-1], set(words))}) == 1


def test_nothing_is_suggested_that_is_not_near() -> None:
    assert Names(["sources", "about"]).did_you_mean("more") == ""


def test_of_very_many_those_that_begin_alike_are_looked_through() -> None:
    names = Names([f"talks-{number}" for number in range(MANY)] + ["ferry"])
    assert names.nearest("ferri") == "ferry"
    assert names.nearest("xerry") == ""


def test_paths_are_compared_as_they_are_seen() -> None:
    paths = Names(["/sources/", "/about/"], 0.75, lambda path: path.strip("/"))
    assert (paths.did_you_mean("/more/"), paths.did_you_mean("/abuot/")) == ("", "Did you mean '/about/'?")
