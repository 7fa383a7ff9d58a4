"""Press: any page made into bytes, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from broadsheet.plan.views import Body, FeedPage, Page
from broadsheet.read import addresses
from broadsheet.render.layouts import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from broadsheet.problems import Problem

Sources: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A page, and the prose it shows: one HTML for each of its bodies, in their order."""

    page: Page | FeedPage
    prose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's path and its bytes."""

    path: str
    content: bytes


def render(jobs: Sequence[Job], layouts: Sources) -> tuple[Rendered | Problem, ...]:
    """Each job's page as bytes, or what is wrong with its layout. `layouts` are names and texts."""
    ready = _ready(layouts)
    return tuple(_render(job, ready) for job in jobs)


def job(page: Page | FeedPage, html: Callable[[str], str]) -> Job:
    """A page with the prose it shows; `html` gives that of a document by its path."""
    if isinstance(page, FeedPage):
        return Job(page, tuple(html(body.document) for body in page.bodies))
    return Job(page, (html(page.body.document),) if page.body else ())


def _render(job: Job, layouts: Layouts) -> Rendered | Problem:
    page = job.page
    if isinstance(page, FeedPage):
        from broadsheet.render import feeds  # feedgen and lxml take 150 ms to import: where there is a feed

        bodies = [_written(html, body) for html, body in zip(job.prose, page.bodies, strict=True)]
        return Rendered(page.path, feeds.render(page, bodies))
    body = _written(job.prose[0], page.body) if page.body else None
    made = layouts.render(page, body)
    return Rendered(page.path, made) if isinstance(made, bytes) else made


def _written(html: str, body: Body) -> str:
    return addresses.written(html, dict(body.addresses))


@lru_cache(maxsize=1)
def _ready(layouts: Sources) -> Layouts:
    """Compiled once for all the chunks that one process renders; the key is the text itself."""
    return Layouts(dict(layouts))
