"""Desk: makes the small things that pages are put together from: cards, heads, pictures, the site itself."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadsheet.model import PickedInline
from broadsheet.plan import addresses, emblems, publishing, showing, urls
from broadsheet.plan.autonyms import locale
from broadsheet.plan.facts import CardFacts, CoverFacts
from broadsheet.plan.languages import direction
from broadsheet.plan.pieces import (
    FEED_TYPES,
    Card,
    CoverageCard,
    FeedLink,
    Head,
    Icons,
    IndexUrls,
    Nav,
    NewsletterBlock,
    NewsletterBox,
    Reason,
    SiteView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from broadsheet.config import Config, Edition
    from broadsheet.model import Article, Entry, Image
    from broadsheet.plan.briefs import Stands
    from broadsheet.plan.coverage import Covered
    from broadsheet.plan.facts import NavFacts
    from broadsheet.plan.pictures import Gallery
    from broadsheet.plan.pieces import Picture, Publisher, SharedImage
    from broadsheet.plan.views import Body
    from broadsheet.plan.words import Words
    from broadsheet.rules import FeedFormat


HOUR = timedelta(hours=1)
KEPT = 20_000
"""Cards. A list of a hundred thousand is gone through once for each of its kinds; what is far behind is let
go."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What composing any page takes. A card is made once, however many pages show it.

    `words` and `sites` are by language: the paper's own and those of its editions, whose pages are in theirs.
    `masthead` is what others show who link to a page without a picture.
    """

    config: Config
    base: urls.Base
    words: Mapping[str, Words]
    sites: Mapping[str, SiteView]
    gallery: Gallery
    masthead: SharedImage
    _made: dict[bytes, Card | CoverageCard] = field(default_factory=dict)

    @property
    def site(self) -> SiteView:
        """The site as pages in the paper's own language show it."""
        return self.sites[self.config.language]

    @property
    def own(self) -> Words:
        """Our words in the paper's own language."""
        return self.words[self.config.language]

    def card(self, packed: bytes) -> Card:
        """What other pages show of an article."""
        made = self._made.get(packed)
        if not isinstance(made, Card):
            made = self._card(pickle.loads(packed))  # noqa: S301 - packed by us, and its sum is right
            self._keep(packed, made)
        return made

    def cards(self, packed: Iterable[bytes]) -> tuple[Card, ...]:
        """The cards of several articles, in their order."""
        return tuple(map(self.card, packed))

    def coverage(self, piece: bytes | PickedInline) -> CoverageCard:
        """A piece of similar news as it stands under an article or on its outlet's page."""
        if isinstance(piece, PickedInline):
            return self._coverage(
                CoverFacts(
                    piece.title, piece.url, piece.source, None, piece.summary, paywall=False,
                    language=self.config.sources[piece.source].language,
                )
            )  # fmt: skip
        made = self._made.get(piece)
        if not isinstance(made, CoverageCard):
            facts = pickle.loads(piece)  # noqa: S301 - as above
            if isinstance(facts, CardFacts):
                return self._our_coverage(facts)
            made = self._coverage(facts)
            self._keep(piece, made)
        return made

    def covered(self, one: Covered, published: datetime) -> CoverageCard:
        """A piece of similar news under an article that was published then: when it came out, why it stands
        there, and where else its text does.
        """
        made = self.coverage(one.piece)
        hours = round((made.published - published) / HOUR) if made.published else None
        if one.why is None:
            return replace(made, hours=hours, is_picked=True)
        also_at = tuple(Nav(card.outlet, card.url) for card in map(self.coverage, one.also_at))
        return replace(made, hours=hours, why=Reason(*one.why), also_at=also_at)

    def _keep(self, packed: bytes, made: Card | CoverageCard) -> None:
        if len(self._made) >= KEPT:
            self._made.clear()
        self._made[packed] = made

    def _card(self, facts: CardFacts) -> Card:
        return Card(
            url=self.base.href(facts.path),
            title=facts.title,
            published=facts.published,
            section=self.section(facts.section),
            kind=facts.kind,
            summary=facts.summary,
            image=self.thumbnail(facts.image),
            language=facts.language,
            direction=direction(facts.language),
        )

    def _our_coverage(self, facts: CardFacts) -> CoverageCard:
        return CoverageCard(
            self.base.href(facts.path), facts.title, self.config.title, None, facts.published,
            facts.summary, False, facts.language, direction(facts.language), is_ours=True,
        )  # fmt: skip

    def _coverage(self, facts: CoverFacts) -> CoverageCard:
        source = self.config.sources[facts.source]
        return CoverageCard(
            facts.url, facts.title, source.name, self.base.href(urls.source(source.slug)), facts.published,
            facts.summary, facts.paywall, facts.language, direction(facts.language), is_ours=False,
        )  # fmt: skip

    def section(self, slug: str | None) -> Nav | None:
        """The way to a section."""
        if slug is None:
            return None
        return Nav(self.config.sections[slug].title, self.base.href(urls.section(slug)))

    def edition(self, one: Edition) -> Nav:
        """The way to an edition, whose title is in its own language."""
        return _edition(one, self.base)

    def origin(self, article: Article) -> Nav | None:
        """Of a syndicated piece, the outlet it comes from and the address of the original."""
        if not article.source or not article.source_url:
            return None
        return Nav(self.config.sources[article.source].name, article.source_url)

    def picture(self, image: Image | None) -> Picture | None:
        """An image as it is, for a page of this site."""
        return showing.whole(image, self.gallery, self.base.href) if image else None

    def thumbnail(self, image: Image | None) -> Picture | None:
        """An image as lists show it."""
        return showing.thumbnail(image, self.gallery, self.base.href) if image else None

    def shapes(self, image: Image | None) -> tuple[SharedImage, ...]:
        """An image in each shape in which search engines show it."""
        return showing.shapes(image, self.gallery, self.base) if image else ()

    def picture_for_elsewhere(self, image: Image | None) -> Picture | None:
        """An image as every program can show it, its address in full."""
        return showing.plain(image, self.gallery, self.base.absolute) if image else None

    def body(self, entry: Entry, stands: Stands) -> Body:
        """The body of a document, for a page of this site."""
        return addresses.body(
            entry, stands, self.base.href, lambda path: self.picture(showing.in_a_text(path))
        )

    def body_for_elsewhere(self, entry: Entry, stands: Stands) -> Body:
        """The body of a document, its addresses in full."""
        return addresses.body(
            entry,
            stands,
            self.base.absolute,
            lambda path: self.picture_for_elsewhere(showing.in_a_text(path)),
        )

    def article_head(self, article: Article, path: str) -> Head:
        """The head of an article's page."""
        section = self.section(article.section)
        made = self.head(
            article.title, article.summary, path, article.language, article.source_url or "",
            trail=[section] if section else [],
        )  # fmt: skip
        shared = showing.shared(article, path, self.gallery, self.base)
        return replace(made, image=shared) if shared else made

    def outlet(self, article: Article) -> Nav | None:
        """Of a syndicated piece, the outlet it comes from and its front page, or ours about it."""
        if not article.source:
            return None
        source = self.config.sources[article.source]
        return Nav(source.name, source.url or self.base.absolute(urls.source(source.slug)))

    def head(
        self,
        title: str,
        description: str,
        path: str,
        language: str = "",
        canonical: str = "",
        *,
        feeds: Iterable[tuple[FeedFormat, str]] = (),
        trail: Iterable[Nav] = (),
    ) -> Head:
        """A page's head, in the site's language and canonical where it stands unless said otherwise.

        `feeds` are the paths of its own feed in each format, `trail` is what it stands below.
        """
        language = language or self.config.language
        return Head(
            title=title,
            description=description or f"{title} — {self.config.title}",
            path=self.base.href(path),
            canonical=canonical or self.base.absolute(path),
            language=language,
            direction=direction(language),
            locale=locale(language),
            feeds=self.feed_links(self.config.title, self._site_feeds()),
            own_feeds=self.feed_links(f"{title} — {self.config.title}", feeds),
            trail=tuple(trail),
            image=self.masthead,
        )

    def feed_links(self, title: str, feeds: Iterable[tuple[FeedFormat, str]]) -> tuple[FeedLink, ...]:
        """The ways to a feed of some title, by its formats and paths."""
        return tuple(FeedLink(title, self.base.href(path), *FEED_TYPES[one]) for one, path in feeds)

    def _site_feeds(self) -> Iterable[tuple[FeedFormat, str]]:
        return ((one, urls.feed(urls.HOME, one)) for one in self.config.feeds.formats)


