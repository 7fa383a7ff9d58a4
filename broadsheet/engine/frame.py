"""Frame: what every page hangs in: the configuration, the layouts, their assets and our words. What of it
has changed.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from broadsheet.plan import desk, searching
from broadsheet.problems import Problem, Refused
from broadsheet.read import files, site
from broadsheet.read.site import Settings
from broadsheet.render import assets, theme
from broadsheet.render.layouts import Layouts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.store import Store
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.words import Words
    from broadsheet.render.assets import Asset


@dataclass(frozen=True, slots=True)
class Look:
    """The theme: its layouts, a digest of each with all it includes, its assets, its catalogues as `.mo` by
    language, and what is wrong with it.
    """

    layouts: Layouts
    digests: Mapping[str, str]
    assets: Mapping[str, Asset]
    catalogues: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether pages can be rendered with it."""
        return bool(self.digests) and not self.problems


@dataclass(frozen=True, slots=True)
class Wording:
    """Our words in each language that pages are in; a note for each into which they aren't translated."""

    words: Mapping[str, Words]
    notes: tuple[Problem, ...]


def look(folder: Path, layer: Path | None, memory: Store) -> Look:
    """The theme in `folder` with a paper's own `layer` over it.

    Layouts are looked through only when one of them isn't what it was.
    """
    found = theme.read(folder, layer)
    fingerprinted = assets.fingerprint(found.assets)
    catalogues, misspelt = _catalogues(found.words, memory)
    stands_for = files.digest(
        repr((sorted(found.layouts.items()), sorted(found.places.items()))).encode("utf-8", "surrogatepass")
    )
    known = memory.get("look")
    if known and not found.problems and not misspelt:
        known_for, digests, codes = pickle.loads(known)  # noqa: S301 - our own file, and its sums are right
        if known_for == stands_for:
            return Look(Layouts(found.layouts, codes, found.places), digests, fingerprinted, catalogues, ())
    layouts = Layouts(found.layouts, places=found.places)
    problems = (*found.problems, *misspelt, *layouts.check(found.unread))
    digests = layouts.digests()
    # What they compile to goes along: every process that renders would compile them again.
    codes = layouts.codes()
    if not problems:
        memory.put("look", pickle.dumps((stands_for, digests, codes), 5))
    layouts = Layouts(found.layouts, codes, found.places)
    return Look(layouts, digests, fingerprinted, catalogues, problems)


def used(look: Look, config: Config) -> Look:
    """The theme without the assets that a site of this configuration has no use for."""
    if config.search:
        return look
    return replace(look, assets={name: one for name, one in look.assets.items() if name != searching.SCRIPT})


def _catalogues(
    texts: Mapping[str, Sequence[tuple[str, str]]], memory: Store
) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """The `.mo` of each catalogue. Reading a `.po` takes Babel, so it is done when one has changed: 60 ms."""
    stands_for = files.digest(repr(sorted(texts.items())).encode("utf-8", "surrogatepass"))
    known = memory.get("catalogues")
    if known:
        known_for, kept = pickle.loads(known)  # noqa: S301 - as above
        if known_for == stands_for:
            return kept, ()
    made: dict[str, bytes] = {}
    problems: list[Problem] = []
    if texts:
        from broadsheet.render import catalogues

        for language, sources in texts.items():
            compiled = catalogues.compiled(sources)
            if isinstance(compiled, Refused):
                problems.extend(compiled.problems)
            else:
                made[language] = compiled
    if not problems:
        memory.put("catalogues", pickle.dumps((stands_for, made), 5))
    return made, tuple(problems)


def wording(config: Config, look: Look, memory: Store) -> Wording:
    """Our words in the languages that pages are in. Babel is asked only when it would say something else."""
    wanted = desk.languages(config)
    stands_for = files.digest(repr((wanted, sorted(look.catalogues.items()))).encode())
    known = memory.get("wording")
    if known:
        known_for, kept = pickle.loads(known)  # noqa: S301 - as above
        if known_for == stands_for and isinstance(kept, Wording):
            return kept
    from broadsheet.render import locales

    made = Wording(
        {language: locales.words(language, look.catalogues) for language in wanted},
        tuple(
            _untranslated(language, config)
            for language in wanted
            if not (locales.is_english(language) or locales.chosen(language, look.catalogues))
        ),
    )
    memory.put("wording", pickle.dumps((stands_for, made), 5))
    return made


def _untranslated(language: str, config: Config) -> Problem:
    edition = next((slug for slug, one in config.editions.items() if one.language == language), "")
    key = "language" if language == config.language else f"editions.{edition}"
    what = f"there are no words of ours in '{language}'; English ones stand in for them"
    hint = f"Add layouts/words/{language}.po: docs/languages.md says how."
    return Problem(site.PATH, 1, 1, key, what, hint)


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


def site_changed(table: Desk, memory: Store) -> bool:
    """Whether what every page shows of the site is something else."""
    return _is_news("site", table.sites, memory)


def words_changed(words: Mapping[str, Words], memory: Store) -> bool:
    """Whether what we say in any language is something else."""
    return _is_news("words", {language: one.digest for language, one in words.items()}, memory)


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
