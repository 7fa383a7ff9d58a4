"""Laws of what outlets write: whatever it is, what is made of it is clean, and is what was meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.collect import matching
from broadsheet.collect.feeds import canonical, charsets, reading, texts, tidy
from broadsheet.collect.fetch.answers import Fresh, Validators
from broadsheet.collect.nouns import Feed, Item
from broadsheet.match import sketch
from tests.feeds import MARKUP, NOW, URL, WIRE, built, entry_of

# What outlets write, and what they must not be able to write: every mark of HTML, Markdown, YAML and of ours.
HOSTILE = st.lists(
    st.sampled_from(
        ["<", ">", "&", "&lt;", "&amp;", "&#60;", "&amp;lt;", "<b>", "</p>", "<script>", "</script>", "<!--", "-->", "<![CDATA[",
         "onerror=", "javascript:", "[", "](", ")", "!", "*", "**", "_", "`", "```", "~~~", "\\", "#", "# ", "- ", "+ ", "1. ",
         "1) ", ": ", " #", "---", "...", "|", "{", "{: .x}", "{{ a }}", "{% b %}", "[^1]", "[^1]: ", "*[UN]: ", "'", '"', "%",
         "@", "?", "\n", "\t", "\r", "    ", "\x00", "\x0e", "\x0f", "\x85", "\u2028", "\u202e", "\ufeff", "\ud7ff", "é", "پنج",
         "潘", "🌍", "word", "Panjshir", " ", " ", "http://a.example/", "a@b.example", "null", "~"]
    ) | st.text(max_size=4),
    max_size=25,
).map("".join)  # fmt: skip


@given(HOSTILE, HOSTILE)
def test_law_no_text_in_a_written_link_is_markup_and_the_build_reads_what_was_meant(
    title: str, summary: str
) -> None:
    made_title = texts.title(title)
    if not re.search(r"\w", made_title):
        return
    item = Item(
        "northwire", made_title, "https://northwire.example.com/a", "k", texts.excerpt(summary, 40, made_title), "", NOW, "en", NOW
    )  # fmt: skip
    link = built(item)
    assert link.title == item.title
    assert not MARKUP.search(link.title)
    assert not MARKUP.search(link.excerpt)
    assert _letters(link.excerpt) == _letters(item.summary)


@given(HOSTILE, HOSTILE)
@example("onerror=", "0'0")
def test_law_what_is_matched_is_what_is_written(title: str, summary: str) -> None:
    made_title = texts.title(title)
    if re.search(r"\w", made_title):
        item = Item(
            "northwire", made_title, "https://northwire.example.com/a", "k", texts.excerpt(summary, 40, made_title), "",
            NOW, "en", NOW,
        )  # fmt: skip
        link = sketch.of(entry_of(item))
        assert link is not None
        assert link._replace(id=item.url) == matching.drawing(item)


@given(HOSTILE)
def test_law_cleaning_what_is_clean_changes_nothing_that_can_be_seen(text: str) -> None:
    once = texts.excerpt(text, 40, "")
    assert len(once.split()) <= 40
    assert not MARKUP.search(once)
    assert "\n" not in once


@given(st.text(alphabet="abcXYZ019:/?#[]@!$&'()*+,;=%-._~ é\\<>\"\u202e", max_size=40))
def test_law_an_address_is_clean_or_none(tail: str) -> None:
    url = canonical.best((f"https://a.example/{tail}", tail), URL)
    if url:
        assert url.startswith(("https://", "http://"))
        assert canonical.best((url,), URL) == url
        assert canonical.key(url) == canonical.key(canonical.cleaned(url))
        assert not re.search(r"[\s<>\"\u202e]", url)


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=3))
def test_law_no_mended_date_is_ahead_of_us(dates: list[datetime]) -> None:
    made, _ = tidy.mended(tuple(dates), NOW)
    assert tidy.FIRST <= made <= NOW


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/xml; charset=utf-16", "application/json", "charset=utf-7"]),
)
def test_law_no_bytes_at_all_raise(body: bytes, content_type: str) -> None:
    for head in (
        b"",
        b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>",
        b'{"version": "jsonfeed.org", "items": [',
    ):
        made = reading.read(Fresh(URL, head + body, content_type, Validators(), 0))
        if isinstance(made, Feed):
            for one in made.items:
                tidy.tidy(one, WIRE, URL, 40, NOW + timedelta(days=1))
        charsets.text(head + body, content_type)


def _letters(text: str) -> str:
    """What a text says, without the quotation marks, dashes and dots that typesetting makes its own."""
    return re.sub(r"[\s'\"“”‘’«».…–—-]", "", text)
