"""A good neighbour: real servers that misbehave, each in one way, and what collecting makes of it."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from broadsheet.collect.fetch import fetch
from broadsheet.collect.fetch.answers import Busy, Fresh, Validators
from broadsheet.collect.fetch.guard import Guard
from broadsheet.collect.fetch.manners import Manners
from tests.newsroom import tree
from tests.outlets import CONTEXT, Desk, Outlet, ask, conditional, health, item, open_outlet, rss, says

FEED = rss(item())


def test_we_say_who_we_are_and_how_to_reach_us(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(FEED)
    desk.feeds({"wire": outlet.url()}, contact="desk@gazette.example.org")
    desk.collect()
    (asked,) = outlet.asked()
    assert asked["user-agent"].startswith("broadsheet/")
    assert "(+https://gazette.example.org/; desk@gazette.example.org)" in asked["user-agent"]
    assert "application/rss+xml" in asked["accept"]
    assert asked["host"] == f"127.0.0.1:{outlet.port}"


def test_no_proxy_is_used_by_accident(desk: Desk, outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    outlet.feed(FEED)
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert health(desk).answer == "read"


def test_where_a_feed_has_moved_for_good_is_written_into_site_yaml_with_a_note(
    desk: Desk, outlet: Outlet
) -> None:
    new = outlet.feed(FEED, "/new")
    outlet.at("/feed", says(301, Location="/new"))
    before = (desk.content / "site.yaml").read_text("utf-8")
    assert "site.yaml now says" in health(desk).notes[0]
    assert (desk.content / "site.yaml").read_text("utf-8") == before.replace(outlet.url(), new)


def test_a_redirect_to_what_is_no_feed_moves_nothing(desk: Desk, outlet: Outlet) -> None:
    outlet.feed("<html><title>Please log in</title></html>", "/portal")
    outlet.at("/feed", says(301, Location="/portal"))
    before = (desk.content / "site.yaml").read_text("utf-8")
    assert "no feed but a web page" in health(desk).answer
    assert (desk.content / "site.yaml").read_text("utf-8") == before


def test_who_is_careful_believes_a_permanent_redirect_once_it_has_held(desk: Desk, outlet: Outlet) -> None:
    new = outlet.feed(FEED, "/new")
    outlet.at("/feed", says(301, Location="/new"))
    desk.feeds({"wire": outlet.url()}, moved_after=3)
    before = (desk.content / "site.yaml").read_text("utf-8")
    assert "1 of 3" in health(desk).notes[0]
    assert "2 of 3" in health(desk).notes[0]
    assert (desk.content / "site.yaml").read_text("utf-8") == before
    assert "site.yaml now says" in health(desk).notes[0]
    assert (desk.content / "site.yaml").read_text("utf-8") == before.replace(outlet.url(), new)
    assert not health(desk).notes
    assert len(outlet.asked("/feed")) == 3
    desk.built()


def test_a_chain_with_a_temporary_hop_moves_nothing(desk: Desk, outlet: Outlet) -> None:
    outlet.feed(FEED, "/new")
    outlet.at("/feed", says(302, Location="/middle"))
    outlet.at("/middle", says(308, Location="/new"))
    for _ in range(4):
        assert health(desk).notes == ()
    assert outlet.url() in (desk.content / "site.yaml").read_text("utf-8")


def test_what_has_moved_in_an_opml_file_needs_a_person(desk: Desk, outlet: Outlet, tmp_path: Path) -> None:
    outlet.feed(rss())
    outlet.at("/old", says(301, Location="/feed"))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline text="Other" xmlUrl="{outlet.url("/old")}"/></body></opml>')
    desk.feeds({}, moved_after=1)
    assert "OPML" in health(desk, opml=opml).person


def test_six_redirects_are_too_many(desk: Desk, outlet: Outlet) -> None:
    outlet.at("/feed", says(302, Location="/feed"))
    one = health(desk)
    assert "redirects more than 5 times" in one.answer
    assert one.person
    assert len(outlet.asked()) == 6


def test_validators_are_sent_only_to_the_address_that_gave_them(desk: Desk, outlet: Outlet) -> None:
    outlet.at("/feed", conditional(FEED))
    desk.collect()
    outlet.at("/new", conditional(FEED))
    desk.feeds({"wire": outlet.url("/new")})
    desk.collect()
    assert "if-none-match" not in outlet.asked("/new")[0]


def test_410_retires_a_feed_and_asks_for_a_person(desk: Desk, outlet: Outlet) -> None:
    outlet.at("/feed", says(410))
    one = health(desk)
    assert one.answer == "retired"
    assert "take `feed` away" in one.person
    assert health(desk, only="wire").answer == "retired"
    assert len(outlet.asked()) == 1
    outlet.feed(FEED, "/new")
    desk.feeds({"wire": outlet.url("/new")})
    assert health(desk).answer == "read"


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_us_to_wait_is_left_alone_with_all_its_feeds(
    desk: Desk, outlet: Outlet, status: int
) -> None:
    outlet.at("/a", says(status, Retry_After="7200"))
    outlet.feed(FEED, "/b")
    desk.feeds({"a": outlet.url("/a"), "b": outlet.url("/b")})
    report = desk.collect()
    assert [one.answer for one in report.health] == ["asked us to wait until 2021-09-08 14:00"] * 2
    assert not report.needs_person
    desk.collect(now="2021-09-08 13:50", only="b")
    assert not outlet.asked("/b")
    outlet.feed(FEED, "/a")
    assert [one.answer for one in desk.collect(now="2021-09-08 14:01").health] == ["read", "read"]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("", 60),
        ("0", 1),
        ("600", 10),
        ("99999999", 24 * 60),
        ("soon", 60),
        ("Wed, 08 Sep 99999999999999999999 05:30:00 GMT", 60),
        ("Wed, 08 Sep 2021 05:30:00 +99999999999999999999", 60),
        ("Wed, 08 Sep 2021 05:30:00 GMT", 90),
    ],
)
def test_retry_after_may_be_seconds_a_date_or_silly(outlet: Outlet, said: str, minutes: int) -> None:
    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response_only(429)
        request.send_header("Date", "Wed, 08 Sep 2021 04:00:00 GMT")
        if said:
            request.send_header("Retry-After", said)
        request.end_headers()

    answer = ask(outlet.at("/feed", reply))
    assert isinstance(answer, Busy)
    assert (answer.until - datetime(2021, 9, 8, tzinfo=UTC)).total_seconds() == minutes * 60


def test_errors_are_met_with_patience_and_longer_and_longer_pauses(desk: Desk, outlet: Outlet) -> None:
    outlet.at("/feed", says(500))
    desk.feeds({"wire": outlet.url()}, interval_minutes=60)
    assert (health(desk).person, health(desk, now="2021-09-08 13:00").answer[:10]) == ("", "left alone")
    assert health(desk, now="2021-09-08 14:00").person == ""
    one = health(desk, now="2021-09-08 18:00")
    assert "failed 3 times in a row" in one.person
    assert one.error == "status 500"
    outlet.feed(FEED)
    assert "left alone after 'status 500'" in health(desk, now="2021-09-09 01:00").answer
    one = health(desk, now="2021-09-09 02:00")
    assert (one.answer, one.person, one.error) == ("read", "", "")


def test_404_for_three_weeks_retires_a_feed(desk: Desk, outlet: Outlet) -> None:
    outlet.at("/feed", says(404))
    health(desk)
    assert health(desk, now="2021-09-20 12:00").answer == "status 404"
    assert health(desk, now="2021-09-30 12:00").answer == "status 404"
    assert health(desk, now="2021-09-30 12:01").answer == "retired"


@pytest.mark.parametrize("status", [401, 403, 451])
def test_a_closed_door_needs_a_person_at_once(desk: Desk, outlet: Outlet, status: int) -> None:
    outlet.at("/feed", says(status))
    assert health(desk).person


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_between(outlet: Outlet) -> None:
    at_once, most, times = 0, 0, []
    lock = threading.Lock()

    def reply(request: BaseHTTPRequestHandler) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
            times.append(time.monotonic())
        time.sleep(0.02)
        says(200, FEED)(request)
        with lock:
            at_once -= 1

    manners = Manners(0.1, {}, "us")
    terms = fetch.Terms(
        "test",
        Guard(frozenset({"127.0.0.1"})),
        manners,
        datetime(2021, 9, 8, tzinfo=UTC),
        3,
        100_000,
        CONTEXT,
    )
    url = outlet.at("/feed", reply)
    threads = [threading.Thread(target=fetch.fetch, args=(url, Validators(), terms)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert most == 1
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.1


def test_waiting_for_our_turn_costs_a_feed_none_of_its_time(outlet: Outlet) -> None:
    outlet.feed(FEED)
    terms = fetch.Terms(
        "test", Guard(frozenset({"127.0.0.1"})), Manners(0.4, {}, "us"), datetime(2021, 9, 8, tzinfo=UTC), 0.3,
        100_000, CONTEXT,
    )  # fmt: skip
    outlet.at("/old", says(302, Location="/feed"))
    assert isinstance(fetch.fetch(outlet.url("/old"), Validators(), terms).answer, Fresh)


def test_hosts_are_asked_at_the_same_time(tmp_path: Path) -> None:
    both = threading.Barrier(2, timeout=5)

    def reply(request: BaseHTTPRequestHandler) -> None:
        both.wait()
        says(200, FEED)(request)

    with open_outlet("127.0.0.1") as one, open_outlet("127.0.0.2") as other:
        desk = Desk(tmp_path, {"a": one.at("/feed", reply), "b": other.at("/feed", reply)})
        assert [row.answer for row in desk.collect().health] == ["read", "read"]


def test_a_feed_whose_etag_was_given_with_something_unreadable_is_asked_again(
    desk: Desk, outlet: Outlet
) -> None:
    outlet.feed("<html>", ETag='"broken"')
    assert health(desk).person
    outlet.feed(FEED, ETag='"v2"')
    assert health(desk).answer == "read"
    assert "if-none-match" not in outlet.asked()[1]


HEARING = """
import os, sys
from broadsheet.cli import main

