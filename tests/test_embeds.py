"""Embeds: figures, galleries, pull quotes, fact boxes, timelines and link cards that an editor writes in a text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.match import sketch
from broadsheet.read import prose, typesetting
from broadsheet.read.addresses import CLOSE, OPEN
from broadsheet.read.embeds import RULES
from broadsheet.read.markup import DATE
from broadsheet.render.feeds.telling import readable
from tests.laws import law
from tests.newsroom import SITE, Newsroom
from tests.pictures import halves, put
from tests.ten_stories import OF_THE_SITE
from tests.test_darkroom import built
from tests.test_typesetting import made_bodies

ONE = {
    "figure": "::: figure\nsize: wide\ncredit: Aisha & Co\n\n![A valley](/media/valley.jpg)\nThe *last* light.\n:::",
    "gallery": '::: gallery The "last" day\n![One](/media/a.jpg)\nFirst.\n\n![Two](/media/b.jpg)\n:::',
    "quote": "::: quote\nby: Rokiah Hassan\n\nOurs was for people who were *already* there.\n:::",
    "facts": "::: facts The *Seri* Rimau\n- Built: 1963\n- Length: 44 metres\n:::",
    "timeline": "::: timeline\n- 2021-09-06: It *began*.\n  It went on.\n- 1963: Long before.\n:::",
    "video": '::: video The ramp\nurl: https://www.films.example.org/?a=1&b="2"\ndate: 2021-09\n\nFour minutes.\n:::',
    "post": "::: post Mirwais\nurl: https://posts.example.net/1\nsite: Posts\n\nThe heights are ours.\n:::",
}
"""One of each."""

HTML = {
    "figure": '<figure class="figure wide">\n<img class="wide" alt="A valley" src="/media/valley.jpg">\n'
    "<figcaption>The <em>last</em> light. <span>Aisha &amp; Co</span></figcaption>\n</figure>",
    "gallery": '<figure class="gallery">\n<figcaption>The &ldquo;last&rdquo; day</figcaption>\n'
    '<div class="strip" tabindex="0" role="group" aria-label="The &ldquo;last&rdquo; day">\n'
    '<figure>\n<img class="slide" alt="One" src="/media/a.jpg">\n<figcaption>First.</figcaption>\n</figure>\n'
    '<figure>\n<img class="slide" alt="Two" src="/media/b.jpg">\n</figure>\n</div>\n</figure>',
    "quote": '<aside class="pullquote">\n<blockquote>\n<p>Ours was for people who were <em>already</em> there.</p>\n'
    '</blockquote>\n<p class="by">Rokiah Hassan</p>\n</aside>',
    "facts": '<aside class="facts" aria-labelledby="the-seri-rimau">\n'
    '<h2 id="the-seri-rimau">The <em>Seri</em> Rimau</h2>\n'
    "<ul>\n<li>Built: 1963</li>\n<li>Length: 44 metres</li>\n</ul>\n</aside>",
    "timeline": '<div class="dates">\n<ol>\n<li><time datetime="2021-09-06">*</time>\n<p>It <em>began</em>.\n'
    'It went on.</p>\n</li>\n<li><time datetime="1963">*</time>\n<p>Long before.</p>\n</li>\n</ol>\n</div>',
    "video": '<figure class="outside video">\n<figcaption>\n'
    '<p>films.example.org · <time datetime="2021-09">*</time></p>\n'
    '<p><a href="https://www.films.example.org/?a=1&amp;b=&quot;2&quot;" rel="noopener">The ramp</a></p>\n'
    "<p>Four minutes.</p>\n</figcaption>\n</figure>",
    "post": '<figure class="outside post">\n<blockquote cite="https://posts.example.net/1">\n'
    "<p>The heights are ours.</p>\n</blockquote>\n<figcaption>\n"
    '<p><a href="https://posts.example.net/1" rel="noopener">Mirwais</a></p>\n<p>Posts</p>\n</figcaption>\n</figure>',
}


def typeset(body: str) -> str:
    """The HTML of a body without a mistake, marks taken off."""
    made, problems = prose.convert(body, "content/a.md", 1)
    assert not problems
    return made.html.replace(OPEN, "").replace(CLOSE, "").replace(DATE, "*")


def says(body: str) -> list[str]:
    _, problems = prose.convert(body, "content/a.md", 1)
    return [f"{one.line}:{one.column}: {one.message}" for one in sorted(problems)]


def test_there_is_an_example_of_each() -> None:
    assert set(ONE) == set(HTML) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_each_directive_becomes_this(name: str) -> None:
    assert typeset(ONE[name]) == HTML[name]


@pytest.mark.parametrize("name", RULES)
def test_a_directive_needs_no_empty_line_around_it(name: str) -> None:
    assert typeset(f"Before.\n{ONE[name]}\nAfter.") == f"<p>Before.</p>\n{HTML[name]}\n<p>After.</p>"


@pytest.mark.parametrize("name", RULES)
def test_a_fact_box_may_hold_any_of_them(name: str) -> None:
    if not RULES[name].holds:
        made = typeset(f"::: facts A box\nBefore.\n\n{ONE[name]}\nAfter.\n:::")
        box = '<aside class="facts" aria-labelledby="a-box">\n<h2 id="a-box">A box</h2>'
        assert made == f"{box}\n<p>Before.</p>\n{HTML[name]}\n<p>After.</p>\n</aside>"


def test_a_video_and_a_post_may_have_a_picture() -> None:
    picture = "![x](/media/a.jpg)\n"
    assert '<img class="still" alt="x" src="/media/a.jpg">\n<figcaption>' in typeset(
        ONE["video"].replace("Four", f"{picture}Four")
    )
    assert '<img class="still" alt="x" src="/media/a.jpg">\n<blockquote' in typeset(
        ONE["post"].replace("The", f"{picture}The")
    )


def test_a_gallery_of_a_grid_does_not_scroll_and_needs_no_stop_of_the_keyboard() -> None:
    made = typeset(ONE["gallery"].replace("![One]", "layout: grid\n![One]"))
    assert '<div class="grid">\n<figure>' in made


def test_a_timeline_with_a_title_is_a_section() -> None:
    made = typeset(ONE["timeline"].replace("timeline", "timeline How it came to this"))
    assert made.startswith('<section class="dates" aria-labelledby="how-it-came-to-this">\n<h2 id="how-it')


def test_references_footnotes_abbreviations_and_anchors_reach_into_directives_and_out_of_them() -> None:
    made = typeset(
        "Fact.[^1]\n\n## Twice\n\n::: facts Twice\nThe UN.[^2] See [this][x].\n:::\n\n## Twice\n\n"
        "[^1]: One.\n\n[^2]: Two.\n\n[x]: https://x.example/\n\n*[UN]: United Nations"
    )
    assert re.findall(r'<h2 id="(.*?)"', made) == ["twice", "twice_1", "twice_2"]
    assert 'aria-labelledby="twice_1"' in made
    assert re.findall(r'href="#fn:(\d)"', made) == ["1", "2"]
    assert '<abbr title="United Nations">UN</abbr>' in made
    assert '<a href="https://x.example/">this</a>' in made


def test_code_may_show_how_a_directive_is_written() -> None:
    body = "```\n::: figure\n```\n\n    ::: figure\n\n<!--\n::: figure\n-->"
    assert typeset(body) == typesetting.typeset(body).html


@pytest.mark.parametrize(
    "value", ['"><script>alert(1)</script>', "<b>", "&lt;", "' onclick='x", "**no**", "![x](y.png)", "\\"]
)
def test_what_an_option_says_is_text(value: str) -> None:
    body = (
        f"::: quote\nby: {value}\n\nWords.\n:::\n\n::: video A\nurl: https://x.example/\nsite: {value}\n:::"
    )
    read = _Read(typeset(body))
    assert read.texts.count(value) == 2
    assert read.tags <= {"aside", "blockquote", "p", "figure", "figcaption", "a"}


# A body is as it ever was where no directive stands in it, and around those that do.
@law(300)
@given(made_bodies)
def test_a_body_without_a_directive_is_what_it_was(body: str) -> None:
    made, problems = prose.convert(body, "content/a.md", 1)
    assert (made.html, made.targets) == typesetting.typeset(body)
    assert not problems


@law(300)
@given(made_bodies, made_bodies, st.sampled_from(sorted(RULES)))
def test_what_stands_around_a_directive_comes_out_as_around_a_paragraph(
    before: str, after: str, name: str
) -> None:
    body = f"{before}\n\n{ONE[name]}\n\n{after}"
    made, problems = prose.convert(body, "content/a.md", 1)
    if problems:  # what came before it ate it
        assert {one.message[:20] for one in problems} <= {"this stands in HTML ", "this is no picture"}
        return
    paragraph = typesetting.typeset(f"{before}\n\nplaceholder\n\n{after}").html
    if "<p>placeholder</p>" not in paragraph:  # it stands in a <pre>
        return
    html = made.html.replace(OPEN, "").replace(CLOSE, "").replace(DATE, "*")
    around = paragraph.replace(OPEN, "").replace(CLOSE, "")
    # A number that the library forgets in an `alt` counts what came before.
    forgotten = re.compile("\2klzzwxh:[0-9]+\3")
    assert forgotten.sub("", html) == forgotten.sub("", around).replace("<p>placeholder</p>", HTML[name])


# Whatever stands in a box stays in it.
ends = st.sampled_from(
    ["", "\n", "\n\n", "\n:::\n", "\n- ", "\n> ", "\n</aside>", "\n<div>", "\n```\n", "\n[^1]: "]
)
inner = st.lists(st.builds("{}{}".format, made_bodies, ends), max_size=3).map("".join)


@law(400)
@given(inner, inner, st.sampled_from(["::: facts Box", "::: quote", "::: video V\nurl: https://x.example/"]))
def test_nothing_breaks_out_of_a_directive(inside: str, after: str, opening: str) -> None:
    made, problems = prose.convert(f"{opening}\n\n{inside}\n:::\n\nbehind it\n\n{after}", "content/a.md", 1)
    if problems or "<" in inside or "<" in after:  # raw HTML is its editor's own
        return
    read = _Read(made.html)
    assert read.is_sound
    assert read.depth_of("behind it") == 1


def test_hundreds_of_boxes_in_boxes_are_a_problem() -> None:
    body = "::: facts A\n" * 1500 + "x\n" + ":::\n" * 1500
    assert says(body) == ["1:1: lists, quotes or definitions are nested here deeper than anyone could read"]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("::: figre\nx\n:::", ["1:5: there is no directive 'figre'"]),
        ("x\n:::", ["2:1: there is no directive here to close"]),
        ("::: quote\nx", ["1:1: this is never closed"]),
        ("::: figure\n![a](/media/a.jpg)\n::: quote\nx\n:::", ["1:1: this is never closed"]),
        ("::: quote\nx\n::: facts A\ny\n:::\n:::", ["3:5: a directive cannot stand in 'quote'"]),
        ("  ::: quote\nx\n:::", ["1:3: a directive begins and ends at the very start of a line"]),
        ("- ::: qoute\nx\n:::", ["1:3: a directive begins and ends at the very start of a line"]),
        ("::: figure\nx\n:::", ["1:5: there is no picture in it"]),
        ("::: figure wide\n![a](/media/a.jpg)\n:::", ["1:12: nothing may stand behind the name here"]),
        ("::: figure\nsize: big\n![a](/media/a.jpg)\n:::", ["2:7: 'big' is no size"]),
        ("::: figure\nsise: full\n![a](/media/a.jpg)\n:::", ["2:1: there is no option 'sise'"]),
        ("::: quote\nby:\nx\n:::", ["2:4: 'by' is empty"]),
        ("::: quote\nby: a\nby: b\nx\n:::", ["3:1: 'by' stands here twice"]),
        ("::: quote\n\n:::", ["1:5: there is nothing in it"]),
        ("::: facts\nx\n:::", ["1:5: this has no title"]),
        ("::: facts A <b>\nx\n:::", ["1:11: a title has no HTML in it"]),
        ("::: gallery A\nx\n![a](/media/a.jpg)\n:::", ["2:1: a gallery begins with a picture"]),
        ("::: gallery - A\n![a](/media/a.jpg)\n:::", ["1:13: this cannot be a title"]),
        ("::: timeline\n- 2021-02-30: x\n:::", ["2:3: '2021-02-30' is not a date"]),
        ("::: timeline\n- 2021: x\ny\n:::", ["3:1: this is no entry of a timeline"]),
        ("::: timeline\n:::", ["1:5: there is nothing in it"]),
        ("::: video A\n:::", ["1:5: this has no url"]),
        ("::: video A\nurl: ftp://x\n:::", ["2:6: 'ftp://x' begins with 'ftp:'"]),
        ("::: video A\nurl: //x.example\n:::", ["2:6: '//x.example' is not a full URL"]),
        ("::: video A\nurl: https://me:secret@x.example\n:::", ["2:6: this address holds a user name or password"]),
        ("::: video A [b](c.md)\nurl: https://x.example\n:::", ["1:11: this cannot be a title"]),
        (
            "::: figure\n![a](https://x.example/a.png)\n:::",
            ["2:6: 'https://x.example/a.png' is not a picture of ours"],
        ),
        (
            "<div>\n::: quote\nx\n:::\n</div>",
            ["2:1: this stands in HTML or a definition, or holds one that ends outside of it"],
        ),
    ],
)  # fmt: skip
def test_every_mistake_is_named_with_its_place(body: str, wrong: list[str]) -> None:
    assert says(body) == wrong


def test_all_mistakes_of_a_file_are_named_at_once(newsroom: Newsroom) -> None:
    newsroom.article(
        "one",
        body="::: video A\n:::\n\n[a](nope.md)\n\n::: figure\n![x](/media/gone.jpg)\n:::",
        section="wrld",
    )
    assert newsroom.says() == [
        "content/articles/2021/09/one.md:4: site.yaml has no section 'wrld'",
        "content/articles/2021/09/one.md:7: this has no url",
        "content/articles/2021/09/one.md:10: there is no document 'nope.md'",
        "content/articles/2021/09/one.md:13: there is no file content/media/gone.jpg",
    ]


def test_dates_are_in_the_words_of_the_page(newsroom: Newsroom) -> None:
    newsroom.write("site.yaml", SITE.replace("language: en\n", "language: ms\n", 1))
    newsroom.article("one", body="::: timeline\n- 2021-09-06: A\n- 2021-08: B\n- 1963: C\n:::")
    newsroom.article("two", body="::: timeline\n- 2021-09-06: A\n:::", language="en")
    newsroom.built()
    page = newsroom.page("/2021/09/06/one/")
    assert '<time datetime="2021-09-06">6 September 2021</time>' in page
    assert '<time datetime="2021-08">Ogos 2021</time>' in page
    assert '<time datetime="1963">1963</time>' in page
    foreign = '<time datetime="2021-09-06" lang="ms" dir="ltr">6 September 2021</time>'
    assert foreign in newsroom.page("/2021/09/06/two/")
    assert "Ogos 2021" in newsroom.page("/feed.xml")
    assert DATE not in page + newsroom.page("/feed.xml")


def test_a_picture_in_a_directive_is_made_like_any_other(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves((1000, 600)))
    newsroom.article("one", body=ONE["figure"])
    newsroom.built()
    page = newsroom.page("/2021/09/06/one/")
    figure = page.partition('<figure class="figure wide">')[2].partition("</figure>")[0]
    assert figure.count("<source ") == 2
    assert figure.count('sizes="(min-width: 46rem) 44rem, calc(100vw - 2rem)"') == 2
    assert 'width="1000" height="600" loading="lazy"' in figure


def test_another_picture_renders_the_article_whose_figure_shows_it(newsroom: Newsroom) -> None:
    put(newsroom, "media/valley.jpg", halves())
    newsroom.article("one", section="world", body=ONE["figure"])
    newsroom.article("two", section="business", published="2021-09-05")
    newsroom.built()
    put(newsroom, "media/valley.jpg", halves().rotate(180))
    assert built(newsroom) == {
        "/world/2021/09/06/one/", "/world/feed.xml", "/sitemap-2021-09.xml", *OF_THE_SITE,
    }  # fmt: skip


def test_the_opening_of_an_article_is_its_text(newsroom: Newsroom) -> None:
    newsroom.article(
        "one", body="\n\n".join((*(one for one in ONE.values() if "media" not in one), "It *begins* here."))
    )
    newsroom.built()
    assert 'content="It begins here."' in newsroom.page("/2021/09/06/one/")


def test_matching_sees_the_text_and_boxes_but_no_credits_quotes_or_hosts() -> None:
    made, _ = prose.convert("\n\n".join((*ONE.values(), "It begins.")), "content/a.md", 1)
    assert " ".join(sketch.plain(made.html).replace(DATE, "").split()) == (
        "The Seri Rimau Built: 1963 Length: 44 metres It began . It went on. Long before. It begins."
    )


@pytest.mark.parametrize(
    ("name", "made"),
    [
        (
            "figure",
            '<figure>\n<img alt="A valley" src="https://gazette.example.org/media/valley.jpg">\n<figcaption>The <em>last</em> light.',
        ),
        (
            "gallery",
            '<figcaption>The “last” day</figcaption>\n<div>\n<figure>\n<img alt="One" src="https://gazette.example.org/media/a.jpg">',
        ),
        ("quote", "<aside>\n<blockquote>\n<p>Ours was for people"),
        ("facts", "<aside>\n<h2>The <em>Seri</em> Rimau</h2>\n<ul>"),
        ("timeline", '<ol>\n<li><time datetime="2021-09-06">'),
        ("video", '<p><a href="https://www.films.example.org/?a=1&amp;b=&quot;2&quot;">The ramp</a></p>'),
        ("post", '<blockquote cite="https://posts.example.net/1">\n<p>The heights'),
    ],
)
def test_feed_readers_are_shown_each_without_its_looks(name: str, made: str) -> None:
    shown = readable(typeset(ONE[name]), "https://gazette.example.org/one/")
    assert made in shown
    assert "class=" not in shown


class _Read(HTMLParser):
    """HTML as a browser reads it: its texts with how deep they stand, and whether all that opens is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.is_sound = True
        self._open: list[str] = []
        self._texts: list[tuple[str, int]] = []
        self.feed(html)
        self.close()
        self.is_sound = self.is_sound and not self._open

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self._texts]

    def depth_of(self, text: str) -> int:
        return next(depth for one, depth in self._texts if one == text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("img", "br", "hr", "source"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_sound = self.is_sound and bool(self._open) and self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self._texts.append((data, len(self._open)))
