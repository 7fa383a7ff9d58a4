"""Languages: which way one is written, and whether one is another."""

from __future__ import annotations

from typing import Literal

Direction = Literal["ltr", "rtl"]

_RIGHT_TO_LEFT = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_SCRIPTS = frozenset(["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"])


def direction(tag: str) -> Direction:
    """`rtl` for languages written from right to left, by the tag's script where it names one."""
    subtags = tag.lower().split("-")
    script = next((part for part in subtags[1:] if len(part) == 4 and part.isalpha()), None)
    if script:
        return "rtl" if script in _SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RIGHT_TO_LEFT else "ltr"


def is_other(tag: str, than: str) -> bool:
    """Whether text in a language is foreign on a page in another: not where one tag only says more than the
    other, as `en-MY` does than `en`.
    """
    one, another = f"{tag}-".lower(), f"{than}-".lower()
    return not (one.startswith(another) or another.startswith(one))
