"""Publish: what caches and hubs are told, by real requests to a server that writes them down."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from broadsheet.cli import main
from broadsheet.deploy import calls
from broadsheet.deploy.publish import Order, publish
from broadsheet.deploy.purging import Call
from broadsheet.deploy.targets import Unreachable
from broadsheet.problems import Refused
from tests.deploying import published, refusals, with_target, www
from tests.newsroom import Newsroom

SECRETS = {"CLOUDFLARE_API_TOKEN": "cf-secret", "FASTLY_API_TOKEN": "fastly-secret", "HOOK": "hook-secret"}
HOST = "https://gazette.example.org"


@dataclass
class Listener:
    """A server that answers as it is told, and remembers every request."""

    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    heard: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def values(self) -> list[tuple[str, object]]:
        return [(path, json.loads(body)) for path, _, body in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            one.heard.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = one.answers.pop(0) if one.answers else (200, {})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name for it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    one.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield one
    server.shutdown()
    server.server_close()
    thread.join(5)


FEEDS_WITH_THE_VALLEY = (
    "/feed.xml", "/atom.xml", "/feed.json", "/world/feed.xml", "/newsletters/morning/feed.xml",
    "/newsletters/weekend/feed.xml",
)  # fmt: skip


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long would have been waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(calls.time, "sleep", waited.append)
    return waited


def _edited(newsroom: Newsroom, purge: str, hub: str = "") -> Newsroom:
    """A newsroom that was published, whose valley has been edited since; from then on somebody is told."""
    with_target(newsroom, "www", hub=hub)
    newsroom.article("valley", section="world")
    newsroom.article("mountain", section="business")
    newsroom.built()
    published(newsroom)
    newsroom.article("valley", "Other words.", section="world")
    with_target(newsroom, "www", purge, hub)
    newsroom.built()
    return newsroom


def test_cloudflare_is_told_exactly_the_urls_that_changed_thirty_at_a_time(
    newsroom: Newsroom, listener: Listener
) -> None:
    paper = _edited(newsroom, f"purge:\n  cloudflare: {{zone: z1, api: '{listener.url}/v4'}}")
    report = published(paper, secrets=SECRETS)
    told = [url for _, value in listener.values() for url in value["files"]]
    assert tuple(told) == report.news.urls
    assert f"{HOST}/world/2021/09/06/valley/" in told
    assert f"{HOST}/business/2021/09/06/mountain/" not in told
    assert [path for path, _, _ in listener.heard] == ["/v4/zones/z1/purge_cache"]
    assert listener.heard[0][1]["authorization"] == "Bearer cf-secret"
    listener.heard.clear()
    paper.article("river", section="world", tags=["Rivers", "Lakes", "Seas"])
    paper.built()
    published(paper, secrets=SECRETS, everything=True)
    first, *others = (len(value["files"]) for _, value in listener.values())
    assert (first, len(others)) == (30, 1)


def test_nobody_is_told_where_nothing_changed(newsroom: Newsroom, listener: Listener) -> None:
    paper = _edited(newsroom, f"purge:\n  webhook: {{url: '{listener.url}/hook'}}", hub=f"{listener.url}/hub")
    listener.heard.clear()
    published(paper)
    assert listener.heard
    listener.heard.clear()
    published(paper)
    assert listener.heard == []


def _keyed(paper: Newsroom, keys: dict[str, list[str]]) -> None:
    """Give files keys in the manifest, as a build does."""
    file = paper.site / "manifest.json"
    manifest = json.loads(file.read_bytes())
    for name, said in manifest["files"].items():
        digest = said if isinstance(said, str) else said["digest"]
        manifest["files"][name] = {"digest": digest, "keys": keys.get(name, [f"file-{name}", "everything"])}
    file.write_text(json.dumps(manifest))


@pytest.mark.parametrize(("soft", "mark"), [("", "1"), (", soft: false", None)])
def test_fastly_is_told_the_pages_own_keys_and_to_serve_the_old_meanwhile(
    newsroom: Newsroom, listener: Listener, soft: str, mark: str | None
) -> None:
    paper = _edited(newsroom, f"purge:\n  fastly: {{service: s1, api: '{listener.url}'{soft}}}")
    _keyed(paper, {"world/2021/09/06/valley/index.html": ["article-valley", "section-world"]})
    published(paper, secrets=SECRETS)
    ((path, headers, body),) = listener.heard
    assert path == "/service/s1/purge"
    assert (headers["fastly-key"], headers.get("fastly-soft-purge")) == ("fastly-secret", mark)
    told = json.loads(body)["surrogate_keys"]
    assert "article-valley" in told
    assert not {"section-world", "everything"} & set(told), "the rest of the section has not changed"


def test_cloudflare_by_tags(newsroom: Newsroom, listener: Listener) -> None:
    paper = _edited(newsroom, f"purge:\n  cloudflare: {{zone: z1, by: tags, api: '{listener.url}'}}")
    _keyed(paper, {"world/2021/09/06/valley/index.html": ["article-valley", "section-world"]})
    published(paper, secrets=SECRETS)
    assert "article-valley" in listener.values()[0][1]["tags"]


def test_a_webhook_gets_what_was_added_changed_and_removed(newsroom: Newsroom, listener: Listener) -> None:
    paper = _edited(newsroom, f"purge:\n  webhook: {{url: '{listener.url}/hook', token_env: HOOK}}")
    paper.article("river", section="world")
    paper.remove("articles/2021/09/mountain.md")
    paper.built()
    published(paper, secrets=SECRETS)
    ((path, headers, body),) = listener.heard
    value = json.loads(body)
    assert (path, headers["authorization"], value["target"]) == ("/hook", "Bearer hook-secret", "production")
    assert value["added"] == [f"{HOST}/world/2021/09/06/river/"]
    assert f"{HOST}/business/2021/09/06/mountain/" in value["removed"]
    assert f"{HOST}/world/2021/09/06/valley/" in value["changed"]


def test_a_hub_is_told_of_the_feeds_whose_bytes_changed_and_no_other(
    newsroom: Newsroom, listener: Listener
) -> None:
    paper = _edited(newsroom, "", hub=f"{listener.url}/hub")
    listener.heard.clear()
    before = (www(paper) / "business/feed.xml").read_bytes()
    published(paper)
    assert (www(paper) / "business/feed.xml").read_bytes() == before
    forms = [parse_qs(body) for _, _, body in listener.heard]
    assert {form["hub.mode"][0] for form in forms} == {"publish"}
    told = [form["hub.url"][0].removeprefix(HOST) for form in forms]
    assert sorted(told) == sorted(FEEDS_WITH_THE_VALLEY)


def test_a_hub_is_told_nothing_of_a_site_that_stands_elsewhere(
    newsroom: Newsroom, listener: Listener
) -> None:
    paper = _edited(newsroom, "base_url: https://staging.example.org", hub=f"{listener.url}/hub")
    listener.heard.clear()
    report = published(paper)
    assert listener.heard == []
    assert report.news.urls
    assert all(url.startswith("https://staging.example.org/") for url in report.news.urls)


def test_who_is_busy_is_asked_again_after_as_long_as_it_says(
    listener: Listener, impatient: list[float]
) -> None:
    listener.answers = [(503, {}), (429, {"Retry-After": "7"}), (200, {})]
    calls.call((Call(f"{listener.url}/x", {}, json={}),), impatient.append)
    assert (len(listener.heard), impatient) == (3, [1.0, 7.0])


@pytest.mark.parametrize(
    ("answers", "tries", "word"),
    [
        ([(403, {})], 1, "answers 403 Forbidden. Its token may not do this."),
        ([(500, {})] * 9, 5, "answers 500"),
        ([(429, {"Retry-After": "3600"})], 1, "answers 429"),
    ],
)
def test_who_refuses_is_told_with_its_host_and_no_secret(
    listener: Listener,
    impatient: list[float],
    answers: list[tuple[int, dict[str, str]]],
    tries: int,
    word: str,
) -> None:
    listener.answers = list(answers)
    with pytest.raises(Unreachable) as refused:
        calls.call(
            (Call(f"{listener.url}/x?key=secret", {"Fastly-Key": "secret"}, json={}),), impatient.append
        )
    assert word in str(refused.value)
    assert "secret" not in str(refused.value) + repr(Call("http://x.example", {"Fastly-Key": "secret"}))
    assert len(listener.heard) == tries


def test_when_a_purge_fails_the_site_is_up_and_a_repetition_purges_the_same(
    newsroom: Newsroom, listener: Listener
) -> None:
    paper = _edited(
        newsroom, f"purge:\n  cloudflare: {{zone: z1, api: '{listener.url}'}}", hub=f"{listener.url}/hub"
    )
    listener.heard.clear()
    listener.answers = [(403, {})]
    (problem,) = refusals(paper, secrets=SECRETS)
    assert "answers 403" in problem
    assert "Other words" in (www(paper) / "world/2021/09/06/valley/index.html").read_text("utf-8")
    first = listener.values()[0]
    listener.heard.clear()
    report = published(paper, secrets=SECRETS)
    assert report.plan.puts == ()
    assert json.loads(listener.heard[0][2]) == first[1]
    assert (paper.folder / ".broadsheet/published.json").read_bytes() == (
        www(paper) / "manifest.json"
    ).read_bytes()
    told = [path for path, _, _ in listener.heard[1:]]
    assert told == ["/hub"] * len(FEEDS_WITH_THE_VALLEY), "and the hub hears of the feeds after all"
    assert not (www(paper) / ".publishing").exists()


def test_a_hub_that_is_down_is_named_and_makes_nobody_else_be_told_twice(
    newsroom: Newsroom, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = _edited(newsroom, f"purge:\n  webhook: {{url: '{listener.url}/hook'}}", hub=f"{listener.url}/hub")
    words = ["publish", "--content", str(paper.content), "--output", str(paper.site)]
    listener.heard.clear()
    listener.answers = [(200, {}), (403, {})]
    assert main(words) == 1
    assert "feeds.hub: 127.0.0.1 answers 403" in capsys.readouterr().err
    noted = paper.folder / ".broadsheet/published.json"
    assert noted.read_bytes() == (paper.site / "manifest.json").read_bytes(), "readers have it"

    listener.heard.clear()
    listener.answers = [(403, {})]
    assert main(words) == 1
    assert [path for path, _, _ in listener.heard] == ["/hub"]

    paper.article("mountain", "Higher.", section="business")
    paper.built()
    listener.heard.clear()
    published(paper)
    hook, *pings = listener.heard
    assert f"{HOST}/world/2021/09/06/valley/" not in hook[2], "it knows that already"
    assert f"{HOST}/business/2021/09/06/mountain/" in hook[2]
    told = {parse_qs(body)["hub.url"][0].removeprefix(HOST) for _, _, body in pings}
    assert {"/world/feed.xml", "/business/feed.xml"} <= told
    assert not (www(paper) / ".publishing").exists()


def test_a_cache_that_is_down_is_named_and_the_hub_waits_for_it(
    newsroom: Newsroom, listener: Listener
) -> None:
    purge = f"purge:\n  cloudflare: {{zone: z1, api: '{listener.url}'}}\n  webhook: {{url: '{listener.url}/hook'}}"
    paper = _edited(newsroom, purge, hub=f"{listener.url}/hub")
    listener.heard.clear()
    listener.answers = [(403, {})]
    report = publish(Order(paper.content, paper.site, secrets=SECRETS))
    assert isinstance(report, Refused)
    assert [one.key for one in report.problems] == ["publish.targets.production.purge.cloudflare"]
    assert report.problems[0].line > 1
    assert [path for path, _, _ in listener.heard] == ["/zones/z1/purge_cache", "/hook"]
    listener.heard.clear()
    published(paper, secrets=SECRETS)
    assert {path for path, _, _ in listener.heard} == {"/zones/z1/purge_cache", "/hub"}


def test_a_secret_that_is_not_set_is_missed_before_anything_is_sent(
    newsroom: Newsroom,
    listener: Listener,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = _edited(
        newsroom, f"purge:\n  cloudflare: {{zone: z1, token_env: NOT_SET, api: '{listener.url}'}}"
    )
    monkeypatch.delenv("NOT_SET", raising=False)
    assert main(["publish", "--content", str(paper.content), "--output", str(paper.site)]) == 1
    said = capsys.readouterr().err
    assert "publish.targets.production.purge: NOT_SET is not set in the environment" in said
    assert "Other words" not in (www(paper) / "world/2021/09/06/valley/index.html").read_text("utf-8")


def test_a_dry_run_tells_nobody_and_needs_no_network(
    newsroom: Newsroom,
    listener: Listener,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = _edited(
        newsroom, f"purge:\n  cloudflare: {{zone: z1, api: '{listener.url}'}}", hub=f"{listener.url}/hub"
    )
    listener.heard.clear()
    monkeypatch.setenv("CLOUDFLARE_API_TOKEN", "cf-secret")
    assert main(["publish", "--dry-run", "--content", str(paper.content), "--output", str(paper.site)]) == 0
    said = capsys.readouterr()
    assert f"purge  {HOST}/world/2021/09/06/valley/" in said.out
    assert f"ping   {HOST}/world/feed.xml" in said.out
    assert "cf-secret" not in said.out + said.err
    assert listener.heard == []
