"""Where we may go: addresses that are inside, whatever they are called and whoever leads us there."""

from __future__ import annotations

import socket
import threading

import pytest

from broadsheet.collect.fetch.answers import Failed, Fresh
from broadsheet.collect.fetch.guard import Guard, is_public
from tests.outlets import Desk, Outlet, ask, health, item, rss, says

FEED = rss(item())


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
