"""Views: what each kind of page shows. A view's fields are exactly the names its layout may use.

Every view of a page has `site` and `head` besides its own. Times are in the site's timezone. URLs are
ready to be put into `href`. Where a page shows another page's article it has a `Card` of it, never the
article: what isn't on the card can change without touching the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from broadsheet.model import Correction, Kind, Update
    from broadsheet.plan.briefs import IndexKind
    from broadsheet.plan.pieces import (
        Block,
        Byline,
        Card,
        Corrected,
        CoverageCard,
        Day,
        FeedGroup,
        Head,
        Nav,
        NewsletterBox,
        Picture,
        SharedImage,
        SiteView,
        Version,
    )

ListKind: TypeAlias = Literal["section", "edition", "tag", "month"]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's own page. `origin` is set for a syndicated piece: the outlet and the original; `outlet` is
    the same outlet and its front page, or ours about it. `versions` are the article in other languages,
    `updates` the sections of a live one, the latest first. `shapes` are the image as search engines show it.
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
    shapes: tuple[SharedImage, ...]
    tags: tuple[Nav, ...]
    editions: tuple[Nav, ...]
    corrections: tuple[Correction, ...]
    updates: tuple[Update, ...]
    origin: Nav | None
    outlet: Nav | None
    versions: tuple[Version, ...]
    similar: tuple[CoverageCard, ...]
    more: tuple[Card, ...]
    story: Nav | None
    newer: Card | None
    earlier: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RepublishView:
    """An article as text to copy: who wrote it, whose it is, and where it stands; all addresses in full."""

    site: SiteView
    head: Head
    title: str
    names: tuple[str, ...]
    paper: str
    original: str
    image: Picture | None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page: the lead, what stands beside it, then the newest of each section. `newest` is when the
    newest article came out.
    """

    site: SiteView
    head: Head
    lead: Card | None
    seconds: tuple[Card, ...]
    latest: tuple[Card, ...]
    blocks: tuple[Block, ...]
    newest: datetime | None


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
    | RepublishView
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
