"""nginx: two files that a server's own configuration includes.

`http.conf` goes where servers stand, and holds maps: from paths to keys, to redirects, to how long a file
may be kept. `server.conf` goes into the server, and says what is made of them. A map costs nginx one look-
up a request, however many lines it has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.plan.redirects import UNIT
from broadsheet.publish import headers, keys, kinds
from broadsheet.read.redirects import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from broadsheet.config import Config

HTTP, SERVER = "http.conf", "server.conf"
_WORD = "# Made by the build: `edge` in site.yaml, docs/edge.md."
_MOST_KEYS = 9
"""Of one file: nginx can refer to nine parts of what a pattern has found."""
_ON_URL = "-._~!&'()*+,;=:@/?#[]%"


def http(
    config: Config, ways: Mapping[str, str], listed: Iterable[tuple[str, tuple[str, ...]]]
) -> Iterator[str]:
    """The lines for `http { … }`: where old paths lead, and the keys of each file (`listed`)."""
    yield _WORD
    yield "map_hash_max_size 1048576;"
    yield "map_hash_bucket_size 512;"
    # volatile: asked again where a page of ours is sent in place of one that isn't there.
    yield "map $uri $broadsheet_path {"
    yield "  volatile;"
    yield "  ~^(?<broadsheet_folder>.*/)index\\.html$ $broadsheet_folder;"
    yield "  default $uri;"
    yield "}"
    if "nginx" in config.edge.redirects:
        yield from _moved(config, ways)
    if "nginx" in config.edge.headers:
        yield from _kept(config.base_path)
        yield "map $broadsheet_path $broadsheet_keys {"
        yield f"  default {_quoted(keys.NOTHING)};"
        feeds: list[str] = []
        for file, names in listed:
            if kinds.is_subscribed(file) and names[0] != UNIT:
                feeds.append(file)
            if kinds.is_asked_for(file):
                yield f"  {_quoted(config.base_path + _path(file))} {_quoted(' '.join(names))};"
        yield "}"
        yield from _tags()
        yield from _links(config, feeds)
        readable = "|".join(map(re.escape, (*kinds.FEED_TYPES, "feeds.opml", kinds.WEBFINGER)))
        yield f'map $broadsheet_path $broadsheet_origin {{ "~/({readable})$" "*"; default ""; }}'


def server(config: Config) -> Iterator[str]:
    """The lines for `server { … }`."""
    yield _WORD
    base = config.base_path
    # With a scheme, a host and a port of its own nginx would lead readers past whatever stands before it.
    yield "absolute_redirect off;"
    yield f"error_page 404 {base}/404.html;"
    for name in kinds.FOR_HOSTS:
        yield f"location = {base}/{name} {{ return 404; }}"
    if "nginx" in config.edge.redirects:
        yield f"error_page 410 {base}/404.html;"
        yield f'if ($broadsheet_moved = "{GONE}") {{ return 410; }}'
        yield "if ($broadsheet_moved) { return 301 $broadsheet_moved; }"
    if "nginx" in config.edge.headers:
        for name, value in headers.everywhere(config):
            yield f"add_header {name} {_quoted(value)} always;"
        # Always: caches remember a 404, too, and a 410.
        yield "add_header Cache-Control $broadsheet_kept always;"
        yield "add_header Surrogate-Key $broadsheet_keys always;"
        yield "add_header Cache-Tag $broadsheet_tags always;"
        yield f"add_header {headers.ANY_ORIGIN[0]} $broadsheet_origin;"
        if config.feeds.hub:
            yield f"add_header {headers.HUB} $broadsheet_link;"
        yield from _types(base)
    for ending in config.edge.precompressed:
        if ending in ("gz", "br"):
            yield {"gz": "gzip_static on;", "br": "brotli_static on;"}[ending]
    if "gz" in config.edge.precompressed:
        yield "gzip_vary on;"


def _moved(config: Config, ways: Mapping[str, str]) -> Iterator[str]:
    yield "map $uri $broadsheet_moved {"
    yield "  volatile;"
    yield '  default "";'
    for path, target in ways.items():
        to = target
        if target != GONE:
            to = (
                config.base_path + quote(target, safe="/-._~!&'()*+,;=:@")
                if target.startswith("/")
                else quote(target, safe=_ON_URL)
            )
        for one in dict.fromkeys((path, path.rstrip("/"))):
            yield f"  {_quoted(config.base_path + one)} {_quoted(to)};"
    yield "}"


def _tags() -> Iterator[str]:
    """The same keys with commas between, which is how Cloudflare wants them."""
    yield "map $broadsheet_keys $broadsheet_tags {"
    yield "  default $broadsheet_keys;"
    for count in range(2, _MOST_KEYS + 1):
        pattern = " ".join([r"(\S+)"] * count)
        commas = ",".join(f"${one}" for one in range(1, count + 1))
        yield f'  "~^{pattern}$" "{commas}";'
    yield "}"


def _links(config: Config, feeds: Iterable[str]) -> Iterator[str]:
    """What each feed says of its hub and of itself. One at an old address is another's, as it says in its own
    words.
    """
    if config.feeds.hub:
        yield "map $broadsheet_path $broadsheet_link {"
        yield '  default "";'
        for file in feeds:
            # A dollar would begin the name of a variable.
            said = headers.hub(config, config.base_url + kinds.url(file)).replace("$", "%24")
            yield f"  {_quoted(config.base_path + _path(file))} {_quoted(said)};"
        yield "}"


def _kept(base: str) -> Iterator[str]:
    yield "map $broadsheet_path $broadsheet_kept {"
    yield f"  default {_quoted(kinds.SHORT)};"
    yield f"  {base}/manifest.json {_quoted(kinds.NEVER)};"
    for one in kinds.FINGERPRINTED:
        yield f'  "~^{re.escape(base)}/{one}" {_quoted(kinds.YEAR)};'
    yield f'  "~^{re.escape(base)}/media/|\\.(png|ico|svg)$" {_quoted(kinds.HOUR)};'
    yield "}"


def _types(base: str) -> Iterator[str]:
    """The types, with their charset. Feeds are known by their names, so each name is a place of its own."""
    yield "types {"
    for ending, type_ in sorted(kinds.TYPES.items()):
        yield f'  "{type_}" {ending};'
    yield "}"
    yield f'default_type "{kinds.UNKNOWN}";'
    for name, type_ in kinds.FEED_TYPES.items():
        escaped = name.replace(".", "\\.")
        yield f'location ~ "^{base}/(.*/)?{escaped}$" {{ types {{ }} default_type "{type_}"; }}'
    webfinger = kinds.content_type(kinds.WEBFINGER)
    yield f'location = {base}/{kinds.WEBFINGER} {{ types {{ }} default_type "{webfinger}"; }}'


def _path(file: str) -> str:
    return "/" + (
        file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
