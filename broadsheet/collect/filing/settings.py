"""Settings: what collecting changes in `site.yaml`: a feed's new address, and an outlet from OPML.

The file is an editor's. A change touches its own lines, keeps every comment, and is made only if reading the
file again shows exactly that change and no other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from broadsheet.collect.filing import written
from broadsheet.config import Source
from broadsheet.problems import Refused
from broadsheet.read import frontmatter, nodes, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from broadsheet.collect.decide import Verdict
    from broadsheet.collect.gather import Gathered
    from broadsheet.collect.nouns import Outlet
    from broadsheet.config import Config

PATH = "site.yaml"
_SOURCES = re.compile(r"^sources:[ \t]*(?:#.*)?\n", re.MULTILINE)


def after(
    text: str,
    wanted: Sequence[Verdict],
    outlets: Iterable[Outlet],
    gathered: Iterable[Gathered],
    times: int,
) -> tuple[str, dict[str, str], dict[str, str]]:
    """`site.yaml` with what moved and what is new in it, a note on each, and what didn't work.

    A feed has moved once its server has said so that many `times` in a row. A branch that isn't merged yet
    may say all that already.
    """
    notes: dict[str, str] = {}
    stuck: dict[str, str] = {}
    for one in gathered:
        slug, memory = one.outlet.slug, one.memory
        if memory.moved_times < times:
            continue
        made = moved(text, slug, memory.moved_to) if one.outlet.listed else None
        if made is None:
            where = "site.yaml" if one.outlet.listed else "the OPML file"
            stuck[slug] = f"Write its new address into {where}: {memory.moved_to}"
        else:
            text, notes[slug] = made, f"its feed has moved: site.yaml now says {memory.moved_to}"
    sources = {one.item.source for one in wanted}
    for outlet in outlets:
        if outlet.listed or outlet.slug not in sources or _has(text, outlet):
            continue
        made = listed(text, outlet)
        if made is None:
            stuck[outlet.slug] = f"Add it to 'sources' in site.yaml, by the name '{outlet.slug}'"
        else:
            text, notes[outlet.slug] = made, "it is new in site.yaml, from the OPML file"
    return text, notes, stuck


def moved(text: str, slug: str, new: str) -> str | None:
    """The file with the address of a source's feed changed; None where that can't be done surely."""
    before = site.parse(text)
    if isinstance(before, Refused) or slug not in before.config.sources:
        return None
    source = before.config.sources[slug]
    place = _place(text, slug)
    if not source.feed or place is None or not re.fullmatch(r"https?://[!#-&(-~]+", new):
        return None
    lines = text.splitlines(keepends=True)
    line, column = place.line - 1, place.column - 1
    head, rest = lines[line][:column], lines[line][column:]
    lines[line] = head + rest.replace(source.feed, new, 1)
    made = "".join(lines)
    return made if _is_only(before.config, made, replace(source, feed=new)) else None


def listed(text: str, outlet: Outlet) -> str | None:
    """The file with one more outlet at the head of its sources; None where that can't be done surely."""
    before = site.parse(text)
    if isinstance(before, Refused) or outlet.slug in before.config.sources:
        return None
    lines = [f"name: {written.scalar(outlet.name)}"]
    lines += [f"url: {outlet.url}"] if outlet.url else []
    lines += [f"feed: {outlet.feed}", f"language: {outlet.language}"]
    found = _SOURCES.search(text)
    indent = _indent(text[found.end() :]) if found else "  "
    block = f"{indent}{outlet.slug}:\n" + "".join(f"{indent * 2}{one}\n" for one in lines)
    if found:
        made = text[: found.end()] + block + text[found.end() :]
    elif before.config.sources:
        return None
    else:
        made = f"{text.rstrip()}\n\nsources:\n{block}"
    source = Source(outlet.slug, outlet.name, outlet.url or None, outlet.feed, outlet.language)
    return made if _is_only(before.config, made, source) else None


def _has(text: str, outlet: Outlet) -> bool:
    """Whether the file has an outlet's feed by its name."""
    known = site.parse(text)
    return not isinstance(known, Refused) and any(
        one.slug == outlet.slug and one.feed == outlet.feed for one in known.config.sources.values()
    )


def _place(text: str, slug: str) -> nodes.Node | None:
    """Where the feed of a source stands."""
    node: nodes.Node | Refused = frontmatter.parse(text, PATH, 1)
    for key in ("sources", slug, "feed"):
        if not isinstance(node, nodes.Mapping):
            return None
        found = next((value for name, value in node.pairs if name.text == key), None)
        if found is None:
            return None
        node = found
    return node if isinstance(node, nodes.Scalar) else None


def _is_only(before: Config, made: str, source: Source) -> bool:
    """Whether a text says what was said before, but for one source."""
    after = site.parse(made)
    if isinstance(after, Refused):
        return False
    wanted = {**before.sources, source.slug: source}
    return replace(after.config, sources=wanted) == replace(before, sources=wanted) and (
        dict(after.config.sources) == wanted
    )


def _indent(rest: str) -> str:
    found = re.match(r"(?:[ \t]*(?:#.*)?\n)*([ ]+)\S", rest)
    return found[1] if found else "  "
