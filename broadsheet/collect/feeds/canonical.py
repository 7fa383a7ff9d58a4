"""Canonical: the address of a piece without what only counts readers, and what makes two addresses one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from broadsheet.read.kinds import wrong_with_url

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
# Names that campaigns, social networks and analytics add to addresses. Nothing a page is found by.
_TRACKING = re.compile(
    r"(?:utm_?\w*|pk_\w+|mtm_\w+|matomo_\w+|piwik_\w+|hsa_\w+|_hs(?:enc|mi)|at_(?:medium|campaign|custom\d|format"
    r"|link\w*|ptr\w*|bbc\w*)|ns_(?:mchannel|source|campaign|linkname|fee)|wt[._]\w+|[fgdtyw]clid|fb_\w+|fbclid|gclsrc"
    r"|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|mc_[ce]id|mkt_tok|_ga|_gl|_openstat|yclid|ysclid"
    r"|cmp(?:id)?|ito|ocid|ncid|xtor|s_cid|smid|sref|srnd|guccounter|guce_\w+|ref_?src|ref_?url|spm|scid"
    r"|feedtype|feedname|traffic_source|source_feed|echobox|rb_clickid|vero_\w+|oly_\w+"
    r"|__twitter_impression|outputtype|ftag|soc_\w+|taid|ftcamp)",
    re.IGNORECASE,
)
# These mean something elsewhere: only these values of theirs are known to count readers.
_TRACKING_VALUES = re.compile(
    r"(?:ref|src|source|from|via|medium|campaign)=(?:rss|feed|rss_?feed|atom|feedburner|newsletter|twitter|facebook"
    r"|social|share|email|home|homepage)",
    re.IGNORECASE,
)
_CLICKS = re.compile(
    r"(?:^|\.)(?:feedburner\.com|feedproxy\.google\.com|feeds\.feedblitz\.com|rss\.feedsportal\.com|news\.google\.com)$"
)
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff]"
)


def best(links: Iterable[str], base: str) -> str:
    """The first of an item's addresses that readers can use, cleaned; one that counts clicks only at last."""
    usable = list(filter(None, (_usable(link, base) for link in links)))
    own = [one for one in usable if not _CLICKS.search(urlsplit(one).hostname or "")]
    return next(iter((*own, *usable)), "")


def cleaned(url: str) -> str:
    """An address without tracking parameters, fragment, default port and capitals in its host."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port if parts.port != _PORTS.get(parts.scheme) else None
    netloc = f"[{host}]" if ":" in host else host
    query = "&".join(one for one in parts.query.split("&") if one and not _counts(one))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""  # `#!` once was a way to name pages
    return urlunsplit(
        (parts.scheme, f"{netloc}:{port}" if port else netloc, parts.path or "/", query, fragment)
    )


def key(url: str) -> str:
    """What is equal for two addresses of one piece: without scheme, `www.`, order of queries …."""
    parts = urlsplit(cleaned(url))
    host = re.sub(r"^(?:www|m|amp)\.", "", parts.netloc)
    path = re.sub(r"/(?:amp/?|index\.html?)?$", "", _spelled(parts.path))
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{path}{'?' if query else ''}{query}{parts.fragment}"


def _usable(link: str, base: str) -> str:
    """An address as a full and clean one, or the empty string."""
    try:
        full = urljoin(base, link.strip())
        full = _UNSAFE.sub(lambda found: quote(found.group()), full)
        parts = urlsplit(full)
        if "@" in parts.netloc:
            return ""
        made = cleaned(urlunsplit(parts._replace(scheme=parts.scheme.lower())))
    except ValueError:
        return ""
    if not link.strip() or wrong_with_url(made) or len(made) > LONGEST or _is_front(made):
        return ""
    return made


def _is_front(url: str) -> bool:
    """Whether an address is an outlet's front page, which no piece stands at."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def _counts(pair: str) -> bool:
    """Whether a piece of a query only counts readers."""
    if _TRACKING_VALUES.fullmatch(pair):
        return True
    named = parse_qsl(pair, keep_blank_values=True)
    return bool(named) and _TRACKING.fullmatch(named[0][0]) is not None


def _spelled(path: str) -> str:
    """A path in one spelling, since `%41` and `A` are the same letter."""
    return quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
