"""Heads: what a page says of itself to machines, read out of its HTML as they read it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

Thing = dict[str, object]


@dataclass
class Said:
    """What a page says: its links by `rel`, its `<meta>` by name, its JSON-LD, and where its words lead."""

    links: list[dict[str, str]] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    hrefs: set[str] = field(default_factory=set)
    times: set[str] = field(default_factory=set)

    @property
    def graph(self) -> list[Thing]:
        """The things of its JSON-LD; none where it has none."""
        if not self.blocks:
            return []
        (block,) = self.blocks
        read = json.loads(block)
        assert set(read) == {"@context", "@graph"}
        assert read["@context"] == "https://schema.org"
        return list(read["@graph"])

    def thing(self, *types: str) -> Thing:
        """The only thing of one of these types."""
        (found,) = (one for one in self.graph if one["@type"] in types)
        return found

    def meta(self, name: str) -> list[str]:
        """What stands under a name or property."""
        return [content for one, content in self.metas if one == name]

    def linked(self, rel: str, key: str = "") -> list[str]:
        """Where links of a kind lead, those with an attribute `key` only if one is named."""
        return [one["href"] for one in self.links if one["rel"] == rel and (not key or key in one)]

    @property
    def alternates(self) -> dict[str, str]:
        """The other versions by language."""
        return {one["hreflang"]: one["href"] for one in self.links if "hreflang" in one}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = Said()
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "link":
            self.said.links.append(given)
        elif tag == "meta":
            self.said.metas.append((given.get("property") or given.get("name", ""), given.get("content", "")))
        elif tag == "a":
            self.said.hrefs.add(given.get("href", ""))
        elif tag == "time":
            self.said.times.add(given["datetime"])
        elif tag == "script":
            self.said.scripts.append(given.get("type", ""))
            self._script = [] if given.get("type") == "application/ld+json" else None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.said.blocks.append("".join(self._script))
            self._script = None


def read(page: str) -> Said:
    """What a page says."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.said
