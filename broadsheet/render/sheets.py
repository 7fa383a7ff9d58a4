"""Sheets: the files for machines written out, each by its kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from broadsheet.plan.mapviews import JsonView, MapIndexView, NewsMapView, NinjsView, TextView, UrlSetView
from broadsheet.render import ninjs, sitemaps

if TYPE_CHECKING:
    from broadsheet.plan.mapviews import SheetView


def render(view: SheetView, body: str) -> bytes:
    """A file for machines. `body` is the HTML of what it shows, if anything."""
    match view:
        case UrlSetView():
            return sitemaps.urlset(view)
        case NewsMapView():
            return sitemaps.news(view)
        case MapIndexView():
            return sitemaps.index(view)
        case NinjsView():
            return ninjs.render(view, body)
        case TextView():
            return "".join(f"{line}\n" for line in view.lines).encode("utf-8", "replace")
        case JsonView():
            return (json.dumps(view.content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
