"""Robots: what crawlers are asked to leave alone (RFC 9309), those of AI companies by what they do with it.

Names as their operators give them; the last look was in November 2026. A name that nobody goes by any more
does no harm, a new one is a line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.plan import sitemaps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.config import Config
    from broadsheet.plan.urls import Base

TRAINING = (
    "AI2Bot",
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
)
"""Who gathers texts to train models with. Applebot-Extended and Google-Extended are no crawlers but words to
Apple's and Google's, which go on reading for their search."""
SEARCH = ("Claude-SearchBot", "DuckAssistBot", "OAI-SearchBot", "PerplexityBot")
"""Who looks for answers to lead readers to."""
FOR_A_READER = ("ChatGPT-User", "Claude-User", "meta-externalfetcher", "MistralAI-User", "Perplexity-User")
"""Who opens a page because a reader has asked for it just now; some say that this file is not for them."""
_REFUSED = {"allow": (), "search": TRAINING, "deny": (*TRAINING, *SEARCH, *FOR_A_READER)}
_SAID = {
    "search": "Texts may be read to lead readers to them, and not to train models.",
    "deny": "No text may be read for a model, neither to train one nor to answer with one.",
}


def lines(config: Config, base: Base) -> Iterator[str]:
    """The lines of robots.txt."""
    refused = _REFUSED[config.robots.ai]
    if refused:
        yield f"# {_SAID[config.robots.ai]}"
        yield from (f"User-agent: {name}" for name in refused)
        yield "Disallow: /"
        yield ""
    yield "User-agent: *"
    # An empty rule is one too: nothing is to be left alone.
    yield from [f"Disallow: {path}" for path in config.robots.disallow] or ["Disallow:"]
    yield ""
    yield from (f"Sitemap: {base.absolute(path)}" for path in sitemaps.named(config))
