"""Environment: Jinja2 as we use it. It remembers what macros made and what layouts compile to, and what
was asked of a value in vain.
"""

from __future__ import annotations

from types import MethodType
from typing import TYPE_CHECKING, Any, cast

import markupsafe
from jinja2 import (
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateRuntimeError,
    UndefinedError,
)
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from broadsheet.render.macros import Remembered
from broadsheet.render.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    from jinja2.bccache import Bucket
    from jinja2.environment import TemplateModule


class Codes(BytecodeCache):
    """What layouts compile to, held in memory: compiling the demonstration's twelve takes 70 ms."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        self.known = dict(known)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket what its layout compiles to, if that is known; it compares the text itself."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a layout compiled to."""
        self.known[bucket.key] = bucket.bytecode_to_string()


def _shown(value: object) -> str:
    """A value as it stands in a page. Half of a page's values are text, a third what macros made."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # a Markup is a text, which mypy can't tell from `kind`
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
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's own name for it
    ) -> Template:
        namespace["escape"] = _shown
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - Jinja's own signature
        if self._module is None:
            self._module = module = self.make_module()
            for name, value in vars(module).items():
                if isinstance(value, Macro):
                    setattr(module, name, Remembered(value))
        return self._module


class _Context(Context):
    """What a layout sees. It calls macros and says words without asking first what kind of callable they
    are.
    """

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What a layout calls, called."""
        kind = type(called)
        if kind is not Remembered and not (kind is MethodType and type(called.__self__) is Speech):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called.made(self.eval_ctx, args, kwargs) if kind is Remembered else called(*args, **kwargs)


class LayoutEnvironment(Environment):
    """Jinja's own, which finds a layout that it knows without asking under a lock whether it has changed."""

    template_class = _Template
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.newstyle_gettext = True  # `{% trans %}` hands the values over, so that they can be escaped
        self._known: dict[object, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name for it
    ) -> Template:
        """The layout of that name."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent, globals)
        return known


class AskedInVainError(UndefinedError):
    """A layout asked a value for something that it doesn't have."""

    def __init__(self, message: str, name: str, of: object) -> None:
        super().__init__(message)
        self.name = name
        self.of = of


class Missing(StrictUndefined):
    """What isn't there. Used, it fails as Jinja's own does, but remembers what was asked of what."""

    def __init__(
        self,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        def failure(message: str) -> TemplateRuntimeError:
            return exc(message) if hint or obj is missing else AskedInVainError(message, str(name), obj)

        super().__init__(hint, obj, name, cast("type[TemplateRuntimeError]", failure))
