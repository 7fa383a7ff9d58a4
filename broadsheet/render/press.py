"""Press: any page made into bytes, whatever it is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.plan.views import Body, FeedPage, Page
from broadsheet.read import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.problems import Problem
    from broadsheet.render.layouts import Layouts

Sources: TypeAlias = tuple[tuple[str, str], ...]


def render(page: Page | FeedPage, prose: Sequence[str], layouts: Sources) -> bytes | Problem:
    """A page as bytes, or what is wrong with its layout. `prose` is the HTML of each of its bodies."""
    if isinstance(page, FeedPage):
        # Only who renders a feed imports what makes one: feedgen and lxml take 45 ms.
        from broadsheet.render import feeds

        return feeds.render(page, [_written(*one) for one in zip(prose, page.bodies, strict=True)])
    return _ready(layouts).render(page, _written(prose[0], page.body) if page.body else None)


def _written(html: str, body: Body) -> str:
    return addresses.written(html, dict(body.addresses))


@lru_cache(maxsize=1)
def _ready(layouts: Sources) -> Layouts:
    """Compiled once in a process; the key is the text itself."""
    from broadsheet.render.layouts import Layouts

    return Layouts(dict(layouts))
