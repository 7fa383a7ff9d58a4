"""Purging: which calls tell the caches in front of a target what has changed, and hubs which feeds.

Pure: from what was touched to calls. Secrets are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from broadsheet.deploy.books import together
from broadsheet.rules import CloudflareRules, CloudFrontRules, FastlyRules, WebhookRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from broadsheet.rules import Cache

_NAMES = {
    CloudflareRules: "cloudflare",
    FastlyRules: "fastly",
    CloudFrontRules: "cloudfront",
    WebhookRules: "webhook",
}

URLS_A_CALL, TAGS_A_CALL = 30, 30
"""Cloudflare's, of the plan that allows least."""
KEYS_A_CALL = 256
"""Fastly's."""
PATHS_A_CALL = 1000
"""CloudFront takes three thousand at a time in all."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what it is for, and all that is sent. Nothing of its headers is ever printed."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    json: object = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What a publication has changed, in the order of a deploy: URLs, escaped, as browsers ask for them.

    `keys` are those by which caches know these pages and no others. `feeds` are the feeds among the URLs
    whose bytes have changed.
    """

    target: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    keys: tuple[str, ...]
    feeds: tuple[str, ...]

    @property
    def urls(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.added, *self.changed, *self.removed)


def name(cache: Cache) -> str:
    """What a cache is called in `site.yaml`, and in the journal of a publication."""
    return _NAMES[type(cache)]


def calls(cache: Cache, news: News, secret: str) -> tuple[Call, ...]:
    """The calls that make a cache forget what has changed; none for CloudFront, which AWS's library calls."""
    if isinstance(cache, CloudflareRules):
        return tuple(_cloudflare(cache, news, secret))
    if isinstance(cache, FastlyRules):
        return tuple(_fastly(cache, news, secret))
    if isinstance(cache, WebhookRules):
        return (_webhook(cache, news, secret),)
    return ()


def pings(hub: str, feeds: Iterable[str]) -> tuple[Call, ...]:
    """The calls that tell a WebSub hub to fetch the feeds that have changed, and no other.

    WebSub (W3C, 2018) leaves it to hubs how they are told; all take these two words.
    """
    return tuple(Call(hub, {}, form={"hub.mode": "publish", "hub.url": url}) for url in feeds)


def paths(urls: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The paths of URLs as CloudFront takes them, in portions."""
    return tuple(_portions(["/" + url.split("/", 3)[3] for url in urls], PATHS_A_CALL))


def secret_of(cache: Cache) -> str:
    """The environment variable that holds the secret of a cache; empty where it needs none of ours."""
    return "" if isinstance(cache, CloudFrontRules) else cache.token_env


def _cloudflare(rules: CloudflareRules, news: News, token: str) -> Iterator[Call]:
    """developers.cloudflare.com/api: POST /zones/{zone_id}/purge_cache."""
    url = f"{rules.api}/zones/{rules.zone}/purge_cache"
    headers = {"Authorization": f"Bearer {token}"}
    if rules.by == "tags":
        for tags in _portions(news.keys, TAGS_A_CALL):
            yield Call(url, headers, json={"tags": tags})
    else:
        for urls in _portions(news.urls, URLS_A_CALL):
            yield Call(url, headers, json={"files": urls})


def _fastly(rules: FastlyRules, news: News, token: str) -> Iterator[Call]:
    """fastly.com/documentation/reference/api/purging: POST /service/{service_id}/purge."""
    headers = {"Fastly-Key": token, **({"Fastly-Soft-Purge": "1"} if rules.soft else {})}
    for keys in _portions(news.keys, KEYS_A_CALL):
        yield Call(f"{rules.api}/service/{rules.service}/purge", headers, json={"surrogate_keys": keys})


def _webhook(rules: WebhookRules, news: News, token: str) -> Call:
    value = {
        "target": news.target,
        "added": news.added,
        "changed": news.changed,
        "removed": news.removed,
        "keys": news.keys,
        "feeds": news.feeds,
    }
    return Call(rules.url, {"Authorization": f"Bearer {token}"} if token else {}, json=value)


def _portions(words: Sequence[str], most: int) -> Iterator[tuple[str, ...]]:
    every = together(words)
    return (every[start : start + most] for start in range(0, len(every), most))
