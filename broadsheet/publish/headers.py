"""Headers: what a server should send with the site's files, from one table, written as each server reads it.

`_headers` is read by Netlify and Cloudflare Pages. There all rules that match apply, and values of one name
are joined by commas; so no two rules here that can match one path name one header, but for keys, which are
a list.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from broadsheet.publish import keys, kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from broadsheet.config import Config

MOST_RULES = 100
"""What Cloudflare Pages reads of a `_headers`."""
_MADE = ("avif", "jpg", "png", "webp")
"""How files end that are made of pictures."""
_ENDINGS = 12
"""Others that have a rule, of files that editors put there."""
ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
"""For what other sites' pages may read: feeds, and WebFinger (RFC 7033, section 5)."""
HUB = "Link"
"""How a feed names its hub and itself (WebSub, section 4), for subscribers that read no more than headers."""
_PERMISSIONS = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")


def policy(config: Config) -> str:
    """The Content-Security-Policy that the theme fits: nothing from elsewhere, nothing within a page.

    Pagefind's engine is WebAssembly, which counts as a script made on the way.
    """
    script = "'self' 'wasm-unsafe-eval'" if config.search else "'self'"
    form = ["'self'"]
    if config.newsletter_form and config.newsletters:
        parts = urlsplit(config.newsletter_form.action)
        form.append(f"{parts.scheme}://{parts.netloc}")
    return "; ".join((
        "default-src 'none'", f"script-src {script}", "style-src 'self'", "img-src 'self'", "font-src 'self'",
        "media-src 'self'", "connect-src 'self'", "manifest-src 'self'", f"form-action {' '.join(form)}",
        "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'",
    ))  # fmt: skip


def everywhere(config: Config) -> Iterator[tuple[str, str]]:
    """The headers of every file."""
    yield "Content-Security-Policy", policy(config)
    if config.base_url.startswith("https:"):
        yield "Strict-Transport-Security", "max-age=31536000"
    yield "X-Content-Type-Options", "nosniff"
    yield "Referrer-Policy", "strict-origin-when-cross-origin"
    yield "Permissions-Policy", ", ".join(f"{one}=()" for one in _PERMISSIONS)


def hub(config: Config, url: str | None) -> str:
    """What a feed says of its hub, and of itself where its address is known; empty where there is no hub."""
    if not config.feeds.hub:
        return ""
    itself = f', <{url}>; rel="self"' if url else ""
    return f'<{config.feeds.hub}>; rel="hub"{itself}'


def netlify(config: Config, own: frozenset[str]) -> bytes:
    """`_headers`. It says nothing of how long pages may be kept: both hosts ask each time and forget all of a
    page when it is deployed, which is better than any number of seconds. `own` is how the files of `media/`
    end that are published as they are.
    """
    lines = ["# What to send with which paths. Made by the build: edge.headers in site.yaml."]
    rules = [*_rules(config, own)]
    for path, rule in (*rules, *islice(_of_sections(config), MOST_RULES - len(rules))):
        lines += [path, *(f"  {name}: {value}" for name, value in rule)]
    return ("\n".join(lines) + "\n").encode()


def _rules(config: Config, own: frozenset[str]) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    base = config.base_path
    yield f"{base}/*", tuple(everywhere(config))
    yield f"{base}/assets/*", (("Cache-Control", kinds.YEAR), *_tags("assets"))
    yield f"{base}/share.*.png", (("Cache-Control", kinds.YEAR), *_tags("media"))
    yield f"{base}/media/*", tuple(_tags("media"))
    # The host's only pattern is `*`, which knows a file that an editor put there from one that is made of a
    # picture by its ending alone. Where both end alike, what holds for both is said.
    for ending in (*_MADE, *sorted(own.difference(_MADE))[:_ENDINGS]):
        is_made = ending in _MADE and ending not in own
        yield f"{base}/media/*.{ending}", (("Cache-Control", kinds.YEAR if is_made else kinds.HOUR),)
    for name, type_ in kinds.FEED_TYPES.items():
        about = (("Content-Type", type_), ("Cache-Control", kinds.SHORT), ANY_ORIGIN, *_tags("feeds"))
        yield f"{base}/{name}", (*about, *_hub(config, f"{config.base_url}/{name}"))
        # Of itself each says in its own words: a pattern doesn't know what it has found.
        yield f"{base}/*/{name}", (*about, *_hub(config, None))
    opml = kinds.content_type("feeds.opml")
    yield f"{base}/feeds.opml", (("Content-Type", opml), ANY_ORIGIN)
    if config.well_known.fediverse:
        webfinger = ("Content-Type", kinds.content_type(kinds.WEBFINGER))
        yield f"{base}/{kinds.WEBFINGER}", (webfinger, ANY_ORIGIN)
    manifest = kinds.content_type("site.webmanifest")
    yield f"{base}/*.webmanifest", (("Content-Type", manifest),)
    yield f"{base}/manifest.json", (("Cache-Control", kinds.NEVER),)


def _of_sections(config: Config) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    base = config.base_path
    for section in config.sections:
        yield f"{base}/{section}/*", tuple(_tags(keys.key(f"section/{section}")))
        if config.share_images.titles:
            yield f"{base}/{section}/*.png", (("Cache-Control", kinds.YEAR),)


def _hub(config: Config, url: str | None) -> Iterator[tuple[str, str]]:
    value = hub(config, url)
    if value:
        yield HUB, value


def _tags(tag: str) -> Iterator[tuple[str, str]]:
    yield "Cache-Tag", tag
    yield "Netlify-Cache-Tag", tag
