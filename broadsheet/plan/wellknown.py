"""Well-known files: what programs ask every site for at an address that is the same everywhere.

They count at the root of a host only, so a site that stands below a path has none of them but its manifest,
which its pages name.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from broadsheet.plan import emblems, robots, urls
from broadsheet.plan.briefs import Assignment, FileBrief
from broadsheet.plan.languages import direction
from broadsheet.plan.mapviews import JsonView, Sheet, TextView
from broadsheet.plan.views import Origin
from broadsheet.problems import Problem
from broadsheet.rules import RobotRules, WellKnown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadsheet.config import Config
    from broadsheet.plan.desk import Desk
    from broadsheet.plan.touched import Touched
    from broadsheet.rules import Fediverse, SecurityContact

UNIT = "well-known"
SOON = 30 * 86_400_000_000
"""Microseconds: how long before `security.txt` runs out an editor is told."""
_NOBODY_SELLS = "placeholder.example.com, placeholder, DIRECT, placeholder"
"""What the IAB wants of a site without advertising: without any line, everybody might sell it."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXPIRES = "well_known.security.expires"


def files(config: Config, now: int) -> tuple[str, ...]:
    """Where the files of a site stand at a moment, in microseconds since 1970."""
    said = config.well_known
    if config.base_path:
        return (urls.WEB_MANIFEST,)
    wanted = (
        (urls.ROBOTS, True), (urls.WEB_MANIFEST, True), (urls.SECURITY, (_left(config, now) or 0) > 0),
        (urls.ADS, said.ads is not None), (urls.TRUST, said.trust is not None),
        (urls.HUMANS, said.humans), (urls.WEBFINGER, said.fediverse),
    )  # fmt: skip
    return tuple(path for path, is_wanted in wanted if is_wanted)


def assignments(touched: Touched, config: Config) -> Iterator[Assignment]:
    """All of them where the configuration has changed, which is all that they are made of; and the one that
    the clock may bring back.
    """
    is_touched = touched.everything or UNIT in touched.documents
    for path in files(config, touched.now):
        if is_touched or path == urls.SECURITY:
            yield Assignment(path, UNIT, FileBrief(path), Origin("content/site.yaml", 1, 1, ""))


def compose(path: str, origin: Origin, desk: Desk) -> Sheet:
    """One of the files."""
    config, said = desk.config, desk.config.well_known
    if path == urls.WEB_MANIFEST:
        return Sheet(path, JsonView(_manifest(desk)), origin, desk.config.language)
    if path == urls.WEBFINGER and said.fediverse:
        return Sheet(path, JsonView(_webfinger(said.fediverse)), origin, desk.config.language)
    lines: Iterator[str] = iter(())
    if path == urls.ROBOTS:
        lines = robots.lines(config, desk.base)
    elif path == urls.SECURITY and said.security:
        lines = _security(said.security, desk)
    elif path == urls.ADS:
        lines = iter(said.ads or (_NOBODY_SELLS,))
    elif path == urls.TRUST:
        lines = _trust(config)
    elif path == urls.HUMANS:
        lines = iter(said.humans or ())
    return Sheet(path, TextView(tuple(lines)), origin, desk.config.language)


def next_change(config: Config, now: int) -> int | None:
    """When security.txt runs out, if it hasn't, in microseconds since 1970."""
    left = _left(config, now)
    return now + left if left is not None and left > 0 else None


def notes(config: Config, now: int) -> tuple[Problem, ...]:
    """What an editor should know of them at a moment."""
    found = []
    left = _left(config, now)
    if left is not None and left <= 0:
        what = f"security.txt is left out: it was to be believed until {_day(config)}"
        hint = "Look whether the contact is still right, and write a date less than a year ahead."
        found.append(_expiring(what, hint))
    if left is not None and 0 < left <= SOON:
        what = f"security.txt runs out on {_day(config)}"
        found.append(_expiring(what, "Look whether the contact is still right, and write a later date."))
    if left is not None and left > 366 * 86_400_000_000:
        what = f"security.txt is to be believed until {_day(config)}, more than a year ahead"
        found.append(
            _expiring(what, "RFC 9116 asks for less than a year, so that somebody looks at it in time.")
        )
    if config.base_path and config.well_known != WellKnown(None, None, None, None, None):
        what = f"no well-known file is written: the site stands below '{config.base_path}'"
        hint = "Programs look for them at the root of a host only; put them there by hand."
        found.append(Problem("content/site.yaml", 1, 1, "well_known", what, hint))
    if config.base_path and config.robots != RobotRules():
        what = (
            f"no robots.txt is written, so crawlers aren't told: the site stands below '{config.base_path}'"
        )
        hint = "They look for it at the root of a host only; put what you want of them there by hand."
        found.append(Problem("content/site.yaml", 1, 1, "robots", what, hint))
    return tuple(found)


def _left(config: Config, now: int) -> int | None:
    """For how long security.txt may be believed; None where there is none."""
    said = config.well_known.security
    if said is None or config.base_path:
        return None
    return (said.expires - _EPOCH) // timedelta(microseconds=1) - now


def _day(config: Config) -> str:
    said = config.well_known.security
    return f"{said.expires:%Y-%m-%d}" if said else ""


def _expiring(what: str, hint: str) -> Problem:
    return Problem("content/site.yaml", 1, 1, _EXPIRES, what, hint)


def _security(said: SecurityContact, desk: Desk) -> Iterator[str]:
    """RFC 9116."""
    yield from (f"Contact: {one}" for one in said.contact)
    yield f"Expires: {said.expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield from (f"{name}: {value}" for name, value in said.others)
    yield f"Preferred-Languages: {', '.join(said.languages or (desk.config.language,))}"
    yield f"Canonical: {desk.base.absolute(urls.SECURITY)}"


def _trust(config: Config) -> Iterator[str]:
    """The trust.txt of JournalList."""
    for name, values in config.well_known.trust or ():
        yield from (
            f"{name}={value}" for value in values or (config.organization.same_as if name == "social" else ())
        )
    if config.organization.email:
        yield f"contact=mailto:{config.organization.email}"
    yield f"datatrainingallowed={'yes' if config.robots.ai == 'allow' else 'no'}"


def _webfinger(said: Fediverse) -> dict[str, object]:
    """RFC 7033, for the one account that there is, whatever was asked for."""
    links = [{"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": said.profile}]
    if said.actor:
        links.append({"rel": "self", "type": "application/activity+json", "href": said.actor})
    return {"subject": f"acct:{said.account}", "aliases": [said.profile], "links": links}


def _manifest(desk: Desk) -> dict[str, object]:
    """The W3C's web app manifest: what a telephone calls the paper that a reader put beside apps."""
    config, rules = desk.config, desk.config.icons
    home = desk.base.href(urls.HOME)
    icons = [
        {
            "src": desk.base.href(one.address),
            "sizes": f"{one.size}x{one.size}",
            "type": "image/png",
            "purpose": one.purpose,
        }
        for one in emblems.emblem(desk.gallery).for_manifest
    ]
    return {
        "id": home,
        "name": config.title,
        "short_name": rules.short_name or config.title,
        "description": config.tagline or config.title,
        "lang": config.language,
        "dir": direction(config.language),
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "background_color": rules.light,
        "theme_color": rules.light,
        "icons": icons,
    }
