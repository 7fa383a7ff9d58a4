"""Slugs: what a title becomes in an address, in any script."""

from __future__ import annotations

from functools import lru_cache

LONGEST = 80
"""Characters. Four bytes each at worst would pass the 255 bytes of a file name, so bytes are cut too."""
MOST_BYTES = 200


@lru_cache(maxsize=1 << 16)  # a tag is asked for at every list it is in
def slug(text: str, otherwise: str = "") -> str:
    """`text` in small letters and digits of its own script, marks kept, words joined by hyphens.

    Where nothing is left (a title of punctuation or emoji), `otherwise` is made into one instead; the
    result is empty only when both are.
    """
    from slugify import slugify  # 15 ms: where there is something to name

    made = slugify(
        text,
        max_length=LONGEST,
        word_boundary=True,
        save_order=True,
        allow_unicode=True,
        algorithm="modern",
    )
    while len(made.encode()) > MOST_BYTES:
        made = made[:-1].rstrip("-")
    return made or (slug(otherwise) if otherwise else "")
