"""Opening: which target is meant, what reaches it, and what stands there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.deploy import books
from broadsheet.deploy.folder import Folder
from broadsheet.deploy.plan import Standing
from broadsheet.problems import Problem, Refused, did_you_mean
from broadsheet.publish import manifest
from broadsheet.read import site as settings
from broadsheet.read.deploying import is_remote

if TYPE_CHECKING:
    from broadsheet.deploy.targets import Target
    from broadsheet.rules import Destination, PublishRules

NONE = "Write under 'publish:' the line 'targets: {production: {to: /srv/www}}', or another place."


def destination(name: str | None, rules: PublishRules) -> Destination | Refused:
    """The target of that name, or the only one there is."""
    if not rules.targets:
        return _refused("publish", "site.yaml names no place to publish to", NONE)
    if name is None and len(rules.targets) == 1:
        return next(iter(rules.targets.values()))
    if name is not None and name in rules.targets:
        return rules.targets[name]
    every = f"There are {', '.join(sorted(rules.targets))}."
    if name is None:
        return _refused("publish.targets", "there are several targets and none was named", every)
    return _refused(
        "publish.targets", f"there is no target '{name}'", did_you_mean(name, rules.targets) or every
    )


def target(where: Destination, site: Path, content: Path, jobs: int) -> Target | Refused:
    """What reaches a place. Raises Unreachable where that needs what isn't installed."""
    if where.to.startswith("s3://"):
        from broadsheet.deploy.bucket import bucket  # most sites need no library for it

        return bucket(site, where.to, where.endpoint, where.region, jobs)
    if is_remote(where.to):
        from broadsheet.deploy.rsync import Rsync

        return Rsync(site, where.to)
    folder = content.parent / Path(where.to).expanduser()
    for name, other in (("output", site), ("content", content)):
        one, another = folder.resolve(), other.resolve()
        if one == another or one in another.parents or another in one.parents:
            what = f"{folder} and the {name} folder {other} must not hold one another"
            return _refused(f"publish.targets.{where.name}.to", what, "Name another folder.")
    return Folder(site, folder)


def standing(target: Target) -> Standing:
    """What stands at a target: by its manifest; where a publication didn't come to its end, by a look.

    A manifest that can't be read says nothing. Then nothing is deleted, and everything sent.
    """
    listed = books.listed(target.read(manifest.NAME))
    begun = books.listed(target.read(manifest.JOURNAL)) or {}
    return Standing(listed, begun, target.found(tuple(sorted(begun))) if begun else {})


def _refused(key: str, what: str, hint: str) -> Refused:
    return Refused((Problem(settings.PATH, 1, 1, key, what, hint),))
