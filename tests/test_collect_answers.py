"""Answers that are none: real servers that drip, break off, send bombs or rubbish."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from functools import cache
from http.server import BaseHTTPRequestHandler

import pytest

from broadsheet.collect.fetch.answers import Failed, Fresh
from tests.outlets import Outlet, ask, item, rss, says

FEED = rss(item())


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
