"""Review: an editor asked about each match, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from broadsheet.collect.decide import Verdict

Choice = Literal["take", "pin", "decline", "later"]
_CHOICES: dict[str, Choice] = {"y": "take", "p": "pin", "n": "decline", "l": "later"}
QUESTION = "[y]es, [p]in to the article, [n]ever, [l]ater, [q]uit? "


def review(
    verdicts: Iterable[Verdict], titles: Mapping[str, str], ask: Callable[[str], str]
) -> dict[str, Choice]:
    """A choice for each matched item by its key. Once an editor quits, the rest is for later."""
    chosen: dict[str, Choice] = {}
    has_quit = False
    for one in verdicts:
        if one.match is None:
            continue
        chosen[one.item.key] = "later" if has_quit else "take"
        if not has_quit:
            said = _asked(_shown(one, titles), ask)
            has_quit = said == "q"
            chosen[one.item.key] = _CHOICES.get(said, "later")
    return chosen


def _asked(about: str, ask: Callable[[str], str]) -> str:
    question = about + QUESTION
    while True:
        try:
            said = ask(question).strip().lower()[:1]
        except EOFError:
            return "q"
        if said in (*_CHOICES, "q"):
            return said
        question = QUESTION


def _shown(one: Verdict, titles: Mapping[str, str]) -> str:
    article = one.match.article if one.match else ""
    return (
        f"\n{one.item.title}\n  {one.item.source}, {one.item.published:%Y-%m-%d %H:%M} UTC, {one.item.url}\n"
        + (f"  {one.item.summary}\n" if one.item.summary else "")
        + f"  for {article}: {titles.get(article, '')}\n  because of {one.reason}\n"
    )
