"""Addresses: what the internal links of a body become on a page, and in a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from broadsheet.model import Article, StandingPage
from broadsheet.plan import urls
from broadsheet.plan.views import Body
from broadsheet.read import targets
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from broadsheet.model import Entry


def hidden(out: Iterable[Entry], waiting: Iterable[Entry]) -> frozenset[str]:
    """The paths that what is `waiting` would bring and what is out doesn't.

    A link to one of them is no mistake of its writer: time alone has taken the page away, or not brought it.
    """
    return frozenset(_brought(waiting)) - frozenset(_brought(out))


def _brought(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        item = entry.item
        if isinstance(item, Article):
            yield from (urls.article(item), *map(urls.alias, item.aliases), urls.month(item.published))
            yield from (urls.tag(slug(tag)) for tag in item.tags)
        elif isinstance(item, StandingPage):
            yield from (urls.standing(item), *map(urls.alias, item.aliases))


class Addresses:
    """Where documents that are out stand, and the bodies of those that have one."""

    def __init__(self, entries: Iterable[Entry], hidden: frozenset[str], base: urls.Base) -> None:
        """Of `entries`, which are out; links to other documents and to `hidden` paths lead nowhere yet."""
        self._base = base
        self._hidden = hidden
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
                path = unquote(target)
                return None if path in self._hidden else written(path)
        return None
