"""Similar News: what an editor put under an article stands there, in the editor's order."""

from __future__ import annotations

import re

from tests.newsroom import Newsroom

ARTICLE = "/2021/09/06/valley/"


def headlines(newsroom: Newsroom) -> list[str]:
    """The headlines under Similar News, in their order."""
    block = newsroom.page(ARTICLE).partition("Similar News</h2>")[2].partition("</section>")[0]
    return re.findall(r"<h3[^>]*>([^<]+)</h3>", block)


def test_picks_come_first_and_in_their_order_then_links_filed_for_the_article(newsroom: Newsroom) -> None:
    newsroom.link("filed", **{"for": ["valley"], "published": "2021-09-06"})
    newsroom.link("newer", **{"for": ["valley"], "published": "2021-09-07"})
    newsroom.link("beta")
    newsroom.link("alpha")
    newsroom.article("own-story", title="Own story")
    inline = "{title: Inline, url: 'https://kt.example.com/a', source: kabul-times}"
    newsroom.article("valley", similar=f"[beta, own-story, {inline}, alpha]")
    newsroom.built()
    assert list(dict.fromkeys(headlines(newsroom))) == [
        "Elsewhere: beta", "Own story", "Inline", "Elsewhere: alpha", "Elsewhere: newer", "Elsewhere: filed",
    ]  # fmt: skip


def test_each_piece_names_its_outlet_and_leads_there(newsroom: Newsroom) -> None:
    newsroom.link("talks", body="They are *ready* to talk.", **{"for": ["valley"], "paywall": True})
    newsroom.article("valley")
    newsroom.built()
    block = newsroom.page(ARTICLE).partition("Similar News</h2>")[2].partition("</section>")[0]
    assert 'href="https://northwire.example.com/talks"' in block
    assert "They are ready to talk." in block
    assert "Read more" in block
    assert "Northwire" in block
    assert 'rel="noopener"' in block


def test_an_article_with_nothing_similar_has_no_block(newsroom: Newsroom) -> None:
    newsroom.article("valley")
    newsroom.built()
    assert "Similar News" not in newsroom.page(ARTICLE)


def test_an_excerpt_keeps_nothing_of_the_other_outlets_markup(newsroom: Newsroom) -> None:
    hostile = (
        'Words <img src=x onerror=alert(2)><b onclick="alert(3)">bold</b> &lt;i&gt; end.\n\n'
        "<script>alert(1)</script>\n\n<style>b{}</style>\n\n[Go](javascript:alert(4))"
    )
    newsroom.link("hostile", body=hostile, **{"for": ["valley"]})
    newsroom.article("valley")
    newsroom.built()
    page = newsroom.page(ARTICLE)
    assert "Words bold &lt;i&gt; end. Go</p>" in page
    assert "alert(" not in page


def test_an_excerpt_is_cut_in_words(newsroom: Newsroom) -> None:
    newsroom.link("long", body="word " * 100, **{"for": ["valley"]})
    newsroom.article("valley")
    newsroom.built()
    assert " ".join(["word"] * 40) + "…" in newsroom.page(ARTICLE)


def test_a_pick_that_is_held_back_is_passed_over(newsroom: Newsroom) -> None:
    newsroom.article("own-story", title="Own story", embargo="2021-12-01")
    newsroom.link("early", published="2021-12-01")
    newsroom.article("valley", similar=["own-story", "early"])
    newsroom.built()
    assert "Similar News" not in newsroom.page(ARTICLE)


def test_a_piece_named_twice_stands_once(newsroom: Newsroom) -> None:
    newsroom.link("talks", **{"for": ["valley", "valley"]})
    newsroom.article("valley", similar=["talks", "talks"])
    newsroom.built()
    assert set(headlines(newsroom)) == {"Elsewhere: talks"}
    assert newsroom.page(ARTICLE).count("An excerpt.") == 1
