"""Inquiry: what coverage one article has and has not, and why, for the editor who asks."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from broadsheet.match import items, more, ranking, reasons, sketch
from broadsheet.match.shelf import Memory
from broadsheet.model import Article
from broadsheet.plan import calendar, coverage, facts
from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.read import dates, entries, site
from broadsheet.read import settings as may

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.match.ranking import Explained
    from broadsheet.match.sketch import Sketch
    from broadsheet.plan.calendar import Reason
    from broadsheet.plan.facts import CardFacts, CoverFacts, Facts
    from broadsheet.rules import SimilarRules

HINT = "Name its file, the path of its URL, its slug or its id."
EVERYTHING = 1 << 30
ROOMS = ("articles/", "links/")


class Question(NamedTuple):
    """What is asked: the coverage of which article, in which content folder, as what a build would show.

    `now` is a date as editors write it; with `drafts`, drafts count as out. `limit` stands in place of
    site.yaml's.
    """

    article: str
    content: Path
    now: str
    drafts: bool = False
    limit: int | None = None


class Piece(NamedTuple):
    """An article or a link as far as an answer must know it, and why it is not out, if it is not."""

    facts: Facts
    slug: str
    sketch: Sketch
    held: Reason | None


class Standing:
    """What is out. Implements `plan.coverage.Pieces`."""

    def __init__(self, pieces: Iterable[Facts]) -> None:
        self._by_id = {one.id: one for one in pieces}
        self._filed: dict[str, list[Facts]] = {}
        for one in sorted(self._by_id.values(), key=lambda one: one.key, reverse=True):
            for article in one.filed_for:
                self._filed.setdefault(article, []).append(one)

    def by_id(self, id_: str) -> Facts | None:
        """The article or link of this id."""
        return self._by_id.get(id_)

    def filed_for(self, id_: str) -> Sequence[Facts]:
        """The links that are filed for an article, newest first."""
        return self._filed.get(id_, ())


def ask(question: Question) -> Iterator[str] | Refused | str:
    """The lines of an answer about an article; problems in `content`; or why there is no such article."""
    settings = site.read(question.content)
    if isinstance(settings, Refused):
        return settings
    name, config = question.article, settings.config
    pieces = list(_pieces(question, config))
    articles = [one for one in pieces if one.facts.kind == "article"]
    found = [one for one in articles if name.strip("/") in _names(one, config, question.content)]
    if len(found) > 1:
        paths = ", ".join(sorted(f"content/{one.facts.path}" for one in found))
        return f"'{name}' may be any of {paths}; name the file"
    if not found:
        hint = did_you_mean(name, (one.slug for one in articles)) or HINT
        return f"there is no article '{name}'. {hint}"
    return _answer(found[0], pieces, config, _with(config.similar, question.limit))


def rank(file: Path, content: Path, limit: int | None, *, everything: bool) -> Iterator[str] | Refused:
    """A line of JSON for each article in a file of items, in the order of the file; or the problems in it."""
    try:
        lines = file.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        return Refused((Problem(str(file), 1, 1, "", f"this cannot be read: {error.strerror}"),))
    except UnicodeDecodeError:
        return Refused((Problem(str(file), 1, 1, "", "this is not UTF-8"),))
    read = items.parse(lines, str(file))
    if isinstance(read, Refused):
        return read
    settings = site.read(content)
    rules = may.SIMILAR_UNSAID if isinstance(settings, Refused) else settings.config.similar
    articles, links = items.sketches(read)
    asked = _with(rules, limit)
    printed = EVERYTHING if everything else asked.limit
    ranked = {
        article.id: items.printed(article, found)
        for article, found in ranking.rank(articles, Memory([*articles, *links]), asked, printed)
    }
    return (ranked[article.id] for article in articles)


def _with(rules: SimilarRules, limit: int | None) -> SimilarRules:
    return rules if limit is None else replace(rules, limit=limit)


def _pieces(question: Question, config: Config) -> Iterator[Piece]:
    """All articles and links of a content folder. What has problems is passed over: a build names it."""
    now = dates.parse(question.now, config.timezone)
    if isinstance(now, str):
        raise ValueError(now)  # the command line has looked at it
    moment = facts.moment(now)
    for _, entry in entries.below(question.content, ROOMS, config):
        drawn = sketch.of(entry) if entry else None
        if entry and drawn:
            known = facts.of(entry, config)
            held = calendar.held(known.times, moment, question.drafts)
            slug = entry.item.slug if isinstance(entry.item, Article) else ""
            yield Piece(known, slug, drawn, held[0] if held else None)


def _names(article: Piece, config: Config, content: Path) -> set[str]:
    """All that an article may be called on the command line, without slashes at the ends."""
    path, url = article.facts.path, article.facts.address
    file = content / path
    names = (article.facts.id, article.slug, url, config.base_path + url, config.base_url + url, path)
    return {name.strip("/") for name in (*names, f"content/{path}", str(file), str(file.resolve()))}


def _answer(article: Piece, pieces: Iterable[Piece], config: Config, rules: SimilarRules) -> Iterator[str]:
    """The article, what stands under it and why, and what does not and by which rule."""
    # What is held back is no rival to what is out; the one asked about is looked at as if it were out.
    out = {one.facts.id: one for one in pieces if one is article or one.held is None}
    picked = coverage.picked(article.facts, Standing(one.facts for one in out.values()))
    dated = [one.sketch for one in out.values() if one.sketch.at is not None]
    undated = [one.sketch for one in out.values() if one.sketch.at is None]
    shelf = Memory(dated)
    yield f"{_title(article.facts)} (content/{article.facts.path})"
    if article.held:
        yield f"This is not out ({article.held}). If it were:"
    yield from _places(picked.places, rules.limit)
    parts: dict[str, list[Explained]] = {"Picked:": [], "Stands under it:": [], "Does not:": []}
    picks, standing, others = parts.values()
    for one in ranking.explain(article.sketch, shelf, rules, picked, undated):
        (picks if one.rule == ranking.PICKED else others if one.rule else standing).append(one)
    for title, ones in parts.items():
        if ones:
            yield from _part(title, ones, out, config)
    found = more.more([article.sketch], shelf, rules)[article.facts.id]
    ours = [id_ for id_ in found if id_ not in picked.ids]
    yield from ("", "More on this story, of our own:", *(f"        {id_}" for id_ in ours)) if ours else ()


def _title(article: Facts) -> str:
    card: CardFacts = pickle.loads(article.card)  # noqa: S301 - packed by us, just now
    return card.title


def _places(taken: int, limit: int) -> Iterator[str]:
    """What editors' picks leave for what is found by itself."""
    if limit == 0:
        yield "With a limit of 0, nothing stands but what editors picked."
    elif taken >= limit:
        yield f"Editors' picks take every place: there are {taken}, and the limit is {limit}."
    elif taken:
        yield f"Editors' picks take {taken} of {limit} places."


def _part(title: str, found: list[Explained], pieces: dict[str, Piece], config: Config) -> Iterator[str]:
    covers = {
        id_: cast("CoverFacts", pickle.loads(pieces[id_].facts.card))  # noqa: S301 - as above
        for one, _ in found
        for id_ in (one.id, *one.also_at)
    }
    yield from ("", title)
    for match, rule in found:
        cover = covers[match.id]
        outlet = config.sources[cover.source].name if cover.source in config.sources else cover.source
        yield f"  {match.score:.2f}  {cover.title} ({outlet}{_when(match.hours)})"
        if rule and rule != ranking.PICKED:
            yield f"        {rule}"
        yield f"        both say: {', '.join(match.words[: reasons.MOST])}"
        if match.also_at:
            yield f"        also at: {', '.join(covers[id_].source for id_ in match.also_at)}"


def _when(hours: int | None) -> str:
    if hours is None:
        return ", without a date"
    return f", {abs(hours)} h {'earlier' if hours < 0 else 'later'}"
