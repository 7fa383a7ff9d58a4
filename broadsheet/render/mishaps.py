"""Mishaps: what Jinja2 says of a layout that went wrong, for the person who can mend it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from broadsheet.problems import Problem, did_you_mean
from broadsheet.render.environment import AskedInVainError
from broadsheet.render.theme import LAYER, LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from broadsheet.plan.views import Page


def problem(error: Exception, page: Page, place_of: Callable[[str], str]) -> Problem | None:
    """What went wrong in a layout, at the innermost line of any layout that the error passed through.

    `place_of` names the file of a layout. None where no layout had a part in it.
    """
    rendering = f"It happened while rendering {page.path}, from {page.origin.path}."
    if isinstance(error, TemplateSyntaxError):
        return Problem(place_of(error.name or page.layout), error.lineno, 1, "", syntax(error)[0], rendering)
    place = _innermost(error.__traceback__)
    if place is None and isinstance(error, TemplateError | UnicodeEncodeError):
        place = (place_of(page.layout), 1)
    if place is None:
        return None
    key, what, hint = _said(error)
    return Problem(*place, 1, key, what, f"{hint} {rendering}".lstrip())


def syntax(error: TemplateSyntaxError) -> tuple[str, str]:
    """What is wrong with the writing of a layout, as a message and a hint."""
    return f"this layout cannot be read: {error.message or 'syntax error'}", "See Jinja's template syntax."


def _said(error: Exception) -> tuple[str, str, str]:
    """What went wrong as a key, a message and a hint; the key and the hint may be empty."""
    match error:
        case AskedInVainError(of=None):
            hint = "Ask first whether it is there, with {% if … %}."
            return error.name, f"'{error.name}' is asked of nothing", hint
        case AskedInVainError(of=Mapping() as of):
            return error.name, f"nothing here is called '{error.name}'", _one_of(error.name, map(str, of))
        case AskedInVainError(of=of) if dataclasses.is_dataclass(of):
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
        if file.startswith((LAYOUTS, LAYER)):
            place = (file, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place
