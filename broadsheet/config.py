"""Config: what `content/site.yaml` sets, as one frozen value. `read/site.py` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from broadsheet.model import Mention

FeedFormat: TypeAlias = Literal["rss", "atom", "json"]
FeedText: TypeAlias = Literal["full", "summary"]
"""What an item of a feed has: all that its article's page says, or its summary."""


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
class SimilarRules:
    """How much similar news stands under an article, and from how far away in time."""

    limit: int
    window_days: int
    floor: float
    excerpt_words: int


@dataclass(frozen=True, slots=True)
class FeedRules:
    """What has a feed, in which formats, how long it is and what it says, and how its items are named.

    A feed has `items`, or what is not more than `hours` older than its newest item, whichever is more, but
    no more than fits into `kilobytes`. `formats` are the site's, `list_formats` those of lists. `ttl` is how
    many minutes a reader may wait before it asks again; `hub` tells subscribers sooner (WebSub).
    `tag_authority` is the `authority,date` of RFC 4151. It stays as it is when the site moves, so that no
    subscriber meets an article twice.
    """

    items: int
    hours: int
    kilobytes: int
    lists: tuple[str, ...]
    formats: tuple[FeedFormat, ...]
    list_formats: tuple[FeedFormat, ...]
    text: FeedText
    similar: bool
    archive: FeedText | Literal["none"]
    ttl: int
    hub: str | None
    tag_authority: str


@dataclass(frozen=True, slots=True)
class ImageRules:
    """What is made of a picture: how wide, in which formats besides the one all browsers know, how good.

    `originals` are published too when an editor wants that, as they came from the camera.
    """

    widths: tuple[int, ...]
    formats: tuple[str, ...]
    quality: int
    originals: bool


@dataclass(frozen=True, slots=True)
class ShareRules:
    """How the picture looks that stands for a page elsewhere when it has none of its own.

    With `titles` every article gets one. `font` is the path of a font below `content/`, empty for ours.
    """

    titles: bool
    font: str
    paper: str
    ink: str
    accent: str


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
class CollectRules:
    """How other outlets' feeds are read: who we say we are, how often, how much, and from where.

    `hosts` are names, with or without a port, that may be reached although they are in a private network.
    """

    contact: str
    robots: bool
    hosts: tuple[str, ...]
    interval_minutes: int
    unconditional_minutes: int
    pause_seconds: int
    concurrency: int
    timeout_seconds: int
    megabytes: int
    inbox_days: int
    moved_after: int
    patience: int


@dataclass(frozen=True, slots=True)
class EdgeRules:
    """What is made for the servers and caches between the site and its readers: redirects and headers in
    whose terms, and how text files are packed.
    """

    redirects: tuple[str, ...]
    headers: tuple[str, ...]
    precompressed: tuple[str, ...]

    @property
    def stubs(self) -> bool:
        """Whether a page stands at each old address."""
        return "stubs" in self.redirects


@dataclass(frozen=True, slots=True)
class CloudflareRules:
    """A zone of Cloudflare's; `by` is `urls` or `tags`. `token_env` names what holds the secret."""

    zone: str
    by: str
    token_env: str
    api: str


@dataclass(frozen=True, slots=True)
class FastlyRules:
    """A service of Fastly's. A `soft` purge lets it send the old page while it fetches the new one."""

    service: str
    soft: bool
    token_env: str
    api: str


@dataclass(frozen=True, slots=True)
class CloudFrontRules:
    """A distribution of CloudFront's. `endpoint` is empty for AWS's own."""

    distribution: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class WebhookRules:
    """A URL that is told of what has changed; without `token_env` it is told no secret."""

    url: str
    token_env: str


Cache: TypeAlias = CloudflareRules | FastlyRules | CloudFrontRules | WebhookRules


@dataclass(frozen=True, slots=True)
class Destination:
    """A place to publish to: a folder, a place as rsync writes it, or `s3://bucket/prefix`.

    `base_url` is where readers reach it, if that isn't where the site says. `caches` are told what has
    changed.
    """

    name: str
    to: str
    endpoint: str
    region: str
    base_url: str | None
    caches: tuple[Cache, ...]


@dataclass(frozen=True, slots=True)
class PublishRules:
    """Where the site may be published, by name."""

    targets: Mapping[str, Destination]


@dataclass(frozen=True, slots=True)
class SitemapRules:
    """Whether there is a sitemap of news, what the paper is called in it (empty: its title), and how many
    articles a tag must have for its page to be in a sitemap.
    """

    news: bool
    news_name: str
    tags: int


@dataclass(frozen=True, slots=True)
class RobotRules:
    """Which crawlers of AI companies may come, and which paths no crawler should read."""

    ai: Literal["allow", "search", "deny"]
    disallow: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecurityContact:
    """Whom to tell of a hole. `others` are further fields of security.txt with their values."""

    contact: tuple[str, ...]
    expires: datetime
    languages: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fediverse:
    """The paper's account there: `herald@social.example.net`, its page, and what servers call it."""

    account: str
    profile: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class WellKnown:
    """Files that programs ask every site for; None for those that there aren't. Nobody sells for a paper of
    empty `ads`.
    """

    security: SecurityContact | None
    ads: tuple[str, ...] | None
    trust: tuple[tuple[str, tuple[str, ...]], ...] | None
    humans: tuple[str, ...] | None
    fediverse: Fediverse | None


@dataclass(frozen=True, slots=True)
class IconRules:
    """The paper's sign: a `picture` below `content/` (empty: none) or a letter; what its browser is coloured
    with, by day and at night.
    """

    picture: str = ""
    letter: str = ""
    ground: str | None = None
    ink: str | None = None
    short_name: str | None = None
    light: str = "#fdfcf9"
    dark: str = "#161619"


@dataclass(frozen=True, slots=True)
class ExportRules:
    """In which forms each article stands beside its page."""

    ninjs: bool
    republish: bool


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
