"""Changes: what differs between two manifests, in the order in which a deployment should go; what caches must
forget then.

A manifest has a line for each file, sorted. Two are compared line by line as they stand: what is in a line is
looked at only where it isn't in both.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.publish import keys, kinds, manifest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadsheet.publish.manifest import Listed


class Changes(NamedTuple):
    """Files that were not there, whose bytes are others, that are no more, and that have the same bytes and
    other keys; each as what it is now (or was), in the order in which a deployment should go.
    """

    added: tuple[tuple[str, Listed], ...]
    changed: tuple[tuple[str, Listed], ...]
    removed: tuple[tuple[str, Listed], ...]
    rekeyed: tuple[tuple[str, Listed], ...]

    @property
    def to_send(self) -> tuple[str, ...]:
        """The files to send: what pages need, articles, the lists that lead to them, feeds and sitemaps."""
        return tuple(file for file, _ in sorted((*self.added, *self.changed, *self.rekeyed), key=_turn))

    @property
    def to_delete(self) -> tuple[str, ...]:
        """The files to delete after that, what leads to others first."""
        return tuple(file for file, _ in self.removed)

    @property
    def other(self) -> tuple[tuple[str, Listed], ...]:
        """The files at whose URLs there is something else now; where nothing was, a cache may know that."""
        whole = (*self.added, *self.changed, *self.removed)
        return tuple(one for one in sorted(whole, key=_turn) if kinds.is_asked_for(one[0]))


NONE = Changes((), (), (), ())


def between(old: Iterable[bytes], new: Iterable[bytes]) -> Changes:
    """What has changed from one manifest to another, both line by line."""
    before, after = _differing(old, new)
    added, changed, rekeyed = [], [], []
    for file, about in after.items():
        was = before.get(file)
        if was is None:
            added.append((file, about))
        elif was.digest != about.digest:
            changed.append((file, about))
        elif was != about:
            rekeyed.append((file, about))
    removed = [(file, about) for file, about in before.items() if file not in after]
    return Changes(
        tuple(sorted(added, key=_turn)), tuple(sorted(changed, key=_turn)),
        tuple(sorted(removed, key=_turn, reverse=True)), tuple(sorted(rekeyed, key=_turn)),
    )  # fmt: skip


def as_json(changes: Changes, since: str, base_url: str) -> str:
    """The changes for `changes.json`. `since` says what they are counted from."""
    value = {
        "version": 1,
        "since": since,
        "base_url": base_url,
        "added": [file for file, _ in changes.added],
        "changed": [file for file, _ in changes.changed],
        "rekeyed": [file for file, _ in changes.rekeyed],
        "removed": [file for file, _ in changes.removed],
        "send": changes.to_send,
        "delete": changes.to_delete,
    }
    return json.dumps(value, ensure_ascii=False, indent=0) + "\n"


def purge_urls(changes: Changes, base_url: str) -> tuple[str, ...]:
    """The URLs that caches must forget: each as it is asked for, in full and percent-encoded."""
    return tuple(base_url + kinds.url(file) for file, _ in changes.other)


def purge_keys(changes: Changes) -> tuple[str, ...]:
    """The keys that caches must forget: of each URL the one that says what is there.

    What has just come and has its fingerprint in its name is at nobody's yet; of assets that is all there is.
    Where anything else has come, a cache may remember that nothing was there.
    """
    new = {file for file, _ in changes.added}
    found = [
        (file, about.keys[0])
        for file, about in changes.other
        if about.keys and not (kinds.is_kept_for_ever(file) and (file in new or about.keys[0] == "assets"))
    ]
    nothing = (keys.NOTHING,) if any(file in new for file, _ in found) else ()
    return tuple(dict.fromkeys((*(key for _, key in found), *nothing)))


def _differing(old: Iterable[bytes], new: Iterable[bytes]) -> tuple[dict[str, Listed], dict[str, Listed]]:
    before, after = set(old), []
    for line in new:
        if line in before:
            before.discard(line)
        else:
            after.append(line)
    return _read(before), _read(after)


def _read(lines: Iterable[bytes]) -> dict[str, Listed]:
    return dict(manifest.entry(line) for line in lines if manifest.NAME_ENDS in line)


def _turn(one: tuple[str, Listed]) -> tuple[int, str]:
    file, about = one
    return (kinds.turn(file, about.keys), file)
