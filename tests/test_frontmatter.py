"""Front matter: read without a YAML parser where it is simple, and the same tree in every place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.read import events, frontmatter
from tests.laws import law

DOCUMENTS = sorted((Path(__file__).parent.parent / "content").rglob("*.md"))

# What values are made of, and everything that could make a simple line less simple.
PIECES = [
    "word", "two words", "2021-09-06", "10:00", "https://x.example/a#b", "true", "~", "null", "no", "é", "吉隆坡", "it's", "“q”", "a,b",
    ":", ": ", " #", "#", "# c", ",", ", ", "[", "]", "{", "}", '"', "'", "''", "\\", "\\n", '\\"', "\\\\", "-", "- ", "?", "? ", "&a", "*a", "!t", "!!str x",
    "|", ">", ">-", "%", "@", "`", "=", "<<", ".", "...", "---", "\t", "\u00a0", "\u2028", "\x85", "\x07", "\ufeff", "\ufffe", "😀", " ", "  ",
]  # fmt: skip
text = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
scalars = st.one_of(text, text.map('"{}"'.format), text.map("'{}'".format))
rows = st.builds(
    lambda comma, items: "[" + comma.join(items) + "]",
    st.sampled_from([",", ", ", " , "]),
    st.lists(scalars, max_size=3),
)
values = st.one_of(scalars, scalars, rows)
keys = st.sampled_from(
    [
        "title",
        "tags",
        "a_b",
        "Title",
        "published",
        "y",
        "null",
        "a b",
        "a-b",
        "1",
        "",
        '"k"',
        "é",
        "- k",
        "  sub",
        "?",
        "<<",
    ]
)
entries = st.builds(
    "{}{}{}{}".format,
    keys,
    st.sampled_from([": ", ": ", ": ", ":", ":  ", " : "]),
    values,
    st.sampled_from(["", "", " ", " # c"]),
)
items = st.builds(
    "{}{}{}".format,
    st.sampled_from(["  - ", "  - ", "- ", "    - ", "  -", "  "]),
    values,
    st.sampled_from(["", "", " "]),
)
lines = st.one_of(
    entries,
    entries,
    entries,
    st.just("tags:"),
    items,
    items,
    st.sampled_from(["", "# c", "---", "...", "  more"]),
)
documents = st.builds(
    lambda made, end: "\n".join(made) + end,
    st.lists(lines, max_size=6),
    st.sampled_from(["\n", "\n", "", "\n\n"]),
)


def agree(front: str) -> bool:
    """Whether the scanner took it; what it takes, it must read as the parser does."""
    found = frontmatter.scan(front, 2)
    if found is not None:
        assert found == events.parse(front, "content/x.md", 2)
    return found is not None


@law(1500)
@given(documents)
def test_any_front_matter_is_read_as_the_parser_reads_it(front: str) -> None:
    agree(front)


@law(1000)
@given(values, st.sampled_from(["", "", " ", "\n", "\nb: c\n", "\n  - x\n"]))
def test_any_value_is_read_as_the_parser_reads_it(value: str, rest: str) -> None:
    agree(f"title: {value}{rest}")
    agree(f"tags:\n  - {value}{rest}")


@law(1000)
@given(st.text(alphabet="ab:,#[]{}\"'-?&*!|>%@ \n\\=~.", max_size=24))
def test_any_few_characters_are_read_as_the_parser_reads_them(text: str) -> None:
    agree(text)
    agree(f"a: {text}")
    agree(f"a: [{text}]")
    agree(f"a:\n{text}")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.stem)
def test_the_front_matter_of_real_articles_too(document: Path) -> None:
    agree(document.read_text("utf-8").split("---\n", 2)[1])


@pytest.mark.parametrize(
    "front",
    [
        "title: A headline, with a comma\n",
        'title: "Quoted: twice"\n',
        "title: 'Quoted # once'\n",
        "tags: [a, b c, \"d, e\"]\n",
        "tags: []\n",
        "tags:\n  - a\n  - \"b: c\"\nid: x",
        "tags:\n- a\n- b\n",
        "summary:\nid: x\n",
        "url: https://x.example/?a=1#b\npublished: 2021-09-06 10:00\n",
    ],
)  # fmt: skip
def test_simple_front_matter_needs_no_parser(front: str) -> None:
    assert agree(front)


def test_what_the_scanner_leaves_to_the_parser_is_read_all_the_same() -> None:
    front = "a: >-\n  one\n  two\n# c\nb: {c: d}\n"
    assert not agree(front)
    assert frontmatter.parse(front, "content/x.md", 1) == events.parse(front, "content/x.md", 1)
