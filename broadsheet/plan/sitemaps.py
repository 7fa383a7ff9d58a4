"""Sitemaps: which addresses search engines are told of, and what is news to them.

Each month of articles is a sitemap of its own, so that a new article re-makes one of them, and an old month
stays as it is. All stand at the root of the site: a sitemap may only name what is below its own folder.
"""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from broadsheet.plan import fronts, showing, urls, versions
from broadsheet.plan.briefs import Assignment, MapBrief, MapIndexBrief, NewsMapBrief, PagesMapBrief
from broadsheet.plan.facts import BEFORE_ALL
from broadsheet.plan.lists import Reach
from broadsheet.plan.mapviews import Announced, Located, MapIndexView, NewsMapView, Sheet, UrlSetView
from broadsheet.plan.newsroom import CORRECTED, MAP, REVISED
from broadsheet.plan.views import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from broadsheet.config import Config
    from broadsheet.plan.briefs import MapEntry, MapsBrief
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.facts import Notice
    from broadsheet.plan.lists import Key
    from broadsheet.plan.newsroom import Newsroom
    from broadsheet.plan.touched import Touched

UNIT = "sitemaps"
IN_A_SHARD = 10_000
"""Articles of a month in one sitemap. There may be 50,000 in 50 MB; with pictures and translations an article
takes up to 4 kB, and a smaller file is sooner made anew."""
MOST = 50_000
MOST_NEWS = 1000
NEWS_FOR = 48 * 3_600_000_000
"""Microseconds: for how long an article is news to Google."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def assignments(newsroom: Newsroom, touched: Touched, config: Config) -> Iterator[Assignment]:
    """Every sitemap that may differ from what was made of it."""
    moved = {name: reach for name, reach in touched.lists.items() if reach.is_felt}
    is_missing = UNIT in touched.documents
    yield from _shards(newsroom, touched)
    if touched.everything or touched.lists or is_missing or _has_page(touched.documents, newsroom):
        brief = PagesMapBrief(tuple(_pages(newsroom, config)))
        yield Assignment(urls.PAGES_MAP, UNIT, brief, _in_site_yaml())
    if touched.everything or moved or is_missing:
        yield Assignment(urls.SITEMAP, UNIT, MapIndexBrief(tuple(_sitemaps(newsroom))), _in_site_yaml())
    if config.sitemaps.news:  # the clock alone may change it
        shown = NewsMapBrief(tuple(news(newsroom, touched.now)))
        yield Assignment(urls.NEWS_MAP, UNIT, shown, _in_site_yaml())


def addresses(config: Config) -> tuple[str, ...]:
    """Where the sitemaps stand that every site has."""
    return (urls.SITEMAP, urls.PAGES_MAP, *((urls.NEWS_MAP,) if config.sitemaps.news else ()))


def named(config: Config) -> tuple[str, ...]:
    """Those that crawlers are told of; the others are named in the first."""
    return (urls.SITEMAP, *((urls.NEWS_MAP,) if config.sitemaps.news else ()))


def shards(name: str, size: int) -> Iterator[str]:
    """Where the sitemaps of a month of so many articles stand, the one of its oldest first."""
    for part in range(-(-size // IN_A_SHARD)):
        yield urls.month_map(name.partition("/")[2], part + 1)


def news(newsroom: Newsroom, now: int) -> list[bytes]:
    """The notices of what is news at a moment, newest first."""
    ours = (packed for packed in newsroom.lately(now - NEWS_FOR) if _notice(packed).is_ours)
    return list(islice(ours, MOST_NEWS))


def next_change(newsroom: Newsroom, now: int) -> int | None:
    """When the oldest of what is news is news no longer, in microseconds since 1970."""
    shown = news(newsroom, now)
    return _notice(shown[-1]).came + NEWS_FOR if shown else None


def compose(path: str, brief: MapsBrief, origin: Origin, desk: Desk) -> Sheet:
    """A sitemap."""
    match brief:
        case MapBrief():
            return Sheet(
                path,
                UrlSetView(tuple(_article(one, desk) for one in brief.entries)),
                origin,
                desk.config.language,
            )
        case PagesMapBrief():
            return Sheet(path, UrlSetView(_located(brief.pages, desk)), origin, desk.config.language)
        case MapIndexBrief():
            return Sheet(path, MapIndexView(_located(brief.sitemaps, desk)), origin, desk.config.language)
        case NewsMapBrief():
            return Sheet(
                path,
                NewsMapView(tuple(_announced(one, desk) for one in brief.notices)),
                origin,
                desk.config.language,
            )


def _shards(newsroom: Newsroom, touched: Touched) -> Iterator[Assignment]:
    """The sitemaps of the months in which something came, went, or says something else of itself."""
    reaches = {name: reach for name, reach in touched.lists.items() if name.startswith(f"{MAP}/")}
    if touched.everything:
        wanted = {one.name: set(range(-(-one.size // IN_A_SHARD))) for one in newsroom.longest(MAP, 1)}
    else:
        for name, key in _regrouped(newsroom, touched):
            reaches.setdefault(name, Reach()).cards.add(key)
        wanted = {
            name: _parts(newsroom.size(name), reach, partial(newsroom.older_than, name))
            for name, reach in reaches.items()
        }
    translated = newsroom.originals() if any(wanted.values()) else frozenset()
    for name in sorted(wanted):
        where = tuple(shards(name, newsroom.size(name)))
        for part in sorted(wanted[name]):
            entries = _entries(name, part, translated, newsroom)
            yield Assignment(where[part], name, MapBrief(entries), _in_site_yaml())


def _regrouped(newsroom: Newsroom, touched: Touched) -> Iterator[tuple[str, Key]]:
    """The places of articles of which another version has come, gone or moved."""
    for id_ in sorted(touched.regrouped):
        original = newsroom.by_id(id_)
        for one in (*((original,) if original else ()), *newsroom.translations(id_)):
            yield from ((name, one.key) for name in one.lists if name.startswith(f"{MAP}/"))


def _parts(size: int, reach: Reach, older_than: Callable[[Key], int]) -> set[int]:
    """Which sitemaps of a month a change may show in, counted from its oldest."""
    every = set(range(-(-size // IN_A_SHARD)))
    if reach.whole:
        return every
    found = {older_than(key) // IN_A_SHARD for key in reach.cards}
    if reach.moved is not None:
        found |= {part for part in every if part >= older_than(reach.moved) // IN_A_SHARD}
    return found & every


def _entries(name: str, part: int, translated: frozenset[str], newsroom: Newsroom) -> tuple[MapEntry, ...]:
    """What the sitemap says of each article, the oldest first."""
    size = newsroom.size(name)
    newest = max(size - (part + 1) * IN_A_SHARD, 0)
    notices = newsroom.notices(name, newest, size - part * IN_A_SHARD)
    return tuple((one, _others(one, translated, newsroom)) for one in reversed(notices))


def _others(packed: bytes, translated: frozenset[str], newsroom: Newsroom) -> tuple[bytes, ...]:
    """The cards of an article's other versions. Most papers have none, and then no article is asked."""
    if not translated:
        return ()
    one = _notice(packed)
    if not one.original and one.id not in translated:
        return ()
    facts = newsroom.by_id(one.id)
    return versions.others(facts, newsroom) if facts else ()


