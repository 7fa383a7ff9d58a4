"""Other outlets: real servers on the loopback, each answering as a test says, and stopped with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from broadsheet.collect.collect import collect
from broadsheet.collect.fetch import fetch
from broadsheet.collect.fetch.answers import Validators
from broadsheet.collect.fetch.guard import Guard
from broadsheet.collect.fetch.manners import Manners
from broadsheet.collect.order import Order
from broadsheet.collect.report import Health, Report
from tests.newsroom import NOW, SITE, Newsroom

Reply = Callable[[BaseHTTPRequestHandler], None]
CONTEXT = fetch.context()


@dataclass
class Outlet:
    """A server at `host`: what stands at each path, and every request that came."""

    host: str = "127.0.0.1"
    port: int = 0
    pages: dict[str, Reply] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/feed") -> str:
        return f"http://{self.host}:{self.port}{path}"

    def at(self, path: str, reply: Reply) -> str:
        """Put an answer at a path."""
        self.pages[path] = reply
        return self.url(path)

    def feed(self, body: bytes | str, path: str = "/feed", **headers: str) -> str:
        """Put a feed at a path."""
        return self.at(path, says(200, body, **headers))

    def asked(self, path: str = "/feed") -> list[dict[str, str]]:
        """The headers of each request for a path."""
        return [headers for asked, headers in self.requests if asked == path]


@contextmanager
def open_outlet(host: str = "127.0.0.1") -> Iterator[Outlet]:
    """A server until the end of the block."""
    outlet = Outlet(host)

    class Handler(BaseHTTPRequestHandler):
        timeout = 10
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            outlet.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            with suppress(BrokenPipeError, ConnectionResetError):
                outlet.pages.get(self.path, says(404))(self)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name for it
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    outlet.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield outlet
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def says(status: int, body: bytes | str = b"", **headers: str) -> Reply:
    """An answer; underscores in the names of headers are hyphens."""
    raw = body.encode() if isinstance(body, str) else body

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {
            "Content-Type": "application/rss+xml",
            "Content-Length": str(len(raw)),
            **named,
        }.items():
            if value:
                request.send_header(name, value)
        request.end_headers()
        if status != 304:
            request.wfile.write(raw)

    return reply


def conditional(body: str, etag: str = '"v1"') -> Reply:
    """A feed whose server knows its ETag."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        is_known = request.headers.get("If-None-Match") == etag
        says(304, ETag=etag)(request) if is_known else says(200, body, ETag=etag)(request)

    return reply


def rss(*items: str, channel: str = "") -> str:
    """An RSS feed of items, each the inside of its element."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{channel}{inside}</channel></rss>'


def item(
    name: str = "valley-talks", title: str = "Valley leader ready for talks with Taliban", **tags: str
) -> str:
    """The inside of an RSS item that matches the article that `desk` writes."""
    made = {
        "title": title,
        "link": f"https://northwire.example.com/{name}",
        "description": "The leader of Panjshir resistance says he is ready for peace talks. More follows.",
        "pubDate": "Mon, 06 Sep 2021 04:00:00 GMT",
        **tags,
    }
    return "".join(f"<{tag}>{text}</{tag}>" for tag, text in made.items() if text)


class Desk(Newsroom):
    """A newsroom that collects, with an article on Panjshir that `item` is about."""

    def __init__(self, folder, feeds: dict[str, str] | None = None, **rules: object) -> None:
        super().__init__(folder)
        self.feeds(feeds or {}, **rules)
        self.article(
            "panjshir",
            title="Panjshir valley leader says ready for peace talks with Taliban",
            summary="The leader of the resistance in Panjshir welcomed talks.",
        )

    def feeds(self, feeds: dict[str, str], **rules: object) -> None:
        """Write `site.yaml` with these sources' feeds; nothing makes a test wait."""
        rules = {
            "hosts": "[127.0.0.1, 127.0.0.2, 127.0.0.3]",
            "pause_seconds": 0,
            "interval_minutes": 0,
            "unconditional_minutes": 0,
            "timeout_seconds": 3,
            "robots": "false",
            **rules,
        }
        lines = "".join(
            f"  {slug}: {{name: {slug.title()}, feed: '{feed}'}}\n" for slug, feed in feeds.items()
        )
        said = "collect:\n" + "".join(f"  {key}: {value}\n" for key, value in rules.items())
        self.write("site.yaml", SITE.replace("editions:\n", f"{lines}editions:\n") + said)

    def collect(self, **wishes: object) -> Report:
        """Collect, at noon of 8 September 2021 unless said otherwise."""
        report = collect(Order(**{"content": self.content, "now": NOW, **wishes}))
        assert isinstance(report, Report), report
        return report

    def collected(self) -> dict[str, str]:
        """The files of links by their paths below `content/`."""
        return {
            file.relative_to(self.content).as_posix(): file.read_text("utf-8")
            for file in sorted((self.content / "links").rglob("*.md"))
        }


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
