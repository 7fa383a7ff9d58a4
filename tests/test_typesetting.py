"""Typesetting: sooner than Python-Markdown, and the same to the byte."""

from __future__ import annotations

from pathlib import Path

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.read import converter, excerpts, inline, prose, typesetting
from broadsheet.read.addresses import written
from tests.laws import law

REPOSITORY = Path(__file__).parent.parent
ARTICLES = sorted((REPOSITORY / "content").rglob("*.md"))
EXAMPLES = (Path(__file__).parent / "markdown.txt").read_text("utf-8").split("\n=====\n")

# What prose is made of, and everything that could make a plain paragraph less plain.
PIECES = [
    "The minister said", "\"We won't go,\"", "'80s", "it's", "--", "---", "...", "AT&T", "&amp;", "&", ";", "*very*",
    "**strong**", "_low_", "`code`", "[link](https://example.com)", "[a](b.md)", "![x](/media/y.png)", "[^1]", "<b>raw</b>",
    "<", ">", "\\*", "\\&", "\\\\", "\\\"", "{: .class }", "{", "}", "|", "a | b", "~", "^", "#", "!", "\u00a0", "“curly”", "'", '"',
    "''", '""', "\"'", "'\"", "(", ")", "[", "]", "1.", "https://example.com/a_b_c", "<https://example.com>", "x@example.com",
    "吉隆坡", "أمطار", "हिन्दी", "é", "  ", "\t", ":", "=", "+", "-", "1", "The UN met",
]  # fmt: skip
STARTS = ["", "", "", "", "# ", "## ", "> ", "- ", "* ", "1. ", "    ", "  ", ": ", "[^1]: ", "[x]: ", "*[UN]: ", "```\n", "~~~\n",
          "<div>", "</div>", "| a | b |\n|---|--:|\n", "===", "---", "***", "\t", "<!-- ", "<p>"]  # fmt: skip
parts = st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", " ", "", "\n", "  \n"])).map("".join)
blocks = st.builds(
    lambda start, words: start + "".join(words), st.sampled_from(STARTS), st.lists(parts, max_size=7)
)
gaps = st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n", "\n  \n"])
bodies = st.builds(lambda gap, made: gap.join(made), gaps, st.lists(blocks, min_size=1, max_size=6))


@law(600)
@given(bodies)
def test_any_body_comes_out_as_the_library_sets_it(body: str) -> None:
    assert typesetting.typeset(body) == typesetting.typeset_by_the_library(body)


@law(300)
@given(st.text(alphabet="aé \n'\"-.&;\\[]*_>#1:|<“”", max_size=60))
def test_any_few_characters_too(body: str) -> None:
    assert typesetting.typeset(body) == typesetting.typeset_by_the_library(body)


# Bodies made of what is set without the library, each piece sound by itself, and now and then of what isn't.
WORDS = [
    "The minister", "said", "it's", "'80s", "\"We won't go,\"", "--", "---", "...", "AT&T", "R&D;", "“curly”", "’tis", "snake_case", "_",
    "2021", "1.5", "5 * 3", "'quoted'", "'\"both\"'", '"', "'", "'s", "s", "(so)", "[so]", "!", "#", "\u00a0", "吉隆坡", "é", "—", "–", ":", "|",
    "\n", "\n\n", "  ", "<div>", "</div>", "<pre>", "{.c}", "\\*", "\\[so\\]", "\\'", "\\>", "\\", "\\\\", "&\\#39;", "&copy;", "<b>", "x.", ",",
]  # fmt: skip
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
addresses = st.sampled_from(
    [
        "https://example.com/a_b*c?x=1&y=2#z",
        "b.md",
        "/media/y.png",
        "//x.example",
        "#top",
        "a(b)",
        "",
        "x y",
        "../p.md",
        "HTTP:x",
        "a'b",
    ]
)
titles = st.sampled_from(["", "", "", ' "A title"', " 'Other'", " \"a 'b'\"", '  "x"', ' "a & b"'])


