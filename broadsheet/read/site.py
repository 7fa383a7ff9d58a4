"""Site: `content/site.yaml` read as a `Config`. What it may say stands in `settings`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadsheet.config import (
    Author,
    Config,
    Edition,
    Newsletter,
    NewsletterForm,
    Organization,
    Section,
    Source,
)
from broadsheet.problems import Problem, Refused
from broadsheet.read import (
    branding,
    collecting,
    deploying,
    documents,
    edging,
    files,
    frontmatter,
    imaging,
    machines,
    nodes,
    slugs,
    syndicating,
)
from broadsheet.read import settings as may
from broadsheet.read.schema import Context, Record
from broadsheet.rules import SimilarRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from broadsheet.read.schema import Place

PATH = "content/site.yaml"
MISSING = "Make it, with at least title, base_url, language and timezone."


@dataclass(frozen=True, slots=True)
class Settings:
    """What `site.yaml` sets, and notes on what an editor should know and need not mend at once.

    `places` says where each key stands that another file may come into conflict with: `sections.world`.
    """

    config: Config
    notes: tuple[Problem, ...]
    places: Mapping[str, Place]


def read(root: Path) -> Settings | Refused:
    """What `site.yaml` below `root` sets, or every problem in it."""
    source = text(root)
    return source if isinstance(source, Refused) else parse(source)


def text(root: Path) -> str | Refused:
    """The text of `site.yaml` below `root`."""
    source = files.text(documents.room(root), "site.yaml")
    if isinstance(source, Refused):  # without a hint it is simply not there
        return Refused(tuple(replace(one, hint=one.hint or MISSING) for one in source.problems))
    return source


def parse(source: str) -> Settings | Refused:
    """What the text of a `site.yaml` sets, or every problem in it."""
    front = frontmatter.parse(source, PATH, 1)
    if isinstance(front, Refused):
        return front
    front, notes = _sources_once(front)
    record, problems = may.SITE.read(front, Context(PATH, known={"section": _section_slugs(front)}))
    if problems:
        return Refused(problems)
    return Settings(_config(record), notes, nodes.places(front))


def at_their_keys(problems: Iterable[Problem], places: Mapping[str, Place]) -> Iterator[Problem]:
    """The same problems, those with a key of `site.yaml` where that key stands.

    Planning names most keys and does not know the lines: it says line 1, column 1.
    """
    for problem in problems:
        is_unplaced = problem.path == PATH and (problem.line, problem.column) == (1, 1)
        place = places.get(problem.key) if is_unplaced else None
        yield replace(problem, line=place[0], column=place[1]) if place else problem


def _sources_once(front: nodes.Mapping) -> tuple[nodes.Mapping, tuple[Problem, ...]]:
    """The mapping with each source once, and a note for each that stands again.

    Lists of outlets are merged from elsewhere by scripts, and an outlet that is there twice harms no
    reader; everywhere else a key that stands twice is a problem.
    """
    notes: list[Problem] = []
    pairs: list[tuple[nodes.Scalar, nodes.Node]] = []
    for key, value in front.pairs:
        if key.text == "sources" and isinstance(value, nodes.Mapping):
            hint = "The first one counts; take the other away."
            notes.extend(nodes.repeated(value, PATH, key.text, hint))
            pairs.append((key, replace(value, repeats=())))
        else:
            pairs.append((key, value))
    return replace(front, pairs=tuple(pairs)), tuple(notes)


def _section_slugs(front: nodes.Mapping) -> frozenset[str]:
    """The slugs under `sections`, which editions name before they have been read."""
    for key, value in front.pairs:
        if key.text == "sections" and isinstance(value, nodes.Mapping):
            return frozenset(slug.text for slug, _ in value.pairs)
    return frozenset()


def _config(record: Record) -> Config:
    language = record[may.SITE_LANGUAGE]
    similar = record[may.SIMILAR_FIELD]
    brand = branding.rules(record[may.BRAND_FIELD])
    host = urlsplit(record[may.SITE_BASE_URL]).hostname or ""
    return Config(
        title=record[may.SITE_TITLE],
        tagline=record[may.TAGLINE],
        base_url=record[may.SITE_BASE_URL],
        language=language,
        timezone=record[may.TIMEZONE],
        sections={
            slug: Section(slug, r[may.PLACE_TITLE], r[may.DESCRIPTION])
            for slug, r in record[may.SECTIONS].items()
        },
        authors={
            slug: Author(slug, r[may.NAME], r[may.AUTHOR_EMAIL], r[may.AUTHOR_URL], r[may.AUTHOR_BIO])
            for slug, r in record[may.AUTHORS].items()
        },
        sources={
            slug: Source(
                slug, r[may.NAME], r[may.SOURCE_URL], r[may.SOURCE_FEED], r[may.SOURCE_LANGUAGE] or language
            )
            for slug, r in record[may.SOURCES].items()
        },
        editions={
            slug: Edition(
                slug,
                r[may.PLACE_TITLE],
                r[may.EDITION_HEADING] or r[may.PLACE_TITLE],
                r[may.EDITION_LANGUAGE] or language,
                r[may.EDITION_SECTIONS],
            )
            for slug, r in record[may.EDITIONS].items()
        },
        newsletters={
            slug: Newsletter(
                slug,
                r[may.PLACE_TITLE],
                r[may.DESCRIPTION],
                r[may.CADENCE],
                r[may.NEWSLETTER_VALUE] or slug,
                r[may.NEWSLETTER_SECTIONS],
                tuple(dict.fromkeys(map(slugs.slug, r[may.NEWSLETTER_TAGS]))),
            )
            for slug, r in record[may.NEWSLETTERS].items()
        },
        newsletter_form=_form(record[may.NEWSLETTER_FORM]),
        organization=_organization(record[may.ORGANIZATION_FIELD]),
        similar=SimilarRules(
            similar[may.LIMIT], similar[may.WINDOW_DAYS], similar[may.FLOOR], similar[may.EXCERPT_WORDS]
        ),
        feeds=syndicating.rules(record[may.FEEDS_FIELD], host),
        images=imaging.image_rules(record[may.IMAGES_FIELD]),
        brand=brand,
        share_images=imaging.share_rules(record[may.SHARE_IMAGES_FIELD], brand),
        collect=collecting.rules(record[may.COLLECT_FIELD]),
        edge=edging.rules(record[may.EDGE_FIELD]),
        publish=deploying.rules(record[may.PUBLISH_FIELD]),
        page_size=record[may.PAGE_SIZE],
        search=record[may.SEARCH],
        lead=record[may.LEAD],
        policies=record[may.POLICIES],
        sitemaps=machines.sitemap_rules(record[machines.SITEMAPS_FIELD]),
        robots=machines.robot_rules(record[machines.ROBOTS_FIELD]),
        well_known=machines.well_known(record[machines.WELL_KNOWN_FIELD]),
        icons=machines.icon_rules(record[machines.ICONS_FIELD], brand),
        exports=machines.export_rules(record[machines.EXPORTS_FIELD]),
    )


def _organization(record: Record) -> Organization:
    return Organization(
        record[may.LOGO], record[may.SINCE], record[may.ORGANIZATION_EMAIL], record[may.SAME_AS]
    )


def _form(record: Record | None) -> NewsletterForm | None:
    if record is None:
        return None
    return NewsletterForm(
        record[may.ACTION],
        record[may.FORM_METHOD],
        record[may.EMAIL_FIELD],
        record[may.NEWSLETTER_FIELD],
        record[may.HONEYPOT_FIELD],
        record[may.HIDDEN],
    )
