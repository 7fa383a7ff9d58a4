"""Newsroom: everything that is out, arranged in lists. What planning asks of it, and what its lists are
called.

A list is newest first. Its name says what it is of: `section/world`, `edition/malaysia`, `tag/panjshir`,
`month/2021/09`, `author/aisha-rahman`, `source/northwire`, `story/merpauh-flood`, `newsletter/morning` (of
one that chooses its articles); `articles` and `links` have everything, `corrected` has the articles in which
anything was put right, by when that was last. For sitemaps there are `map/2021-09`, the articles of a month
that belong to us, and `revised/2021-09`, the same by when they were last changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from broadsheet.config import Config
    from broadsheet.match.similar import Match
    from broadsheet.model import Article
    from broadsheet.plan.facts import Facts

ARTICLES, LINKS, CORRECTED = "articles", "links", "corrected"
MAP, REVISED = "map", "revised"


class Member(NamedTuple):
    """One thing in a list: its place there, and the path of its document."""

    at: int
    id: str
    path: str

    @property
    def key(self) -> tuple[int, str]:
        """Its place in the list, oldest first."""
        return (self.at, self.id)


class Tally(NamedTuple):
    """A list: its name, how many there are in it, when its newest is from, and when anything on its front was
    last changed.
    """

    name: str
    size: int
    newest: int
    revised: int


class Newsroom(Protocol):
    """What planning asks of everything that is out."""

    def size(self, name: str) -> int:
        """How many there are in a list."""

    def members(self, name: str, start: int, stop: int) -> Sequence[Member]:
        """Those from place `start` to before `stop` of a list, which is newest first."""

    def older_than(self, name: str, key: tuple[int, str]) -> int:
        """How many in a list are older than this place."""

    def beside(self, name: str, key: tuple[int, str], newer: int, older: int) -> Sequence[Member]:
        """The `newer` next newer and the `older` next older ones than a place in a list, newest first."""

    def oldest(self, name: str) -> Member | None:
        """The oldest in a list."""

    def lists(self, kind: str) -> Mapping[str, str]:
        """The lists of a kind (`tag`) that have anything in them: their title by their name."""

    def longest(self, kind: str, least: int) -> Sequence[Tally]:
        """The lists of a kind that have at least so many in them, the longest first."""

    def revised(self, name: str) -> int | None:
        """When anything on the front of a list was last changed; None where there is nothing."""

    def notices(self, name: str, start: int, stop: int) -> Sequence[bytes]:
        """What sitemaps say of those from place `start` to before `stop` of a list, newest first."""

    def lately(self, since: int) -> Iterator[bytes]:
        """What sitemaps say of the articles that came out after a moment, the last to come out first."""

    def originals(self) -> frozenset[str]:
        """The ids of the articles that any document is a translation of."""

    def card(self, path: str) -> bytes:
        """What other pages show of a document."""

    def facts(self, path: str) -> Facts:
        """What is known of a document that is out."""

    def called(self, names: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """The documents that are out and name one of these (`id:…`, `file:…`, `page:…`), by the name."""

    def entry(self, path: str) -> bytes:
        """The entry of a document, packed; its prose without the HTML."""

    def translations(self, id_: str) -> Sequence[Facts]:
        """The articles that are translations of this one."""

    def filed_for(self, id_: str) -> Sequence[Facts]:
        """The links that are filed for an article, newest first."""

    def matched(self, id_: str) -> tuple[Sequence[Match], Sequence[str]]:
        """What stands under an article without anybody's having picked it, the best first: links, and the
        ids of other articles of ours.
        """

    def story(self, id_: str) -> tuple[str, str] | None:
        """The name and the title of the story that a document is in, if it has a page."""

    def standing(self) -> Sequence[Facts]:
        """The standing pages, by path."""

    def by_id(self, id_: str) -> Facts | None:
        """The article or link of this id, if it is out."""

    def paths(self, kind: str) -> Iterable[str]:
        """The documents of a kind (`article`, `page`) that are out, newest first."""

    def kind(self, path: str) -> str:
        """What a document that is out is: `article`, `link` or `page`; empty of what isn't out."""

    def redirects(self, paths: Sequence[str] | None) -> Sequence[tuple[str, str]]:
        """Where those of these paths (None: of all) lead that stand in `redirects.yaml`, but for what is
        gone.
        """

    def old_feeds(self) -> Mapping[str, Sequence[str]]:
        """The old paths of feeds in `redirects.yaml`, by the feed to which they lead."""

    def stands(self, path: str) -> bool:
        """Whether there is anything at a path of the site."""


def editions_of(article: Article, config: Config) -> tuple[str, ...]:
    """The editions an article names and those its section belongs to, each once."""
    by_section = [edition.slug for edition in config.editions.values() if article.section in edition.sections]
    return tuple(dict.fromkeys((*article.editions, *by_section)))


def newsletters_of(article: Article, config: Config) -> tuple[str, ...]:
    """The newsletters that choose an article, by its section or by a tag; not those that take everything."""
    tags = {slug(tag) for tag in article.tags}
    return tuple(
        one.slug
        for one in config.newsletters.values()
        if article.section in one.sections or not tags.isdisjoint(one.tags)
    )
