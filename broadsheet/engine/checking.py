"""Checking: what is wrong between documents.

It is found by looking at those that have changed and at those that name what has changed, for all others
were right when they were published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.engine.archive import Archive
from broadsheet.plan import references
from broadsheet.plan.references import References

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.config import Config
    from broadsheet.engine.filing import Filing
    from broadsheet.engine.recall import Recalled
    from broadsheet.engine.store import Store
    from broadsheet.problems import Problem


def check(
    archive: Archive, filing: Filing, recalled: Recalled, config: Config, no_longer: frozenset[str]
) -> Iterator[Problem]:
    """All that may be wrong now, after what is filed has changed. `no_longer` are names that mean nothing any
    more.
    """
    yield from _references(archive, filing, recalled, config, no_longer)
    yield from _twins(archive, filing)
    yield from _translations(archive, filing)


def _references(
    archive: Archive, filing: Filing, recalled: Recalled, config: Config, no_longer: frozenset[str]
) -> Iterator[Problem]:
    """What is wrong with what documents name."""
    look_up = References(archive, (*recalled.unseen, *(one.path for one in recalled.unread)))
    yield from look_up.check_config(config)
    for one in recalled.unread:
        yield from look_up.check_unread(one)
    asked: set[str] = set()
    for changes in filing.changed():
        for change in changes:
            if change.new is not None:
                asked.add(change.path) if no_longer else None
                yield from look_up.check(change.path, change.new.names)
    for paths in archive.called(no_longer).values():
        for path in sorted(set(paths) - asked):
            asked.add(path)
            yield from look_up.check(path, archive.facts(path).names)


def _twins(archive: Archive, filing: Filing) -> Iterator[Problem]:
    seen: set[tuple[str, bool]] = set()
    for changes in filing.changed():
        for change in changes:
            if change.new is None:
                continue
            name = (change.new.id, change.new.kind == "page")
            if name not in seen and archive.is_twin(*name):
                seen.add(name)
                yield from references.twins(archive.same_id(*name))


def _translations(archive: Archive, filing: Filing) -> Iterator[Problem]:
    """What is wrong between an article and its translations, wherever one of them has changed."""
    seen: set[str] = set()
    for changes in filing.changed():
        for new in [one.new for one in changes if one.new and one.new.kind == "article"]:
            for id_ in sorted({new.id, new.original} - seen - {""}):
                seen.add(id_)
                made = archive.translated(id_)
                if made:
                    original = next(iter(archive.same_id(id_, is_page=False)), None)
                    yield from references.translations(original, made)


def without_config(recalled: Recalled, memory: Store) -> Iterator[Problem]:
    """What is wrong between documents, when `site.yaml` is too: ids, documents and files that aren't
    there.
    """
    archive = Archive(memory)
    look_up = References(archive, (*recalled.unseen, *(one.path for one in recalled.unread)))
    for one in recalled.unread:
        yield from look_up.check_unread(one)
    twins: set[tuple[str, bool]] = set()
    for path in archive.all("every document"):
        known = archive.facts(path)
        yield from look_up.check(path, (one for one in known.names if not one.name.startswith("page:")))
        name = (known.id, known.kind == "page")
        if name not in twins and archive.is_twin(*name):
            twins.add(name)
            yield from references.twins(archive.same_id(*name))
