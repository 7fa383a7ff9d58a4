"""Layouts: what macros made is remembered, and never shown for what only looks the same; what uses what."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from broadsheet.plan.pieces import Head
from broadsheet.plan.views import Origin, Page, RedirectView
from broadsheet.render import layouts, macros
from broadsheet.render.environment import LayoutEnvironment
from broadsheet.render.speech import NOBODYS

REPOSITORY = Path(__file__).parent.parent
SOURCES = {
    file.relative_to(REPOSITORY / "layouts").as_posix(): file.read_text("utf-8")
    for file in sorted((REPOSITORY / "layouts").rglob("*.*ml"))
}


def shown(theme: layouts.Layouts, target: object) -> str:
    """What a theme's `redirect.html` makes of a value."""
    view = RedirectView(cast("Any", None), Head("", "", "/x/", "", "en", "ltr"), cast("Any", target))
    made = theme.render(
        Page("/x/", "redirect.html", view, None, Origin("content/x.md", 1, 1, "")), None, NOBODYS
    )
    return made.decode() if isinstance(made, bytes) else f"{made.path}:{made.line}: {made.message}"


def theme(page: str, macro: str) -> layouts.Layouts:
    return layouts.Layouts(
        {
            "redirect.html": "{% from 'parts.html' import show %}" + page,
            "parts.html": "{% macro show(x=none, y=none) %}" + macro + "{% endmacro %}",
        }
    )


def test_equal_times_of_two_zones_are_not_the_same() -> None:
    made = theme("{{ show(target) }}", "{{ x|iso }}")
    noon = datetime(2021, 9, 6, 12, tzinfo=UTC)
    there = noon.astimezone(timezone(timedelta(hours=8)))
    assert noon == there
    assert (shown(made, noon), shown(made, there)) == (
        "2021-09-06T12:00:00+00:00",
        "2021-09-06T20:00:00+08:00",
    )


def test_equal_values_of_two_types_are_not_the_same() -> None:
    made = theme(
        "{{ show('<b>') }} {{ show('<b>'|safe) }} {{ show(1) }} {{ show(true) }} {{ show(1.0) }}", "{{ x }}"
    )
    assert [shown(made, ""), shown(made, "")] == ["&lt;b&gt; <b> 1 True 1.0"] * 2


def test_the_same_value_under_another_name_is_not_the_same() -> None:
    made = theme("{{ show(x='a') }} {{ show(y='a') }} {{ show('a') }}", "{{ x }}-{{ y }}")
    assert shown(made, "") == "a-None None-a a-None"


def test_what_a_caller_holds_is_never_remembered() -> None:
    made = theme("{% call show('a') %}{{ target }}{% endcall %}", "{{ caller() }}")
    assert [shown(made, "one"), shown(made, "two")] == ["one", "two"]


@pytest.mark.parametrize(
    "change", ["{% set n.x = 2 %}", "{% set _ = l.append(2) %}", "{% set _ = d.update(x=2) %}"]
)
def test_what_may_change_is_never_remembered(change: str) -> None:
    seen = "{{ show(n) }} {{ show(l) }} {{ show(d) }} {{ show((l,)) }}"
    made = theme(
        "{% set n = namespace(x=1) %}{% set l = [1] %}{% set d = {'x': 1} %}" + seen + change + "|" + seen,
        "{{ x.x if x.x is defined }}{{ x }}",
    )
    before, after = shown(made, "").split("|")
    assert before != after


def test_what_goes_wrong_goes_wrong_each_time() -> None:
    made = theme("{{ show('a') }}", "\n{{ x.y }}")
    first, again = shown(made, ""), shown(made, "")
    assert first == again
    assert first.startswith("layouts/parts.html:2: ")


def test_a_macro_is_asked_once_for_the_same() -> None:
    asked: list[object] = []

    def macro(_: object, *args: object, **kwargs: object) -> str:
        asked.append((args, kwargs))
        return str(len(asked))

    made = macros.Remembered(cast("Any", macro))
    context = cast("Any", SimpleNamespace(autoescape=True))
    assert [made(context, "a"), made(context, "a"), made(context, x="a"), made(context, "a")] == [
        "1",
        "1",
        "2",
        "1",
    ]


def test_a_macro_that_never_meets_the_same_is_no_longer_remembered() -> None:
    made = macros.Remembered(cast("Any", lambda _, x: x))
    context = cast("Any", SimpleNamespace(autoescape=True))
    for number in range(macros.TRIAL + 10):
        assert made(context, str(number)) == str(number)
    assert len(made._made) <= 1  # noqa: SLF001 - how much is remembered shows nowhere else


def test_what_layouts_compiled_to_is_for_their_texts_only() -> None:
    before = theme("{{ show('a') }}", "one {{ x }}")
    assert shown(before, "") == "one a"
    sources = {"redirect.html": "{% from 'parts.html' import show %}{{ show('a') }}"}
    sources["parts.html"] = "{% macro show(x=none) %}two {{ x }}{% endmacro %}"
    assert shown(layouts.Layouts(sources, before.codes()), "") == "two a"


def test_layouts_that_travelled_compile_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    there = copy.copy(layouts.Layouts(SOURCES))
    assert there.codes() == {}
    there.check(())
    assert len(there.codes()) == len(SOURCES)

    def forbidden(*_: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(LayoutEnvironment, "compile", forbidden)
    with pytest.raises(AssertionError, match="compiled"):
        copy.copy(layouts.Layouts(SOURCES)).check(())
    here = copy.copy(layouts.Layouts(SOURCES, there.codes()))
    assert here.check(()) == ()
    assert here.codes() == there.codes()
