"""Edging: the files for the servers and caches between the site and its readers, made where they are asked
for.

What Netlify and Cloudflare Pages read stands in the site itself. What nginx includes is nobody's page: it
stands beside the store, in `nginx/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from broadsheet.engine.kept import is_news
from broadsheet.plan import urls
from broadsheet.problems import Problem
from broadsheet.publish import headers, moved, nginx, output, packing
from broadsheet.read.redirects import GONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from broadsheet.config import Config
    from broadsheet.engine.archive import Archive
    from broadsheet.engine.store import Store

FOLDER = "nginx"


def served(config: Config, archive: Archive) -> Mapping[str, bytes]:
    """The files that stand in the site, by their paths."""
    made: dict[str, bytes] = {}
    if "netlify" in config.edge.headers:
        made[urls.HEADERS] = headers.netlify(config, archive.endings())
    if "netlify" in config.edge.redirects:
        made[urls.REDIRECTS] = moved.netlify(archive.ways(), config.base_path)
    return made


def included(folder: Path, config: Config, archive: Archive, memory: Store) -> tuple[Problem, ...]:
    """Write what nginx includes, where it isn't as it was; a note where the disk says no.

    The map of keys has a line for each file, so it is made only when the manifest is another.
    """
    if "nginx" not in (*config.edge.redirects, *config.edge.headers):
        return ()
    is_other = is_news(memory, "nginx", (memory.get("manifest"), config, archive.ways()))
    place = folder / FOLDER
    if not is_other and (place / nginx.HTTP).is_file() and (place / nginx.SERVER).is_file():
        return ()
    made = {
        nginx.HTTP: nginx.http(config, archive.ways(), _listed(memory)),
        nginx.SERVER: nginx.server(config),
    }
    try:
        for name, lines in made.items():
            content = ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")
            output.replace(place / name, content)
    except OSError as error:
        memory.put("nginx", b"")  # so that the next build tries again
        what = f"what nginx includes cannot be written to {place}: {error.strerror}"
        return (Problem("content/site.yaml", 1, 1, "edge", what, "Name another folder with --cache."),)
    return ()


def problems(config: Config) -> tuple[Problem, ...]:
    """What keeps files from being packed as `site.yaml` wants."""
    lacking = packing.lacking(config.edge.precompressed)
    if not lacking:
        return ()
    what = f"{' and '.join(lacking)} must be installed to pack files so"
    hint = "Install it: pip install 'broadsheet[precompressed]', or take it from edge.precompressed."
    return (Problem("content/site.yaml", 1, 1, "edge", what, hint),)


def notes(config: Config, archive: Archive) -> tuple[Problem, ...]:
    """What an editor should know: Cloudflare Pages reads only so many redirects."""
    if "netlify" not in config.edge.redirects:
        return ()
    count = sum(to != GONE for to in archive.ways().values())
    if count <= moved.MOST:
        return ()
    what = f"_redirects has {count:,} redirects, of which Cloudflare Pages reads {moved.MOST:,}"
    return (Problem("content/site.yaml", 1, 1, "edge", what, "Add stubs to edge.redirects for the others."),)


def _listed(memory: Store) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, keys in memory.stream("SELECT path, keys FROM made ORDER BY path"):
        yield urls.file(cast("str", path)), tuple(cast("str", keys).split(" "))
