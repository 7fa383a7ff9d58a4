"""JSON Feed (versions 1 and 1.1), read as any other feed."""

from __future__ import annotations

import html
import json
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from broadsheet.collect.nouns import Feed, Raw

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ITEMS = 500


def read(text: str, url: str) -> Feed | str:
    """The feed that JSON holds, or a sentence that says why there is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "this is neither XML nor JSON"
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(value.get("version")):
        return "this is JSON and no JSON Feed"
    return Feed(tuple(_item(one, url) for one in items[:MOST_ITEMS] if isinstance(one, dict)))


def _item(one: dict[str, object], base: str) -> Raw:
    links = [_text(one.get("url")), _text(one.get("id")), _text(one.get("external_url"))]
    plain = _text(one.get("summary")) or _text(one.get("content_text"))
    return Raw(
        title=html.escape(_text(one.get("title"))),
        links=tuple(_joined(base, link) for link in links if link.startswith(("http:", "https:", "/"))),
        summary=html.escape(plain) or _text(one.get("content_html")),
        dates=tuple(_dates(one)),
        language=_text(one.get("language")),
    )


def _dates(one: dict[str, object]) -> Iterator[datetime]:
    for key in ("date_published", "date_modified"):
        try:
            moment = datetime.fromisoformat(_text(one.get(key)))
        except ValueError:
            continue
        if moment.tzinfo is not None:
            yield moment


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
