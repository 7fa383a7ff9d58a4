"""Rules: what `content/site.yaml` may set of how things are made: feeds, pictures, sitemaps, headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FeedFormat: TypeAlias = Literal["rss", "atom", "json"]


FeedText: TypeAlias = Literal["full", "summary"]
"""What an item of a feed has: all that its article's page says, or its summary."""


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
class BrandRules:
    """The colours that an editor has chosen, by the stylesheet's names for them: by day, and at night."""

    day: Mapping[str, str]
    night: Mapping[str, str]


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

    ai: Literal["allow", "search", "deny"] = "search"
    disallow: tuple[str, ...] = ()


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
