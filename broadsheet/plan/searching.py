"""Searching: the page on which readers search, and the volumes in which the index of all articles stands.

An indexer takes a whole folder. So that it needn't be given all articles when one has changed, each year is a
volume of its own, and the reader's browser puts them together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from broadsheet.plan import urls
from broadsheet.plan.briefs import Assignment, SearchBrief
from broadsheet.plan.views import Origin, Page, SearchView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.plan.desk import Desk
    from broadsheet.plan.newsroom import Newsroom

SCRIPT = "search.js"
"""The asset that only the search page needs."""
IN_A_VOLUME = 2000
"""Articles. Pagefind holds 0.27 MB of memory and works 5 ms for each: a year that has more is divided."""


def volumes(newsroom: Newsroom) -> Mapping[str, tuple[str, ...]]:
    """Each volume's name, newest first, and the months in it: `2021`, or of a year with very many articles
    `2021-09`.
    """
    years: dict[str, list[str]] = defaultdict(list)
    for name in sorted(newsroom.lists("month"), reverse=True):
        years[name.split("/")[1]].append(name.removeprefix("month/"))
    made: dict[str, tuple[str, ...]] = {}
    for year, months in years.items():
        if sum(newsroom.size(f"month/{month}") for month in months) <= IN_A_VOLUME:
            made[year] = tuple(months)
        else:
            made |= {month.replace("/", "-"): (month,) for month in months}
    return made


def assignment(newsroom: Newsroom) -> Assignment:
    """The search page."""
    brief = SearchBrief(tuple(volumes(newsroom)))
    return Assignment(urls.SEARCH, "search", brief, Origin("content/site.yaml", 1, 1, "search"))


def page(path: str, brief: SearchBrief, origin: Origin, desk: Desk) -> Page:
    """The page on which readers search."""
    head = desk.head(desk.own.gettext("Search"), "", path)
    view = SearchView(desk.site, head, tuple(desk.base.href(urls.volume(name)) for name in brief.volumes))
    return Page(path, "search.html", view, None, origin)
