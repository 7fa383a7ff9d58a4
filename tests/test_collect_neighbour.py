"""A good neighbour: real servers that misbehave, each in one way, and what collecting makes of it."""

from __future__ import annotations

import gzip
import itertools
import socket
import subprocess
import sys
import threading
import time
import zlib
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from broadsheet.collect.fetch import fetch
from broadsheet.collect.fetch.answers import Busy, Failed, Fresh, Validators
from broadsheet.collect.fetch.guard import Guard, is_public
from broadsheet.collect.fetch.manners import Manners
from broadsheet.collect.report import Health
from tests.newsroom import tree
from tests.outlets import Desk, Outlet, conditional, item, open_outlet, rss, says

FEED = rss(item())
CONTEXT = fetch.context()


@pytest.fixture
def outlet():
    with open_outlet() as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, outlet: Outlet) -> Desk:
    return Desk(tmp_path, {"wire": outlet.url()})


def health(desk: Desk, **wishes: object) -> Health:
    """How the only source does after a run."""
    (one,) = desk.collect(**wishes).health
    return one


def ask(url: str, seconds: float = 3, **wishes: object):
    """The answer to one question, without a newsroom around it."""
    known = {"guard": Guard(frozenset({"127.0.0.1"})), "most": 1_000_000, "resolve": None, **wishes}
    terms = fetch.Terms(
        agent="test", manners=Manners(0, {}, "us"), now=datetime(2021, 9, 8, tzinfo=UTC), seconds=seconds,
        context=CONTEXT, **known,
    )  # fmt: skip
    return fetch.fetch(url, Validators(), terms).answer


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


def test_a_server_that_feeds_us_byte_by_byte_is_left_in_time(outlet: Outlet) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(40):
            request.wfile.write(b"<")
            request.wfile.flush()
            time.sleep(0.1)

    begun = time.monotonic()
    answer = ask(outlet.at("/feed", drip), seconds=0.5)
    assert isinstance(answer, Failed)
    assert "too long" in answer.reason
    assert time.monotonic() - begun < 2


def test_so_is_one_whose_headers_never_end(outlet: Outlet) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(40):
            request.wfile.write(b"X-%d: y\r\n" % number)
            request.wfile.flush()
            time.sleep(0.1)

    begun = time.monotonic()
    answer = ask(outlet.at("/feed", drip), seconds=0.5)
    assert isinstance(answer, Failed)
    assert time.monotonic() - begun < 2


def test_a_name_that_cannot_be_looked_up_in_time_is_left_too() -> None:
    begun = time.monotonic()
    answer = ask("http://slow.example.org/", seconds=0.3, resolve=lambda host, port: time.sleep(1) or [])
    assert isinstance(answer, Failed)
    assert "too long" in answer.reason
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("length", ["2000000", ""], ids=["announced", "not announced"])
def test_a_feed_that_is_too_large_is_not_read_to_its_end(outlet: Outlet, length: str) -> None:
    sent = 0

    def flood(request: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        request.send_response(200)
        if length:
            request.send_header("Content-Length", length)
        request.end_headers()
        for _ in range(500):
            request.wfile.write(b" " * 65536)
            sent += 65536

    answer = ask(outlet.at("/feed", flood))
    assert isinstance(answer, Failed)
    assert "larger than 1 MB" in answer.reason
    assert sent < 20_000_000


@cache
def bombs() -> dict[str, tuple[bytes, str]]:
    small = gzip.compress(b"\0" * 30_000_000)
    return {
        "gzip": (small, "gzip"),
        "deflate": (zlib.compress(b"\0" * 30_000_000), "deflate"),
        "gzip in many members": (gzip.compress(b" " * 50_000) * 40, "gzip"),
        "gzip in gzip": (gzip.compress(small), "gzip, gzip"),
        "brotli, which we never asked for": (b"\x1b", "br"),
    }


@pytest.mark.parametrize("name", bombs())
def test_a_bomb_is_not_unpacked(outlet: Outlet, name: str) -> None:
    body, encoding = bombs()[name]
    answer = ask(outlet.feed(body, Content_Encoding=encoding))
    assert isinstance(answer, Failed)
    assert "can't be used" in answer.reason


@pytest.mark.parametrize(
    ("pack", "encoding"),
    [
        (gzip.compress, "gzip"),
        (gzip.compress, "X-GZIP"),
        (zlib.compress, "deflate"),
        (lambda raw: zlib.compress(raw)[2:-4], "deflate"),
        (lambda raw: gzip.compress(raw[:50]) + gzip.compress(raw[50:]) + b"\0\0", "gzip"),
        (bytes, "identity"),
    ],
)
def test_a_packed_feed_is_unpacked(outlet: Outlet, pack, encoding: str) -> None:
    answer = ask(outlet.feed(pack(FEED.encode()), Content_Encoding=encoding))
    assert isinstance(answer, Fresh)
    assert answer.body == FEED.encode()


def test_an_answer_that_breaks_off_is_no_feed(outlet: Outlet) -> None:
    def cut(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "5000")
        request.end_headers()
        request.wfile.write(FEED.encode()[:200])

    answer = ask(outlet.at("/feed", cut))
    assert isinstance(answer, Failed)
    assert not answer.lasting
    answer = ask(outlet.feed(gzip.compress(FEED.encode())[:-20], "/b", Content_Encoding="gzip"))
    assert isinstance(answer, Failed)
    assert not answer.lasting


@pytest.mark.parametrize("rubbish", [b"\0\0\0", b"HTTP/9 boo\r\n\r\n", b"HTTP/1.1 2000 OK\r\n\r\n", b""])
def test_what_is_no_http_is_an_error_and_no_traceback(outlet: Outlet, rubbish: bytes) -> None:
    answer = ask(outlet.at("/feed", lambda request: request.wfile.write(rubbish)))
    assert isinstance(answer, Failed)


def test_a_server_that_is_not_there_is_an_error_too() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        answer = ask(f"http://127.0.0.1:{free.getsockname()[1]}/")
    assert isinstance(answer, Failed)
    assert not answer.lasting


def test_304_to_a_first_question_is_an_error(outlet: Outlet) -> None:
    assert isinstance(ask(outlet.at("/feed", says(304))), Failed)


FORBIDDEN = [
    "0.0.0.1", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.0.1", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
    "2001::1", "2002:7f00:1::", "2001:db8::1", "::127.0.0.1", "fec0::1", "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]
)
def test_the_others_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [one for one in FORBIDDEN if one[0].isdigit() or one[0] in ":f"])
def test_a_name_that_leads_inside_is_not_connected_to(address: str) -> None:
    answer = ask("http://feeds.example.org/", resolve=lambda host, port: [address])
    assert isinstance(answer, Failed)
    assert answer.lasting
    assert "not on the public internet" in answer.reason


