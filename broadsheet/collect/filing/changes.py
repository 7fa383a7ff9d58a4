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
    gathered: Iterable[Gathered],
    there: Ours,
    config: Config,
    place: Place,
) -> Changes:
    """Everything a run would change in `content/`. Without `choices`, all that matches is taken."""
    matched = [one for one in verdicts if one.fate == "matched"]
    otherwise: Choice = "take" if choices is None else "later"
    chosen = {one.item.key: (choices or {}).get(one.item.key, otherwise) for one in matched}
    wanted = [one for one in matched if chosen[one.item.key] in ("take", "pin")]
    text, by_source, stuck = _settings(place.read(settings.PATH) or "", wanted, outlets, gathered, config)
    parsed = site.parse(text)
    config = config if isinstance(parsed, Refused) else replace(parsed.config, base_url=config.base_url)
    new: dict[str, str] = {}
    paths: dict[str, str] = {}
    notes: list[str] = []
    lines: list[Line] = []
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
        new[path] = made
        paths[one.item.key] = path
        taken.add(written.stem(path).casefold())
        lines.append(Line(one.item.url, path, one.item.text))
    lines += _remembered(verdicts, there)
    declined = [one.item for one in matched if chosen[one.item.key] == "decline"]
    lines += [Line(item.url, DECLINED, item.text) for item in declined]
    before = place.read(ledger.PATH) or ""
    changed = {ledger.PATH: ledger.added(before, lines)} if lines else {}
    if by_source:
        changed[settings.PATH] = text
    return Changes(
        new=new,
        changed=changed,
        written=paths,
        waiting=tuple(
            one.item
            for one in verdicts
            if one.fate == "waiting"
            or (one.fate == "matched" and one.item.key not in paths and chosen[one.item.key] != "decline")
        ),
        by_source=by_source,
        stuck=stuck,
        notes=tuple(notes),
        message=_message(wanted, paths, config),
    )


def _settings(
    text: str,
    wanted: Sequence[Verdict],
    outlets: Iterable[Outlet],
    gathered: Iterable[Gathered],
    config: Config,
) -> tuple[str, dict[str, str], dict[str, str]]:
    """`site.yaml` with what moved and what is new in it, a note on each, and what didn't work."""
    notes: dict[str, str] = {}
    stuck: dict[str, str] = {}
    for one in gathered:
        slug, memory = one.outlet.slug, one.memory
        if memory.moved_times < config.collect.moved_after:
            continue
        made = settings.moved(text, slug, memory.moved_to) if one.outlet.listed else None
        if made is None:
            where = "site.yaml" if one.outlet.listed else "the OPML file"
            stuck[slug] = f"Write its new address into {where}: {memory.moved_to}"
        else:
            text, notes[slug] = made, f"its feed has moved: site.yaml now says {memory.moved_to}"
    sources = {one.item.source for one in wanted}
    for outlet in outlets:
        if outlet.listed or outlet.slug not in sources:
            continue
        made = settings.listed(text, outlet)
        if made is None:
            stuck[outlet.slug] = f"Add it to 'sources' in site.yaml, by the name '{outlet.slug}'"
        else:
            text, notes[outlet.slug] = made, "it is new in site.yaml, from the OPML file"
    return text, notes, stuck


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
