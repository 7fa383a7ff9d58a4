"""Layouts: a page's view put into its Jinja2 template. The only place that imports `jinja2`.

A layout sees its view's fields, `body` where the page shows prose, and three filters for dates. It can
reach nothing else: no clock, no file, no other page.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.defaults import DEFAULT_NAMESPACE
from markupsafe import Markup

from broadsheet.plan import dates, views
from broadsheet.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    from broadsheet.plan.views import Page

VIEWS: Mapping[str, type] = {
    "404.html": views.NotFoundView,
    "article.html": views.ArticleView,
    "author.html": views.AuthorView,
    "home.html": views.HomeView,
    "index.html": views.IndexView,
    "list.html": views.ListView,
    "redirect.html": views.RedirectView,
    "source.html": views.SourceView,
    "standing.html": views.StandingView,
}
"""The layout of each kind of page, and the view it is given."""

SHOWS_BODY = frozenset({"article.html", "standing.html"})
_ROOM = "layouts/"
_GIVEN_BY_JINJA = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})
_ALWAYS_THERE = frozenset(DEFAULT_NAMESPACE)


class Layouts:
    """The layouts of a theme, ready to render. Made once in each process that renders."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Of the texts of the layouts by name. Each is compiled when it is first used."""
        self._sources = sources
        self._environment = Environment(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(day=dates.day, moment=dates.moment, iso=dates.iso)

    def check(self) -> tuple[Problem, ...]:
        """What is wrong with the layouts before any content is put into them."""
        problems: list[Problem] = []
        trees: dict[str, nodes.Template] = {}
        for name in self._sources:
            try:
                trees[name] = self._environment.parse(self._sources[name], name, _ROOM + name)
                self._environment.compile(self._sources[name], name, _ROOM + name)
            except TemplateSyntaxError as error:
                problems.append(Problem(f"{_ROOM}{error.name or name}", error.lineno, 1, "", *_syntax(error)))
        for name, view in VIEWS.items():
            if name not in self._sources:
                what = f"there is no layout for {_words(view)}"
                problems.append(
                    Problem(
                        _ROOM + name, 1, 1, "", what, "Add the file; it is given a " + view.__name__ + "."
                    )
                )
            elif name in trees:
                problems.extend(_undefined_names(name, view, trees))
        return tuple(problems)

    def render(self, page: Page, body: str | None) -> bytes | Problem:
        """The page as UTF-8, or what is wrong with its layout, naming the content being rendered.

        `body` is the HTML of the prose that the page shows, its addresses written out.
        """
        values: dict[str, object] = {
            field.name: getattr(page.view, field.name) for field in dataclasses.fields(page.view)
        }
        if body is not None:
            values["body"] = Markup(body)  # noqa: S704 - our own editors' HTML
        try:
            return self._environment.get_template(page.layout).render(values).encode()
        except Exception as error:
            problem = _problem(error, page)
            if problem is None:  # nothing a layout did: a bug of ours, not to be hidden
                raise
            return problem

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self._sources.get(name)
        return None if source is None else (source, _ROOM + name, None)


def _undefined_names(name: str, view: type, trees: Mapping[str, nodes.Template]) -> Iterator[Problem]:
    """Each name that a layout, or one it extends, uses and its view doesn't have.

    Included parts are left out: they also see what surrounds them, which only rendering knows.
    """
    fields = {field.name for field in dataclasses.fields(view)}
    given = fields | _GIVEN_BY_JINJA | ({"body"} if name in SHOWS_BODY else set())
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in seen or current not in trees:
            continue
        seen.add(current)
        tree = trees[current]
        waiting.extend(
            one.template.value
            for one in tree.find_all(nodes.Extends)
            if isinstance(one.template, nodes.Const)
        )
        unknown = meta.find_undeclared_variables(tree) - given - _bound(tree) - _ALWAYS_THERE
        for used in tree.find_all(nodes.Name):
            if used.name in unknown and used.ctx == "load":
                what = f"'{used.name}' is undefined in the layout of {_words(view)}"
                hint = did_you_mean(used.name, given) or f"It is given {', '.join(sorted(fields))}."
                yield Problem(_ROOM + current, used.lineno, 1, used.name, what, hint)


def _bound(tree: nodes.Template) -> set[str]:
    """The names that a layout imports, sets or defines for its blocks to use."""
    names = {target.name for target in tree.find_all(nodes.Name) if target.ctx == "store"}
    names.update(macro.name for macro in tree.find_all(nodes.Macro))
    names.update(one.target for one in tree.find_all(nodes.Import))
    for one in tree.find_all(nodes.FromImport):
        names.update(name if isinstance(name, str) else name[1] for name in one.names)
    return names


def _problem(error: Exception, page: Page) -> Problem | None:
    """What went wrong in a layout, at the innermost line of any layout that the error passed through."""
    rendering = f"It happened while rendering {page.path}, from {page.origin.path}."
    if isinstance(error, TemplateSyntaxError):
        return Problem(f"{_ROOM}{error.name}", error.lineno, 1, "", _syntax(error)[0], rendering)
    place = _innermost(error.__traceback__)
    if place is None and isinstance(error, TemplateError):
        place = (_ROOM + page.layout, 1)
    if place is None:
        return None
    return Problem(*place, 1, "", str(error) or type(error).__name__, rendering)


def _innermost(traceback: TracebackType | None) -> tuple[str, int] | None:
    place = None
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(_ROOM):
            place = (file, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


def _syntax(error: TemplateSyntaxError) -> tuple[str, str]:
    return f"this layout cannot be read: {error.message or 'syntax error'}", "See Jinja's template syntax."


def _words(view: type) -> str:
    return f"{view.__name__.removesuffix('View').lower()} pages"
