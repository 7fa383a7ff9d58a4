"""Frame: what every page hangs in: the configuration, the layouts, their assets and our words. What of it
has changed.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from broadsheet.engine.kept import is_news, kept
from broadsheet.plan import desk, searching
from broadsheet.problems import Problem, Refused
from broadsheet.read import site, syndicating
from broadsheet.render import assets, stylesheets, theme
from broadsheet.render.layouts import Layouts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.store import Store
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.words import Words
    from broadsheet.read.site import Settings
    from broadsheet.render.assets import Asset
    from broadsheet.render.theme import Theme


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
    catalogues = kept(memory, "catalogues", sorted(found.words.items()), partial(_compiled, found.words))
    checked = kept(memory, "look", _texts(found), partial(_checked, found))
    wrong = [one.problems for one in (catalogues, checked) if isinstance(one, Refused)]
    digests, codes = ({}, {}) if isinstance(checked, Refused) else checked
    return Look(
        # What layouts compile to goes along: every process that renders would compile them again.
        Layouts(found.layouts, codes, found.places),
        digests,
        assets.fingerprint(found.assets),
        {} if isinstance(catalogues, Refused) else catalogues,
        (*found.problems, *chain.from_iterable(wrong)),
    )


def _texts(found: Theme) -> object:
    return (sorted(found.layouts.items()), sorted(found.places.items()), found.unread)


def _checked(found: Theme) -> tuple[Mapping[str, str], Mapping[str, bytes]] | Refused:
    """The digests of the layouts, and what they compile to; or what is wrong with them."""
    layouts = Layouts(found.layouts, places=found.places)
    problems = layouts.check(found.unread)
    return Refused(problems) if problems else (layouts.digests(), layouts.codes())


def _compiled(texts: Mapping[str, Sequence[tuple[str, str]]]) -> Mapping[str, bytes] | Refused:
    """The `.mo` of each catalogue, or what is wrong with any. Reading a `.po` takes Babel: 60 ms."""
    if not texts:
        return {}
    from broadsheet.render import catalogues

    made = {language: catalogues.compiled(sources) for language, sources in texts.items()}
    refused = [one.problems for one in made.values() if isinstance(one, Refused)]
    if refused:
        return Refused(tuple(chain.from_iterable(refused)))
    return {language: one for language, one in made.items() if not isinstance(one, Refused)}


def used(look: Look, config: Config) -> Look:
    """The theme in the colours of a site, without the assets that the site has no use for."""
    made = look.assets
    if brand := stylesheets.colours(config.brand.day, config.brand.night):
        made = assets.extended(made, brand, (theme.STYLESHEET, theme.OF_FEEDS))
    if not config.search:
        made = {name: one for name, one in made.items() if name != searching.SCRIPT}
    return replace(look, assets=made)


def wording(config: Config, look: Look, memory: Store) -> Wording:
    """Our words in the languages that pages are in. Babel is asked only when it would say something else."""
    wanted = desk.languages(config)
    of = (wanted, sorted(look.catalogues.items()), config.language, sorted(config.editions))
    return kept(memory, "wording", of, partial(_worded, wanted, config, look))


def _worded(wanted: Iterable[str], config: Config, look: Look) -> Wording:
    from broadsheet.render import locales

    lacking = [
        language
        for language in wanted
        if not (locales.is_english(language) or locales.chosen(language, look.catalogues))
    ]
    words = {language: locales.words(language, look.catalogues) for language in wanted}
    return Wording(words, tuple(_untranslated(language, config) for language in lacking))


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
    return kept(memory, "settings", source, partial(site.parse, source))


def config(settings: Settings | Refused, base_url: str | None) -> Config | None:
    """The configuration, with the place where the site will stand if another was asked for."""
    if isinstance(settings, Refused):
        return None
    return replace(settings.config, base_url=base_url.rstrip("/")) if base_url else settings.config


def ids_changed(settings: Settings, memory: Store) -> tuple[Problem, ...]:
    """A problem where permanent ids would begin with another host than in the last build, and no editor has
    said so: every subscriber would get every article again.

    A build that begins with nothing can't know. This one publishes nothing, so none differs from that.
    """
    authority = settings.config.feeds.tag_authority
    known = (memory.get("authority") or b"").decode() or authority
    memory.put("authority", authority.encode())
    if known == authority or syndicating.AUTHORITY in settings.places:
        return ()
    what = f"the permanent ids of articles would begin with '{authority}' in place of '{known}'"
    hint = (
        "Subscribers would get every article again. To keep the ids when the site moves, write "
        f'\'feeds: {{tag_authority: "{known}"}}\'; to change them on purpose, write "{authority}" there.'
    )
    return (Problem(site.PATH, 1, 1, "base_url", what, hint),)


def config_changed(config: Config, memory: Store) -> bool:
    """Whether the configuration is another than the site was last made with."""
    return is_news(memory, "config", config)


def site_changed(table: Desk, memory: Store) -> bool:
    """Whether what every page shows of the site is something else."""
    return is_news(memory, "site", table.sites)


def words_changed(words: Mapping[str, Words], memory: Store) -> bool:
    """Whether what we say in any language is something else."""
    return is_news(memory, "words", {language: one.digest for language, one in words.items()})


def layouts_changed(look: Look, memory: Store) -> frozenset[str]:
    """The layouts that aren't what the site was last made with, by themselves or by what they include."""
    kept = memory.get("layouts")
    known: Mapping[str, str] = pickle.loads(kept) if kept else {}  # noqa: S301 - as above
    memory.put("layouts", pickle.dumps(dict(look.digests), 5))
    return frozenset(name for name, digest in look.digests.items() if known.get(name) != digest)
