"""Slugs: a title's own letters, in any script, that fit into an address and a file's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.read.slugs import slug


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Leader backs clerics’ call", "leader-backs-clerics-call"),
        ("Penang: S$5bn in 2021/22!", "penang-s-5bn-in-2021-22"),
        ("吉隆坡轻快铁新路线通车", "吉隆坡轻快铁新路线通车"),
        ("हिन्दी में समाचार", "हिन्दी-में-समाचार"),
        ("أمطار غزيرة", "أمطار-غزيرة"),
        ("Straße & Café", "straße-café"),
    ],
)
def test_titles_keep_their_letters_and_marks(title: str, made: str) -> None:
    assert slug(title) == made


def test_a_title_without_letters_falls_back_to_the_id() -> None:
    assert slug("!!! 🎉", otherwise="party-2021") == "party-2021"


@given(st.text(), st.text())
def test_a_slug_is_one_safe_part_of_an_address(title: str, otherwise: str) -> None:
    made = slug(title, otherwise)
    assert not set(made) & set("/\\.?#%&\"'<> \t\n\0")
    assert len(made.encode()) <= 200
    assert slug(made) == made or not made.isascii()
