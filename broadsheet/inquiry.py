"""Inquiry: what coverage one article has and has not, and why, for the editor who asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.match import items, more, ranking, sketch
from broadsheet.match.shelf import Memory
from broadsheet.match.similar import Picked
from broadsheet.model import Article, Entry, Link, PickedId, PickedInline
from broadsheet.plan import urls
from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.read import documents, entries, files, site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from broadsheet.config import Config, SimilarRules
    from broadsheet.match.ranking import Explained
    from broadsheet.model import Document
    from broadsheet.read.unread import Unread

    Reader = Callable[[Document], Entry | Unread]

HINT = "Name its file, the path of its URL, its slug or its id."
EVERYTHING = 1 << 30
ROOMS = ("articles", "links")


class Archive(NamedTuple):
    """The articles and links of a content folder, with what site.yaml sets."""

    config: Config
    articles: list[Entry]
    links: list[Entry]


def ask(name: str, content: Path, limit: int | None) -> Iterator[str] | Refused | str:
    """The lines of an answer about an article; problems in `content`; or why there is no such article."""
    archive = _archive(content)
    if isinstance(archive, Refused):
        return archive
    found = [one for one in archive.articles if name.strip("/") in _names(one, archive.config, content)]
    if len(found) > 1:
        paths = ", ".join(sorted(f"content/{_article(one).path}" for one in found))
        return f"'{name}' may be any of {paths}; name the file"
    if not found:
        hint = did_you_mean(name, (_article(one).slug for one in archive.articles)) or HINT
        return f"there is no article '{name}'. {hint}"
    return _answer(found[0], archive, _with(archive.config.similar, limit))


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
    rules = site.SIMILAR_UNSAID if isinstance(settings, Refused) else settings.config.similar
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


def _archive(content: Path) -> Archive | Refused:
    """All that is in a content folder; what has problems is passed over unless it is site.yaml."""
    settings = site.read(content)
    if isinstance(settings, Refused):
        return settings
    read, room = entries.reader(settings.config), documents.room(content)
    articles, links = (
        [
            entry
            for folder in files.walk(room, below)
            for name, _ in folder.files
            if name.endswith(".md") and (entry := _entry(read, room, folder.path + name)) is not None
        ]
        for below in ROOMS
    )
    return Archive(settings.config, articles, links)


def _entry(read: Reader, room: files.Room, path: str) -> Entry | None:
    """An article or link, if nothing is wrong with it."""
    raw = files.content(room, path)
    document = raw if isinstance(raw, Refused) else documents.document(room.root, path, raw)
    entry = None if isinstance(document, Refused) else read(document)
    return entry if isinstance(entry, Entry) else None


def _names(entry: Entry, config: Config, content: Path) -> set[str]:
    """All that an article may be called on the command line, without slashes at the ends."""
    item = _article(entry)
    url = urls.article(item)
    file = content / item.path
    names = (item.id, item.slug, url, config.base_path + url, config.base_url + url, item.path)
    return {name.strip("/") for name in (*names, f"content/{item.path}", str(file), str(file.resolve()))}


def _answer(entry: Entry, archive: Archive, rules: SimilarRules) -> Iterator[str]:
    """The article, what stands under it and why, and what does not and by which rule."""
    article = _article(entry)
    links = {link.id: link for link in map(_link, archive.links)}
    picked = _picked(article, links.values())
    # A draft is no rival to what is out; the one asked about is looked at as if it were out.
    out = [one for one in archive.articles if one is entry or not _article(one).draft]
    sketches = [one for one in map(sketch.of, (*out, *archive.links)) if one is not None]
    asked = sketch.of(entry)
    assert asked is not None  # noqa: S101 - only of a standing page there is none
    shelf = Memory(sketches)
    found = ranking.explain(asked, shelf, rules, picked)
    yield f"{article.title} (content/{article.path})"
    if picked.places:
        yield f"Editors' picks take {picked.places} of {rules.limit} places."
    parts: dict[str, list[Explained]] = {"Picked:": [], "Stands under it:": [], "Does not:": []}
    picks, standing, others = parts.values()
    for one in found:
        (picks if one.rule == ranking.PICKED else others if one.rule else standing).append(one)
    for title, ones in parts.items():
        if ones:
            yield from _part(title, ones, links, archive.config)
    ours = more.more([asked], shelf, rules)[asked.id]
    yield from ("", "More on this story, of our own:", *(f"        {id_}" for id_ in ours)) if ours else ()


def _picked(article: Article, links: Iterable[Link]) -> Picked:
    """What stands under an article because an editor named it, there or in the link."""
    by_id = {link.id: link for link in links}
    filed = [link for link in by_id.values() if article.id in link.articles]
    inline = [pick for pick in article.picks if isinstance(pick, PickedInline)]
    ids = {pick.id for pick in article.picks if isinstance(pick, PickedId)} | {link.id for link in filed}
    outlets = {by_id[id_].source for id_ in ids if id_ in by_id} | {pick.source for pick in inline}
    return Picked(frozenset(ids), frozenset(outlets), len(ids) + len(inline))


def _part(title: str, found: list[Explained], links: dict[str, Link], config: Config) -> Iterator[str]:
    yield from ("", title)
    for match, rule in found:
        link = links[match.id]
        outlet = config.sources[link.source].name if link.source in config.sources else link.source
        yield f"  {match.score:.2f}  {link.title} ({outlet}{_when(match.hours)})"
        if rule and rule != ranking.PICKED:
            yield f"        {rule}"
        yield f"        both say: {', '.join(match.words)}"
        if match.also_at:
            yield f"        also at: {', '.join(links[id_].source for id_ in match.also_at)}"


def _when(hours: int | None) -> str:
    if hours is None:
        return ", without a date"
    return f", {abs(hours)} h {'earlier' if hours < 0 else 'later'}"


def _article(entry: Entry) -> Article:
    assert isinstance(entry.item, Article)  # noqa: S101 - it lies in articles/
    return entry.item


def _link(entry: Entry) -> Link:
    assert isinstance(entry.item, Link)  # noqa: S101 - it lies in links/
    return entry.item
