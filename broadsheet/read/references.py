"""References: what documents say about each other, checked once all of them have been read."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING

from broadsheet.model import Article, Entry, Link, Media, Mention
from broadsheet.problems import Problem, did_you_mean
from broadsheet.read import targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.read.entries import Unread


def check(
    entries: Iterable[Entry],
    unread: Iterable[Unread],
    media: Iterable[Media],
    documents: Iterable[str],
    lead: Mention | None,
) -> tuple[Problem, ...]:
    """Every mention of an id, a document or a file that isn't there, and every id that is there twice.

    To name a document that is `unread` is no second problem: most likely its id is its file's name.
    `documents` are the paths of all documents, read or not. `lead` is the one mention in `site.yaml`.
    """
    entries, unread = tuple(entries), tuple(unread)
    excused = frozenset(posixpath.basename(one.path).removesuffix(".md") for one in unread)
    files = frozenset(one.path for one in media)
    paths = frozenset(documents)
    articles = frozenset(entry.item.id for entry in entries if isinstance(entry.item, Article)) | excused
    everything = articles | frozenset(entry.item.id for entry in entries if isinstance(entry.item, Link))
    problems = list(_twins(entries))
    if lead and (wrong := _unknown_id(lead, articles, "article")):
        problems.append(Problem("content/site.yaml", lead.line, lead.column, lead.key, *wrong))
    named = [(entry.item.path, entry.mentions) for entry in entries]
    named += [(one.path, one.mentions) for one in unread]
    for path, mentions in named:
        for mention in mentions:
            if mention.key == "similar":
                wrong = _unknown_id(mention, everything, "link or article")
            elif mention.key == "for":
                wrong = _unknown_id(mention, articles, "article")
            elif mention.key == "image.src":
                wrong = _wrong_file(mention.target, path, files)
            else:
                wrong = _wrong_target(mention.target, path, paths, files)
            if wrong:
                problems.append(Problem(f"content/{path}", mention.line, mention.column, mention.key, *wrong))
    return tuple(problems)


def _twins(entries: tuple[Entry, ...]) -> Iterator[Problem]:
    """Articles and links share one space of ids, since `similar` names either; pages have their own."""
    by_id: dict[tuple[bool, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_id[isinstance(entry.item, Article | Link), entry.item.id].append(entry)
    for (_, id_), same in by_id.items():
        first, *others = sorted(same, key=lambda entry: entry.item.path)
        for entry in others:
            yield Problem(
                f"content/{entry.item.path}",
                *entry.place("id"),
                "id",
                f"'{id_}' is also the id of content/{first.item.path}",
                "Give one of the two an 'id' of its own; leave the one that has been published.",
            )


def _unknown_id(mention: Mention, known: frozenset[str], what: str) -> tuple[str, str] | None:
    if mention.target in known:
        return None
    return f"no {what} has the id '{mention.target}'", did_you_mean(mention.target, known)


def _wrong_target(
    target: str, document: str, paths: frozenset[str], files: frozenset[str]
) -> tuple[str, str] | None:
    match targets.kind(target):
        case "scheme":
            return (
                f"'{targets.scheme(target)}:' is not a scheme that may be linked to",
                f"Addresses here begin with {', '.join(targets.OUTSIDE)}.",
            )
        case "document":
            return _wrong_document(target, document, paths)
        case "media":
            return _wrong_file(target, document, files)
        case "unclear":
            return (
                f"'{target}' is neither a document, nor a file, nor a full address",
                "Write other-article.md, /media/file.pdf, /section/ or https://….",
            )
        case "page":  # looked up in plan/pages.py, which knows every address of the site
            return _wrong_file(target, document, files) if target.startswith("/media/") else None


def _wrong_document(target: str, document: str, paths: frozenset[str]) -> tuple[str, str] | None:
    path = targets.resolve(target, document)
    if path in paths:
        return None
    folder = posixpath.dirname(document)
    namesakes = sorted(one for one in paths if posixpath.basename(one) == posixpath.basename(path))
    near = namesakes or [one for one in paths if did_you_mean(path, [one])]
    hint = (
        f"Did you mean '{posixpath.relpath(near[0], folder)}'?"
        if near
        else "Targets are seen from this file's folder."
    )
    return f"there is no document '{target}'", hint


def _wrong_file(target: str, document: str, files: frozenset[str]) -> tuple[str, str] | None:
    if targets.scheme(target):
        return (
            f"'{target}' is not a file of ours",
            "Put the file in content/media/ and write media/name.jpg.",
        )
    path = targets.resolve(target, document)
    if not path.startswith("media/"):
        return (
            f"'{target}' is outside content/media/",
            "Put the file in content/media/ and write media/name.jpg.",
        )
    if path in files:
        return None
    return f"there is no file content/{path}", did_you_mean(path, files)
