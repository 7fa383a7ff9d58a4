"""Feeds that are meant to keep a parser busy: each cost minutes once, and costs a moment now."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest

from broadsheet.collect.feeds import reading, texts, tidy
from broadsheet.collect.fetch.answers import Fresh, Validators
from broadsheet.collect.nouns import Feed, Outlet

SIZE = 2_000_000
HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>W</title>'
TAIL = b"</channel></rss>"
BOMBS = {
    "elements": HEAD + b"<item>" + b"<x/>" * (SIZE // 4) + b"</item>" + TAIL,
    "elements that are never closed": HEAD + b"<item>" * 90 + b"<x/>" * (SIZE // 4),
    "attributes": HEAD + b"<item " + b"".join(b"a%d='' " % i for i in range(SIZE // 11)) + b"/>" + TAIL,
    "the same attribute": HEAD + b"<item " + b"a='' " * (SIZE // 5) + b"/>",
    "a tag that never ends": HEAD + b"<item a='" + b"x" * SIZE,
    "ampersands": HEAD + b"<item><title>" + b"&" * SIZE + b"</title></item>" + TAIL,
    "brackets": b"<rss>" + b"<" * SIZE,
}
TEXTS = {
    "initials": "A. " * (SIZE // 3),
    "nested tags": "<b><i><p>" * (SIZE // 9),
    "full stops": "." * SIZE,
    "last words": "The post Read more Continue reading " * (SIZE // 36),
    "entities of entities": "&amp;amp;amp;amp;lt;" * (SIZE // 20),
    "mojibake": "â€™Ã©" * (SIZE // 5),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_keeps_a_parser_busy_is_not_parsed(name: str) -> None:
    begun = process_time()
    said = reading.read(Fresh("https://w.example/", BOMBS[name], "", Validators(), 0))
    assert isinstance(said, str)
    assert "its XML is not parsed: " in said
    assert process_time() - begun < 5


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_without_end_is_cut_before_it_is_cleaned(name: str) -> None:
    begun = process_time()
    assert len(texts.excerpt(TEXTS[name], 40, "").split()) <= 40
    assert process_time() - begun < 3


def test_a_large_feed_that_means_well_is_read() -> None:
    body = "<p>" + "One <b>bold</b> sentence. " * 300 + "</p>"
    one = f"<item><title>T</title><link>https://w.example/%d</link><description><![CDATA[{body}]]></description></item>"
    feed = reading.read(
        Fresh("https://w.example/", HEAD + b"".join((one % i).encode() for i in range(400)) + TAIL, "", Validators(), 0)
    )  # fmt: skip
    assert isinstance(feed, Feed)
    assert len(feed.items) == 400
    outlet = Outlet("w", "W", "", "https://w.example/", "en")
    made = tidy.tidy(feed.items[0], outlet, "https://w.example/", 12, datetime(2021, 9, 8, tzinfo=UTC))
    assert not isinstance(made, str)
    assert made.summary == "One bold sentence. " * 3 + "One bold sentence."


def test_initials_and_titles_do_not_end_a_sentence() -> None:
    text = "Gen. A. B. Karim met Prof. Sharma. " + "They spoke for long about everything. " * 4
    assert texts.excerpt(text, 8, "") == "Gen. A. B. Karim met Prof. Sharma."
