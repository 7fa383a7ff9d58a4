"""Facts: what the newsroom must know of a document to put it in its places, without opening it again.

They are made once, when the document is read, and kept. Everything a build does to an archive of a hundred
thousand documents it does with these; the documents themselves are opened only for their own pages.
"""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.model import Article, Link, PickedId
from broadsheet.plan import urls
from broadsheet.plan.newsroom import ARTICLES, CORRECTED, LINKS, MAP, REVISED, editions_of, newsletters_of
from broadsheet.read import targets
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.config import Config
    from broadsheet.model import Correction, Entry, Image, Kind, PickedInline, StandingPage

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
BEFORE_ALL = (datetime(1, 1, 2, tzinfo=UTC) - _EPOCH) // _MICROSECOND
"""Where what has no date stands: behind everything that has one."""
PICTURES = 30
"""Pictures of one article that a sitemap names: Google reads a thousand, but a sitemap must stay below 50 MB.
"""


class Named(NamedTuple):
    """A place in a document that names something else, and the name under which that is known here.

    `name` is `id:…`, `file:…` (a path below `content/`) or `page:…` (a path on this site); empty where the
    target can be none of these.
    """

    key: str
    target: str
    name: str
    line: int
    column: int


class Use(NamedTuple):
    """A file of `media/` that a document shows or links to, by its path below `content/`.

    `how` is `head/40/30` at the head of an article (with what must not be cut off: 40 % from the left, 30 %
    from the top), `body` as a picture in the text, and `file` where it is linked to as it is.
    """

    path: str
    how: str


class Times(NamedTuple):
    """When a document is out: microseconds since 1970, None where it doesn't say."""

    published: int | None
    embargo: int | None
    expires: int | None
    draft: bool


class Facts(NamedTuple):
    """What is known of one document. `at` orders it among others, newest first, ties broken by `id`.

    `kind` is `article`, `link` or `page`; `address` its path on the site, empty for a link. `lists` are
    those it stands in, `tags` their slugs as this document spells them. `story` is the name that its editor
    has given its story, empty where none has; `original` the id of the article that it is a translation of.
    `card` is what other pages show of it, `notice` what sitemaps do; `pictures` are the files it uses.
    `places` are line and column of its slug and of its aliases. `revised` is when it was last changed, as it
    says itself.
    """

    path: str
    kind: str
    id: str
    at: int
    times: Times
    address: str
    aliases: tuple[str, ...]
    lists: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    names: tuple[Named, ...]
    picks: tuple[PickedId | PickedInline, ...]
    filed_for: tuple[str, ...]
    story: str
    original: str
    pictures: tuple[Use, ...]
    card: bytes
    places: tuple[tuple[int, int], tuple[int, int]]
    id_place: tuple[int, int]
    corrections: tuple[Correction, ...] = ()
    notice: bytes = b""
    revised: int = BEFORE_ALL

    def key_in(self, name: str) -> tuple[int, str]:
        """Its place in a list: that of corrections goes by when something was last put right, one by when
        anything was last changed.
        """
        if name == CORRECTED:
            return (max(moment(one.date) for one in self.corrections), self.id)
        return (self.revised, self.id) if name.startswith(f"{REVISED}/") else self.key

    def shown_in(self, name: str) -> tuple[object, ...]:
        """All that the pages of a list show of it."""
        if name == CORRECTED:
            return (self.card, self.corrections)
        kind = name.partition("/")[0]
        return () if kind == REVISED else (self.notice if kind == MAP else self.card,)

    @property
    def key(self) -> tuple[int, str]:
        """Its place in a list: oldest first, two of the same moment by id, so that no order hangs on the
        disk.
        """
        return (self.at, self.id)

    @property
    def brings(self) -> Iterator[str]:
        """The paths that stand on the site because this document is out."""
        if self.address:
            yield self.address
        yield from map(urls.alias, self.aliases)
        for name in self.lists:
            kind, _, rest = name.partition("/")
            if kind == "month":
                yield f"/{rest}/"
            elif kind == "tag":
                yield urls.tag(rest)


class CardFacts(NamedTuple):
    """What other pages show of an article, before it is known where the site stands. `is_ours` unless it is
    a syndicated piece.
    """

    path: str
    id: str
    title: str
    published: datetime
    section: str | None
    kind: Kind
    summary: str
    image: Image | None
    language: str
    is_ours: bool


class CoverFacts(NamedTuple):
    """What pages show of another outlet's piece. `published` is None where nobody said."""

    title: str
    url: str
    source: str
    published: datetime | None
    summary: str
    paywall: bool
    language: str


class Notice(NamedTuple):
    """What sitemaps say of a document, before it is known where the site stands. Moments are microseconds
    since 1970; it `came` out with its date or its embargo's end, and `revised` is None where nobody said.
    `is_ours` unless it is a syndicated piece. `original` is the id of what it is a translation of.
    `pictures` are files of `media/`, the one at its head first.
    """

    path: str
    id: str
    title: str
    language: str
    original: str
    came: int
    revised: int | None
    pictures: tuple[str, ...]
    is_ours: bool = True


class NavFacts(NamedTuple):
    """What menus show of a standing page."""

    title: str
    path: str
    language: str


