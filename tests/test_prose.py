"""Prose: Markdown as news writes it, its links resolved, nothing a strict CSP would refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.read import prose
from broadsheet.read.typesetting import typeset
from tests.newsroom import Newsroom


def html(body: str) -> str:
    return typeset(body).html


@pytest.mark.parametrize(
    ("markdown", "made"),
    [
        ("| a | b |\n|---|--:|\n| 1 | 2 |", '<td class="align-right">2</td>'),
        ("Fact.[^1]\n\n[^1]: Source.", '<a class="footnote-ref" href="#fn:1">'),
        ("```python\nx = 1\n```", '<code class="language-python">x = 1'),
        ("A paragraph.\n{: .lead }", '<p class="lead">A paragraph.</p>'),
        ("Term\n: Meaning", "<dt>Term</dt>"),
        ("The UN met.\n\n*[UN]: United Nations", '<abbr title="United Nations">UN</abbr>'),
        ('"Quoted" -- it\'s', "&ldquo;Quoted&rdquo; &ndash; it&rsquo;s"),
        ("## What is known", '<h2 id="what-is-known">What is known</h2>'),
        ("## 已知情况", '<h2 id="已知情况">已知情况</h2>'),
        ("<figure><b>raw</b></figure>", "<figure><b>raw</b></figure>"),
    ],
)
def test_what_news_prose_needs(markdown: str, made: str) -> None:
    assert made in html(markdown)


def test_the_headline_stays_the_only_h1() -> None:
    assert html("# One\n\n## Two") == '<h2 id="one">One</h2>\n<h3 id="two">Two</h3>'


def test_headings_that_begin_at_two_stay() -> None:
    assert html("## One\n\n### Two") == '<h2 id="one">One</h2>\n<h3 id="two">Two</h3>'


def test_no_inline_style_comes_from_a_table() -> None:
    assert "style=" not in html("| a | b |\n|:-:|--:|\n| 1 | 2 |")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300))
def test_converting_twice_is_the_same_as_once(body: str) -> None:
    assert prose.convert(body, "a.md", 1) == prose.convert(body, "a.md", 1)


def test_links_to_documents_become_addresses(newsroom: Newsroom) -> None:
    newsroom.article("other", section="world")
    newsroom.write("pages/about.md", "---\ntitle: About\n---\nHi.")
    newsroom.write("media/report.pdf", "%PDF")
    body = (
        "[a](other.md) [b](./other.md#part) [c](/articles/2021/09/other.md) [d](../../../pages/about.md) "
        '[e](/world/) [f](/media/report.pdf) <a href="other.md">g</a> [h][ref]\n\n[ref]: other.md "Title"'
    )
    newsroom.article("one", body=body)
    newsroom.built()
    page = newsroom.page("/2021/09/06/one/")
    article = "/world/2021/09/06/other/"
    for expected in (
        f'<a href="{article}">a</a>', f'<a href="{article}#part">b</a>', f'<a href="{article}">c</a>',
        '<a href="/about/">d</a>', '<a href="/world/">e</a>', '<a href="/media/report.pdf">f</a>',
        f'<a href="{article}">g</a>', f'<a href="{article}" title="Title">h</a>',
    ):  # fmt: skip
        assert expected in page


def test_links_elsewhere_stay_as_they_are(newsroom: Newsroom) -> None:
    newsroom.article(
        "one", body="[a](https://example.com/?a=1&b=2) [b](mailto:x@example.com) [c](#there)\n\n## There"
    )
    newsroom.built()
    page = newsroom.page("/2021/09/06/one/")
    assert 'href="https://example.com/?a=1&amp;b=2"' in page
    assert 'href="mailto:x@example.com"' in page or "&#109;" in page
    assert 'href="#there"' in page


def test_a_dead_link_is_named_with_its_line_and_column(newsroom: Newsroom) -> None:
    newsroom.article("one", body="Fine.\n\nAnd [then](nope.md) and [again](nope.md#x).")
    assert newsroom.says() == ["content/articles/2021/09/one.md:8: there is no document 'nope.md'"] * 2


@pytest.mark.parametrize("file", ["\ufeff---\n{}\n---\nText", "\r\n\r\n---\r\n{}\r\n---\r\nText\r\n\r\n---\r\nmore",
                                  "\n\n---  \n{}\n---\t\nText\n\n---\nmore", "---\n{}\n...\nText"])  # fmt: skip
def test_front_matter_as_it_is_met_in_real_repositories(newsroom: Newsroom, file: str) -> None:
    front = "title: Met\npublished: 2021-09-06".replace("\n", "\r\n" if "\r" in file else "\n")
    path = newsroom.write("articles/met.md", "")
    path.write_bytes(file.format(front).encode())
    newsroom.built()
    page = newsroom.page("/2021/09/06/met/")
    assert "<p>Text</p>" in page
    assert ("<hr" in page.partition("<p>Text</p>")[2]) == ("more" in file)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("We talk about this.\n\nSee [the page](about) for all about it.", ["7:16"]),
        ("`about` and\n\n    about\n\n[x](about)", ["9:5"]),
        ("[b]: about\n\n[x][b]", ["5:6"]),
        ('<img alt="a" src="about">', ["5:19"]),
        ('<img srcset="a.jpg, b.jpg 2x" alt="">', ["5:14", "5:21"]),
        (r"[a](x\_y.md)", ["5:5"]),
        ("Text.\n\n[a]()", ["7:5"]),
    ],
)
def test_only_the_link_itself_is_accused(newsroom: Newsroom, body: str, places: list[str]) -> None:
    newsroom.write("articles/one.md", f"---\ntitle: One\npublished: 2021-09-06\n---\n{body}")
    assert [f"{one.line}:{one.column}" for one in newsroom.build().problems] == places


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("Watch {% youtube x %} now", "'{% youtube x %}' is a template tag, which is not run here"),
        ("{{< figure src=x >}}", "'{{< figure src=x >}}' is a template tag, which is not run here"),
        ("Fact.[^1]", "there is no footnote '1'"),
    ],
)
def test_what_would_be_printed_as_it_stands_is_named(newsroom: Newsroom, body: str, message: str) -> None:
    newsroom.article("one", body=body)
    assert newsroom.says() == [f"content/articles/2021/09/one.md:6: {message}"]


def test_code_may_hold_anything(newsroom: Newsroom) -> None:
    newsroom.article(
        "one", body="`{% x %}` and `[^1]`\n\n```\n{{ y }} [^2] [a](b.md)\n```\n\n<!-- [c](d.md) -->"
    )
    newsroom.built()


def test_front_matter_and_body_are_told_in_one_run(newsroom: Newsroom) -> None:
    newsroom.article("one", section="wrld", body="[a](nope.md)")
    assert [one.key for one in newsroom.build().problems] == ["section", "link"]


def test_a_document_tells_all_that_is_wrong_with_it_at_once(newsroom: Newsroom) -> None:
    newsroom.article(
        "one", titel="b", similar=["nope"], updated="2020-01-01", image="{src: media/none.jpg, alt: x}"
    )
    newsroom.link("two", source="nobody", **{"for": ["nix"]})
    assert sorted(one.key for one in newsroom.build().problems) == [
        "for", "image.src", "similar", "source", "titel", "updated",
    ]  # fmt: skip
