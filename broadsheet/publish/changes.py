"""Changes: what differs between two manifests, in the order in which a deployment should go; what caches must
forget then.

A manifest has a line for each file, sorted. Two are compared line by line as they stand: what is in a line is
looked at only where it isn't in both.
"""

from __future__ import annotations

import json
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.publish import keys, kinds, manifest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from broadsheet.publish.manifest import Listed


class Change(NamedTuple):
    """A file that has changed: when its turn comes, and the key that says what it is (or was), empty where it
    has none. Changes sort into the order in which a deployment should go.
    """

    turn: kinds.Turn
    file: str
    key: str


class Changes(NamedTuple):
    """Files that were not there, whose bytes are others, that are no more, and that have the same bytes and
    other keys; sorted, what is `removed` with what leads to others first.
    """

    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    rekeyed: tuple[Change, ...]

    @property
    def to_send(self) -> tuple[str, ...]:
        """The files to send: what pages need, articles, the lists that lead to them, feeds and sitemaps."""
        return tuple(one.file for one in merge(self.added, self.changed, self.rekeyed))

    @property
    def to_delete(self) -> tuple[str, ...]:
        """The files to delete after that, what leads to others first."""
        return tuple(one.file for one in self.removed)

    @property
    def other(self) -> tuple[Change, ...]:
        """The files at whose URLs there is something else now; where nothing was, a cache may know that."""
        whole = merge(self.added, self.changed, reversed(self.removed))
        return tuple(one for one in whole if kinds.is_asked_for(one.file))


NONE = Changes((), (), (), ())


def between(old: Iterable[bytes], new: Iterable[bytes]) -> Changes:
    """What has changed from one manifest to another, both line by line."""
    unmet, others = _differing(old, new)
    before = dict(map(manifest.entry, unmet))
    added, changed, rekeyed = [], [], []
    for file, about in map(manifest.entry, others):
        was = before.pop(file, None)
        if was is None:
            added.append(_change(file, about))
        elif was.digest != about.digest:
            changed.append(_change(file, about))
        elif was != about:
            rekeyed.append(_change(file, about))
    removed = (_change(file, about) for file, about in before.items())
    return Changes(
        tuple(sorted(added)),
        tuple(sorted(changed)),
        tuple(sorted(removed, reverse=True)),
        tuple(sorted(rekeyed)),
    )


def as_json(changes: Changes, since: str, base_url: str) -> str:
    """The changes for `changes.json`, a file a line. `since` says what they are counted from."""
    lists = {
        **{name: (one.file for one in getattr(changes, name)) for name in Changes._fields},
        "send": changes.to_send,
        "delete": changes.to_delete,
    }
    # Name by name: with an indent, json.dumps puts all of it together in Python, piece by piece.
    head = f'{{\n"version": 1,\n"since": {_json(since)},\n"base_url": {_json(base_url)}'
    return head + "".join(f',\n"{name}": {_array(files)}' for name, files in lists.items()) + "\n}\n"


def purge_urls(changes: Changes, base_url: str) -> tuple[str, ...]:
    """The URLs that caches must forget: each as it is asked for, in full and percent-encoded."""
    return tuple(base_url + kinds.url(one.file) for one in changes.other)


def purge_keys(changes: Changes) -> tuple[str, ...]:
    """The keys that caches must forget: of each URL the one that says what is there.

    What has just come and has its fingerprint in its name is at nobody's yet; of assets that is all there is.
    Where anything else has come, a cache may remember that nothing was there.
    """
    new = {one.file for one in changes.added}
    found = dict.fromkeys(one.key for one in changes.other if _may_be_kept(one, new))
    is_any_new = any(_may_be_kept(one, new) for one in changes.added if kinds.is_asked_for(one.file))
    return tuple(found | dict.fromkeys((keys.NOTHING,) if is_any_new else ()))


def _may_be_kept(one: Change, new: Container[str]) -> bool:
    """Whether a cache may have something at a file's URL that isn't so any more."""
    is_fresh = kinds.is_kept_for_ever(one.file) and (one.file in new or one.key == "assets")
    return bool(one.key) and not is_fresh


def _differing(old: Iterable[bytes], new: Iterable[bytes]) -> tuple[Iterable[bytes], Iterable[bytes]]:
    """The lines of files that stand in one of two manifests only."""
    before, after = set(old), []
    for line in new:
        if line in before:
            before.discard(line)
        elif manifest.NAME_ENDS in line:
            after.append(line)
    return (line for line in before if manifest.NAME_ENDS in line), after


def _change(file: str, about: Listed) -> Change:
    return Change(kinds.turn(file, about.keys), file, about.keys[0] if about.keys else "")


def _array(some: Iterable[str]) -> str:
    lines = ",\n".join(map(_json, some))
    return f"[\n{lines}\n]" if lines else "[]"


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
