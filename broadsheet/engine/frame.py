"""Frame: what every page hangs in: the configuration, the layouts and their assets. What of it has
changed.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from broadsheet.problems import Problem, Refused
from broadsheet.read import files, site
from broadsheet.read.site import Settings
from broadsheet.render import assets, theme
from broadsheet.render.layouts import Layouts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.store import Store
    from broadsheet.plan.desk import Desk
    from broadsheet.render.assets import Asset


@dataclass(frozen=True, slots=True)
class Look:
    """The theme: its layouts, a digest of each with all it includes, its assets, what is wrong with it."""

    layouts: Layouts
    digests: Mapping[str, str]
    assets: Mapping[str, Asset]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether pages can be rendered with it."""
        return bool(self.digests) and not self.problems


def look(folder: Path, memory: Store) -> Look:
    """The theme in `folder`. Layouts are looked through only when one of them isn't what it was."""
    found = theme.read(folder)
    fingerprinted = assets.fingerprint(found.assets)
    stands_for = files.digest(repr(sorted(found.layouts.items())).encode("utf-8", "surrogatepass"))
    known = memory.get("look")
    if known and not found.problems:
        known_for, digests, codes = pickle.loads(known)  # noqa: S301 - our own file, and its sums are right
        if known_for == stands_for:
            return Look(Layouts(found.layouts, codes), digests, fingerprinted, ())
    layouts = Layouts(found.layouts)
    problems = (*found.problems, *layouts.check(found.unread))
    digests = layouts.digests()
    if not problems:
        memory.put("look", pickle.dumps((stands_for, digests, layouts.codes()), 5))
    return Look(layouts, digests, fingerprinted, problems)


def settings(content: Path, memory: Store) -> Settings | Refused:
    """What `site.yaml` sets. It is read as YAML only when its text isn't what it was: 20 ms."""
    source = site.text(content)
    if isinstance(source, Refused):
        return source
    stands_for = files.digest(source.encode())
    known = memory.get("settings")
    if known:
        known_for, kept = pickle.loads(known)  # noqa: S301 - our own file, and its sums are right
        if known_for == stands_for and isinstance(kept, Settings):
            return kept
    made = site.parse(source)
    if not isinstance(made, Refused):
        memory.put("settings", pickle.dumps((stands_for, made), 5))
    return made


def config(settings: Settings | Refused, base_url: str | None) -> Config | None:
    """The configuration, with the place where the site will stand if another was asked for."""
    if isinstance(settings, Refused):
        return None
    return replace(settings.config, base_url=base_url.rstrip("/")) if base_url else settings.config


def config_changed(config: Config, memory: Store) -> bool:
    """Whether the configuration is another than the site was last made with."""
    return _is_news("config", config, memory)


def site_changed(desk: Desk, memory: Store) -> bool:
    """Whether what every page shows of the site is something else."""
    return _is_news("site", desk.site, memory)


def layouts_changed(look: Look, memory: Store) -> frozenset[str]:
    """The layouts that aren't what the site was last made with, by themselves or by what they include."""
    kept = memory.get("layouts")
    known: Mapping[str, str] = pickle.loads(kept) if kept else {}  # noqa: S301 - as above
    memory.put("layouts", pickle.dumps(dict(look.digests), 5))
    return frozenset(name for name, digest in look.digests.items() if known.get(name) != digest)


def _is_news(key: str, value: object, memory: Store) -> bool:
    stands_for = files.digest(repr(value).encode("utf-8", "surrogatepass")).encode()
    known = memory.get(key)
    memory.put(key, stands_for)
    return known != stands_for