def of(entry: Entry, config: Config | None) -> Facts:
    """What is to be known of an entry. Without a `config` (it has problems of its own) it stands in no
    edition and no newsletter.
    """
    item = entry.item
    if isinstance(item, Article):
        return _article(entry, item, config)
    if isinstance(item, Link):
        return _link(entry, item)
    return _standing(entry, item)


def moment(when: datetime) -> int:
    """Microseconds since 1970: how moments are compared and kept."""
    return (when - _EPOCH) // _MICROSECOND


def _article(entry: Entry, item: Article, config: Config | None) -> Facts:
    tags = tuple({slug(tag): tag for tag in reversed(item.tags)}.items())
    lists = [ARTICLES, f"month/{item.published:%Y/%m}"]
    if item.section is not None:
        lists.append(f"section/{item.section}")
    lists += [f"edition/{one}" for one in (editions_of(item, config) if config else ())]
    lists += [f"newsletter/{one}" for one in (newsletters_of(item, config) if config else ())]
    lists += [f"author/{one}" for one in item.authors]
    lists += [f"tag/{one}" for one, _ in tags]
    if item.corrections:
        lists.append(CORRECTED)
    if item.source_url is None:  # a syndicated piece belongs into its own outlet's sitemap
        lists += [f"{MAP}/{item.published:%Y-%m}", f"{REVISED}/{item.published:%Y-%m}"]
    address = urls.article(item)
    revised = max(map(moment, _changes(item)))
    card = CardFacts(
        address, item.id, item.title, item.published, item.section, item.kind, item.summary, item.image,
        item.language, item.source_url is None,
    )  # fmt: skip
    return Facts(
        item.path, "article", item.id, moment(item.published),
        Times(moment(item.published), _moment(item.embargo), _moment(item.expires), item.draft),
        address, item.aliases, tuple(dict.fromkeys(lists)), tags, _names(entry), item.picks, (),
        item.story or "", item.translation_of or "", _uses(entry), _packed(card), _places(entry),
        entry.place("id"), item.corrections, _notice(entry, item, address, revised), revised,
    )  # fmt: skip


def _link(entry: Entry, item: Link) -> Facts:
    cover = CoverFacts(
        item.title, item.url, item.source, item.published, item.excerpt, item.paywall, item.language
    )
    at = BEFORE_ALL if item.published is None else moment(item.published)
    return Facts(
        item.path, "link", item.id, at, Times(_moment(item.published), None, None, draft=False), "", (),
        (LINKS, f"source/{item.source}"), (), _names(entry), (), item.articles, item.story or "", "", (),
        _packed(cover), _places(entry), entry.place("id"),
    )  # fmt: skip


def _standing(entry: Entry, item: StandingPage) -> Facts:
    address = urls.standing(item)
    return Facts(
        item.path, "page", item.id, BEFORE_ALL, Times(None, None, None, item.draft), address, item.aliases,
        (), (), _names(entry), (), (), "", "", _uses(entry),
        _packed(NavFacts(item.title, address, item.language)), _places(entry), entry.place("id"), (),
        _packed(
            Notice(address, item.id, item.title, item.language, "", BEFORE_ALL, _moment(item.updated), ())
        ),
    )  # fmt: skip


def _changes(item: Article) -> Iterator[datetime]:
    """When anything was changed in an article, as it says itself; it has come out with its embargo's end."""
    yield item.published
    if item.embargo:
        yield item.embargo
    if item.updated:
        yield item.updated
    yield from (one.date for one in item.corrections)


def _notice(entry: Entry, item: Article, address: str, revised: int) -> bytes:
    head = [item.image.src] if item.image else []
    shown = sorted(targets.resolve(one, item.path) for one in entry.prose.shown)
    pictures = tuple(dict.fromkeys((*head, *shown)))[:PICTURES]
    return _packed(
        Notice(
            address, item.id, item.title, item.language, item.translation_of or "",
            moment(max(item.published, item.embargo or item.published)), revised, pictures,
            item.source_url is None,
        )
    )  # fmt: skip


def _names(entry: Entry) -> tuple[Named, ...]:
    return tuple(
        Named(one.key, one.target, name_of(one.key, one.target, entry.item.path), one.line, one.column)
        for one in entry.mentions
    )


def name_of(key: str, target: str, document: str) -> str:
    """The name under which what a document names is known here, as in `Named`."""
    if key in ("similar", "for", "translation_of"):
        return f"id:{target}"
    if key == "image.src":
        return f"file:{targets.resolve(target, document)}"
    match targets.kind(target):
        case "document" | "media":
            return f"file:{targets.resolve(target, document)}"
        case "page":
            return f"page:{targets.unquoted(target)}"
    return ""


def _uses(entry: Entry) -> tuple[Use, ...]:
    item, prose = entry.item, entry.prose
    found = [Use(targets.resolve(one, item.path), "body") for one in prose.shown]
    found += [Use(targets.resolve(one, item.path), "file") for one in prose.linked]
    image = item.image if isinstance(item, Article) else None
    if image:
        found.append(Use(image.src, f"head/{image.focus[0]}/{image.focus[1]}"))
    return tuple(sorted(set(found)))


def _places(entry: Entry) -> tuple[tuple[int, int], tuple[int, int]]:
    return (entry.place("slug"), entry.place("aliases"))


def _moment(when: datetime | None) -> int | None:
    return None if when is None else moment(when)


def _packed(facts: CardFacts | CoverFacts | NavFacts | Notice) -> bytes:
    return pickle.dumps(facts, 5)