def set_up(
    config: Config,
    gallery: Gallery,
    standing: Iterable[NavFacts],
    assets: Mapping[str, str],
    words: Mapping[str, Words],
) -> Desk:
    """The desk for a site. `assets` are the paths of `layouts/assets/` by name, `words` are by language."""
    base = urls.Base(config.base_url, config.base_path)
    publisher = publishing.publisher(config, base, gallery)
    paths = {name: base.href(path) for name, path in assets.items()}
    site = _site(config, base, tuple(standing), publisher, paths, _icons(gallery, base))
    sites = {
        language: replace(site, language=language, direction=ours.direction)
        for language, ours in words.items()
    }
    return Desk(config, base, words, sites, gallery, showing.masthead(gallery, base))


def languages(config: Config) -> tuple[str, ...]:
    """The languages that pages are in: the paper's, then those of its editions that have another."""
    return tuple(dict.fromkeys((config.language, *(one.language for one in config.editions.values()))))


def _site(
    config: Config,
    base: urls.Base,
    standing: tuple[NavFacts, ...],
    publisher: Publisher,
    assets: Mapping[str, str],
    icons: Icons,
) -> SiteView:
    return SiteView(
        host=config.base_url.removesuffix(config.base_path),
        title=config.title,
        tagline=config.tagline,
        paper_language=config.language,
        paper_direction=direction(config.language),
        language=config.language,
        direction=direction(config.language),
        home=base.href(urls.HOME),
        feed=base.href(urls.feed(urls.HOME, config.feeds.formats[0])),
        search=base.href(urls.SEARCH) if config.search else None,
        indexes=IndexUrls(
            archive=base.href(urls.ARCHIVE),
            tags=base.href(urls.TAGS),
            authors=base.href(urls.AUTHORS),
            sources=base.href(urls.SOURCES),
            stories=base.href(urls.STORIES),
            feeds=base.href(urls.FEEDS),
            corrected=base.href(urls.CORRECTED),
            newsletters=base.href(urls.NEWSLETTERS) if config.newsletters else None,
        ),
        sections=tuple(Nav(one.title, base.href(urls.section(one.slug))) for one in config.sections.values()),
        editions=tuple(_edition(one, base) for one in config.editions.values()),
        standing=tuple(
            Nav(one.title, base.href(one.path), one.language, direction(one.language))
            for one in standing
            if one.path not in config.policies.values()
        ),
        policies=tuple(
            Nav(in_words(name), base.href(address) if not urlsplit(address).scheme else address)
            for name, address in config.policies.items()
        ),
        newsletter=_newsletter(config),
        publisher=publisher,
        assets=assets,
        icons=icons,
        accounts=(config.well_known.fediverse.profile,) if config.well_known.fediverse else (),
        exports=config.exports,
    )


