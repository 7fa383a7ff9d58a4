"""Press: any page made into bytes, whatever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.plan.feedviews import FeedPage
from broadsheet.plan.mapviews import Sheet
from broadsheet.plan.views import RepublishView
from broadsheet.read import addresses
from broadsheet.render import dating, framing, sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from broadsheet.plan.pages import AnyPage
    from broadsheet.plan.views import Body
    from broadsheet.plan.words import Words
    from broadsheet.problems import Problem
    from broadsheet.render.layouts import Layouts


def render(
    page: AnyPage, prose: Sequence[str], layouts: Layouts, words: Words, lengths: Mapping[str, int]
) -> bytes | Problem:
    """A page as bytes, or what is wrong with its layout. `prose` is the HTML of each of its bodies,
    `words` are ours in the language of the page, `lengths` the bytes of a feed's pictures by their addresses.
    """
    if isinstance(page, FeedPage):
        from broadsheet.render.feeds import feeds  # feedgen and lxml take 45 ms: only where there is a feed

        bodies = [_written(*one, words) for one in zip(prose, page.bodies, strict=True)]
        return feeds.render(page, bodies, words, lengths)
    if isinstance(page, Sheet):
        return sheets.render(page.view, _written(prose[0], page.body, words) if page.body else "")
    html = _written(prose[0], page.body, words) if page.body else None
    if html and isinstance(page.view, RepublishView):
        from broadsheet.render.feeds.telling import readable  # as above

        html = readable(html, page.view.original)
    return layouts.render(page, html, words)


def _written(html: str, body: Body, words: Words) -> str:
    shown = dating.dated(framing.framed(html, dict(body.pictures)), words, body.language)
    return addresses.written(shown, dict(body.addresses))