@pytest.mark.parametrize(
    "host", ["localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_neither_is_any_other_spelling_of_this_machine(host: str) -> None:
    answer = ask(f"http://{host}/")
    assert isinstance(answer, Failed)


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(outlet: Outlet) -> None:
    outlet.feed(FEED)
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) > 1 else ["192.0.2.1"]

    assert isinstance(ask("http://feeds.example.org/", resolve=rebinding), Failed)
    assert looked_up == ["feeds.example.org"]


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/feed",
        "http://[::1]/",
        "//10.0.0.1/feed",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:secret@127.0.0.1/",
        "http://example.org:22/",
        "http://[127.0.0.1/",
        "http://a b/",
    ],
)
def test_each_hop_of_a_redirect_is_looked_at(desk: Desk, outlet: Outlet, target: str) -> None:
    outlet.at("/feed", says(302, Location=target))
    one = health(desk)
    assert one.person
    assert "secret" not in one.answer
    assert (
        "it redirects to" in one.answer or "may not be reached" in one.answer or "can't be used" in one.answer
    )


def test_what_is_outside_cannot_redirect_to_what_is_allowed_inside(outlet: Outlet) -> None:
    guard = Guard(frozenset({"127.0.0.1"}))
    assert guard.wrong_with(outlet.url(), "http://feeds.example.org/")
    assert not guard.wrong_with(outlet.url(), outlet.url("/other"))


@pytest.mark.parametrize(
    ("hosts", "url", "is_allowed"),
    [
        ({"feeds.lan"}, "http://feeds.lan:8080/", True),
        ({"feeds.lan:8080"}, "http://feeds.lan:8080/", True),
        ({"feeds.lan:8080"}, "http://feeds.lan/", False),
        ({"feeds.lan"}, "http://evil.feeds.lan/", False),
        ({"[::1]:81"}, "http://[::1]:81/", True),
    ],
)
def test_an_allowed_host_is_allowed_by_its_whole_name(hosts: set[str], url: str, is_allowed: bool) -> None:
    assert Guard(frozenset(hosts)).is_allowed(url) is is_allowed


def test_the_connection_goes_by_number_and_the_request_by_name(outlet: Outlet) -> None:
    outlet.feed(FEED)
    answer = ask(
        f"http://feeds.example.org:{outlet.port}/feed",
        guard=Guard(frozenset({"feeds.example.org"})),
        resolve=lambda host, port: ["127.0.0.1"],
    )
    assert isinstance(answer, Fresh)
    assert outlet.asked()[0]["host"] == f"feeds.example.org:{outlet.port}"


def test_tls_asks_for_the_name_too() -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(4096))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        answer = ask(
            f"https://feeds.example.org:{server.getsockname()[1]}/",
            guard=Guard(frozenset({"feeds.example.org"})),
            resolve=lambda host, port: ["127.0.0.1"],
        )
        thread.join(5)
    assert isinstance(answer, Failed)
    assert b"feeds.example.org" in heard[0]


def test_the_next_address_of_a_name_is_tried_where_the_first_is_dead(outlet: Outlet) -> None:
    outlet.feed(FEED)
    answer = ask(
        f"http://feeds.example.org:{outlet.port}/feed",
        guard=Guard(frozenset({"feeds.example.org"})),
        resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"],
    )
    assert isinstance(answer, Fresh)


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