def hear(event, what):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "urllib.Request"):
        print("NETWORK", event, what, flush=True)
        os._exit(9)

sys.addaudithook(hear)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("etag", ['"\xe9"', '"' + "w" * 5000 + '"'])
def test_an_etag_that_no_request_could_say_is_not_kept(desk: Desk, outlet: Outlet, etag: str) -> None:
    outlet.feed(FEED, ETag=etag)
    assert [health(desk).answer for _ in range(2)] == ["read", "read"]
    assert "if-none-match" not in outlet.asked()[1]


def test_the_build_itself_touches_no_network(desk: Desk, outlet: Outlet, repository: Path) -> None:
    outlet.feed(FEED)
    desk.collect()
    asked = len(outlet.requests)
    words = ["--content", str(desk.content), "--now", "2021-09-08 12:00"]
    folders = ["--layouts", str(desk.layouts), "--output", str(desk.site), "--jobs", "1", "--clean"]

    def heard(*more: str) -> tuple[int, str]:
        done = subprocess.run(
            (sys.executable, "-c", HEARING, *more, *words),
            cwd=repository,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    status, out = heard("build", *folders)
    assert (status, "NETWORK" in out) == (0, False)
    assert heard("collect")[0] == 9  # which does, so that we know that we would have heard
    assert len(outlet.requests) == asked
    assert "collected.txt" not in "".join(tree(desk.site))
