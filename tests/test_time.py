"""Drafts and time: what is not out is nowhere, and the build says until when."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom, tree

HELD = {
    "draft": {"draft": True},
    "not yet published": {"published": "2021-09-08 12:01"},
    "under embargo": {"embargo": "2021-09-08 12:01"},
    "expired": {"expires": "2021-09-08 12:00"},
}


@pytest.mark.parametrize("reason", HELD)
def test_what_is_held_back_is_nowhere(newsroom: Newsroom, reason: str) -> None:
    newsroom.article(
        "secret",
        title="Hushhush",
        section="world",
        tags=["Hushtag"],
        authors=["ben"],
        editions=["malaysia"],
        aliases=["/hush/"],
        **HELD[reason],
    )
    newsroom.article("open", body="See [that](secret.md).", similar=["secret"])
    report = newsroom.built()
    assert [(one.path, one.reason) for one in report.held] == [("articles/2021/09/secret.md", reason)]
    for name, content in tree(newsroom.site).items():
        assert "hush" not in name.lower()
        assert b"hush" not in content.lower(), name


def test_a_link_to_what_is_held_back_is_plain_words(newsroom: Newsroom) -> None:
    newsroom.article("secret", embargo="2021-12-01")
    newsroom.article("open", body="See [that *one*](secret.md#part).")
    newsroom.built()
    assert "See <a>that <em>one</em></a>." in newsroom.page("/2021/09/06/open/")


def test_drafts_come_in_when_asked_for(newsroom: Newsroom) -> None:
    newsroom.article("secret", draft=True)
    newsroom.built(drafts=True)
    assert newsroom.has("/2021/09/06/secret/")


def test_an_embargo_holds_even_with_drafts(newsroom: Newsroom) -> None:
    newsroom.article("secret", embargo="2021-12-01")
    newsroom.built(drafts=True)
    assert not newsroom.has("/2021/09/06/secret/")


@pytest.mark.parametrize(
    ("front", "moment"),
    [
        ({"published": "2021-09-09 08:00"}, "2021-09-09T08:00:00+08:00"),
        ({"embargo": "2021-09-10"}, "2021-09-10T00:00:00+08:00"),
        ({"expires": "2021-09-11 06:00Z"}, "2021-09-11T14:00:00+08:00"),
        ({"published": "2021-09-09", "embargo": "2021-09-10"}, "2021-09-10T00:00:00+08:00"),
        ({"published": "2021-09-09", "draft": True}, None),
        ({"expires": "2021-09-07"}, None),
        ({}, None),
    ],
)
def test_next_change_is_the_next_moment_that_matters(
    newsroom: Newsroom, front: dict[str, object], moment: str | None
) -> None:
    newsroom.article("one", **front)
    report = newsroom.built()
    assert (report.next_change and report.next_change.isoformat()) == moment


def test_nothing_changes_before_next_change_and_something_does_at_it(newsroom: Newsroom) -> None:
    newsroom.article("one", published="2021-09-09 08:00", expires="2021-09-12")
    newsroom.link("two", published="2021-09-10", **{"for": ["one"]})
    now, seen = "2021-09-08 12:00", []
    for _ in range(4):
        report = newsroom.built(now=now)
        before = tree(newsroom.site)
        assert report.next_change
        just_before = report.next_change.timestamp() - 1
        newsroom.built(now=_moment(just_before))
        assert tree(newsroom.site) == before
        now = report.next_change.isoformat()
        newsroom.built(now=now)
        assert tree(newsroom.site) != before
        seen.append(now[:10])
    assert seen == [
        "2021-09-09",
        "2021-09-10",
        "2021-09-11",
        "2021-09-12",
    ]  # on the 11th it is news no longer


def _moment(timestamp: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(timestamp, UTC).isoformat()


def in_new_york(newsroom: Newsroom) -> None:
    """The paper moves to where 01:00 to 02:00 on 7 November 2021 comes twice."""
    site = (newsroom.content / "site.yaml").read_text("utf-8")
    newsroom.write("site.yaml", site.replace("Asia/Kuala_Lumpur", "America/New_York"))


def test_an_embargo_holds_through_the_hour_that_comes_twice(newsroom: Newsroom) -> None:
    in_new_york(newsroom)
    newsroom.article("secret", published="2021-11-01", embargo="2021-11-07T01:10:00-05:00")
    report = newsroom.built(now="2021-11-07T05:30:00Z")
    assert not newsroom.has("/2021/11/01/secret/")
    assert report.next_change
    assert report.next_change.isoformat() == "2021-11-07T01:10:00-05:00"


def test_what_came_later_in_that_hour_stands_first(newsroom: Newsroom) -> None:
    in_new_york(newsroom)
    newsroom.article(
        "earlier", published="2021-11-07T01:30:00-04:00", expires="2021-11-07T01:10:00-05:00", section="world"
    )
    newsroom.article("later", published="2021-11-07T01:05:00-05:00", section="world")
    newsroom.built(now="2021-11-07T06:06:00Z")
    page = newsroom.page("/feed.xml")
    assert page.index(">Later<") < page.index(">Earlier<")


def test_a_link_to_what_has_expired_breaks_no_build_at_night(newsroom: Newsroom) -> None:
    newsroom.article(
        "fleeting", section="world", tags=["Brief"], published="2021-08-30", expires="2021-09-08"
    )
    newsroom.article(
        "lasting", section="world", body="[a](/world/2021/08/30/fleeting/) [t](/tags/brief/) [m](/2021/08/)"
    )
    newsroom.built(now="2021-09-07")
    assert newsroom.page("/world/2021/09/06/lasting/").count('href="/tags/brief/"') == 1
    newsroom.built(now="2021-09-09")
    assert "<a>a</a> <a>t</a> <a>m</a>" in newsroom.page("/world/2021/09/06/lasting/")


def test_an_editor_is_told_of_an_article_that_will_come_out_among_old_ones(newsroom: Newsroom) -> None:
    file = newsroom.article("late", published="2021-09-01", embargo="2021-09-10 08:00")
    newsroom.article("fine", published="2021-09-10", embargo="2021-09-10 08:00")
    for _ in range(2):
        (note,) = newsroom.built().notes
        assert (note.path, note.line, note.key) == (f"content/articles/2021/09/{file.name}", 4, "embargo")
        assert note.message == "readers get this on 2021-09-10, but lists and feeds put it at 2021-09-01"
    assert newsroom.built(now="2021-09-10 08:00").notes == ()
