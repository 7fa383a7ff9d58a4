"""Changes: which files a run would write, and with what in them. Decides; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from broadsheet.collect.feeds import canonical
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
    chosen: dict[str, Choice] = {one.item.key: "take" for one in verdicts if one.fate == "matched"}
    if choices is not None:
        chosen = {key: choices.get(key, "later") for key in chosen}
    wanted = [one for one in verdicts if chosen.get(one.item.key) in ("take", "pin")]
    said = place.read(settings.PATH) or ""
    text, by_source, stuck = settings.after(said, wanted, outlets, gathered, config.collect.moved_after)
    parsed = site.parse(text)
    config = config if isinstance(parsed, Refused) else replace(parsed.config, base_url=config.base_url)
    links = _links(wanted, chosen, there, config, place)
    lines = [Line(one.item.url, links.paths[one.item.key], one.item.text) for one in links.taken]
    lines += [
        Line(one.item.url, DECLINED, one.item.text)
        for one in verdicts
        if chosen.get(one.item.key) == "decline"
    ]
    lines += _remembered(verdicts, there)
    before = place.read(ledger.PATH) or ""
    changed = {ledger.PATH: ledger.added(before, lines)} if lines else {}
    if text != said:
        changed[settings.PATH] = text
    unknown = sorted({one.item.source for one in wanted} - set(config.sources))
    asked = {one.outlet.slug for one in gathered}
    is_done = {key for key, choice in chosen.items() if choice == "decline"} | links.paths.keys()
    return Changes(
        new=links.new,
        changed=changed,
        written=links.paths,
        waiting=tuple(
            one.item for one in verdicts if one.fate in ("waiting", "matched") and one.item.key not in is_done
        ),
        by_source=by_source,
        stuck={**dict.fromkeys(unknown, UNKNOWN), **stuck},
        notes=(*links.notes, *(f"{slug}: {UNKNOWN}" for slug in unknown if slug not in asked)),
        message=_message(links.taken, config),
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Files of links by path, and their paths by the items' keys; what was taken, and what couldn't be."""

    new: dict[str, str]
    paths: dict[str, str]
    taken: tuple[Verdict, ...]
    notes: tuple[str, ...]


def _links(
    wanted: Iterable[Verdict], chosen: Mapping[str, Choice], there: Ours, config: Config, place: Place
) -> _Links:
    """A file for each piece that is wanted, of an outlet that `site.yaml` knows."""
    new: dict[str, str] = {}
    paths: dict[str, str] = {}
    taken: list[Verdict] = []
    notes: list[str] = []
    names = set(there.ids)
    for one in wanted:
        if one.item.source not in config.sources:
            continue
        pinned = one.match.article if one.match and chosen[one.item.key] == "pin" else ""
        path = written.path(one.item, config, _Taken(one.item, names, config, place))
        made = written.markdown(one.item, one.match, config, pinned)
        wrong = written.wrong_with(made, path, place.root, config)
        if wrong:  # a bug of ours; the piece is left out rather than the site broken
            notes.append(f"{one.item.url} is left out, since a build would refuse it: {wrong}")
            continue
        new[path], paths[one.item.key] = made, path
        names.add(written.stem(path).casefold())
        taken.append(one)
    return _Links(new, paths, tuple(taken), tuple(notes))


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
    keys = {canonical.key(one.url) for one in there.ledger}
    for one in verdicts:
        path = there.urls.get(one.item.key)
        if one.fate == "known" and path and one.item.key not in keys:
            yield Line(one.item.url, path, one.item.text)


def _message(taken: Sequence[Verdict], config: Config) -> str:
    """A commit's message: how many links, and each with its reason."""
    number = "1 link" if len(taken) == 1 else f"{len(taken)} links"
    lines = [f"Collect {number} to other outlets' coverage", ""]
    for one in taken:
        source = config.sources[one.item.source].name
        lines.append(f"- {source}: {one.item.title}")
        lines.append(f"  for {one.match.article if one.match else ''}: {one.reason}")
    return "\n".join(lines) + "\n"
