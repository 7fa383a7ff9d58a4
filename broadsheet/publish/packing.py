"""Packing: a text as a browser can unpack it. The same bytes give the same bytes, whenever and wherever.

All libraries are imported where they are asked for: brotli and zstandard are an extra, and 12 ms together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIBRARIES = {"br": "brotli", "zst": "zstandard"}
BROTLI_QUALITY = 9
"""Of 11. The last two steps make a page 5 % smaller and take twenty times as long."""


def lacking(endings: Iterable[str]) -> tuple[str, ...]:
    """The libraries that aren't there and would be needed to pack so."""
    wanted = [one for one in endings if one in _LIBRARIES]
    if not wanted:
        return ()
    from importlib.util import find_spec

    return tuple(_LIBRARIES[one] for one in wanted if find_spec(_LIBRARIES[one]) is None)


def packed(content: bytes, ending: str) -> bytes:
    """Bytes packed as `gz`, `br` or `zst`."""
    if ending == "br":
        import brotli

        by_brotli: bytes = brotli.compress(content, quality=BROTLI_QUALITY)
        return by_brotli
    if ending == "zst":
        import zstandard

        by_zstd: bytes = zstandard.ZstdCompressor(level=19).compress(content)
        return by_zstd
    import gzip

    return gzip.compress(content, 9, mtime=0)
