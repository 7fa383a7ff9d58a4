"""Feeds as they are: every kind, every oddity, and what may stand in a link in the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.collect.feeds import canonical, texts
from broadsheet.collect.filing import ledger, written
from tests.feeds import CONFIG, an, built, only, read, refused, rss

KINDS = {
    "RSS 0.91 with Netscape's DTD": (
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>W</title>'
        f"{an()}</channel></rss>"
    ),
    "RSS 0.92": f'<rss version="0.92"><channel>{an()}</channel></rss>',
    "RSS 1.0": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>W</title></channel>'
        '<item rdf:about="https://wire.example.com/a"><title>A headline</title><link>https://wire.example.com/a</link>'
        "<dc:date>2021-09-06T04:00:00Z</dc:date></item></rdf:RDF>"
    ),
    "RSS 2.0": rss(an()),
    "Atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><entry><title type="html">A headline</title>'
        '<link rel="enclosure" href="https://wire.example.com/a.mp3"/><link rel="alternate" href="/a"/>'
        "<id>tag:1</id><updated>2021-09-06T04:00:00Z</updated></entry></feed>"
    ),
    "Atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A headline</title>'
        '<link rel="alternate" type="text/html" href="https://wire.example.com/a"/>'
        "<issued>2021-09-06T04:00:00Z</issued></entry></feed>"
    ),
    "JSON Feed": (
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "A headline", '
        '"url": "https://wire.example.com/a", "date_published": "2021-09-06T04:00:00Z"}, 7]}'
    ),
    "never closed": '<?xml version="1.0"?><rss version="2.0"><channel><title>W</title>' + an(),
    "with rubbish before it": "\n \n<!-- hello -->\n" + rss(an(), head=""),
    "with an entity of HTML": rss(an("A&nbsp;headline")),
    "with a bare ampersand": rss(
        an("A headline", "https://wire.example.com/a?x&utm_source=rss").replace("?x&utm_source=rss", "")
    ),
    "with control characters": rss(an("A \x0b\x08headline\x00")),
    "only a guid": rss("<item><title>A headline</title><guid>https://wire.example.com/a</guid></item>"),
    "a link in CDATA with blanks": rss(an(link="<![CDATA[ \n https://wire.example.com/a \n]]>")),
    "a relative link": rss(an(link="/a")),
    "a link in capitals with a port": rss(an(link="HTTPS://Wire.Example.com:443/a#story")),
    "feedburner": rss(
        an(
            link="http://feeds.feedburner.com/~r/x/~3/1/",
            more="<f:origLink>https://wire.example.com/a</f:origLink>",
        ),
        more='xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"',
    ),
    "tracking": rss(
        an(link="https://wire.example.com/a?utm_source=rss&amp;fbclid=1&amp;at_medium=RSS&amp;ref=rss")
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_feed_is_read(kind: str) -> None:
    one = only(KINDS[kind])
    assert (one.title, one.url) == ("A headline", "https://wire.example.com/a")
    assert built(one).title == "A headline"


CHARSETS = {
    "UTF-8 that says nothing": ("Café “Panjshir” – پنجشیر".encode(), "", ""),
    "windows-1252 called Latin-1": ("Café “Panjshir” –".encode("cp1252"), "iso-8859-1", ""),
    "UTF-8 called Latin-1": ("Café “Panjshir” –".encode(), "iso-8859-1", ""),
    "windows-1252 that says nothing": ("Café “Panjshir” –".encode("cp1252"), "", ""),
    "Latin-1 by the header": ("Café".encode("latin-1"), "", "text/xml; charset=ISO-8859-1"),
    "windows-1251 and a header that says otherwise": (
        "Кабул".encode("cp1251"),
        "windows-1251",
        "text/xml; charset=iso-8859-1",
    ),
    "Shift JIS": ("パンジシール".encode("cp932"), "Shift_JIS", ""),
    "GB2312": ("潘杰希尔".encode("gb18030"), "gb2312", ""),
    "EUC-KR": ("판지시르".encode("cp949"), "euc-kr", ""),
    "ISO-2022-JP": ("パンジシール".encode("iso2022_jp"), "iso-2022-jp", ""),
    "windows-1256": ("پنجشير".encode("cp1256"), "windows-1256", ""),
    "a charset nobody knows": ("Café".encode(), "x-klingon", ""),
    "a codec that is no charset": ("Café".encode(), "rot13", "text/xml; charset=zip"),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_every_charset_is_read_whatever_it_is_called(name: str) -> None:
    raw, said, content_type = CHARSETS[name]
    head = f'<?xml version="1.0" encoding="{said}"?>' if said else "<?xml version='1.0'?>"
    body = rss(an("TITLE"), head=head).encode().replace(b"TITLE", raw)
    title = only(body, content_type).title
    assert title in (
        "Café “Panjshir” – پنجشیر",
        "Café “Panjshir” –",
        "Café",
        "Кабул",
        "パンジシール",
        "潘杰希尔",
        "판지시르",
        "پنجشير",
    )
    assert "\ufffd" not in title


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_any_width_is_read(name: str) -> None:
    assert (
        only(rss(an("Café پنجشیر"), head='<?xml version="1.0" encoding="utf-16"?>').encode(name)).title
        == "Café پنجشیر"
    )


def test_a_letter_that_was_cut_in_two_does_not_spoil_the_feed() -> None:
    raw = rss(
        an("Кабул и Панджшер: переговоры продолжаются", more="<description>Талибы</description>")
    ).encode()
    broken = raw.replace("Талибы".encode(), "Талибы".encode()[:-1])
    assert only(broken).title == "Кабул и Панджшер: переговоры продолжаются"


TITLES = {
    "<![CDATA[Caf&eacute; <b>opens</b>]]>": "Café opens",
    "Caf&amp;eacute; &lt;em&gt;opens&lt;/em&gt;": "Café opens",
    "AT&amp;amp;T &amp;amp;amp; others": "AT&T & others",
    "Profit &lt; 5% and &gt; 3%": "Profit < 5% and > 3%",
    "CafÃ© opens donâ€™t miss": "Café opens don’t miss",
    "&lt;script&gt;alert(1)&lt;/script&gt;Safe": "Safe",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Safe": "Safe",
    "One&lt;br/&gt;two&lt;p&gt;three": "One two three",
    "Evil \u202etxet\u202c \u2066x\u2069 zero\u200bwidth so\xadft": "Evil txet x zerowidth soft",
    "می\u200cخواهم": "می\u200cخواهم",
    "  Many \n\n blanks\t": "Many blanks",
    "&#x1F30D; World &#8217;s": "🌍 World ’s",
    "&lt;img src=x onerror=alert(1)&gt;Picture": "Picture",
    "<![CDATA[5 * 3 * 2 _is_ `30` [x](javascript:y) #1 {: .a} {{ b }}]]>": "5 * 3 * 2 _is_ `30` [x](javascript:y) #1 {: .a} {{ b }}",
}


@pytest.mark.parametrize("raw", TITLES)
def test_a_headline_is_plain_text(raw: str) -> None:
    one = only(rss(an(raw)))
    assert one.title == TITLES[raw]
    assert built(one).title == TITLES[raw]


def test_what_no_markdown_can_mean_comes_out_as_it_was() -> None:
    text = r"1. *Not* _a_ `list` [x](y) ![z](w) # no {: .x} \* <3 AT&amp;T & &lt;b&gt; | a | b ~~x~~ [^1] http://a.example {{ t }}"
    one = only(rss(an(more=f"<description><![CDATA[{text.replace('<3', '&lt;3')}]]></description>")))
    assert built(one).excerpt == one.summary


DATES = {
    "Mon, 06 Sep 2021 04:00:00 GMT": ("2021-09-06T04:00:00+00:00", 0),
    "Mon, 06 Sep 2021 12:00:00 +0800": ("2021-09-06T04:00:00+00:00", 0),
    "2021-09-06T04:00:00Z": ("2021-09-06T04:00:00+00:00", 0),
    "Wed, 08 Sep 2021 04:10:00 GMT": ("2021-09-08T04:00:00+00:00", 0),
    "Tue, 01 Jan 2999 00:00:00 GMT": ("2021-09-08T04:00:00+00:00", 1),
    "Thu, 01 Jan 1970 00:00:00 GMT": ("2021-09-08T04:00:00+00:00", 1),
    "Sat, 31 Dec 0000 00:00:00 GMT": ("2021-09-08T04:00:00+00:00", 1),
    "yesterday or so": ("2021-09-08T04:00:00+00:00", 1),
    "": ("2021-09-08T04:00:00+00:00", 1),
}


@pytest.mark.parametrize("said", DATES)
def test_a_date_that_cannot_be_true_is_mended_with_a_note(said: str) -> None:
    one = only(rss(an(more=f"<pubDate>{said}</pubDate>")))
    assert (one.published.isoformat(), len(one.notes)) == DATES[said]
    text = written.markdown(one, None, CONFIG)
    assert text.count("\n# the feed ") == len(one.notes)
    assert built(one).published == one.published


def test_when_it_was_updated_stands_in_for_an_impossible_date() -> None:
    more = "<pubDate>Tue, 01 Jan 2999 00:00:00 GMT</pubDate><a:updated>2021-09-07T00:00:00Z</a:updated>"
    one = only(rss(an(more=more), more='xmlns:a="http://www.w3.org/2005/Atom"'))
    assert one.published == datetime(2021, 9, 7, tzinfo=UTC)
    assert "when it was updated" in one.notes[0]


@pytest.mark.parametrize(
    "inside",
    [
        "<item><title>No address</title></item>",
        "<item><title>A script</title><link>javascript:alert(1)</link></item>",
        "<item><title>A password</title><link>https://a:b@wire.example.com/a</link></item>",
        "<item><title>The front page</title><link>https://wire.example.com/</link></item>",
        "<item><title>A file</title><link>file:///etc/passwd</link></item>",
        "<item><title>Nonsense</title><link>http://[</link></item>",
        "<item><title>Too long</title><link>https://wire.example.com/" + "a" * 3000 + "</link></item>",
        "<item><link>https://wire.example.com/a</link><description>No headline</description></item>",
        "<item><title>&lt;b&gt;&lt;/b&gt; …</title><link>https://wire.example.com/a</link></item>",
    ],
)
def test_an_item_without_headline_or_address_is_passed_over(inside: str) -> None:
    assert [one.title for one in read(rss(inside + an("Good", "https://wire.example.com/good")))] == ["Good"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        (
            "<html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head></html>",
            "names a feed: /rss",
        ),
        ("just words", "no feed"),
        ("{}", "JSON"),
        ("[1", "neither"),
        ('{"items": []}', "no JSON Feed"),
        ("[" * 100_000, "neither"),
        ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>', "DTD"),
        ('<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]><rss version="2.0"/>', "DTD"),
        ("<rss version='2.0'>" + "<a>" * 200, "deep"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body: str, why: str) -> None:
    assert why in refused(body)


def test_a_billion_laughs_is_refused_in_any_encoding() -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + rss(an("&b;"), head="")
    for name in ("utf-8", "utf-16"):
        assert "DTD" in refused(laughs.encode(name))


def test_a_files_name_is_no_feed() -> None:
    for name in (b"/etc/passwd", b"http://127.0.0.1/", b"file:///etc/passwd"):
        assert "no feed" in refused(name)


def test_an_excerpt_ends_with_a_sentence_where_one_ends_in_time() -> None:
    text = "Gen. A. B. Karim of the U.S. Army spoke first. " + "Then others spoke at length. " * 12
    made = texts.excerpt(text, 40, "")
    assert made.endswith("Then others spoke at length.")
    assert 30 < len(made.split()) <= 40
    assert texts.excerpt("word " * 100, 40, "") == " ".join(["word"] * 40) + "…"
    assert texts.excerpt("这是一个句子。" * 40, 40, "").endswith("。")
    assert texts.excerpt("هذه جملة قصيرة؟ " * 30, 40, "").endswith("؟")


def test_an_excerpt_says_more_than_the_headline_and_nothing_of_the_system() -> None:
    assert texts.excerpt("A headline.", 40, "A headline") == ""
    assert (
        texts.excerpt("Words here. The post <a href='x'>A</a> appeared first on <b>W</b>.", 40, "")
        == "Words here."
    )
    assert texts.excerpt("Words here. Continue reading&#8230;", 40, "") == "Words here."
    assert texts.excerpt("Words here […]", 40, "") == "Words here"
    assert texts.excerpt("Anything", 0, "") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.example/x/?b=1&a=2&utm_source=z#f", "https://a.example/x?a=2&b=1"),
        ("https://a.example/%7Ejo/caf%C3%A9", "https://a.example/~jo/café"),
        ("https://a.example/x/index.html", "https://a.example/x/"),
        ("https://a.example/x/amp/", "https://amp.a.example/x"),
        ("https://a.example:443/x", "https://A.example./x"),
    ],
)
def test_two_addresses_of_one_piece_have_one_key(one: str, other: str) -> None:
    assert canonical.key(one) == canonical.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/x?cid=1", "https://a.example/x?cid=2"),
        ("https://a.example/X", "https://a.example/x"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example/?p=1", "https://a.example/?p=2"),
        ("https://a.example/a%2Fb", "https://a.example/a%252Fb"),
    ],
)
def test_addresses_of_two_pieces_have_two(one: str, other: str) -> None:
    assert canonical.key(one) != canonical.key(other)


def test_an_items_own_language_counts_and_its_feeds_does_not() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><entry xml:lang="fa-AF"><title>پنجشیر</title>'
        '<link href="https://wire.example.com/a"/></entry><entry><title>B</title>'
        '<link href="https://wire.example.com/b"/></entry></feed>'
    )
    assert [one.language for one in read(atom)] == ["fa-AF", "en"]


def test_a_link_whose_language_is_its_outlets_does_not_say_so() -> None:
    assert "language:" not in written.markdown(only(rss(an())), None, CONFIG)


def test_a_ledger_reads_what_it_prints() -> None:
    lines = (
        ledger.Line("https://b.example/", "links/b.md", "12"),
        ledger.Line("https://a.example/", "-", ""),
    )
    assert ledger.read(ledger.printed(lines)) == tuple(sorted(lines))
    assert ledger.added("anything at all", ()) == "anything at all"