def spans(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("*{}*".format, inner),
        st.builds("**{}**".format, inner),
        st.builds("_{}_".format, inner),
        st.builds("`{}`".format, inner),
        st.builds("[{}]({}{})".format, inner, addresses, titles),
        st.builds("![{}]({}{})".format, inner, addresses, titles),
        st.builds("<{}>".format, addresses),
        st.lists(inner, min_size=1, max_size=4).map(" ".join),
        st.lists(inner, min_size=1, max_size=3).map("".join),
    )


lines = st.recursive(words, spans, max_leaves=8)
markers = st.sampled_from(
    [
        "",
        "",
        "",
        "# ",
        "## ",
        "### ",
        "#",
        "> ",
        ">",
        "- ",
        "* ",
        "1. ",
        "2021. ",
        "  ",
        "    ",
        "-  ",
        "<div>\n",
        "</pre>",
    ]
)
constructs = st.lists(st.builds("{}{}".format, markers, lines), min_size=1, max_size=3).map("\n".join)
made_bodies = st.builds(lambda gap, made: gap.join(made), gaps, st.lists(constructs, min_size=1, max_size=5))


@law(600)
@given(made_bodies)
def test_made_bodies_of_simple_constructs_come_out_as_the_library_sets_them(body: str) -> None:
    assert typesetting.typeset(body) == typesetting.typeset_by_the_library(body)


@law(300)
@given(lines)
def test_made_lines_come_out_as_the_library_sets_them(line: str) -> None:
    assert typesetting.typeset(line) == typesetting.typeset_by_the_library(line)


# Long runs of few marks, where one rule for quotes, dashes or stars could get into the way of another.
@law(300)
@given(st.text(alphabet="as8 '\"-–.!(,é&", max_size=24))
def test_made_quotes_come_out_as_the_library_sets_them(text: str) -> None:
    body = f"x {text}"
    assert typesetting.typeset(body) == typesetting.typeset_by_the_library(body)
    assert typesetting.typeset(text) == typesetting.typeset_by_the_library(text)


@law(300)
@given(st.text(alphabet="ab *`_[]()!<>:/\n'\"\\", max_size=30))
def test_made_marks_come_out_as_the_library_sets_them(text: str) -> None:
    assert typesetting.typeset(text) == typesetting.typeset_by_the_library(text)


@law(300)
@given(st.text(alphabet="a1.#>- *\n", max_size=30))
def test_made_blocks_come_out_as_the_library_sets_them(text: str) -> None:
    assert typesetting.typeset(text) == typesetting.typeset_by_the_library(text)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda file: file.stem)
