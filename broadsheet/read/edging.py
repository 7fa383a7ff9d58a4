"""Edging: what `site.yaml` says of the servers and caches between the site and its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.read.kinds import choice
from broadsheet.read.schema import Schema, defaulting, list_of
from broadsheet.rules import EdgeRules

if TYPE_CHECKING:
    from broadsheet.read.schema import Record

REDIRECTS = defaulting(
    "redirects",
    list_of(choice(("stubs", "netlify", "nginx"))),
    ("stubs",),
    "how old addresses are kept: a page that sends readers on (`stubs`), `_redirects` for Netlify and "
    "Cloudflare Pages (`netlify`), a file for nginx. Default: stubs",
)
HEADERS = defaulting(
    "headers",
    list_of(choice(("netlify", "nginx"))),
    ("netlify",),
    "for whom headers are written: `_headers` for Netlify and Cloudflare Pages (`netlify`), a file for "
    "nginx. Default: netlify",
)
PRECOMPRESSED = defaulting(
    "precompressed",
    list_of(choice(("gz", "br", "zst"))),
    (),
    "how text files are packed beside themselves; `br` and `zst` need "
    "`pip install 'broadsheet[precompressed]'`. Default: not at all",
)
EDGE = Schema("edge", (REDIRECTS, HEADERS, PRECOMPRESSED))


def rules(record: Record) -> EdgeRules:
    """What was written under `edge`, with defaults for all that was not."""
    return EdgeRules(*(tuple(sorted(set(record[one]))) for one in (REDIRECTS, HEADERS, PRECOMPRESSED)))
