"""References: what documents say about each other and about the site, checked once all of them have been
read.
"""

from __future__ import annotations

import pickle
import posixpath
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from broadsheet.plan.facts import Named, name_of
from broadsheet.problems import Names, Problem
from broadsheet.read import files, targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from broadsheet.config import Config
    from broadsheet.plan.facts import CardFacts, Facts
    from broadsheet.read.unread import Unread

Wrong = tuple[str, str] | None
"""What is wrong with a mention, and what to do about it."""


class Known(Protocol):
    """What can be named, by kind: ids (`article`, `piece`), documents with a page (`document`) and without
    (`link`), files (`file`, of which some are a `picture`), and paths of the site (`page`, or `hidden`:
    those that time alone keeps away).
    """

    def has(self, kind: str, name: str) -> bool:
        """Whether there is one of this name."""

    def all(self, kind: str) -> Iterable[str]:
        """Every name of a kind: asked only when there is something to say about a name that isn't there."""


class References:
    """Looks up what documents name. To name a document that is `unread` is no second problem."""

    def __init__(self, known: Known, unread: Sequence[str]) -> None:
        """`unread` are paths: of documents with problems of their own, and of what could not be looked at."""
        self._known = known
        self._unread = tuple(unread)
        self._likely = frozenset(posixpath.basename(path).removesuffix(".md") for path in unread)

    def check(self, document: str, names: Iterable[Named]) -> Iterator[Problem]:
        """A problem for each mention of an id, a document, a file or a page that isn't there."""
        for one in names:
            wrong = self._wrong(one, document)
            if wrong:
                yield Problem(f"content/{document}", one.line, one.column, one.key, *wrong)

    def check_unread(self, one: Unread) -> Iterator[Problem]:
        """The same for what a document with problems of its own names, but for pages: perhaps it would
        bring them.
        """
        for mention in one.mentions:
            name = name_of(mention.key, mention.target, one.path)
            if not name.startswith("page:") or mention.target.startswith("/media/"):
                named = Named(mention.key, mention.target, name, mention.line, mention.column)
                yield from self.check(one.path, [named])

    def check_config(self, config: Config) -> Iterator[Problem]:
        """The same for what `site.yaml` names: the lead, and where policies are."""
        lead = config.lead
        if lead and (wrong := self._wrong_id(lead.target, "article", "article")):
            yield Problem("content/site.yaml", lead.line, lead.column, lead.key, *wrong)
        font = config.share_images.font
        if font and not self._known.has("file", font) and not files.is_among(font, self._unread):
            what = f"there is no file content/{font}"
            yield Problem(
                "content/site.yaml", 1, 1, "share_images.font", what, self._files.did_you_mean(font)
            )
        logo = config.organization.logo or ""
        if logo.startswith("/") and (wrong := self._wrong_picture(logo, "")):
            yield Problem("content/site.yaml", 1, 1, "organization.logo", *wrong)
        for name, path in config.policies.items():
            if path.startswith("/") and not self._known.has("page", path):
                yield Problem("content/site.yaml", 1, 1, f"policies.{name}", *self._nothing_at(path))

    def _wrong(self, one: Named, document: str) -> Wrong:
        match one.key:
            case "similar":
                return self._wrong_id(one.target, "piece", "link or article")
            case "for" | "translation_of":
                return self._wrong_id(one.target, "article", "article")
            case "image.src":
                return self._wrong_picture(one.target, document)
        return self._wrong_target(one.target, document)

    def _wrong_id(self, id_: str, kind: str, what: str) -> Wrong:
        if self._known.has(kind, id_) or id_ in self._likely:
            return None
        if any(path.endswith("/") and not path.startswith("media/") for path in self._unread):
            return None  # a folder that could not be read may hold any id
        return f"no {what} has the id '{id_}'", self._ids[kind].did_you_mean(id_)

    def _wrong_target(self, target: str, document: str) -> Wrong:
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
                return self._wrong_document(target, document)
            case "media":
                return self._wrong_file(target, document)
            case "unclear":
                return (
                    f"'{target}' is neither a document, nor a file, nor a full address",
                    "Write other-article.md, /media/file.pdf, /section/ or https://….",
                )
            case "page" if target.startswith("/media/"):
                return self._wrong_file(target, document)
        path = targets.unquoted(target)
        if self._known.has("page", path) or self._known.has("hidden", path):
            return None
        return self._nothing_at(path)

    def _wrong_document(self, target: str, document: str) -> Wrong:
        path = targets.resolve(target, document)
        if self._known.has("link", path) or (path.startswith("links/") and path in self._unread):
            return f"content/{path} has no page of its own", "Write the address of the piece itself."
        if self._known.has("document", path) or files.is_among(path, self._unread):
            return None
        near = self._documents.nearest(path)
        hint = (
            f"Did you mean '{posixpath.relpath(near, posixpath.dirname(document))}'?"
            if near
            else "Targets are seen from this file's folder."
        )
        return f"there is no document '{target}'", hint

    def _wrong_picture(self, target: str, document: str) -> Wrong:
        path = targets.resolve(target, document)
        if self._known.has("file", path) and not self._known.has("picture", path):
            return (
                f"content/{path} is not a picture",
                "A picture is an AVIF, GIF, JPEG, PNG, SVG or WebP file.",
            )
        return self._wrong_file(target, document)

    def _wrong_file(self, target: str, document: str) -> Wrong:
        hint = "Put the file in content/media/ and write media/name.jpg."
        if targets.scheme(target):
            return f"'{target}' is not a file of ours", hint
        path = targets.resolve(target, document)
        if not path.startswith("media/"):
            return f"'{target}' is outside content/media/", hint
        if self._known.has("file", path) or files.is_among(path, self._unread):
            return None
        return f"there is no file content/{path}", self._files.did_you_mean(path)

    def _nothing_at(self, path: str) -> tuple[str, str]:
        """That nothing stands at a path, and what was meant perhaps."""
        known = self._known.has("page", f"{path}/")
        hint = f"Write '{path}/'." if known else self._paths.did_you_mean(path)
        return f"nothing stands at '{path}' on this site", hint

    @cached_property
    def _ids(self) -> dict[str, Names]:
        return {kind: Names([*self._likely, *self._known.all(kind)]) for kind in ("article", "piece")}

    @cached_property
    def _documents(self) -> Names:
        unread = (path for path in self._unread if path.endswith(".md") and not path.startswith("links/"))
        return Names([*self._known.all("document"), *unread], seen_as=posixpath.basename)

    @cached_property
    def _files(self) -> Names:
        return Names(self._known.all("file"), seen_as=_stem)

    @cached_property
    def _paths(self) -> Names:
        """Every path at which something stands. They are alike if their last parts are."""
        return Names(
            self._known.all("page"), 0.75, lambda path: path.strip("/").rpartition("/")[2].casefold()
        )


