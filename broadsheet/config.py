"""Config: what `content/site.yaml` sets, as one frozen value. `read/site.py` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from broadsheet.model import Mention
    from broadsheet.rules import (
        BrandRules,
        CollectRules,
        EdgeRules,
        ExportRules,
        FeedRules,
        IconRules,
        ImageRules,
        PublishRules,
        RobotRules,
        ShareRules,
        SimilarRules,
        SitemapRules,
        WellKnown,
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper; their order in `site.yaml` is the order of the menu."""

    slug: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Author:
    """Someone who writes for us. `url` is a page about them elsewhere."""

    slug: str
    name: str
    email: str | None
    url: str | None
    bio: str


@dataclass(frozen=True, slots=True)
class Source:
    """Another news outlet."""

    slug: str
    name: str
    url: str | None
    feed: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A regional front. Articles of its `sections` belong to it without naming it."""

    slug: str
    title: str
    heading: str
    language: str
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Newsletter:
    """A newsletter readers can sign up for. `value` is what the provider's form calls it.

    `sections` and `tags` (slugs) choose the articles of its feed; without any of them it has all.
    """

    slug: str
    title: str
    description: str
    cadence: str
    value: str
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsletterForm:
    """Where the sign-up form posts to, and what the provider calls its fields."""

    action: str
    method: Literal["post", "get"]
    email_field: str
    newsletter_field: str
    honeypot_field: str | None
    hidden: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Organization:
    """Who publishes the paper, as search engines are told. `logo` is a URL or a path on this site, `founded`
    a year; `same_as` are pages about it elsewhere.
    """

    logo: str | None
    founded: int | None
    email: str | None
    same_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """Everything `site.yaml` sets. Mappings keep the order of the file. `lead` names an article."""

    title: str
    tagline: str
    base_url: str
    language: str
    timezone: ZoneInfo
    sections: Mapping[str, Section]
    authors: Mapping[str, Author]
    sources: Mapping[str, Source]
    editions: Mapping[str, Edition]
    newsletters: Mapping[str, Newsletter]
    newsletter_form: NewsletterForm | None
    organization: Organization
    similar: SimilarRules
    feeds: FeedRules
    images: ImageRules
    brand: BrandRules
    share_images: ShareRules
    collect: CollectRules
    edge: EdgeRules
    publish: PublishRules
    page_size: int
    search: bool
    lead: Mention | None
    policies: Mapping[str, str]
    sitemaps: SitemapRules
    robots: RobotRules
    well_known: WellKnown
    icons: IconRules
    exports: ExportRules

    @property
    def base_path(self) -> str:
        """The path below which the site is served: empty, or `/repo` without a slash at its end."""
        return urlsplit(self.base_url).path.rstrip("/")
