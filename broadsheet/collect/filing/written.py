"""Written: an item as the Markdown file of a link, as an editor would have written it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.model import Document, Entry
from broadsheet.read import documents, entries
from broadsheet.read.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from broadsheet.collect.nouns import Item, Match
    from broadsheet.config import Config

LONGEST_NAME = 60
_PLAIN = re.compile(r"[^\W\d_][\w .,’“”–—()/?!;%+-]*(?<!\s)")
_NOT_TEXT = frozenset(("null", "Null", "NULL"))
_MARKS = re.compile(r"[\\`*_{}\[\]]|^[#+-]")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def path(item: Item, config: Config, is_taken: Callable[[str], bool]) -> str:
    """Where the link of an item goes, named by outlet and headline, with a number where that is taken."""
    name = slug(item.title)[:LONGEST_NAME].rstrip("-")
    begin = made = f"{item.source}-{name}" if name else item.source
    number = 1
    while is_taken(made):
        number += 1
        made = f"{begin}-{number}"
    return at(made, item, config)


def at(name: str, item: Item, config: Config) -> str:
    """Where a link of that name goes: by the month in which the item was published, by the site's clock."""
    return f"links/{item.published.astimezone(config.timezone):%Y/%m}/{name}.md"


def stem(path: str) -> str:
    """The name of a link's file, which is its id."""
    return path.rpartition("/")[2].removesuffix(".md")


def markdown(item: Item, match: Match | None, config: Config, pinned: str = "") -> str:
    """The file. What was mended and why it was taken stand in comments, for whoever reviews it.

    `pinned` is the article under which an editor put it.
    """
    source = config.sources.get(item.source)
    lines = [f"# {_comment(f'for {match.article}: {match}')}"] if match else []
    lines += (f"# {_comment(note)}" for note in item.notes)
    lines += (f"title: {scalar(item.title)}", f"url: {scalar(item.url)}", f"source: {item.source}")
    lines.append(f"published: {item.published.astimezone(config.timezone).isoformat()}")
    if source is None or item.language != source.language:
        lines.append(f"language: {item.language}")
    if pinned:
        lines.append(f"for: [{scalar(pinned)}]")
    body = f"\n{escaped(item.summary)}\n" if item.summary else ""
    return "\n".join(("---", *lines, "---", body))


def wrong_with(text: str, where: str, root: Path, config: Config) -> str:
    """Why the build would refuse a link, or the empty string. It should never, whatever the feed said."""
    document = documents.document(root, where, text.encode())
    entry = entries.reader(config)(document) if isinstance(document, Document) else document
    return "" if isinstance(entry, Entry) else "; ".join(one.message for one in entry.problems)


def escaped(text: str) -> str:
    """Plain text as Markdown that says the same: nothing in it is a mark, a tag or an entity."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKS.sub(lambda found: f"\\{found.group()}", text)
    return _NUMBERED.sub(r"\1\\\2", text)


def scalar(text: str) -> str:
    """A value of YAML: as it is where that can't be misread, else in quotes."""
    if _PLAIN.fullmatch(text) and text not in _NOT_TEXT:
        return text
    if re.fullmatch(r"https?://[!-~]+", text) and not text.endswith(":"):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _comment(text: str) -> str:
    return " ".join(text.split())[:400]
