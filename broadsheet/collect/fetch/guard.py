"""Guard: which addresses a feed may be fetched from. Decides by names and numbers, touches no network."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from broadsheet.read.kinds import wrong_with_url

LONGEST_URL = 2000

# IANA's registries of special-purpose addresses, with multicast and what is reserved; 168.63.129.16 is
# public by number and answers only inside Azure, with what a machine there must keep to itself.
_REFUSED_4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
    )
)  # fmt: skip
# Everything else is not handed out yet, or private (fc00::/7), of this link (fe80::/10), multicast
# (ff00::/8), IPv4 in disguise (::ffff:0:0/96) or by way of a translator (64:ff9b::/96).
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    ipaddress.IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be reached: public addresses on the web's two ports, and `hosts`, which an editor allowed."""

    hosts: frozenset[str]

    def wrong_with(self, url: str, came_from: str | None = None) -> str:
        """Why a URL must not be asked for, or the empty string. `came_from` is what redirected to it."""
        wrong = wrong_with_url(url)
        if wrong:
            return wrong
        if len(url) > LONGEST_URL:
            return f"is longer than {LONGEST_URL:,} characters"
        if self.is_allowed(url):
            # Only what is inside may point inside: otherwise any outlet could make us ask there.
            if came_from is None or self.is_allowed(came_from):
                return ""
            return "is inside a private network, and what redirects to it is not"
        parts = urlsplit(url)
        if parts.port not in (None, 80, 443):
            return f"is on port {parts.port}; the web has 80 and 443"
        return ""

    def is_allowed(self, url: str) -> bool:
        """Whether an editor allowed the host of a URL, whatever its address."""
        parts = urlsplit(url)
        return self.is_allowed_host(parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0))

    def is_allowed_host(self, host: str, port: int) -> bool:
        """The same by name and port."""
        name = f"[{host}]" if ":" in host else host
        return not self.hosts.isdisjoint((name.lower(), f"{name.lower()}:{port}"))


_PORTS = {"http": 80, "https": 443}


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv4Address):
        return not any(number in block for block in _REFUSED_4)
    if number.scope_id is not None:
        return False
    return number in _GLOBAL_6 and not any(number in block for block in _REFUSED_6)
