"""Print the schemas as the tables of `content.md`: `make docs` writes them, a test holds them equal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.read import (
    articles,
    branding,
    collecting,
    deploying,
    edging,
    imaging,
    links,
    machines,
    settings,
    standing,
    syndicating,
)

if TYPE_CHECKING:
    from broadsheet.read.schema import Schema

PAGE = Path(__file__).with_name("content.md")
SCHEMAS = {
    "site": settings.SITE,
    "section": settings.SECTION,
    "author": settings.AUTHOR,
    "source": settings.SOURCE,
    "edition": settings.EDITION,
    "newsletter": settings.NEWSLETTER,
    "newsletter_form": settings.FORM,
    "organization": settings.ORGANIZATION,
    "similar": settings.SIMILAR,
    "feeds": syndicating.FEEDS,
    "images": imaging.IMAGES,
    "brand": branding.BRAND,
    "dark": branding.DARK,
    "share_images": imaging.SHARE_IMAGES,
    "collect": collecting.COLLECT,
    "edge": edging.EDGE,
    "publish": deploying.PUBLISH,
    "target": deploying.TARGET,
    "purge": deploying.PURGE,
    "cloudflare": deploying.CLOUDFLARE,
    "fastly": deploying.FASTLY,
    "cloudfront": deploying.CLOUDFRONT,
    "webhook": deploying.WEBHOOK,
    "sitemaps": machines.SITEMAPS,
    "robots": machines.ROBOTS,
    "icons": machines.ICONS,
    "well_known": machines.WELL_KNOWN,
    "security": machines.SECURITY,
    "trust": machines.TRUST,
    "webfinger": machines.FEDIVERSE,
    "exports": machines.EXPORTS,
    "article": articles.ARTICLE,
    "image": articles.IMAGE,
    "correction": articles.CORRECTION,
    "pick": articles.PICK,
    "link": links.LINK,
    "standing": standing.STANDING,
}


def table(schema: Schema) -> str:
    """A schema as a Markdown table, required keys in bold."""
    rows = ["| key | what it is | what it means |", "| --- | --- | --- |"]
    for field in schema.fields:
        key = f"**`{field.key}`**" if field.is_required else f"`{field.key}`"
        default = "" if field.is_required or field.default in (None, (), "", {}) else _default(field.default)
        rows.append(f"| {key} | {_kind(field.kind.name)} | {field.meaning}{default} |")
    return "\n".join(rows)


def filled(page: str) -> str:
    """`content.md` with each table put between its two marks."""
    return re.sub(
        r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)",
        lambda mark: f"{mark[1]}{table(SCHEMAS[mark[2]])}\n{mark[3]}",
        page,
        flags=re.DOTALL,
    )


def _kind(name: str) -> str:
    if ": " not in name:
        return name
    return "a list, see below" if name.startswith("a list") else "a mapping, see below"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return f". Default: {str(value).lower()}"
    return f". Default: {value}" if isinstance(value, int | float | str) else ""


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text("utf-8")), encoding="utf-8")
