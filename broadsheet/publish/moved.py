"""Moved: old addresses as Netlify and Cloudflare Pages read them: `_redirects`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.read.redirects import GONE

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 2000
"""What Cloudflare Pages reads of a `_redirects`."""


def netlify(ways: Mapping[str, str], base_path: str) -> bytes:
    """`_redirects`: what has moved, then what is gone, which only Netlify knows how to say."""
    moved = [(path, to) for path, to in ways.items() if to != GONE]
    gone = [path for path, to in ways.items() if to == GONE]
    lines = ["# FROM TO STATUS. Made by the build: edge.redirects in site.yaml."]
    lines += [f"{_at(path, base_path)} {_at(to, base_path)} 301" for path, to in moved]
    lines += [f"{_at(path, base_path)} {base_path}/404.html 410" for path in gone]
    return ("\n".join(lines) + "\n").encode()


def _at(target: str, base_path: str) -> str:
    if target.startswith("/"):
        return base_path + quote(target, safe="/-._~!$&'()+,;=@")
    return quote(target, safe="/-._~!$&'()*+,;=:@?#[]%")
