"""When a feed is asked: not before it is due, not for what we have, not where robots.txt forbids it."""

from __future__ import annotations

import pytest

from tests.outlets import Desk, Outlet, conditional, item, open_outlet, rss, says


def test_304_costs_the_server_a_line_and_loses_nothing(desk: Desk, outlet: Outlet) -> None:
    outlet.at("/feed", conditional(rss(item())))
    desk.collect()
    report = desk.collect()
    assert report.health[0].answer == "unchanged"
    assert [one.get("if-none-match") for one in outlet.asked()] == [None, '"v1"']
    assert len(desk.collected()) == 1


def test_last_modified_is_sent_back_as_it_came(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()), Last_Modified="Tue, 7 Sep 21 oddly written")
    desk.collect()
    desk.collect()
    assert outlet.asked()[1]["if-modified-since"] == "Tue, 7 Sep 21 oddly written"


def test_a_feed_is_left_alone_until_it_is_due(desk: Desk, outlet: Outlet) -> None:
    desk.feeds({"wire": outlet.url()}, interval_minutes=60, unconditional_minutes=1440)
    outlet.at("/feed", conditional(rss(item())))
    desk.collect()
    assert "not due yet" in desk.collect(now="2021-09-08 12:30").health[0].answer
    assert desk.collect(now="2021-09-08 13:00").health[0].answer == "unchanged"
    assert desk.collect(now="2021-09-08 13:01", only="wire").health[0].answer == "unchanged"
    assert len(outlet.asked()) == 3


def test_without_validators_a_feed_is_read_once_a_day(desk: Desk, outlet: Outlet) -> None:
    desk.feeds({"wire": outlet.url()}, interval_minutes=60, unconditional_minutes=1440)
    outlet.feed(rss(item()))
    desk.collect()
    assert "not due" in desk.collect(now="2021-09-08 20:00").health[0].answer
    assert desk.collect(now="2021-09-09 12:00").health[0].answer == "read"


@pytest.mark.parametrize(
    ("channel", "headers"),
    [
        ("<ttl>120</ttl>", {}),
        ("", {"Cache_Control": "public, max-age=7200"}),
        (
            (
                '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
                '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">12</sy:updateFrequency>'
            ),
            {},
        ),
    ],
    ids=["ttl", "max-age", "sy"],
)
def test_a_feed_may_ask_to_be_left_alone_for_longer(
    desk: Desk, outlet: Outlet, channel: str, headers: dict[str, str]
) -> None:
    desk.feeds({"wire": outlet.url()}, interval_minutes=60, unconditional_minutes=60)
    outlet.feed(rss(item(), channel=channel), **headers)
    desk.collect()
    assert "not due" in desk.collect(now="2021-09-08 13:30").health[0].answer
    assert desk.collect(now="2021-09-08 14:00").health[0].answer == "read"


def test_robots_txt_is_obeyed_where_site_yaml_says_so(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(rss(item()))
    outlet.at("/robots.txt", says(200, "User-agent: *\nDisallow: /fe*\n", Content_Type="text/plain"))
    desk.feeds({"wire": outlet.url()}, robots="true")
    report = desk.collect()
    assert "robots.txt forbids" in report.health[0].answer
    assert not outlet.asked()
    desk.collect()
    assert len(outlet.asked("/robots.txt")) == 1  # it is good for a day
    desk.feeds({"wire": outlet.url()}, robots="false")
    assert desk.collect().health[0].answer == "read"


def test_the_robots_txt_of_each_site_on_the_way_is_obeyed(desk: Desk, outlet: Outlet) -> None:
    with open_outlet("127.0.0.2") as other:
        other.feed(rss(item()))
        other.at("/robots.txt", says(200, "User-agent: broadsheet\nDisallow: /\n", Content_Type="text/plain"))
        outlet.at("/feed", says(302, Location=other.url()))
        desk.feeds({"wire": outlet.url()}, robots="true")
        assert "robots.txt forbids" in desk.collect().health[0].answer
        assert not other.asked()


@pytest.mark.parametrize(
    ("status", "answer"), [(404, "read"), (403, "read"), (500, "robots.txt can't be read")]
)
def test_a_missing_robots_txt_allows_and_a_broken_one_forbids(
    desk: Desk, outlet: Outlet, status: int, answer: str
) -> None:
    outlet.feed(rss(item()))
    outlet.at("/robots.txt", says(status))
    desk.feeds({"wire": outlet.url()}, robots="true")
    assert answer in (said := desk.collect().health[0].answer)
    assert status != 500 or said.endswith(": status 500")
