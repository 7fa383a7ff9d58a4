"""Items: what `similar --rank` reads, a document a line, and what it prints of each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from broadsheet.match import reasons, sketch, tongues
from broadsheet.problems import Problem, Refused
from broadsheet.read import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.match.ranking import Ranked
    from broadsheet.match.sketch import Sketch

TEXTS = ("title", "summary", "text", "source", "language")
KINDS = ("article", "link")
TELLING = 200
"""From so many letters the language of a text is guessed."""

HINT = (
    'A line is {"id": …, "kind": "article" or "link", "title": …, "summary": …, "text": …, "source": …, '
    '"published": …}.'
)


class Item(NamedTuple):
    """A line as read; `kind` is empty where all is to be ranked against all."""

    id: str
    kind: str
    told: dict[str, str]
    published: datetime | None


def parse(lines: Iterable[str], path: str) -> list[Item] | Refused:
    """The item of each line that is not blank, or every problem in them."""
    items: list[Item] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        read = _item(line)
        if isinstance(read, str):
            problems.append(Problem(path, number, 1, "", read, HINT))
        elif read.id in seen:
            problems.append(Problem(path, number, 1, "id", f"'{read.id}' stands on a line above too"))
        else:
            seen.add(read.id)
            items.append(read)
    return Refused(tuple(problems)) if problems else items


def sketches(items: Sequence[Item]) -> tuple[list[Sketch], list[Sketch]]:
    """The articles and the links; what has no kind is among both. A language nobody names is guessed."""
    nameless = [item for item in items if not item.told["language"]]
    guessed = tongues.guesses(
        [
            " ".join([item.told["title"], item.told["summary"], item.told["text"]])[:TELLING]
            for item in nameless
        ]
    )
    languages = dict(zip((item.id for item in nameless), guessed, strict=True))

    def drawn(kind: Literal["article", "link"]) -> list[Sketch]:
        return [
            sketch.draw(
                id=item.id, kind=kind, published=item.published,
                **(item.told | {"language": item.told["language"] or languages[item.id]}),
            )
            for item in items
            if item.kind in (kind, "")
        ]  # fmt: skip

    return drawn("article"), drawn("link")


def printed(article: Sketch, ranked: Sequence[Ranked]) -> str:
    """An article's candidates as a line of JSON. `hours` is how much later than the article each came out."""
    similar = [
        {
            "id": one.match.id,
            "score": round(one.match.score, 4),
            "why": one.match.words[: reasons.MOST],
            "shown": one.is_shown,
            "hours": one.match.hours,
            "also_at": one.match.also_at,
        }
        for one in ranked
    ]
    return json.dumps({"id": article.id, "similar": similar}, ensure_ascii=False)


def _item(line: str) -> Item | str:
    try:
        read = json.loads(line)
    except ValueError as error:
        return f"this is not JSON: {error}"
    if not isinstance(read, dict):
        return "this is not an object"
    wrong = next(_wrong(read), None)
    if wrong:
        return wrong
    told = {key: read.get(key) or "" for key in TEXTS}
    moment = dates.parse(read["published"], UTC) if read.get("published") else None
    if isinstance(moment, str):
        return f"published: {moment}"
    return Item(str(read["id"]), read.get("kind") or "", told, moment)


def _wrong(read: dict[str, object]) -> Iterator[str]:
    """What is wrong with the keys of a line."""
    if not isinstance(read.get("id"), str | int) or isinstance(read["id"], bool) or read["id"] == "":
        yield "it has no id"
    if read.get("kind") not in (None, "", *KINDS):
        yield f"kind: {read['kind']!r} is neither 'article' nor 'link'"
    for key in (*TEXTS, "published"):
        if not isinstance(read.get(key), str | None):
            yield f"{key}: this is not a text"
