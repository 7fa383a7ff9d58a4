"""Zones: the timezone by which a paper sets its clock."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

from broadsheet.problems import Refused, did_you_mean
from broadsheet.read.kinds import text
from broadsheet.read.schema import Context, Kind

if TYPE_CHECKING:
    from broadsheet.read.nodes import Node

OF_THE_MACHINE = ("localtime", "posixrules")
"""Names among the timezones for whatever the clock of the machine shows, which is not what a paper says."""


def zone(node: Node, key: str, context: Context) -> zoneinfo.ZoneInfo | Refused:
    """A timezone by its IANA name."""
    name = text(node, key, context)
    if isinstance(name, Refused):
        return name
    try:
        found = zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        found = None
    if found is not None and name not in OF_THE_MACHINE:
        return found
    places = [place for place in zoneinfo.available_timezones() if "/" in place]
    hint = did_you_mean(name, places, 0.75) or "Write its IANA name, such as Asia/Kuala_Lumpur."
    return context.refuse(node, key, f"there is no timezone '{name}'", hint)


ZONE: Kind[zoneinfo.ZoneInfo] = Kind("an IANA timezone", zone)
