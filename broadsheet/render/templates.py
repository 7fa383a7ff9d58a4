"""Templates: a page's view put into its layout by Jinja2.

A layout sees its view's fields, `structured` (the page's JSON-LD), `body` where it shows prose, and our
words in the language of the page: `_('Latest')`, `{% trans %}`, and filters for dates and lists. It can reach
nothing else: no clock, no file, no other page.
"""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from typing import TYPE_CHECKING, cast

from jinja2 import FunctionLoader, TemplateSyntaxError, meta, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup

from broadsheet.plan import dates, languages
from broadsheet.problems import Problem, did_you_mean
from broadsheet.read import files
from broadsheet.render import mishaps, structured
from broadsheet.render.environment import Codes, LayoutEnvironment, Missing
from broadsheet.render.layouts import SHOWS_BODY, VIEWS
from broadsheet.render.speech import NOBODYS, Speech
from broadsheet.render.theme import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from _typeshed import DataclassInstance

    from broadsheet.plan.views import Page
    from broadsheet.plan.words import Words

_GIVEN_BY_JINJA = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})
_ALWAYS_THERE = frozenset(DEFAULT_NAMESPACE) | {"_", "gettext", "ngettext"}


class Templates:
    """The layouts of a theme, as Jinja2 has them."""

    def __init__(
        self, sources: Mapping[str, str], codes: Mapping[str, bytes], places: Mapping[str, str]
    ) -> None:
        """Of the texts of the layouts by name, what some of them compile to (others when first used), and
        the files they are in.
        """
        self._sources, self._places = sources, places
        self._codes = Codes(codes)
        self._environment = self._environment_in(NOBODYS)
        self._environments: dict[str, LayoutEnvironment] = {}
        self._trees: dict[str, nodes.Template | Problem] = {}

    def check(self, unread: Iterable[str]) -> tuple[Problem, ...]:
        """What is wrong with the layouts before any content is put into them.

        One that is `unread` (`Theme.unread`) is a problem already, and not a missing one.
        """
        unread = tuple(unread)
        trees = self._trees = {name: self._tree(name) for name in self._sources}
        sound = {name: tree for name, tree in trees.items() if not isinstance(tree, Problem)}
        problems = [tree for tree in trees.values() if isinstance(tree, Problem)]
        for name, view in VIEWS.items():
            if name in sound:
                problems.extend(self._undefined_names(name, view, sound))
            elif name not in trees and not files.is_among(name, unread):
                what = f"there is no layout for {_words(view)}"
                hint = f"Add the file; it is given {', '.join(sorted(_given(name, view)))}."
                problems.append(Problem(self._place(name), 1, 1, "", what, hint))
        return tuple(problems)

    def codes(self) -> dict[str, bytes]:
        """What the layouts that were used or checked compile to, under keys of Jinja's."""
        return dict(self._codes.known)

    def uses(self, name: str) -> set[str]:
        """The layouts that one extends, includes or imports: all, where it names one by an expression."""
        tree = self._trees.get(name) or self._tree(name)
        if isinstance(tree, Problem):
            return set()  # `check` names it
        named = list(meta.find_referenced_templates(tree))
        if None in named:
            return set(self._sources)
        return {one for one in named if one is not None and one in self._sources}

    def render(self, page: Page, body: str | None, words: Words) -> bytes | Problem:
        """The page as UTF-8, or what is wrong with its layout, naming the content being rendered.

        `body` is the HTML of the prose that the page shows, its addresses written out; `words` are ours in
        the language of the page.
        """
        values: dict[str, object] = {
            name: getattr(page.view, name) for name in _names(cast("Hashable", type(page.view)))
        }
        values["structured"] = Markup(structured.of(page.view))  # noqa: S704 - nothing in it can end its element
        if body is not None:
            values["body"] = Markup(body)  # noqa: S704 - our own editors' HTML
        try:
            return self._speaking(words).get_template(page.layout).render(values).encode()
        except Exception as error:
            wrong = mishaps.problem(error, page, self._place)
            if wrong is None:  # nothing a layout did: a bug of ours, not to be hidden
                raise
            return wrong

    def _speaking(self, words: Words) -> LayoutEnvironment:
        """An environment for each language, so that what a macro made in one is not taken for another."""
        known = self._environments.get(words.language)
        if known is None:
            known = self._environments[words.language] = self._environment_in(words)
        return known

    def _environment_in(self, words: Words) -> LayoutEnvironment:
        made = LayoutEnvironment(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=self._codes,
            extensions=[InternationalizationExtension],
        )
        speech = Speech(words)
        made.policies["ext.i18n.trimmed"] = True
        made.globals.update(speech.globals())
        made.filters.update(speech.filters())
        made.filters["iso"] = dates.iso
        made.tests["other_than"] = languages.is_other
        return made

    def _tree(self, name: str) -> nodes.Template | Problem:
        """A layout as parsed, if it also compiles."""
        source, file = self._sources[name], self._place(name)
        try:
            tree = self._environment.parse(source, name, file)
            self._environment.get_template(name)
        except TemplateSyntaxError as error:
            return Problem(self._place(error.name or name), error.lineno, 1, "", *mishaps.syntax(error))
        except (RecursionError, SyntaxError, MemoryError):  # Python's own, of what Jinja makes of the layout
            hint = (
                "Look for brackets or blocks that are never closed; put parts of it into files of their own."
            )
            return Problem(file, 1, 1, "", "this layout is nested deeper than it can be read", hint)
        return tree

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self._sources.get(name)
        return None if source is None else (source, self._place(name), None)

    def _place(self, name: str) -> str:
        """The file of a layout, as problems name it."""
        return self._places.get(name, LAYOUTS + name)

    def _undefined_names(
        self, name: str, view: type, trees: Mapping[str, nodes.Template]
    ) -> Iterator[Problem]:
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
                    yield Problem(self._place(current), used.lineno, 1, used.name, what, hint)


def _given(name: str, view: type) -> set[str]:
    """The names that a layout may use."""
    fields = {*_names(view), "structured"}
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


def _words(view: type) -> str:
    name = view.__name__.removesuffix("View")
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower() + " pages"
