"""Briefs: what one page is made from, gathered from the newsroom, small enough to hand to another process.

A brief is to a page what arguments are to a function: the page is composed from it and from the desk, and
from nothing else. Documents, cards and coverage are in it as they were kept, packed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from broadsheet.plan.coverage import Covered
    from broadsheet.plan.views import Origin
    from broadsheet.rules import FeedFormat, FeedText

IndexKind: TypeAlias = Literal["tags", "archive", "authors", "sources", "stories"]
Feeds: TypeAlias = tuple[tuple[str, str], ...]
Stands: TypeAlias = tuple[tuple[str, str | None], ...]
"""The paths at which the internal targets of a body stand; None where one isn't out."""


MapEntry: TypeAlias = tuple[bytes, tuple[bytes, ...]]
"""What a sitemap says of an article: its notice, and the cards of its other versions."""


class ArticleBrief(NamedTuple):
    """An article's own page: its entry, what stands under it, its story (name and title) if that has a page,
    its neighbours in its section, and the cards of its other versions, the original first.
    """

    entry: bytes
    stands: Stands
    similar: tuple[Covered, ...]
    more: tuple[bytes, ...]
    story: tuple[str, str] | None
    newer: bytes | None
    earlier: tuple[bytes, ...]
    versions: tuple[bytes, ...]


class StandingBrief(NamedTuple):
    """A page that is not news."""

    entry: bytes
    stands: Stands


class AliasBrief(NamedTuple):
    """What stands at an alias: the title of the page that it leads to, its language, and that page's path."""

    title: str
    language: str
    target: str


class RedirectBrief(NamedTuple):
    """What stands at a path of `redirects.yaml`: the path or URL that it leads to."""

    target: str


class HomeBrief(NamedTuple):
    """The front page: the cards of its parts."""

    lead: bytes | None
    seconds: tuple[bytes, ...]
    latest: tuple[bytes, ...]
    blocks: tuple[tuple[str, tuple[bytes, ...]], ...]


class NotFoundBrief(NamedTuple):
    """What is sent where nothing stands."""

    latest: tuple[bytes, ...]


class LeafBrief(NamedTuple):
    """One page of a list: the list's name and title, and its place among the pages of the list.

    A month has no title here: it is named in the language of the page. What the list of corrections shows of
    an article has these beside its card.
    """

    name: str
    title: str
    number: int | None
    newer: str | None
    older: str | None
    cards: tuple[bytes, ...]


class IndexBrief(NamedTuple):
    """All of a kind: titles and paths, newest first in the `archive`, whose titles are names of months."""

    kind: IndexKind
    entries: tuple[tuple[str, str], ...]


class FeedsBrief(NamedTuple):
    """The list of all feeds: the name of each list that has any, and its title if it has one."""

    entries: Feeds


class OpmlBrief(NamedTuple):
    """The same, for programs."""

    entries: Feeds


class NewslettersBrief(NamedTuple):
    """The page to sign up for newsletters on: all of it is the site's own."""


class SearchBrief(NamedTuple):
    """The search page: the names of the volumes of the index, newest first."""

    volumes: tuple[str, ...]


class ItemBrief(NamedTuple):
    """An item of a feed: its document, its entry, where its links lead, and what stands under it."""

    path: str
    entry: bytes
    stands: Stands
    similar: tuple[Covered, ...]


class FeedBrief(NamedTuple):
    """The feed of a list, in one format: the list's name and title (empty: of the site), and its items.

    `older` and `newer` are the paths of the parts of the archive beside it. Only a part of the archive is of
    a `month/…`.
    """

    name: str
    title: str
    format: FeedFormat
    text: FeedText
    items: tuple[ItemBrief, ...]
    older: str | None = None
    newer: str | None = None


class MapBrief(NamedTuple):
    """The sitemap of a month, or a part of it, oldest first: of each article its notice, and the cards of its
    other versions.
    """

    entries: tuple[MapEntry, ...]


class PagesMapBrief(NamedTuple):
    """The sitemap of all that isn't an article: paths, and moments in microseconds since 1970."""

    pages: tuple[tuple[str, int | None], ...]


class MapIndexBrief(NamedTuple):
    """The sitemap of the sitemaps, as above."""

    sitemaps: tuple[tuple[str, int | None], ...]


class NewsMapBrief(NamedTuple):
    """The sitemap of what is news: notices, newest first."""

    notices: tuple[bytes, ...]


class NinjsBrief(NamedTuple):
    """An article for other newsrooms' programs."""

    entry: bytes
    stands: Stands


class RepublishBrief(NamedTuple):
    """An article as text to copy."""

    entry: bytes
    stands: Stands


class FileBrief(NamedTuple):
    """A file that programs ask every site for: all of it is in the configuration."""

    path: str


MapsBrief: TypeAlias = MapBrief | PagesMapBrief | MapIndexBrief | NewsMapBrief


Brief: TypeAlias = (
    ArticleBrief
    | StandingBrief
    | AliasBrief
    | RedirectBrief
    | HomeBrief
    | NotFoundBrief
    | LeafBrief
    | IndexBrief
    | FeedsBrief
    | OpmlBrief
    | NewslettersBrief
    | SearchBrief
    | FeedBrief
    | MapsBrief
    | FileBrief
    | NinjsBrief
    | RepublishBrief
)


class Assignment(NamedTuple):
    """A page to be made: where, of what, for whom (`unit`: a document, a list …), and whose words to name.

    What caches know the page by follows from the unit, or is what it `belongs` to, itself first:
    `article/ID`, `section/world`, `story/merpauh-flood`.
    """

    path: str
    unit: str
    brief: Brief
    origin: Origin
    belongs: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents whose prose the page shows, in their order."""
        if isinstance(self.brief, FeedBrief):
            return tuple(one.path for one in self.brief.items) if self.brief.text == "full" else ()
        shows = ArticleBrief | StandingBrief | NinjsBrief | RepublishBrief
        return (self.unit,) if isinstance(self.brief, shows) else ()
