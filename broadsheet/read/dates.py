"""The dates editors write, read as moments in the site's timezone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

_DATE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:(?:[Tt]|\s+)(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?"
)
FORMS = "Write 2021-09-06, 2021-09-06 10:00 or 2021-09-06T10:00:00+08:00."


def parse(text: str, zone: tzinfo) -> datetime | str:
    """The moment in `zone`, or a sentence that says what is wrong.

    Without a time it is midnight; without an offset it is `zone`'s own clock. Fractions of a second
    are dropped: no reader, feed or sitemap shows them.
    """
    found = _DATE.fullmatch(text.strip())
    if not found:
        return f"'{text}' is not a date"
    year, month, day, hour, minute, second, offset = found.groups(default="")
    try:
        moment = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=_offset(offset) if offset else zone,
        )
        # So that no later arithmetic can leave the calendar, and every year in an address has four digits.
        if not 1000 < moment.year < 9999:
            return f"'{text}' is not a date a newspaper can carry"
        return fixed(moment.astimezone(zone))
    except ValueError:
        return f"'{text}' is not a date"


def fixed(moment: datetime) -> datetime:
    """The moment with its offset as a number.

    Python compares two times of one `ZoneInfo` by their wall clocks: in the hour that comes twice in autumn,
    an embargo would end early.
    """
    return moment.replace(tzinfo=_number(moment.utcoffset() or timedelta()))


@cache
def _number(offset: timedelta) -> timezone:
    return timezone(offset)


@cache
def _offset(text: str) -> tzinfo:
    if text in ("Z", "z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError(text)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
