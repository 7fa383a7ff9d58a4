"""Pieces: what views are put together from: cards, pictures, what a page says of the paper and of itself.

Times are in the site's timezone. URLs are ready to be put into `href`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from broadsheet.model import Correction, Kind
    from broadsheet.plan.languages import Direction
    from broadsheet.rules import ExportRules, FeedFormat


@dataclass(frozen=True, slots=True)
class Nav:
    """A place to go: a section in the menu, a tag under an article.

    `language` and `direction` are its title's; empty where that is in the paper's language, or nobody knows.
    """

    title: str
    url: str
    language: str = ""
    direction: Direction | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Rendition:
    """The same picture in one format and several sizes: what stands in a `<source>`."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image; `width` and `height` in pixels, None where they can't be known.

    `url` is what every browser can show, `sources` are better and smaller formats, the best first.
    """

    url: str
    alt: str
    caption: str
    credit: str
    width: int | None
    height: int | None
    sources: tuple[Rendition, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """One file of a picture: its address in full, its type, its width and height in pixels."""

    url: str
    type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SharedImage:
    """What others show who link to a page: its address in full, its size in pixels, what it shows."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Byline:
    """An author under a headline."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """What one article shows of itself on other pages."""

    url: str
    title: str
    published: datetime
    section: Nav | None
    kind: Kind
    summary: str
    image: Picture | None
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a piece stands under an article without anybody's having picked it.

    `words` are what both say and few of the other pieces there do, `score` between 0 and 1 how sure the match
    is. It `is_same_event` where editors have put both into one story.
    """

    words: tuple[str, ...]
    score: float
    is_same_event: bool


@dataclass(frozen=True, slots=True)
class CoverageCard:
    """One piece of similar news. `is_ours` when it is an article of this paper.

    Under an article, `hours` is how much later than that it came out (None: nobody knows), and it
    `is_picked` where an editor put it there; else `why` says what found it. `also_at` are other outlets with
    the same text.
    """

    url: str
    title: str
    outlet: str
    outlet_url: str | None
    published: datetime | None
    excerpt: str
    paywall: bool
    language: str
    direction: Direction
    is_ours: bool
    hours: int | None = None
    is_picked: bool = False
    why: Reason | None = None
    also_at: tuple[Nav, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsletterBox:
    """A check box of the sign-up form."""

    title: str
    description: str
    cadence: str
    value: str


@dataclass(frozen=True, slots=True)
class NewsletterBlock:
    """The sign-up form, there only when `newsletter_form` is set."""

    action: str
    method: str
    email_field: str
    newsletter_field: str
    honeypot_field: str | None
    hidden: tuple[tuple[str, str], ...]
    newsletters: tuple[NewsletterBox, ...]


@dataclass(frozen=True, slots=True)
class IndexUrls:
    """Where everything is listed: months, tags, authors, outlets, stories; feeds, corrections, newsletters.

    `newsletters` is None where there are none.
    """

    archive: str
    tags: str
    authors: str
    sources: str
    stories: str
    feeds: str
    corrected: str
    newsletters: str | None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the paper, as search engines are told. All addresses are in full.

    `policies` are addresses by the property of schema.org's NewsMediaOrganization that they are.
    """

    url: str
    logo: Picture | None
    founded: int | None
    email: str | None
    same_as: tuple[str, ...]
    policies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Icons:
    """The paper's sign: for tabs, for telephones, and what says more of it; what a browser colours its own
    edge with, by day and at night.
    """

    tab: str
    plain: str
    touch: str
    manifest: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page shows of the paper. `assets` has each file of `layouts/assets/` by its name.

    `host` is what stands before a URL of this site to make it a full one, `https://www.example.org`.
    `language` and `direction` are those of the page and of our own words on it: the paper's, or an edition's
    on the edition's pages. The paper's title, its tagline and its sections are in `paper_language` there too.
    `accounts` are pages elsewhere that say they are the paper's, and may be believed since it says so too.
    `exports` are the forms in which other newsrooms find each article beside its page.
    """

    host: str
    title: str
    tagline: str
    paper_language: str
    paper_direction: Direction
    language: str
    direction: Direction
    home: str
    feed: str
    search: str | None
    indexes: IndexUrls
    sections: tuple[Nav, ...]
    editions: tuple[Nav, ...]
    standing: tuple[Nav, ...]
    policies: tuple[Nav, ...]
    newsletter: NewsletterBlock | None
    publisher: Publisher
    assets: Mapping[str, str]
    icons: Icons
    accounts: tuple[str, ...]
    exports: ExportRules


FEED_TYPES: Mapping[FeedFormat, tuple[str, str]] = {
    "rss": ("RSS", "application/rss+xml"),
    "atom": ("Atom", "application/atom+xml"),
    "json": ("JSON Feed", "application/feed+json"),
}
"""What a format of a feed is called, and its type."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed in one format: its title, where it stands, what the format is called, and its type."""

    title: str
    url: str
    format: str
    type: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same in another language: its tag, or `x-default` for readers of none of them. `url` is in full."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to browsers and search engines.

    `path` is its own address on this site, `canonical` where its content belongs, in full. `language` and
    `direction` are those of what the page is about, which need not be in the language of the page; `locale`
    is that language as OpenGraph wants it, empty where it can't be said. `feeds` are the site's feed in each
    of its formats, `own_feeds` the page's own, `near_feeds` those of what it belongs to; `trail` are the
    pages above it, below the front page; `alternates` are all versions of what stands here, itself among
    them, if there are several. `image` is what others show who link to it.
    """

    title: str
    description: str
    path: str
    canonical: str
    language: str
    direction: Direction
    locale: str = ""
    feeds: tuple[FeedLink, ...] = ()
    own_feeds: tuple[FeedLink, ...] = ()
    near_feeds: tuple[FeedLink, ...] = ()
    trail: tuple[Nav, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    image: SharedImage | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """An article in another language: the name of the language in itself, and where the article stands."""

    name: str
    url: str
    language: str
    direction: Direction
    is_original: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A section on the home page."""

    nav: Nav
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What was reported on one day; `day` is None for what nobody has dated."""

    day: date | None
    pieces: tuple[CoverageCard, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """An article in which something was put right, and what."""

    card: Card
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed among all others: the page that it follows, and its formats; addresses are in full.

    `url` is that of the format which most programs know.
    """

    title: str
    home: str
    url: str
    formats: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """The feeds of one kind of list."""

    heading: str
    feeds: tuple[ListedFeed, ...]