def twins(same: Iterable[Facts]) -> Iterator[Problem]:
    """A problem for each document but the first of those that have one id.

    Articles and links share one space of ids, since `similar` names either; pages have their own.
    """
    first, *others = sorted(same, key=lambda one: one.path)
    for one in others:
        yield Problem(
            f"content/{one.path}",
            *one.id_place,
            "id",
            f"'{one.id}' is also the id of content/{first.path}",
            "Give one of the two an 'id' of its own; leave the one that has been published.",
        )


def translations(original: Facts | None, made: Iterable[Facts]) -> Iterator[Problem]:
    """A problem for each translation of what is itself one, and for each in a language that there is already.

    The original and all its translations lead to each other; a reader of one language must be led to one.
    """
    seen: dict[str, Facts] = {}
    if original is not None:
        seen[_language(original)] = original
    for one in sorted(made, key=lambda one: one.path):
        place = next((named.line, named.column) for named in one.names if named.key == "translation_of")
        where = (f"content/{one.path}", *place, "translation_of")
        first = seen.setdefault(_language(one), one)
        if original is not None and original.original:
            what = f"'{original.id}' is itself a translation"
            yield Problem(*where, what, f"Name what both were made from: '{original.original}'.")
        elif first is not one:
            what = f"content/{first.path} is this article in the same language"
            yield Problem(*where, what, "Give one of the two its own 'language', or take this line away.")


def _language(one: Facts) -> str:
    card: CardFacts = pickle.loads(one.card)  # noqa: S301 - packed by us, and its sum is right
    return card.language.casefold()


def _stem(path: str) -> str:
    """A file's name without its folders and its ending, which it has in common with many."""
    return posixpath.splitext(posixpath.basename(path))[0].casefold()
