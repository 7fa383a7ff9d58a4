"""Desk: makes the small things that pages are put together from: cards, heads, pictures, the site itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadsheet.model import Article, Link
from broadsheet.plan import urls
from broadsheet.plan.languages import direction
from broadsheet.plan.views import (
    Card,
    CoverageCard,
    Head,
    IndexUrls,
    Nav,
    NewsletterBlock,
    NewsletterBox,
    Picture,
    SiteView,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from broadsheet.config import Config
    from broadsheet.model import Coverage, Image, Media, StandingPage


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning any page takes. A card is made once, however many pages show it."""

    config: Config
    base: urls.Base
    site: SiteView
    media: Mapping[str, Media]
    _cards: dict[str, Card] = field(default_factory=dict)

    def card(self, article: Article) -> Card:
        """What other pages show of an article."""
        made = self._cards.get(article.id)
        if made is None:
            made = self._cards[article.id] = Card(
                url=self.base.href(urls.article(article)),
                title=article.title,
                published=article.published,
                section=self.section(article.section),
                kind=article.kind,
                summary=article.summary,
                image=self.picture(article.image),
                language=article.language,
                direction=direction(article.language),
            )
        return made

    def cards(self, articles: Iterable[Article]) -> tuple[Card, ...]:
        """The cards of several articles, in their order."""
        return tuple(map(self.card, articles))

    def coverage(self, one: Coverage) -> CoverageCard:
        """A piece of similar news as it stands under an article or on its outlet's page."""
        item = one.item
        if isinstance(item, Article):
            return CoverageCard(
                self.base.href(urls.article(item)), item.title, self.config.title, None, item.published,
                item.summary, False, item.language, direction(item.language), is_ours=True,
            )  # fmt: skip
        source = self.config.sources[item.source]
        published, excerpt, paywall, language = (
            (item.published, item.excerpt, item.paywall, item.language)
            if isinstance(item, Link)
            else (None, item.summary, False, source.language)
        )
        return CoverageCard(
            item.url, item.title, source.name, self.base.href(urls.source(source.slug)), published,
            excerpt, paywall, language, direction(language), is_ours=False,
        )  # fmt: skip

    def section(self, slug: str | None) -> Nav | None:
        """The way to a section."""
        if slug is None:
            return None
        return Nav(self.config.sections[slug].title, self.base.href(urls.section(slug)))

    def origin(self, article: Article) -> Nav | None:
        """Of a syndicated piece, the outlet it comes from and the address of the original."""
        if not article.source or not article.source_url:
            return None
        return Nav(self.config.sources[article.source].name, article.source_url)

    def picture(self, image: Image | None) -> Picture | None:
        """An image with its address on this site and its size in pixels."""
        return self._picture(image, self.base.href)

    def picture_for_elsewhere(self, image: Image | None) -> Picture | None:
        """The same with its address in full."""
        return self._picture(image, self.base.absolute)

    def _picture(self, image: Image | None, written: Callable[[str], str]) -> Picture | None:
        if image is None:
            return None
        file = self.media.get(image.src)
        size = (file.width, file.height) if file else (None, None)
        return Picture(written(urls.media(image.src)), image.alt, image.caption, image.credit, *size)

    def head(self, title: str, description: str, path: str, language: str = "", canonical: str = "") -> Head:
        """A page's head, in the site's language and canonical where it stands unless said otherwise."""
        language = language or self.config.language
        return Head(
            title=title,
            description=description or f"{title} — {self.config.title}",
            path=self.base.href(path),
            canonical=canonical or self.base.absolute(path),
            language=language,
            direction=direction(language),
        )


def set_up(
    config: Config, media: Iterable[Media], standing: Iterable[StandingPage], assets: Mapping[str, str]
) -> Desk:
    """The desk for a site. `assets` are the paths of `layouts/assets/` by name."""
    base = urls.Base(config.base_url, config.base_path)
    site = _site(config, base, tuple(standing), {name: base.href(path) for name, path in assets.items()})
    return Desk(config, base, site, {one.path: one for one in media})


def _site(
    config: Config, base: urls.Base, standing: tuple[StandingPage, ...], assets: Mapping[str, str]
) -> SiteView:
    return SiteView(
        title=config.title,
        tagline=config.tagline,
        language=config.language,
        direction=direction(config.language),
        home=base.href(urls.HOME),
        feed=base.href(urls.FEED),
        indexes=IndexUrls(*map(base.href, (urls.ARCHIVE, urls.TAGS, urls.AUTHORS, urls.SOURCES))),
        sections=tuple(Nav(one.title, base.href(urls.section(one.slug))) for one in config.sections.values()),
        editions=tuple(Nav(one.title, base.href(urls.edition(one.slug))) for one in config.editions.values()),
        standing=tuple(
            Nav(one.title, base.href(urls.standing(one)))
            for one in standing
            if urls.standing(one) not in config.policies.values()
        ),
        policies=tuple(
            Nav(_words(name), base.href(address) if not urlsplit(address).scheme else address)
            for name, address in config.policies.items()
        ),
        newsletter=_newsletter(config),
        assets=assets,
    )


def _newsletter(config: Config) -> NewsletterBlock | None:
    """The sign-up form; none without a place to post it to or something to sign up for."""
    form = config.newsletter_form
    if form is None or not config.newsletters:
        return None
    boxes = tuple(
        NewsletterBox(one.title, one.description, one.cadence, one.value)
        for one in config.newsletters.values()
    )
    return NewsletterBlock(form.action, form.method, form.email_field, form.newsletter_field,
                           form.honeypot_field, tuple(form.hidden.items()), boxes)  # fmt: skip


def _words(name: str) -> str:
    """`Fact checking`, from `fact-checking`."""
    return name.replace("-", " ").capitalize()
