"""Changes: which files a run would write, and with what in them. Decides; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from broadsheet.collect.filing import ledger, settings, written
from broadsheet.collect.filing.ledger import DECLINED, Line
from broadsheet.problems import Refused
from broadsheet.read import site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from broadsheet.collect.decide import Verdict
    from broadsheet.collect.filing.ours import Ours
    from broadsheet.collect.filing.place import Place
    from broadsheet.collect.gather import Gathered
    from broadsheet.collect.nouns import Item, Outlet
    from broadsheet.collect.review import Choice
    from broadsheet.config import Config


UNKNOWN = "Its coverage waits: `site.yaml` does not have this source, or not on that branch; commit it there."


@dataclass(frozen=True, slots=True)
class Changes:
    """New files and changed ones by path, the files of links by their items' keys, and what waits.

    `notes` are for everybody, `by_source` for what a source's row says; `stuck` are sources whose address or
    entry could not be written, with what a person must do.
    """

    new: Mapping[str, str]
    changed: Mapping[str, str]
    written: dict[str, str]
    waiting: tuple[Item, ...]
    by_source: Mapping[str, str]
    stuck: Mapping[str, str]
    notes: tuple[str, ...]
    message: str


def plan(
    verdicts: Sequence[Verdict],
    choices: Mapping[str, Choice] | None,
    outlets: Iterable[Outlet],
    gathered: Sequence[Gathered],
    there: Ours,
    config: Config,
    place: Place,
) -> Changes:
    """Everything a run would change in `content/`. Without `choices`, all that matches is taken."""
    asked = {one.outlet.slug for one in gathered}
    chosen = _chosen(verdicts, choices)
    wanted = [one for one in verdicts if chosen.get(one.item.key) in ("take", "pin")]
    text, by_source, stuck = settings.renewed(
        place.read(settings.PATH) or "",
        {one.item.source for one in wanted},
        outlets,
        gathered,
        config.collect,
    )
    parsed = site.parse(text)
    config = config if isinstance(parsed, Refused) else replace(parsed.config, base_url=config.base_url)
    filed = _filed(wanted, chosen, there, config, place)
    lines = [
        *(Line(one.item.url, filed.paths[one.item.key], one.item.text)
          for one in wanted if one.item.key in filed.paths),
        *_remembered(verdicts, there),
        *(Line(one.item.url, DECLINED, one.item.text)
          for one in verdicts if chosen.get(one.item.key) == "decline"),
    ]  # fmt: skip
    changed = {ledger.PATH: ledger.added(place.read(ledger.PATH) or "", lines)} if lines else {}
    if by_source:
        changed[settings.PATH] = text
    return Changes(
        new=filed.texts,
        changed=changed,
        written=filed.paths,
        waiting=tuple(one.item for one in verdicts if _waits(one, chosen, filed.paths)),
        by_source=by_source,
        stuck={**dict.fromkeys(filed.unknown, UNKNOWN), **stuck},
        notes=(*filed.notes, *(f"{slug}: {UNKNOWN}" for slug in sorted(filed.unknown - asked))),
        message=_message(wanted, filed.paths, config),
    )


def _chosen(verdicts: Iterable[Verdict], choices: Mapping[str, Choice] | None) -> dict[str, Choice]:
    """What becomes of each match by its item's key."""
    otherwise: Choice = "take" if choices is None else "later"
    keys = [one.item.key for one in verdicts if one.fate == "matched"]
    return {key: (choices or {}).get(key, otherwise) for key in keys}


def _waits(one: Verdict, chosen: Mapping[str, Choice], paths: Mapping[str, str]) -> bool:
    """Whether a piece stays in the inbox: it has no article yet, or its turn is later."""
    if one.fate == "matched":
        return one.item.key not in paths and chosen[one.item.key] != "decline"
    return one.fate == "waiting"


@dataclass(frozen=True, slots=True)
class _Filed:
    """The texts of links by path, their paths by the items' keys, notes, and sources that aren't known."""

    texts: dict[str, str]
    paths: dict[str, str]
    notes: tuple[str, ...]
    unknown: frozenset[str]


def _filed(
    wanted: Sequence[Verdict], chosen: Mapping[str, Choice], there: Ours, config: Config, place: Place
) -> _Filed:
    """Each wanted piece as the file of a link, under a name that nothing else has."""
    texts: dict[str, str] = {}
    paths: dict[str, str] = {}
    notes: list[str] = []
    taken = set(there.ids)
    for one in wanted:
        if one.item.source not in config.sources:
            continue
        pinned = one.match.article if one.match and chosen[one.item.key] == "pin" else ""
        path = written.path(one.item, config, _Taken(one.item, taken, config, place))
        made = written.markdown(one.item, one.match, config, pinned)
        wrong = written.wrong_with(made, path, place.root, config)
        if wrong:  # a bug of ours; the piece is left out rather than the site broken
            notes.append(f"{one.item.url} is left out, since a build would refuse it: {wrong}")
            continue
        texts[path] = made
        paths[one.item.key] = path
        taken.add(written.stem(path).casefold())
    unknown = {one.item.source for one in wanted} - set(config.sources)
    return _Filed(texts, paths, tuple(notes), frozenset(unknown))


@dataclass(frozen=True, slots=True)
class _Taken:
    """Whether a name is somebody's id already, or its file would stand where another does."""

    item: Item
    names: set[str]
    config: Config
    place: Place

    def __call__(self, stem: str) -> bool:
        return stem.casefold() in self.names or self.place.has(written.at(stem, self.item, self.config))


def _remembered(verdicts: Iterable[Verdict], there: Ours) -> Iterable[Line]:
    """Links that editors wrote and feeds show too: deleted one day, they must not come back by collecting."""
    urls = {one.url for one in there.ledger}
    for one in verdicts:
        path = there.urls.get(one.item.key)
        if one.fate == "known" and path and one.item.url not in urls:
            yield Line(one.item.url, path, one.item.text)


def _message(wanted: Sequence[Verdict], paths: Mapping[str, str], config: Config) -> str:
    """A commit's message: how many links, and each with its reason."""
    made = [one for one in wanted if one.item.key in paths]
    number = "1 link" if len(made) == 1 else f"{len(made)} links"
    lines = [f"Collect {number} to other outlets' coverage", ""]
    for one in made:
        source = config.sources[one.item.source].name
        lines.append(f"- {source}: {one.item.title}")
        lines.append(f"  for {one.match.article if one.match else ''}: {one.reason}")
    return "\n".join(lines) + "\n"
