"""ninjs: an article as the IPTC's news in JSON, version 2.1, for other newsrooms' programs.

2.1 and not 3: its names are those that receivers of ninjs know since 2021; 3 writes them otherwise and says
no more of an article. Names and types are those of `ninjs-schema_2.1.json`.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.plan.mapviews import NinjsView
    from broadsheet.plan.pieces import Picture, Size

_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json#"
_TAG = re.compile(r"<[^>]*>")


def render(view: NinjsView, body: str) -> bytes:
    """An article; `body` is its HTML, addresses in full."""
    from broadsheet.render.feeds.telling import readable  # nh3 and feedgen: only where this is asked for

    html = readable(body, view.url)
    words = unescape(_TAG.sub("", html)).split()
    made: dict[str, object] = {
        "uri": view.uri,
        "standard": {"name": "ninjs", "version": "2.1", "schema": _SCHEMA},
        "type": "text",
        "representationtype": "full",
        "pubstatus": "usable",
        "firstcreated": view.published.isoformat(timespec="seconds"),
        "versioncreated": view.revised.isoformat(timespec="seconds"),
        "language": view.language,
        "headlines": [{"role": "main", "value": view.title}],
        "descriptions": [{"role": "summary", "value": view.summary}] if view.summary else None,
        "bodies": [
            {
                "role": "main",
                "contenttype": "text/html",
                "charcount": len(" ".join(words)),
                "wordcount": len(words),
                "value": html,
            }
        ],
        "by": ", ".join(view.authors),
        "people": [{"name": name, "rel": "author"} for name in view.authors],
        "subjects": [{"name": name, "rel": "about"} for name in view.subjects],
        "genres": [{"name": view.genre}],
        "located": view.located,
        "copyrightholder": view.paper,
        "altids": [{"role": "url", "value": view.url}],
        "trustindicators": [
            {"role": f"https://schema.org/{name}", "title": name, "href": url} for name, url in view.policies
        ],
        "expires": view.expires.isoformat(timespec="seconds") if view.expires else None,
        "associations": [_picture(view.image, view.sizes)] if view.image else None,
    }
    told = {name: value for name, value in made.items() if value}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _picture(image: Picture, sizes: Sequence[Size]) -> dict[str, object]:
    """The picture at the head, with all its files: `main` is for everybody, `avif-640` for those who know."""
    from broadsheet.render.feeds.telling import mime_type  # as above

    main = ("main", image.url, mime_type(image.url), image.width, image.height)
    more = (
        (f"{one.type.rpartition('/')[2]}-{one.width}", one.url, one.type, one.width, one.height)
        for one in sizes
    )
    told = (("alt", image.alt), ("caption", image.caption))
    made: dict[str, object] = {
        "name": "main",
        "uri": image.url,
        "type": "picture",
        "descriptions": [{"role": role, "value": text} for role, text in told if text],
        "by": image.credit,
        "renditions": [_rendition(*one) for one in (main, *more)],
    }
    return {name: value for name, value in made.items() if value}


def _rendition(
    name: str, href: str, type_: str | None, width: int | None, height: int | None
) -> dict[str, object]:
    made = {"name": name, "href": href, "contenttype": type_, "width": width, "height": height}
    return {key: value for key, value in made.items() if value}