def _pages(newsroom: Newsroom, config: Config) -> Iterator[tuple[str, int | None]]:
    """All that isn't an article, with when anything that it shows was last changed: what readers may want to
    find.

    Left out are numbered pages and months, whose articles have sitemaps of their own; other outlets, whose
    pages show nothing of ours; and tags of few articles. Where there are too many, the shortest lists go.
    """
    found: list[tuple[str, int | None]] = [(urls.HOME, fronts.revised(newsroom, config))]
    standing = (_notice(one.notice) for one in newsroom.standing())
    found += [(one.path, one.revised) for one in standing]
    indexes = ((urls.ARCHIVE, "month"), (urls.AUTHORS, "author"), (urls.TAGS, "tag"), (urls.STORIES, "story"))
    found += [(path, None) for path, kind in indexes if newsroom.lists(kind)]
    found += [(urls.NEWSLETTERS, None)] if config.newsletters else []
    put_right = newsroom.revised(CORRECTED)
    found += [] if put_right is None else [(urls.CORRECTED, put_right)]
    for kind, least in (
        ("section", 1),
        ("edition", 1),
        ("author", 1),
        ("story", 1),
        ("tag", config.sitemaps.tags),
    ):
        some = newsroom.longest(kind, least)[: MOST - len(found)]
        found += [(urls.front(one.name), one.revised) for one in sorted(some)]
    return iter(found)


def _sitemaps(newsroom: Newsroom) -> Iterator[tuple[str, int | None]]:
    """The sitemaps of the index, each with when anything in it was last changed.

    Of a month in several parts nobody has counted that for each, and what isn't known isn't said.
    """
    yield urls.PAGES_MAP, None
    for month in sorted(newsroom.longest(REVISED, 1)):
        where = tuple(shards(month.name, month.size))
        yield from ((path, month.newest if len(where) == 1 else None) for path in where)


def _has_page(documents: Iterable[str], newsroom: Newsroom) -> bool:
    """Whether any of them is a standing page."""
    return any(newsroom.kind(path) == "page" for path in documents)


def _article(entry: MapEntry, desk: Desk) -> Located:
    packed, others = entry
    one = _notice(packed)
    cards = tuple(pickle.loads(card) for card in others)  # noqa: S301 - packed by us, and their sums are right
    pictures = (desk.picture_for_elsewhere(showing.in_a_text(path)) for path in one.pictures)
    return Located(
        desk.base.absolute(one.path),
        _moment(one.revised, desk),
        tuple(picture.url for picture in pictures if picture),
        versions.group(one.id, one.language, one.path, one.original, cards, desk.base),
    )


def _located(pages: Sequence[tuple[str, int | None]], desk: Desk) -> tuple[Located, ...]:
    return tuple(Located(desk.base.absolute(path), _moment(at, desk)) for path, at in pages)


def _announced(packed: bytes, desk: Desk) -> Announced:
    one, config = _notice(packed), desk.config
    published = _moment(one.came, desk)
    assert published  # noqa: S101 - an article has one
    paper = config.sitemaps.news_name or config.title
    return Announced(desk.base.absolute(one.path), paper, _news_language(one.language), published, one.title)


def _news_language(tag: str) -> str:
    """A language as Google News writes it: by ISO 639, Chinese as `zh-cn` or `zh-tw`."""
    language = tag.lower().partition("-")[0]
    if language != "zh":
        return language
    return "zh-tw" if tag.lower().startswith(_TRADITIONAL) else "zh-cn"


def _moment(micros: int | None, desk: Desk) -> datetime | None:
    if micros is None or micros == BEFORE_ALL:
        return None
    return (_EPOCH + timedelta(microseconds=micros)).astimezone(desk.config.timezone)


def _notice(packed: bytes) -> Notice:
    made: Notice = pickle.loads(packed)  # noqa: S301 - packed by us, and its sum is right
    return made


def _in_site_yaml() -> Origin:
    return Origin("content/site.yaml", 1, 1, "")