def test_real_articles_come_out_as_the_library_sets_them(article: Path) -> None:
    body = article.read_text("utf-8").split("---\n", 2)[2]
    assert typesetting.typeset(body) == typesetting.typeset_by_the_library(body)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_every_construct_come_out_as_the_library_sets_them(example: str) -> None:
    assert typesetting.typeset(example) == typesetting.typeset_by_the_library(example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_keep_their_meaning_between_paragraphs(example: str) -> None:
    body = f'One plain paragraph.\n\nAnd "another".\n\n{example}\n\nIt\'s the third.\n\nAnd so on.'
    assert typesetting.typeset(body) == typesetting.typeset_by_the_library(body)


@pytest.mark.parametrize(
    ("body", "made"),
    [
        (
            "\"We won't go,\" he said.\n\nIt's the '80s -- again...",
            (
                "<p>&ldquo;We won&rsquo;t go,&rdquo; he said.</p>\n"
                "<p>It&rsquo;s the &rsquo;80s &ndash; again&hellip;</p>"
            ),
        ),
        (
            "See [the record](https://x.example/a_b) for **details** or `x = y`, *he* said.",
            (
                '<p>See <a href="https://x.example/a_b">the record</a> for <strong>details</strong> '
                "or <code>x = y</code>, <em>he</em> said.</p>"
            ),
        ),
        (
            "> One.\n>\n> Two.\n\n> Three.",
            "<blockquote>\n<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>\n</blockquote>",
        ),
        ("- One.\n- *Two*.", "<ul>\n<li>One.</li>\n<li><em>Two</em>.</li>\n</ul>"),
        ("1. One.\n\n2. Two.", "<ol>\n<li>\n<p>One.</p>\n</li>\n<li>\n<p>Two.</p>\n</li>\n</ol>"),
    ],
)
def test_what_a_newspaper_is_made_of_needs_no_library(
    body: str, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("convert", "words"):
        monkeypatch.setattr(converter, name, None)
    assert typesetting.typeset(body).html == made


def test_what_a_backslash_escapes_is_what_the_library_says() -> None:
    import markdown

    known = markdown.Markdown(extensions=list(converter.EXTENSIONS)).ESCAPED_CHARS
    assert set(known) == inline.ESCAPABLE


def test_a_heading_needs_of_the_library_only_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converter, "convert", None)
    made = typesetting.typeset("# It's *so*\n\n## So\nSaid he.\n\n## So").html
    assert made == (
        '<h2 id="it-s-so">It&rsquo;s <em>so</em></h2>\n<h3 id="so">So</h3>\n<p>Said he.</p>\n<h3 id="so_1">So</h3>'
    )


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://shop.example/?a=1&section=2&copy=4">x</a>',
        '<iframe srcdoc="<a href=https://x.example><img src=https://x.example/y>"></iframe>',
        '[a](https://e.example "use href=foo here")',
        '<input value="a href=b">',
        "<script>el.innerHTML = \"<a href='x.md'>\"</script>",
        '<!-- <img src="old.png"> -->',
        '<span title="<pre>">x</span>',
        "<style>a { background: url(x.png) }</style>",
        '<img srcset="https://e.example/w_400,h_300/a.jpg 400w, https://e.example/b.jpg 2x" alt="">',
        "`<a href='x.md'>`",
        "<a@b.example>",
    ],
)
def test_what_is_no_internal_address_stays_to_the_byte(body: str) -> None:
    import markdown

    plain = markdown.markdown(body, extensions=list(converter.EXTENSIONS), output_format="html")
    made = typesetting.typeset(body)
    assert (made.html, made.targets) == (plain, ())


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ("[a](x.md)", "x.md"),
        (r"[a](x\_y.md)", "x_y.md"),
        ("<A HREF=x.md>a</A>", "x.md"),
        ("<a title=\"a > b\" href='x.md#y'>a</a>", "x.md"),
        ('<a x/y href="javascript:alert(1)">a</a>', "javascript:alert(1)"),
        ('<img src="gone.png" / >', "gone.png"),
        ('<a href="java&#115;cript:x">a</a>', "javascript:x"),
        ('<form action="javascript:x"></form>', "javascript:x"),
        ("[a](https:/foo)", "https:/foo"),
        ("[a](<x y.md>)", "x y.md"),
        ("[a]()", ""),
    ],
)
def test_every_internal_address_is_found(body: str, target: str) -> None:
    assert typesetting.typeset(body).targets == (target,)


def test_a_held_link_loses_its_address_however_it_was_written() -> None:
    made = typesetting.typeset('[a](x.md#p) <A HREF="x.md" class="y">b</A>').html
    assert written(made, {"x.md": None}) == '<p><a>a</a> <A class="y">b</A></p>'


def test_an_address_with_a_query_keeps_it() -> None:
    made = typesetting.typeset('<a href="/world/?a=1&section=2">x</a>').html
    assert written(made, {"/world/": "/base/world/"}) == '<p><a href="/base/world/?a=1&section=2">x</a></p>'


def test_absurd_depth_is_an_error_that_can_be_caught() -> None:
    with pytest.raises(RecursionError):
        typesetting.typeset("a\n: b\n" * 500)


def test_absurd_depth_in_one_body_does_not_show_in_the_next() -> None:
    before = typesetting.typeset("<'").html
    with pytest.raises(RecursionError):
        typesetting.typeset("a\n: b\n" * 500)
    assert typesetting.typeset("<'").html == before


@law(600)
@given(st.one_of(bodies, made_bodies, st.text(alphabet="ab &;<>'\"-.#\n\u00a0\u2028é", max_size=40)))
def test_an_excerpt_is_what_cleaning_the_typeset_body_leaves(body: str) -> None:
    made = typesetting.typeset_by_the_library(body).html.replace("<br", " <br")
    cleaned = nh3.clean(made, tags=set(), clean_content_tags=excerpts._DROPPED)  # noqa: SLF001 - the list itself, so that both drop the same
    assert excerpts.excerpt(body, 12) == prose.cut(prose.plain(cleaned), 12)