def _icons(gallery: Gallery, base: urls.Base) -> Icons:
    made = emblems.emblem(gallery)
    return Icons(
        base.href(made.tab.address), base.href(made.for_manifest[0].address), base.href(made.touch.address),
        base.href(urls.WEB_MANIFEST), gallery.icons.light, gallery.icons.dark,
    )  # fmt: skip


def _edition(one: Edition, base: urls.Base) -> Nav:
    return Nav(one.title, base.href(urls.edition(one.slug)), one.language, direction(one.language))


def newsletters(config: Config) -> tuple[NewsletterBox, ...]:
    """All newsletters, as a form offers them."""
    return tuple(
        NewsletterBox(one.title, one.description, one.cadence, one.value)
        for one in config.newsletters.values()
    )


def _newsletter(config: Config) -> NewsletterBlock | None:
    """The sign-up form; none without a place to post it to or something to sign up for."""
    form = config.newsletter_form
    if form is None or not config.newsletters:
        return None
    return NewsletterBlock(form.action, form.method, form.email_field, form.newsletter_field,
                           form.honeypot_field, tuple(form.hidden.items()), newsletters(config))  # fmt: skip


def in_words(name: str) -> str:
    """`Fact checking`, from `fact-checking`."""
    return name.replace("-", " ").capitalize()
