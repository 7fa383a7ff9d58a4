"""Views: what each kind of page shows. A view's fields are exactly the names its layout may use.

Every view of a page has `site` and `head` besides its own. Times are in the site's timezone. URLs are
ready to be put into `href`. Where a page shows another page's article it has a `Card` of it, never the
article: what isn't on the card can change without touching the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from broadsheet.model import Correction, Kind
    from broadsheet.plan.briefs import IndexKind
    from broadsheet.plan.languages import Direction

ListKind: TypeAlias = Literal["section", "edition", "tag", "month"]


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

    `words` are what both say, `hours` how much later than the article the piece came out (None: nobody
    knows), `score` between 0 and 1 how sure the match is.
    """

    words: tuple[str, ...]
    hours: int | None
    score: float


@dataclass(frozen=True, slots=True)
class CoverageCard:
    """One piece of similar news. `is_ours` when it is an article of this paper.

    `why` is None where an editor put it there. `also_at` are other outlets with the same text.
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
    """Where everything is listed: months, tags, authors, outlets, stories; feeds and corrections."""

    archive: str
    tags: str
    authors: str
    sources: str
    stories: str
    feeds: str
    corrected: str


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
class SiteView:
    """What every page shows of the paper. `assets` has each file of `layouts/assets/` by its name.

    `host` is what stands before a URL of this site to make it a full one, `https://www.example.org`.
    `language` and `direction` are those of the page and of our own words on it: the paper's, or an edition's
    on the edition's pages. The paper's title, its tagline and its sections are in `paper_language` there too.
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
    is that language as OpenGraph wants it, empty where it can't be said. `feeds` are the site's and the
    page's own; `trail` are the pages above it, below the front page; `alternates` are all versions of what
    stands here, itself among them, if there are several. `image` is what others show who link to it.
    """

    title: str
    description: str
    path: str
    canonical: str
    language: str
    direction: Direction
    locale: str = ""
    feeds: tuple[Nav, ...] = ()
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
class ArticleView:
    """An article's own page. `origin` is set for a syndicated piece: the outlet and the original; `outlet` is
    the same outlet and its front page, or ours about it. `versions` are the article in other languages.
    """

    site: SiteView
    head: Head
    title: str
    standfirst: str
    kind: Kind
    section: Nav | None
    dateline: str
    bylines: tuple[Byline, ...]
    published: datetime
    updated: datetime | None
    image: Picture | None
    tags: tuple[Nav, ...]
    editions: tuple[Nav, ...]
    corrections: tuple[Correction, ...]
    origin: Nav | None
    outlet: Nav | None
    versions: tuple[Version, ...]
    similar: tuple[CoverageCard, ...]
    more: tuple[Card, ...]
    story: Nav | None
    newer: Card | None
    earlier: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section on the home page."""

    nav: Nav
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: the lead, what stands beside it, then the newest of each section."""

    site: SiteView
    head: Head
    lead: Card | None
    seconds: tuple[Card, ...]
    latest: tuple[Card, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list of articles. `number` is None on the front."""

    site: SiteView
    head: Head
    kind: ListKind
    heading: str
    description: str
    cards: tuple[Card, ...]
    number: int | None
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class AuthorView:
    """A page of an author's articles, under who they are."""

    site: SiteView
    head: Head
    name: str
    bio: str
    email: str | None
    url: str | None
    cards: tuple[Card, ...]
    number: int | None
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A page of the coverage that we linked from one outlet."""

    site: SiteView
    head: Head
    name: str
    url: str | None
    links: tuple[CoverageCard, ...]
    number: int | None
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """What was reported on one day; `day` is None for what nobody has dated."""

    day: date | None
    pieces: tuple[CoverageCard, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """A page of a story: our articles and others' coverage of one event, the oldest first."""

    site: SiteView
    head: Head
    heading: str
    days: tuple[Day, ...]
    number: int | None
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """An article in which something was put right, and what."""

    card: Card
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class CorrectedView:
    """A page of all that was put right, what was last first."""

    site: SiteView
    head: Head
    heading: str
    articles: tuple[Corrected, ...]
    number: int | None
    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """The feeds of one kind of list, their addresses in full."""

    heading: str
    feeds: tuple[Nav, ...]


@dataclass(frozen=True, slots=True)
class FeedsView:
    """All feeds, for readers; `opml` is the path of the same for their programs."""

    site: SiteView
    head: Head
    heading: str
    groups: tuple[FeedGroup, ...]
    opml: str


@dataclass(frozen=True, slots=True)
class OpmlView:
    """All feeds, for programs. It shows nothing else of the site: what does not change is not made again."""

    title: str
    language: str
    groups: tuple[FeedGroup, ...]


@dataclass(frozen=True, slots=True)
class NewslettersView:
    """The page to sign up for newsletters on. `newsletters` are all, also where there is no form yet."""

    site: SiteView
    head: Head
    heading: str
    newsletters: tuple[NewsletterBox, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """All tags, authors, sources, stories or months. All but the months are names whose language nobody
    knows.
    """

    site: SiteView
    head: Head
    kind: IndexKind
    heading: str
    entries: tuple[Nav, ...]


@dataclass(frozen=True, slots=True)
class StandingView:
    """A standing page: about, corrections policy, privacy."""

    site: SiteView
    head: Head
    title: str
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """What is shown where nothing is."""

    site: SiteView
    head: Head
    latest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page on which readers search. `volumes` are the folders of the index, newest first."""

    site: SiteView
    head: Head
    volumes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedirectView:
    """What stands at an alias: the way to `target`."""

    site: SiteView
    head: Head
    target: str


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article in a feed, or another outlet's piece. `guid` is permanent; `url` and all else may change.

    `authors` are names: the outlet's where a piece has no author of ours. `image` has its address in full;
    `origin` is the outlet and the original of a piece that isn't ours.
    """

    guid: str
    url: str
    title: str
    summary: str
    language: str
    direction: Direction
    image: Picture | None
    corrections: tuple[Correction, ...]
    origin: Nav | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed, newest first. `url` is its own address, `home` that of the page it follows; both in full."""

    title: str
    description: str
    url: str
    home: str
    language: str
    items: tuple[FeedItem, ...]


View: TypeAlias = (
    ArticleView
    | HomeView
    | ListView
    | AuthorView
    | SourceView
    | StoryView
    | CorrectedView
    | FeedsView
    | OpmlView
    | NewslettersView
    | IndexView
    | StandingView
    | NotFoundView
    | SearchView
    | RedirectView
)


@dataclass(frozen=True, slots=True)
class Body:
    """The prose that a page shows, by the path of its document: its language, and what its links and its
    images become.
    """

    document: str
    language: str
    addresses: tuple[tuple[str, str | None], ...]
    pictures: tuple[tuple[str, Picture], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page comes from: what to name when two pages want one address, and what was being rendered."""

    path: str
    line: int
    column: int
    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """One URL and the value it is rendered from by the layout of that name.

    A layout that shows prose gets it as `body`, HTML, besides the view's fields.
    """

    path: str
    layout: str
    view: View
    body: Body | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed: its path and view, and the prose of its items in their order."""

    path: str
    view: FeedView
    bodies: tuple[Body, ...]
    origin: Origin
