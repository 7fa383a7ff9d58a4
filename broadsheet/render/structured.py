"""Structured data: what a page says of itself to machines, in schema.org's words, as JSON-LD.

Everything in it can also be read on the page: search engines want nothing that readers can't see. The paper
is described in full on the front page; other pages name it by its `@id` and by what Google asks for.
See https://schema.org/NewsArticle and https://developers.google.com/search/docs/appearance/structured-data.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.plan import dates
from broadsheet.plan.pictures import LEAST_SHARED
from broadsheet.plan.views import (
    ArticleView,
    AuthorView,
    HomeView,
    NotFoundView,
    OpmlView,
    RedirectView,
    RepublishView,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from broadsheet.model import Kind, Update
    from broadsheet.plan.pieces import CoverageCard, Head, Picture, SiteView
    from broadsheet.plan.views import View

Thing: TypeAlias = dict[str, object]

TYPES: Mapping[Kind, str] = {
    "news": "NewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
    "explainer": "BackgroundNewsArticle",
    "live": "LiveBlogPosting",
    "review": "ReviewNewsArticle",
    "obituary": "NewsArticle",
}
"""What schema.org calls our kinds of articles; it has no word for an obituary."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# In JSON these may be written as escapes anywhere they can occur. Without `<` no text can end the script
# element or begin a comment in it; the two separators were line ends to JavaScript.
_UNSAFE = (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def of(view: View) -> str:
    """The JSON-LD of a page, safe inside a script element; empty for a page that is nothing in itself."""
    if isinstance(view, NotFoundView | RedirectView | RepublishView):
        return ""
    graph = {"@context": "https://schema.org", "@graph": list(_things(view))}
    made = _JSON.encode(graph)
    for sign, escape in _UNSAFE:  # eight times as quick as `str.translate`
        made = made.replace(sign, escape)
    return made


def _things(view: View) -> Iterator[Thing]:
    if isinstance(view, HomeView):
        yield _paper(view.site)
        yield _website(view.site, view.head)
        return
    if isinstance(view, ArticleView):
        yield _article(view)
    elif isinstance(view, AuthorView) and view.number is None:
        yield _profile(view)
    if not isinstance(view, OpmlView):  # which is no page, only rendered like one
        yield _breadcrumbs(view.site, view.head)


def _article(view: ArticleView) -> Thing:
    site, head, url = view.site, view.head, view.site.host + view.head.path
    kind = TYPES[view.kind]
    is_live = view.kind == "live"
    published = dates.iso(view.published)
    return _thing(
        kind,
        **{"@id": f"{url}#article"},
        url=url,
        mainEntityOfPage=url,
        headline=view.title,
        description=head.description,
        image=_images(view),
        datePublished=published,
        dateModified=dates.iso(view.updated or view.published),
        coverageStartTime=published if is_live else None,
        liveBlogUpdate=[_update(one, url) for one in view.updates],
        dateline=None if is_live else view.dateline,
        author=_authors(view),
        publisher=_publisher(site),
        articleSection=view.section.title if view.section else None,
        keywords=[tag.title for tag in view.tags],
        inLanguage=head.language,
        isAccessibleForFree=True,
        isPartOf=[
            _thing("CollectionPage", name=one.title, url=site.host + one.url)
            for one in (*([view.story] if view.story else ()), *view.editions)
        ],
        isBasedOn=_thing("NewsArticle", url=view.origin.url, publisher=_outlet(view.origin.title))
        if view.origin
        else None,
        citation=[_cited(one) for one in view.similar if not one.is_ours],
        correction=[
            _thing("CorrectionComment", text=one.text, datePublished=dates.iso(one.date))
            for one in view.corrections
        ],
        translationOfWork=_original(view),
    )


def _update(one: Update, url: str) -> Thing:
    """What a live article said at a time."""
    return _thing(
        "BlogPosting",
        url=f"{url}#{one.anchor}" if one.anchor else None,
        headline=one.headline,
        datePublished=dates.iso(one.at),
        articleBody=one.text,
    )


def _authors(view: ArticleView) -> list[Thing]:
    """Who wrote an article: people; of an unsigned piece the outlet that it comes from, or the paper."""
    people = [_thing("Person", name=one.name, url=view.site.host + one.url) for one in view.bylines]
    if people:
        return people
    if view.outlet:
        return [_thing("Organization", name=view.outlet.title, url=view.outlet.url)]
    return [_publisher(view.site)]


def _images(view: ArticleView) -> list[Thing]:
    """The picture of an article as it is, if it is large enough to be shown, and in the shapes in which
    search engines show it; where it is too small for those, as others show its page.
    """
    images = [_image(view.image, view.site)] if view.image and _is_shown(view.image) else []
    known = {one["url"] for one in images}
    others = view.shapes or ((view.head.image,) if view.head.image else ())
    return images + [
        _thing("ImageObject", url=one.url, width=one.width, height=one.height)
        for one in others
        if one.url not in known
    ]


def _is_shown(image: Picture) -> bool:
    return image.width is None or image.width >= LEAST_SHARED


def _cited(piece: CoverageCard) -> Thing:
    """Another outlet's piece on the same event."""
    return _thing(
        "NewsArticle",
        url=piece.url,
        headline=piece.title,
        publisher=_outlet(piece.outlet),
        datePublished=dates.iso(piece.published) if piece.published else None,
        inLanguage=piece.language,
        isAccessibleForFree=False if piece.paywall else None,
    )


def _original(view: ArticleView) -> Thing | None:
    """The article that this is a translation of. That says it of both: no need to name them there too."""
    for one in view.versions:
        if one.is_original:
            url = view.site.host + one.url
            return _thing("NewsArticle", **{"@id": f"{url}#article"}, url=url, inLanguage=one.language)
    return None


def _profile(view: AuthorView) -> Thing:
    url = view.site.host + view.head.path
    person = _thing(
        "Person",
        name=view.name,
        url=url,
        description=view.bio,
        sameAs=view.url,
        worksFor={"@id": _id_of_paper(view.site)},
    )
    return _thing("ProfilePage", url=url, mainEntity=person)


def _breadcrumbs(site: SiteView, head: Head) -> Thing:
    """The way down to a page from the front page. The last step is the page itself and needs no address."""
    steps = [(site.title, site.host + site.home), *((one.title, site.host + one.url) for one in head.trail)]
    items = [
        _thing("ListItem", position=place, name=name, item=url) for place, (name, url) in enumerate(steps, 1)
    ]
    items.append(_thing("ListItem", position=len(items) + 1, name=head.title))
    return _thing("BreadcrumbList", itemListElement=items)


def _website(site: SiteView, head: Head) -> Thing:
    url = site.publisher.url
    return _thing(
        "WebSite",
        **{"@id": f"{url}#website"},
        url=url,
        name=site.title,
        description=site.tagline,
        inLanguage=head.language,
        publisher={"@id": _id_of_paper(site)},
    )


def _paper(site: SiteView) -> Thing:
    """The paper with all that is known of it."""
    ours = site.publisher
    contact = _thing("ContactPoint", contactType="newsroom", email=ours.email) if ours.email else None
    return {
        **_publisher(site),
        **_kept(
            description=site.tagline,
            foundingDate=str(ours.founded) if ours.founded else None,
            contactPoint=contact,
            sameAs=list(ours.same_as),
            **dict(ours.policies),
        ),
    }


def _publisher(site: SiteView) -> Thing:
    """The paper as other things name it."""
    ours = site.publisher
    return _thing(
        "NewsMediaOrganization",
        **{"@id": _id_of_paper(site)},
        name=site.title,
        url=ours.url,
        logo=_image(ours.logo, site) if ours.logo else None,
    )


def _id_of_paper(site: SiteView) -> str:
    return f"{site.publisher.url}#organization"


def _outlet(name: str) -> Thing:
    return _thing("Organization", name=name)


def _image(image: Picture, site: SiteView) -> Thing:
    """A picture with its address in full."""
    return _thing(
        "ImageObject",
        url=site.host + image.url if image.url.startswith("/") else image.url,
        width=image.width,
        height=image.height,
        caption=image.caption or image.alt,
        creditText=image.credit,
    )


def _thing(type_: str, **properties: object) -> Thing:
    """A thing of a type with those of its properties that are known."""
    return {"@type": type_} | _kept(**properties)


def _kept(**properties: object) -> Thing:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
