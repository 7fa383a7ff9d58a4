"""Publish to S3: a real server on the loopback, which keeps what it is sent and says it again."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest

from broadsheet.deploy import bucket, opening, plan, soundness
from broadsheet.deploy.bucket import Bucket
from broadsheet.deploy.check import check
from broadsheet.deploy.handling import handling
from broadsheet.deploy.publish import Order, run
from broadsheet.read import site
from tests.deploying import Killed, built_files, gone, published, refusals, sent, with_target
from tests.newsroom import Newsroom

if os.environ.get("CI"):
    from moto.server import ThreadedMotoServer
else:
    moto = pytest.importorskip("moto.server", reason="moto, the S3 server of the tests, is not installed")
    ThreadedMotoServer = moto.ThreadedMotoServer


logging.getLogger("werkzeug").setLevel(logging.ERROR)


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """An S3 server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(storage: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Who speaks to it; it holds an empty bucket `paper`."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    speaks = bucket.client("s3", storage, "us-east-1")
    try:
        old = [{"Key": one["Key"]} for one in speaks.list_objects_v2(Bucket="paper").get("Contents", ())]
        if old:
            speaks.delete_objects(Bucket="paper", Delete={"Objects": old})
    except speaks.exceptions.NoSuchBucket:
        speaks.create_bucket(Bucket="paper")
    return speaks


@pytest.fixture
def paper(newsroom: Newsroom, client: Any, storage: str) -> Newsroom:
    """A built newsroom whose target is the bucket, below a prefix."""
    with_target(newsroom, "s3://paper/live", f"endpoint: {storage}\nregion: us-east-1")
    newsroom.article("valley", section="world")
    newsroom.article("mountain", section="business")
    newsroom.built()
    return newsroom


def held(client: Any, prefix: str = "live/") -> dict[str, bytes]:
    """Every object below a prefix, with its bytes."""
    keys = [one["Key"] for one in client.list_objects_v2(Bucket="paper").get("Contents", ())]
    return {
        key.removeprefix(prefix): client.get_object(Bucket="paper", Key=key)["Body"].read()
        for key in keys
        if key.startswith(prefix)
    }


def test_the_bucket_ends_equal_to_the_site_and_a_second_run_sends_nothing(
    paper: Newsroom, client: Any
) -> None:
    client.put_object(Bucket="paper", Key="live/theirs.txt", Body=b"theirs")
    client.put_object(Bucket="paper", Key="index.html", Body=b"theirs")
    published(paper)
    assert held(client) == built_files(paper) | {"theirs.txt": b"theirs"}
    assert held(client, "")["index.html"] == b"theirs"
    assert sent(published(paper)) == []


def test_objects_say_what_they_are_and_how_long_they_may_be_kept(paper: Newsroom, client: Any) -> None:
    published(paper)
    style = next(file for file in built_files(paper) if file.endswith(".css"))
    wanted = {
        "index.html": ("text/html; charset=utf-8", "public, max-age=60, stale-while-revalidate=600"),
        "feed.xml": ("application/rss+xml; charset=utf-8", "public, max-age=60, stale-while-revalidate=600"),
        style: ("text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        "manifest.json": ("application/json", "no-store"),
    }
    for file, said in wanted.items():
        head = client.head_object(Bucket="paper", Key=f"live/{file}")
        assert (head["ContentType"], head["CacheControl"]) == said, file


def test_keys_go_with_the_object_and_other_keys_alone_send_it_anew(paper: Newsroom, client: Any) -> None:
    _list_keys(paper, {"index.html": ["home", "section-world", "tag-新闻"]})
    published(paper)
    head = client.head_object(Bucket="paper", Key="live/index.html")
    assert head["Metadata"]["surrogate-key"] == "home section-world tag-%E6%96%B0%E9%97%BB"
    assert head["Metadata"]["cache-tag"] == "home,section-world,tag-%E6%96%B0%E9%97%BB"
    _list_keys(paper, {"index.html": ["home"]})
    assert sent(published(paper)) == ["index.html"]
    assert client.head_object(Bucket="paper", Key="live/index.html")["Metadata"]["surrogate-key"] == "home"


def test_what_was_compressed_beforehand_says_so(paper: Newsroom, client: Any) -> None:
    (paper.site / "index.html.br").write_bytes(b"brotli")
    _list_keys(paper, {"index.html.br": ["home"]})
    report = published(paper)
    head = client.head_object(Bucket="paper", Key="live/index.html.br")
    assert (head["ContentType"], head["ContentEncoding"]) == ("text/html; charset=utf-8", "br")
    assert not [url for url in report.news.urls if url.endswith(".br")]


def test_an_edit_sends_what_changed_and_deletes_what_is_gone(paper: Newsroom, client: Any) -> None:
    published(paper)
    paper.remove("articles/2021/09/mountain.md")
    paper.built()
    report = published(paper)
    assert "business/2021/09/06/mountain/index.html" in gone(report)
    assert "index.html" in sent(report)
    assert "world/index.html" not in sent(report)
    assert held(client) == built_files(paper)


@pytest.mark.slow
def test_killed_at_many_points_and_repeated_the_bucket_ends_equal(
    paper: Newsroom, client: Any, storage: str
) -> None:
    """And at none of them is a page up whose assets aren't."""
    for steps in range(0, 60, 4):
        paper.article("valley", f"Words {steps}.", section=("world", "business")[steps % 8 // 4])
        paper.built()
        died = _killed_after(paper, storage, steps)
        assert _without_their_assets(held(client)) == []
        _run(paper, Bucket(client, paper.site, "paper", "live/", 4))
        assert held(client) == built_files(paper), steps
        if not died:
            break
    assert steps > 10
    assert ".publishing" not in held(client)


@pytest.mark.parametrize(
    "steps", [8, *(pytest.param(one, marks=pytest.mark.slow) for one in (1, 2, 3, 16, 30))]
)
def test_a_first_publication_too(paper: Newsroom, client: Any, storage: str, steps: int) -> None:
    assert _killed_after(paper, storage, steps)
    assert _without_their_assets(held(client)) == []
    _run(paper, Bucket(client, paper.site, "paper", "live/", 4))
    assert held(client) == built_files(paper)


def _without_their_assets(files: dict[str, bytes]) -> list[str]:
    """What pages name of styles, scripts and pictures that isn't there."""
    pages = [file for file in files if file.endswith(".html")]
    named = (one.message for one in check(pages, files, files.__getitem__, "https://gazette.example.org"))
    return [one for one in named if re.search(r"\.(css|js|png|jpg|webp|avif|woff2)'", one)]


def test_in_each_publication_assets_come_first_and_the_manifest_last(paper: Newsroom, client: Any) -> None:
    order: list[tuple[str, str]] = []
    client.meta.events.register(
        "before-call.s3.*",
        lambda model, params, **_: order.append((model.name, params["url_path"].partition("/live/")[2])),
    )
    _run(paper, Bucket(client, paper.site, "paper", "live/", 8))
    made = [(name, file) for name, file in order if name != "GetObject"]
    assert made[0] == ("PutObject", ".publishing")
    assert made[-2:] == [("PutObject", "manifest.json"), ("DeleteObject", ".publishing")]
    turns = [handling(file, built_entry(paper, file)).turn for _, file in made[1:-2]]
    assert turns == sorted(turns)


@pytest.mark.parametrize(
    ("to", "word"),
    [("s3://nothing-there", "bucket does not exist"), ("s3://paper/live", "Could not connect")],
)
def test_a_bucket_that_cannot_be_reached_is_told(paper: Newsroom, storage: str, to: str, word: str) -> None:
    endpoint = storage if "nothing" in to else "http://127.0.0.1:9"
    with_target(paper, to, f"endpoint: {endpoint}")
    (problem,) = refusals(paper)
    assert word in problem


def built_entry(paper: Newsroom, file: str):
    return soundness.built(paper.site).files[file]


def _list_keys(paper: Newsroom, keys: dict[str, list[str]]) -> None:
    """Give files keys in the manifest, as a build does."""
    import hashlib

    manifest = json.loads((paper.site / "manifest.json").read_bytes())
    for file, some in keys.items():
        content = (paper.site / file).read_bytes()
        manifest["files"][file] = {
            "digest": hashlib.sha256(content).hexdigest(), "size": len(content), "keys": some,
            "type": "text/html; charset=utf-8",
        }  # fmt: skip
    (paper.site / "manifest.json").write_text(json.dumps(manifest))


def _killed_after(paper: Newsroom, storage: str, steps: int) -> bool:
    """Publish by a client that dies after so many requests that change something."""
    frail = bucket.client("s3", storage, "us-east-1")
    left = [steps]

    def die(model: Any, **_: object) -> None:
        if model.name in ("PutObject", "DeleteObject"):
            if left[0] <= 0:
                raise Killed
            left[0] -= 1

    frail.meta.events.register("before-call.s3.*", die)
    try:
        _run(paper, Bucket(frail, paper.site, "paper", "live/", 4))
    except Killed:
        return True
    return False


def _run(paper: Newsroom, target: Bucket) -> plan.Plan:
    made, config = soundness.built(paper.site), site.read(paper.content).config
    to_do = plan.plan(made.files, opening.standing(target))
    run(Order(paper.content, paper.site), config, config.publish.targets["production"], target, made, to_do)
    return to_do


def test_cloudfront_forgets_exactly_what_changed(paper: Newsroom, storage: str) -> None:
    distribution = bucket.client("cloudfront", storage, "us-east-1")
    made = distribution.create_distribution(DistributionConfig=DISTRIBUTION)["Distribution"]["Id"]
    lines = f"endpoint: {storage}\npurge:\n  cloudfront: {{distribution: {made}, endpoint: '{storage}'}}"
    with_target(paper, "s3://paper/live", lines)
    published(paper)
    paper.article("valley", "Other words.", section="world")
    paper.built()
    report = published(paper)
    listed = distribution.list_invalidations(DistributionId=made)["InvalidationList"]["Items"]
    told = [
        distribution.get_invalidation(DistributionId=made, Id=one["Id"])["Invalidation"]["InvalidationBatch"][
            "Paths"
        ]["Items"]
        for one in listed
    ]
    paths = [url.removeprefix("https://gazette.example.org") for url in report.news.urls]
    assert "/world/2021/09/06/valley/" in paths
    assert sorted(paths) in [sorted(one) for one in told]


DISTRIBUTION = {
    "CallerReference": "once",
    "Origins": {"Quantity": 1, "Items": [{"Id": "paper", "DomainName": "paper.s3.amazonaws.com",
                                         "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
    "DefaultCacheBehavior": {"TargetOriginId": "paper", "ViewerProtocolPolicy": "allow-all"},
    "Comment": "",
    "Enabled": True,
}  # fmt: skip
