"""Packing: a text as a browser can unpack it. The same bytes give the same bytes, whenever and wherever.

brotli and zstandard are imported where they are asked for: they are an extra, and 5 ms each.
"""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIBRARIES = {"br": "brotli", "zst": "zstandard"}
BROTLI_QUALITY = 9
"""Of 11. The last two steps make a page 5 % smaller and take twenty times as long."""


def lacking(endings: Iterable[str]) -> tuple[str, ...]:
    """The libraries that aren't there and would be needed to pack so."""
    return tuple(
        _LIBRARIES[one] for one in endings if one in _LIBRARIES and find_spec(_LIBRARIES[one]) is None
    )


def packed(content: bytes, ending: str) -> bytes:
    """Bytes packed as `gz`, `br` or `zst`."""
    if ending == "br":
        import brotli

        made: bytes = brotli.compress(content, quality=BROTLI_QUALITY)
        return made
    if ending == "zst":
        import zstandard

        return zstandard.ZstdCompressor(level=19).compress(content)
    return gzip.compress(content, 9, mtime=0)
