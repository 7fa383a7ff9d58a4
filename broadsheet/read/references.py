"""References: what documents say about each other, checked once all of them have been read."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadsheet.model import Article, Entry, Link, Media, Mention
from broadsheet.problems import Names, Problem
from broadsheet.read import files, images, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.read.unread import Unread

Wrong = tuple[str, str] | None
"""What is wrong with a mention, and what to do about it."""


def check(
    entries: Iterable[Entry],
    unread: Iterable[Unread],
    unseen: Iterable[str],
    media: Iterable[Media],
    lead: Mention | None,
) -> tuple[Problem, ...]:
    """Every mention of an id, a document or a file that isn't there, and every id that is there twice.

    To name a document that is `unread`, or what is `unseen` (`Scan.unread`), is no second problem. `lead` is
    the one mention that `site.yaml` makes.
    """
    entries, unread = tuple(entries), tuple(unread)
    there = _there(entries, media, (*unseen, *(one.path for one in unread)))
    problems = list(_twins(entries))
    if lead and (wrong := _wrong_id(lead.target, there.articles, "article", there.unread)):
        problems.append(Problem("content/site.yaml", lead.line, lead.column, lead.key, *wrong))
    named = [(entry.item.path, entry.mentions) for entry in entries]
    named += [(one.path, one.mentions) for one in unread]
    problems.extend(
        Problem(f"content/{path}", mention.line, mention.column, mention.key, *wrong)
        for path, mentions in named
        for mention in mentions
        if (wrong := _wrong(mention, path, there))
    )
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class _There:
    """What can be named: ids of articles and of all pieces, documents with a page of their own, files.

    `links` are documents without one, `other_files` files that are no pictures. `unread` is paths.
    """

    articles: Names
    pieces: Names
    documents: Names
    links: frozenset[str]
    files: Names
    other_files: frozenset[str]
    unread: tuple[str, ...]


def _there(entries: tuple[Entry, ...], media: Iterable[Media], unread: tuple[str, ...]) -> _There:
    items = [entry.item for entry in entries]
    media = tuple(media)
    paths = [*(one.path for one in items), *(path for path in unread if path.endswith(".md"))]
    likely = [posixpath.basename(path).removesuffix(".md") for path in unread]
    articles = [*likely, *(one.id for one in items if isinstance(one, Article))]
    return _There(
        articles=Names(articles),
        pieces=Names([*articles, *(one.id for one in items if isinstance(one, Link))]),
        documents=Names((path for path in paths if not _is_link(path)), seen_as=posixpath.basename),
        links=frozenset(filter(_is_link, paths)),
        files=Names((one.path for one in media), seen_as=_stem),
        other_files=frozenset(one.path for one in media if not images.is_picture(one)),
        unread=unread,
    )


def _is_link(path: str) -> bool:
    return path.startswith("links/")


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


def _wrong(mention: Mention, document: str, there: _There) -> Wrong:
    match mention.key:
        case "similar":
            return _wrong_id(mention.target, there.pieces, "link or article", there.unread)
        case "for":
            return _wrong_id(mention.target, there.articles, "article", there.unread)
        case "image.src":
            return _wrong_picture(mention.target, document, there)
    return _wrong_target(mention.target, document, there)


def _wrong_id(id_: str, known: Names, what: str, unread: tuple[str, ...]) -> Wrong:
    if id_ in known or any(path.endswith("/") and not path.startswith("media/") for path in unread):
        return None  # a folder that could not be read may hold any id
    return f"no {what} has the id '{id_}'", known.did_you_mean(id_)


def _wrong_target(target: str, document: str, there: _There) -> Wrong:
    if not target:
        return "this link has no address", "Write one between the brackets."
    match targets.kind(target):
        case "scheme" if targets.scheme(target) in targets.OUTSIDE:  # `https:host`, without its slashes
            return f"'{target}' is not a full URL", "Write the whole address, with https://."
        case "scheme":
            return (
                f"'{targets.scheme(target)}:' is not a scheme that may be linked to",
                f"Addresses here begin with {', '.join(targets.OUTSIDE)}.",
            )
        case "document":
            return _wrong_document(target, document, there)
        case "media":
            return _wrong_file(target, document, there)
        case "unclear":
            return (
                f"'{target}' is neither a document, nor a file, nor a full address",
                "Write other-article.md, /media/file.pdf, /section/ or https://….",
            )
        case "page":  # looked up in plan/pages.py, which knows every address of the site
            return _wrong_file(target, document, there) if target.startswith("/media/") else None


def _wrong_document(target: str, document: str, there: _There) -> Wrong:
    path = targets.resolve(target, document)
    if path in there.links:
        return f"content/{path} has no page of its own", "Write the address of the piece itself."
    if path in there.documents or files.is_among(path, there.unread):
        return None
    near = there.documents.nearest(path)
    hint = (
        f"Did you mean '{posixpath.relpath(near, posixpath.dirname(document))}'?"
        if near
        else "Targets are seen from this file's folder."
    )
    return f"there is no document '{target}'", hint


def _wrong_picture(target: str, document: str, there: _There) -> Wrong:
    path = targets.resolve(target, document)
    if path in there.other_files:
        return (
            f"content/{path} is not a picture",
            "A picture is an AVIF, GIF, JPEG, PNG, SVG or WebP file.",
        )
    return _wrong_file(target, document, there)


def _wrong_file(target: str, document: str, there: _There) -> Wrong:
    hint = "Put the file in content/media/ and write media/name.jpg."
    if targets.scheme(target):
        return f"'{target}' is not a file of ours", hint
    path = targets.resolve(target, document)
    if not path.startswith("media/"):
        return f"'{target}' is outside content/media/", hint
    if path in there.files or files.is_among(path, there.unread):
        return None
    return f"there is no file content/{path}", there.files.did_you_mean(path)


def _stem(path: str) -> str:
    """A file's name without its folders and its ending, which it has in common with many."""
    return posixpath.splitext(posixpath.basename(path))[0].casefold()
