"""Bodies: what a server sends, unpacked, and never more of it than was agreed.

httpx unpacks a whole piece at a time, of which 64 kB can become 64 MB. zlib itself can be told to stop.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PIECE = 1 << 16
RATIO = 200
"""Feeds shrink to a tenth, repetitive ones to a fortieth; a bomb to a thousandth."""
HARMLESS = 1 << 20


class Unusable(Exception):  # noqa: N818 - says what is wrong with a body, in words
    """A body that can't be had whole."""


def unpacked(pieces: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The body of at most `most` bytes that arrives in pieces, packed as `Content-Encoding` says."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return _whole(pieces, most)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Unusable(f"it is packed as '{encoding}', which we did not ask for")
    packed = _whole(pieces, most)
    if not packed:
        return b""
    try:
        return _inflated(packed, zlib.MAX_WBITS | 32, most)
    except zlib.error:
        if encoding != "deflate":
            raise Unusable("it is not packed as it says") from None
    try:
        return _inflated(packed, -zlib.MAX_WBITS, most)  # what old servers take 'deflate' to mean
    except zlib.error:
        raise Unusable("it is not packed as it says") from None


def _whole(pieces: Iterable[bytes], most: int) -> bytes:
    taken = bytearray()
    for piece in pieces:
        taken += piece
        if len(taken) > most:
            raise Unusable(f"it is larger than {most / 1e6:.0f} MB")
    return bytes(taken)


def _inflated(packed: bytes, window: int, most: int) -> bytes:
    made = bytearray()
    while packed:  # one gzip member after another
        inflater = zlib.decompressobj(window)
        given = len(packed)
        while packed and not inflater.eof:
            made += inflater.decompress(packed, PIECE)
            packed = inflater.unconsumed_tail
            if len(made) > most:
                raise Unusable(f"it is larger than {most / 1e6:.0f} MB when unpacked")
            if len(made) > max(HARMLESS, RATIO * given):
                raise Unusable(f"it grows more than {RATIO} times when unpacked")
        if not inflater.eof:
            made += inflater.flush()
            raise Unusable("it broke off before its end")
        packed = inflater.unused_data.lstrip(b"\0")
    return bytes(made)
