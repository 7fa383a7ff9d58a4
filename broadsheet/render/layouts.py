"""Layouts: a page's view put into its Jinja2 template. The only place that imports `jinja2`.

A layout sees its view's fields, `body` where the page shows prose, and three filters for dates. It can
reach nothing else: no clock, no file, no other page.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.utils import missing
from markupsafe import Markup

from broadsheet.plan import dates, views
from broadsheet.problems import Problem, did_you_mean
from broadsheet.read import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters.update(day=dates.day, moment=dates.moment, iso=dates.iso)

    def check(self, unread: Iterable[str]) -> tuple[Problem, ...]:
        """What is wrong with the layouts before any content is put into them.

        One that is `unread` (`Theme.unread`) is a problem already, and not a missing one.
        """
        unread = tuple(unread)
        trees = {name: self._tree(name) for name in self._sources}
        sound = {name: tree for name, tree in trees.items() if not isinstance(tree, Problem)}
        problems = [tree for tree in trees.values() if isinstance(tree, Problem)]
        for name, view in VIEWS.items():
            if name in sound:
                problems.extend(_undefined_names(name, view, sound))
            elif name not in trees and not files.is_among(name, unread):
                what = f"there is no layout for {_words(view)}"
                hint = f"Add the file; it is given {', '.join(sorted(_given(name, view)))}."
                problems.append(Problem(_ROOM + name, 1, 1, "", what, hint))
        return tuple(problems)

    def digests(self) -> dict[str, str]:
        """What stands for each layout: its text and those of all that it extends, includes or imports.

        Where a layout names another by an expression, it may be any, so all of them stand for it.
        """
        uses = {name: self._uses(name) for name in self._sources}
        return {name: self._digest(name, uses) for name in self._sources}

    def _uses(self, name: str) -> set[str]:
        try:
            named = list(meta.find_referenced_templates(self._environment.parse(self._sources[name])))
        except (TemplateSyntaxError, RecursionError):
            return set()  # `check` has named it
        if None in named:
            return set(self._sources)
        return {one for one in named if one is not None and one in self._sources}

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

    def _tree(self, name: str) -> nodes.Template | Problem:
        """A layout as parsed, if it also compiles."""
        source, file = self._sources[name], _ROOM + name
        try:
            tree = self._environment.parse(source, name, file)
            self._environment.compile(source, name, file)
        except TemplateSyntaxError as error:
            return Problem(f"{_ROOM}{error.name or name}", error.lineno, 1, "", *_syntax(error))
        except (RecursionError, SyntaxError, MemoryError):  # Python's own, of what Jinja makes of the layout
            hint = (
                "Look for brackets or blocks that are never closed; put parts of it into files of their own."
            )
            return Problem(file, 1, 1, "", "this layout is nested deeper than it can be read", hint)
        return tree

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self._sources.get(name)
        return None if source is None else (source, _ROOM + name, None)


def _undefined_names(name: str, view: type, trees: Mapping[str, nodes.Template]) -> Iterator[Problem]:
    """Each name that a layout, or one it extends, uses and its view doesn't have.

    Included parts are left out: they also see what surrounds them, which only rendering knows.
    """
    given = _given(name, view)
    known = given | _GIVEN_BY_JINJA
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
        unknown = meta.find_undeclared_variables(tree) - known - _bound(tree) - _ALWAYS_THERE
        for used in tree.find_all(nodes.Name):
            if used.name in unknown and used.ctx == "load":
                what = f"'{used.name}' is undefined in the layout of {_words(view)}"
                hint = did_you_mean(used.name, known) or f"It is given {', '.join(sorted(given))}."
                yield Problem(_ROOM + current, used.lineno, 1, used.name, what, hint)


def _given(name: str, view: type) -> set[str]:
    """The names that a layout may use."""
    fields = {field.name for field in dataclasses.fields(view)}
    return fields | {"body"} if name in SHOWS_BODY else fields


def _bound(tree: nodes.Template) -> set[str]:
    """The names that a layout imports, sets or defines for its blocks to use."""
    names = {target.name for target in tree.find_all(nodes.Name) if target.ctx == "store"}
    names.update(macro.name for macro in tree.find_all(nodes.Macro))
    names.update(one.target for one in tree.find_all(nodes.Import))
    for one in tree.find_all(nodes.FromImport):
        names.update(name if isinstance(name, str) else name[1] for name in one.names)
    return names


class _AskedInVainError(UndefinedError):
    """A layout asked a value for something that it doesn't have."""

    def __init__(self, message: str, name: str, of: object) -> None:
        super().__init__(message)
        self.name = name
        self.of = of


class _Undefined(StrictUndefined):
    """What isn't there. Used, it fails as Jinja's own does, but remembers what was asked of what."""

    def __init__(
        self,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        def failure(message: str) -> TemplateRuntimeError:
            return exc(message) if hint or obj is missing else _AskedInVainError(message, str(name), obj)

        super().__init__(hint, obj, name, cast("type[TemplateRuntimeError]", failure))


def _problem(error: Exception, page: Page) -> Problem | None:
    """What went wrong in a layout, at the innermost line of any layout that the error passed through."""
    rendering = f"It happened while rendering {page.path}, from {page.origin.path}."
    if isinstance(error, TemplateSyntaxError):
        return Problem(f"{_ROOM}{error.name}", error.lineno, 1, "", _syntax(error)[0], rendering)
    place = _innermost(error.__traceback__)
    if place is None and isinstance(error, TemplateError | UnicodeEncodeError):
        place = (_ROOM + page.layout, 1)
    if place is None:
        return None
    key, what, hint = _said(error)
    return Problem(*place, 1, key, what, f"{hint} {rendering}".lstrip())


def _said(error: Exception) -> tuple[str, str, str]:
    """What went wrong as a key, a message and a hint; the key and the hint may be empty."""
    match error:
        case _AskedInVainError(of=None):
            hint = "Ask first whether it is there, with {% if … %}."
            return error.name, f"'{error.name}' is asked of nothing", hint
        case _AskedInVainError(of=Mapping() as of):
            return error.name, f"nothing here is called '{error.name}'", _one_of(error.name, map(str, of))
        case _AskedInVainError(of=of) if dataclasses.is_dataclass(of):
            kind = type(of).__name__
            what = f"'{error.name}' is undefined on {'an' if kind[0] in 'AEIOU' else 'a'} {kind}"
            return error.name, what, _one_of(error.name, (field.name for field in dataclasses.fields(of)))
        case TemplateNotFound():
            return "", f"there is no layout '{error.name}'", ""
        case RecursionError():
            return "", "this goes round in a circle: a layout includes itself, or a macro calls itself", ""
        case UnicodeEncodeError():
            half = f"U+{ord(error.object[error.start]):04X}"
            return "", f"this layout writes {half}, which is half of a character", ""
    return "", str(error) or type(error).__name__, ""


def _one_of(name: str, known: Iterable[str]) -> str:
    """A hint at the name that a layout meant, or at all that it could have asked for."""
    known = sorted(known)
    return did_you_mean(name, known) or (f"It has {', '.join(known)}." if known else "It is empty.")


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
    name = view.__name__.removesuffix("View")
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower() + " pages"
