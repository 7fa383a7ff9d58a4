"""Assets: the files of `layouts/assets/`, each under a name that says what is in it.

A fingerprinted name may be kept for ever by browsers and CDNs: other bytes have another name.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.render import stylesheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = "/assets/"
_CSS_URL = re.compile(r"""url\(\s*(["']?)([^"'()\s]+)\1\s*\)""")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is published: its path on the site and its bytes."""

    path: str
    content: bytes


def fingerprint(files: Mapping[str, bytes]) -> Mapping[str, Asset]:
    """Each file by its name below `layouts/assets/`.

    What a stylesheet names by `url(…)` gets the fingerprinted name there too, so the stylesheets come
    last, without their comments. A stylesheet that imports another is not followed: it would cost the reader
    a round trip.
    """
    made: dict[str, Asset] = {}
    for name in sorted(files, key=lambda one: (one.endswith(".css"), one)):
        content = files[name]
        if name.endswith(".css"):
            renamed = partial(_renamed, stylesheet=name, made=made)
            content = _CSS_URL.sub(renamed, stylesheets.tidied(content.decode())).encode()
        made[name] = _asset(name, content)
    return made


def extended(files: Mapping[str, Asset], rules: str, names: Iterable[str]) -> Mapping[str, Asset]:
    """The same assets, with more rules at the end of the stylesheets of these names."""
    more = b"\n" + rules.encode()
    return {name: _asset(name, one.content + more) if name in names else one for name, one in files.items()}


def _asset(name: str, content: bytes) -> Asset:
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:10]
    return Asset(f"{FOLDER}{stem}.{digest}.{suffix}" if dot else f"{FOLDER}{name}.{digest}", content)


def _renamed(found: re.Match[str], stylesheet: str, made: Mapping[str, Asset]) -> str:
    """`url(…)` with the fingerprinted name of the asset beside the stylesheet, if there is one."""
    folder = posixpath.dirname(stylesheet)
    asset = made.get(posixpath.normpath(posixpath.join(folder, found[2])))
    if asset is None:
        return found.group()
    return f"url({posixpath.relpath(asset.path, posixpath.join(FOLDER, folder))})"
