"""Publish: a built site sent to a target. The order is all: nothing is ever up before what it needs, and who
repeats a publication that was stopped anywhere ends where it would have ended.

    look     what was built, and what stands there          -> Plan, or Refused
    send     the journal; files, round by round; deletions; the manifest
    tell     caches what has changed, hubs which feeds
    close    the journal goes; where somebody couldn't be told, it says who knows already

Until the journal is gone, the next publication takes all that it names for changed: it looks at those files
anew and tells who doesn't know.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from broadsheet.deploy import books, opening, plan, soundness, telling
from broadsheet.deploy.report import Report
from broadsheet.deploy.targets import Unreachable
from broadsheet.problems import Problem, Refused
from broadsheet.publish import manifest, published
from broadsheet.read import site as settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.deploy.plan import Plan
    from broadsheet.deploy.soundness import Built
    from broadsheet.deploy.targets import Target
    from broadsheet.rules import Destination

PREVIEW = "this is a preview: it was built with --drafts, for a later --now or for another --base-url"
FOR_READERS = "Build without these and publish then, or give the target a base_url of its own."
AGAIN = "What was sent stays. Publish again: it goes on from there."


@dataclass(frozen=True, slots=True)
class Order:
    """What a publication is asked for. `target` may be left out where there is one only.

    With `everything` all files are sent anew, with `checks` the bytes of all are compared with what was
    built. `secrets` are the environment's.
    """

    content: Path
    site: Path
    target: str | None = None
    cache: Path | None = None
    is_dry: bool = False
    everything: bool = False
    checks: bool = False
    jobs: int = 16
    secrets: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def store(self) -> Path:
        """The folder of the store, in which is noted what was published."""
        return self.cache or self.content.parent / ".broadsheet"


def publish(order: Order) -> Report | Refused:
    """Publish the site at a target, or say why not. What could not be done at once, a repetition does."""
    source = settings.read(order.content)
    if isinstance(source, Refused):
        return source
    config = source.config
    where = opening.destination(order.target, config.publish)
    if isinstance(where, Refused):
        return Refused(tuple(settings.at_their_keys(where.problems, source.places)))
    done = _published(order, config, where)
    if isinstance(done, Refused):
        return Refused(tuple(settings.at_their_keys(done.problems, source.places)))
    return done


def _published(order: Order, config: Config, where: Destination) -> Report | Refused:
    built = soundness.built(order.site)
    if isinstance(built, Refused):
        return built
    if where.base_url is None and published.is_preview(order.store, order.site):
        return Refused((Problem("site", 1, 1, "", PREVIEW, FOR_READERS),))
    lacking = telling.lacking(where, order.secrets)
    if lacking:
        return Refused(lacking)
    try:
        target = opening.target(where, order.site, order.content, order.jobs)
        if isinstance(target, Refused):
            return target
        to_do = plan.plan(built.files, opening.standing(target), everything=order.everything)
        problems = _unsound(order, built, to_do, where.base_url or config.base_url)
        if problems:
            return Refused(problems)
        return run(order, config, where, target, built, to_do)
    except Unreachable as error:
        return Refused((_problem(where, "to", str(error), error.hint or AGAIN),))


def run(
    order: Order, config: Config, where: Destination, target: Target, built: Built, to_do: Plan
) -> Report | Refused:
    """Do what is planned and tell who must know. May raise Unreachable while it sends."""
    changed, pinged = telling.purged(where, config, to_do), telling.pinged(where, config, to_do)
    report = Report(where, to_do, changed, pinged, order.is_dry)
    if order.is_dry:
        return report
    is_other = bool(to_do.touched) or not _is_done(target, built)
    if is_other:
        _send(target, built, to_do)
    problems = _mark(order, config, where)
    if is_other:
        problems += _tell(order, config, where, target, to_do)
    return Refused(problems) if problems else report


def _mark(order: Order, config: Config, where: Destination) -> tuple[Problem, ...]:
    """Note that readers have this: it is up, whoever may still have to be told.

    Changes are counted from the first target that stands at the site's own address: published at another,
    nothing has changed for those readers.
    """
    first = next((one.name for one in config.publish.targets.values() if one.base_url is None), "")
    if where.name != first:
        return ()
    try:
        published.mark(order.store, order.site, config.base_url)
    except OSError as error:
        what = f"the site is up, but that can't be noted in {order.store}: {error.strerror}"
        return (Problem(str(order.store), 1, 1, "", what),)
    return ()


def _tell(
    order: Order, config: Config, where: Destination, target: Target, to_do: Plan
) -> tuple[Problem, ...]:
    """Tell who must know. The journal goes when all have been told; until then it says who has been."""
    told = telling.tell(where, config, to_do, order.secrets)
    if not told.problems:
        target.delete((manifest.JOURNAL,))
    elif told.names:
        knowing = {file: replace(entry, told=books.together(entry.told, told.names))
                   for file, entry in to_do.touched.items()}  # fmt: skip
        target.write(manifest.JOURNAL, books.journal(knowing))
    return told.problems


def _send(target: Target, built: Built, to_do: Plan) -> None:
    """The journal before everything, the manifest after."""
    target.write(manifest.JOURNAL, books.journal(to_do.touched))
    if to_do.obstacles:
        target.delete(to_do.obstacles)
    for puts in to_do.rounds():
        target.put(puts)
    if to_do.deletions:
        target.delete(to_do.deletions)
    target.write(manifest.NAME, built.manifest)


def _is_done(target: Target, built: Built) -> bool:
    """Whether the books at a target are closed: files may all be right, and one of these killed away."""
    return target.read(manifest.NAME) == built.manifest and target.read(manifest.JOURNAL) is None


def _unsound(order: Order, built: Built, to_do: Plan, base_url: str) -> tuple[Problem, ...]:
    """What keeps the site from being published. What is to be sent is always read, the rest if asked for."""
    wrong = soundness.wrong_sizes(order.site, built.files)
    if wrong:
        return wrong
    sent = {put.file: put.entry for put in to_do.puts}
    wrong = soundness.wrong_bytes(order.site, built.files if order.checks else sent)
    if wrong:
        return wrong
    if not sent:
        return ()
    from broadsheet.deploy.check import check  # lxml, for those who have something to send

    return soundness.first(check(sent, built.files, _reader(order.site), base_url, _redirects(order, built)))


def _reader(site: Path) -> Callable[[str], bytes]:
    return lambda file: (site / file).read_bytes()


def _redirects(order: Order, built: Built) -> str:
    """What `_redirects` says, where the site has it."""
    return (order.site / "_redirects").read_text("utf-8") if "_redirects" in built.files else ""


def _problem(where: Destination, key: str, what: str, hint: str) -> Problem:
    return Problem(settings.PATH, 1, 1, f"publish.targets.{where.name}.{key}", what, hint)
