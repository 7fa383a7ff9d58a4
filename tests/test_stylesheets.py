"""Stylesheets as readers get them: what is for their writers goes, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.render.stylesheets import tidied, tokens

OURS = sorted((Path(__file__).parent.parent / "layouts/assets").glob("*.css"))


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("/* a */ p { color: red; /* b */ top: 0 }", "p {\ncolor: red;\ntop: 0 }"),
        ("p {\n  color: red;\n}\n\n\nq {}\n", "p {\ncolor: red;\n}\nq {}\n"),
        ("/*! Licence */ p {}", "/*! Licence */ p {}"),
        ("p { color: red; /* never closed", "p {\ncolor: red;\n"),
    ],
)
def test_comments_and_indentation_go(written: str, published: str) -> None:
    assert tidied(written) == published


@pytest.mark.parametrize(
    "css",
    [
        'p::after{content:"; /* no comment */   }  "}',
        "p::after{content:'it\\'s; /* none */'}",
        "p{background:url(data:image/svg+xml;/*a*/,x;  y)}",
        "p{background:url( 'a;  /*b*/.png' )}",
        ".a/**/.b /* c */ d{margin:1px/**/2px}",
        ".a\\;  .b{top:0}",
        'p{content:"broken;  /* a\n*/}',
    ],
)
def test_strings_addresses_escapes_selectors_and_values_stay_as_they_are(css: str) -> None:
    assert tidied(css) == css


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_ours_lose_nothing_but_comments_and_blanks(file: Path) -> None:
    css = file.read_text("utf-8")
    made = tidied(css)
    assert "/*" not in made
    assert len(made) < 0.95 * len(css)
    assert _bare(made) == _bare(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def _bare(css: str) -> str:
    """Without the blanks on which nothing hangs in a stylesheet like ours."""
    return re.sub(r"(?<=[{};])\s+|^\s+", "", css)


PIECES = st.lists(
    st.sampled_from(["a", " ", "\n", "{", "}", ";", ":", '"', "'", "\\", "/*", "*/", "url(", ")", "-", "!"])
).map("".join)


@given(PIECES)
def test_what_is_tidy_stays_so_and_nothing_is_too_odd(css: str) -> None:
    assert tidied(tidied(css)) == tidied(css)
    tokens(css)
