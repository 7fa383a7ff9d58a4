"""Templates: a page's view put into its layout by Jinja2. The only place that imports `jinja2`.

A layout sees its view's fields, `body` where the page shows prose, and three filters for dates. It can
reach nothing else: no clock, no file, no other page.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import markupsafe
from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from broadsheet.plan import dates
from broadsheet.problems import Problem, did_you_mean
from broadsheet.read import files
from broadsheet.render.layouts import SHOWS_BODY, VIEWS
from broadsheet.render.macros import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, MutableMapping
    from types import TracebackType

    from _typeshed import DataclassInstance
    from jinja2.environment import TemplateModule

    from broadsheet.plan.views import Page

_ROOM = "layouts/"
_GIVEN_BY_JINJA = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})
_ALWAYS_THERE = frozenset(DEFAULT_NAMESPACE)


class Templates:
    """The layouts of a theme, as Jinja2 has them."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Of the texts of the layouts by name. Each is compiled when it is first used."""
        self._sources = sources
        self._environment = _Environment(
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

    def uses(self, name: str) -> set[str]:
        """The layouts that one extends, includes or imports: all, where it names one by an expression."""
        try:
            named = list(meta.find_referenced_templates(self._environment.parse(self._sources[name])))
        except (TemplateSyntaxError, RecursionError):
            return set()  # `check` names it
        if None in named:
            return set(self._sources)
        return {one for one in named if one is not None and one in self._sources}

    def render(self, page: Page, body: str | None) -> bytes | Problem:
        """The page as UTF-8, or what is wrong with its layout, naming the content being rendered.

        `body` is the HTML of the prose that the page shows, its addresses written out.
        """
        values: dict[str, object] = {
            name: getattr(page.view, name) for name in _names(cast("Hashable", type(page.view)))
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


def _shown(value: object) -> str:
    """A value as it stands in a page. Half of a page's values are text, a third what macros made."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value) if kind is int else escape(value)


# Where it is, the function below `escape` spares making a `Markup` of each value only to join it to others.
_escaped: Callable[[object], str] = getattr(markupsafe, "_escape_inner", escape)


class _Template(Template):
    """A compiled layout that remembers what its macros made, and shows values by `_shown`.

    It stands in for private methods, because Jinja has no public place for this. Were they renamed, nothing
    would be remembered: the output would be the same, and the benchmark would show it.
    """

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002
    ) -> Template:
        namespace["escape"] = _shown
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        if self._module is None:
            self._module = module = self.make_module()
            for name, value in vars(module).items():
                if isinstance(value, Macro):
                    setattr(module, name, Remembered(value))
        return self._module


class _Context(Context):
    """What a layout sees. It calls our macros without asking first what kind of callable they are."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What a layout calls, called."""
        if type(called) is not Remembered:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called.made(self.eval_ctx, args, kwargs)


class _Environment(Environment):
    """Jinja's own, which finds a layout that it knows without asking under a lock whether it has changed."""

    template_class = _Template
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[object, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """The layout of that name."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent, globals)
        return known


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
    fields = set(_names(view))
    return fields | {"body"} if name in SHOWS_BODY else fields


@cache
def _names(view: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cast("type[DataclassInstance]", view)))


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
