"""Addresses: what the internal links of a body become on a page, and in a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.model import Article, StandingPage
from broadsheet.plan import urls
from broadsheet.plan.views import Body
from broadsheet.read import targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from broadsheet.model import Entry


class Addresses:
    """Where documents that are out stand, and the bodies of those that have one."""

    def __init__(self, entries: Iterable[Entry], base: urls.Base) -> None:
        """Of `entries`, which are out; a link to any other document leads nowhere yet."""
        self._base = base
        self._paths: dict[str, str] = {}
        self._targets: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            if isinstance(entry.item, Article):
                self._paths[entry.item.path] = urls.article(entry.item)
            elif isinstance(entry.item, StandingPage):
                self._paths[entry.item.path] = urls.standing(entry.item)
            self._targets[entry.item.path] = entry.prose.targets

    def body(self, document: str) -> Body:
        """The body of a document, its links as a page of this site writes them."""
        return self._body(document, self._base.href)

    def body_for_elsewhere(self, document: str) -> Body:
        """The body of a document, its links in full, as a feed needs them."""
        return self._body(document, self._base.absolute)

    def _body(self, document: str, written: Callable[[str], str]) -> Body:
        return Body(
            document,
            tuple((target, self._address(target, document, written)) for target in self._targets[document]),
        )

    def _address(self, target: str, document: str, written: Callable[[str], str]) -> str | None:
        match targets.kind(target):
            case "document":
                path = self._paths.get(targets.resolve(target, document))
                return None if path is None else written(path)
            case "media":
                return written(urls.media(targets.resolve(target, document)))
            case "page":
                return written(targets.unquoted(target))
        return None
