"""Targets: what a link or an image in an editor's text points at, seen from the document it stands in."""

from __future__ import annotations

import posixpath
import re
from typing import Literal
from urllib.parse import unquote

OUTSIDE = ("http", "https", "mailto", "tel")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x20]+")


def scheme(address: str) -> str:
    """The scheme of an address as a browser reads it: blanks and control characters do not hide it."""
    found = _SCHEME.match(_IGNORED.sub("", address))
    return found.group(1).lower() if found else ""


def is_internal(address: str) -> bool:
    """Whether we answer for an address: a document, a file, a path on this site, or nothing that is right."""
    if address.startswith(("//", "#")):
        return False
    named = scheme(address)
    return named not in OUTSIDE or (named in ("http", "https") and "://" not in address)


def kind(target: str) -> Literal["scheme", "document", "media", "page", "unclear"]:
    """What a target (an internal address without its fragment) is meant to be."""
    if scheme(target):
        return "scheme"
    if target.endswith(".md"):
        return "document"
    if target.startswith(("/media/", "media/", "../", "./")):
        return "media"
    return "page" if target.startswith("/") else "unclear"


def resolve(target: str, document: str) -> str:
    """The path below `content/` that `target` means in `document`. Never begins with `/` or leaves by `..`.

    `/x` and `media/x` are seen from `content/`, everything else from the document's folder. A target that
    climbs out of `content/` comes back as `../…`, which no file has.
    """
    path = unquote(target)
    if path.startswith("/"):
        path = path.lstrip("/")
    elif not path.startswith("media/"):
        path = posixpath.join(posixpath.dirname(document), path)
    return posixpath.normpath(path)


def without_fragment(address: str) -> tuple[str, str]:
    """An address in two: what it names, and the rest from its first `?` or `#`."""
    cut = re.search(r"[?#]", address)
    return (address[: cut.start()], address[cut.start() :]) if cut else (address, "")


def unquoted(path: str) -> str:
    """A path of this site as its reader's words: `/world/`, percent-encoding read."""
    return unquote(path)
