"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.render.feeds.telling import clean, mime_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.plan.feedviews import FeedItem, FeedView, Related
    from broadsheet.plan.pieces import Nav
    from broadsheet.plan.words import Words
    from broadsheet.render.feeds.telling import Told

Thing: TypeAlias = dict[str, object]


def written(view: FeedView, items: Sequence[Told], words: Words) -> bytes:  # noqa: ARG001 - all formats are called alike
    """A feed as JSON."""
    made: Thing = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(view.title),
        "home_page_url": view.home,
        "feed_url": view.url,
        "description": clean(view.description),
        "language": view.language,
        "icon": view.logo.url if view.logo and _is_square(view) else None,
        "authors": [{"name": clean(view.publisher)}],
        "hubs": [{"type": "WebSub", "url": view.hub}] if view.hub else None,
        "items": [_item(one, view) for one in items],
    }
    return json.dumps(_said(made), ensure_ascii=False, indent=1).encode() + b"\n"


def counted(made: bytes) -> int:
    """How many items a feed has."""
    return len(json.loads(made)["items"])


def _is_square(view: FeedView) -> bool:
    logo = view.logo
    is_drawn = logo is not None and logo.url.endswith(".svg")  # few readers show one
    return logo is not None and not is_drawn and logo.width is not None and logo.width == logo.height


def _item(told: Told, view: FeedView) -> Thing:
    item = told.item
    return _said(
        {
            "id": item.guid,
            "url": item.url,
            "title": clean(item.title),
            "content_html": told.html or None,
            "content_text": None if told.html else clean(item.summary or item.title),
            "summary": clean(item.summary) or None,
            "image": item.image.url if item.image else None,
            "date_published": item.published.isoformat(),
            "date_modified": item.updated.isoformat(),
            "authors": [_author(one) for one in item.authors] or None,
            "tags": [clean(name) for name in item.categories] or None,
            "language": item.language if item.language != view.language else None,
            "_media": _media(item),
            "_source": _source(item),
            # An extension must be an object, whatever it holds (jsonfeed.org/version/1.1, Extensions).
            "_similar": {"items": [_related(one) for one in item.similar]} if item.similar else None,
        }
    )


def _author(one: Nav) -> Thing:
    return _said({"name": clean(one.title), "url": one.url or None})


def _related(one: Related) -> Thing:
    return {"title": clean(one.title), "url": one.url, "outlet": clean(one.outlet)}


def _media(item: FeedItem) -> Thing | None:
    """What `image` cannot say: there is no attachment, whose size readers expect, which nobody knows yet."""
    image = item.image
    if image is None:
        return None
    return _said(
        {
            "url": image.url,
            "mime_type": mime_type(image.url),
            "width": image.width,
            "height": image.height,
            "alt": clean(image.alt) or None,
            "credit": clean(image.credit) or None,
        }
    )


def _source(item: FeedItem) -> Thing | None:
    if item.origin is None or item.origin.url == item.url:
        return None
    feed = item.source.url if item.source else None
    return _said({"title": clean(item.origin.title), "url": item.origin.url, "feed_url": feed})


def _said(made: Thing) -> Thing:
    """What there is to say."""
    return {key: value for key, value in made.items() if value is not None}
