"""Macros: what a layout's macro made of the same arguments is remembered.

A macro sees its arguments and nothing else, and those are values: text, numbers, and frozen views. So what
the masthead, the footer or a card comes to is worked out once for all the pages that show it, which is half
of what rendering an article takes.

"The same" is strict, since equal values can look different: views and dates are the same only if they are
one object (dates compare equal across timezones), text only if it is of one type (`Markup` equals the text
that it escapes). Arguments are kept with what they came to, so that nothing else can take their place.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

from jinja2 import pass_eval_context
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Hashable

    from jinja2.nodes import EvalContext
    from jinja2.runtime import Macro

MOST = 4096
"""Calls of one macro. At half a kilobyte a card, that is two megabytes; then it begins anew."""
TRIAL = 512
"""How many calls more with new arguments than with known ones, until a macro is no longer remembered."""


class Remembered:
    """A macro that knows what it made before."""

    def __init__(self, macro: Macro) -> None:
        self._macro = macro
        self._made: dict[tuple[object, ...], tuple[str, object]] = {}
        self._chances = TRIAL

    @pass_eval_context
    def __call__(self, context: EvalContext, *args: object, **kwargs: object) -> str:
        """What the macro makes of these arguments."""
        return self.made(context, args, kwargs)

    def made(self, context: EvalContext, args: tuple[object, ...], kwargs: dict[str, object]) -> str:
        """The same, of arguments already gathered."""
        key = _key(context.autoescape, args, kwargs) if self._chances else None
        if key is None:
            return self._macro(context, *args, **kwargs)
        known = self._made.get(key)
        if known is not None:
            self._chances += 1
            return known[0]
        made = self._macro(context, *args, **kwargs)
        self._chances -= 1
        if len(self._made) >= MOST or not self._chances:
            self._made.clear()
        self._made[key] = (made, (args, kwargs))
        return made

    def __getattr__(self, name: str) -> object:
        """Whatever else a layout asks a macro for."""
        return getattr(self._macro, name)


def _key(
    autoescape: object, args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[object, ...] | None:
    """What stands for the arguments; None if one may change, or is something of Jinja's own."""
    key: list[object] = [autoescape]
    for value in (*args, *kwargs.values()):
        kind: type = type(value)
        same = _same(kind)
        if same is None:
            return None
        key += (kind, value if same == "value" else id(value))
    return (*key, *kwargs)


@cache
def _same(kind: Hashable) -> Literal["value", "object"] | None:
    """How two values of a type are the same; None where what they hold may change."""
    if kind in (str, Markup, int, bool, type(None)):
        return "value"
    parameters = getattr(kind, "__dataclass_params__", None)
    return "object" if kind is datetime or (parameters and parameters.frozen) else None
