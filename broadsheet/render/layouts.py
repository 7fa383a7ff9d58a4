"""Layouts: the templates of a theme, what each is made of, and the views they are given.

Jinja2 takes 60 ms to import, so `templates.py`, which does all that needs it, is imported when a page is
rendered or the layouts are checked, and not where only their texts are compared.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from broadsheet.plan import views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from broadsheet.plan.views import Page
    from broadsheet.plan.words import Words
    from broadsheet.problems import Problem
    from broadsheet.render.templates import Templates

VIEWS: Mapping[str, type] = {
    "404.html": views.NotFoundView,
    "article.html": views.ArticleView,
    "author.html": views.AuthorView,
    "corrected.html": views.CorrectedView,
    "feeds.html": views.FeedsView,
    "home.html": views.HomeView,
    "index.html": views.IndexView,
    "list.html": views.ListView,
    "newsletters.html": views.NewslettersView,
    "opml.xml": views.OpmlView,
    "redirect.html": views.RedirectView,
    "republish.html": views.RepublishView,
    "search.html": views.SearchView,
    "source.html": views.SourceView,
    "standing.html": views.StandingView,
    "story.html": views.StoryView,
}
"""The layout of each kind of page, and the view it is given."""

SHOWS_BODY = frozenset({"article.html", "republish.html", "standing.html"})


class Layouts:
    """The layouts of a theme, by name. They travel between processes as texts and what these compile to."""

    def __init__(
        self,
        sources: Mapping[str, str],
        codes: Mapping[str, bytes] | None = None,
        places: Mapping[str, str] | None = None,
    ) -> None:
        """Of the texts of the layouts, what `codes` gave for the same, to spare compiling them, and the files
        they are in (`Theme.places`).
        """
        self._sources = sources
        self._codes = codes or {}
        self._places = places or {}

    def __reduce__(self) -> tuple[type[Layouts], tuple[Mapping[str, object], ...]]:
        return Layouts, (self._sources, self._codes, self._places)

    def check(self, unread: Iterable[str]) -> tuple[Problem, ...]:
        """What is wrong with the layouts before any content is put into them.

        One that is `unread` (`Theme.unread`) is a problem already, and not a missing one.
        """
        return self._templates.check(unread)

    def render(self, page: Page, body: str | None, words: Words) -> bytes | Problem:
        """The page as UTF-8, or what is wrong with its layout, naming the content being rendered.

        `body` is the HTML of the prose that the page shows, its addresses written out; `words` are ours in
        the language of the page.
        """
        return self._templates.render(page, body, words)

    def codes(self) -> dict[str, bytes]:
        """What the layouts that were used or checked compile to, for this Python and this Jinja2 only."""
        return self._templates.codes()

    def digests(self) -> dict[str, str]:
        """What stands for each layout: its text and those of all that it extends, includes or imports.

        Where a layout names another by an expression, it may be any, so all of them stand for it.
        """
        uses = {name: self._templates.uses(name) for name in self._sources}
        return {name: self._digest(name, uses) for name in self._sources}

    def _digest(self, name: str, uses: Mapping[str, set[str]]) -> str:
        closure: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in closure:
                closure.add(one)
                waiting.extend(uses[one])
        texts = "\0".join(f"{one}\0{self._sources[one]}" for one in sorted(closure))
        return hashlib.blake2b(texts.encode(), digest_size=12).hexdigest()

    @cached_property
    def _templates(self) -> Templates:
        from broadsheet.render.templates import Templates

        return Templates(self._sources, self._codes, self._places)
