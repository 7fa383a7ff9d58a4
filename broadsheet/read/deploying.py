"""Deploying: what `site.yaml` may say under `publish`, for the room that sends the site away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from broadsheet.problems import Refused
from broadsheet.read import kinds
from broadsheet.read.kinds import BOOLEAN, IDENTIFIER, SLUG, URL, choice, text
from broadsheet.read.schema import (
    EMPTY,
    Context,
    Field,
    Kind,
    Record,
    Schema,
    defaulting,
    nested,
    optional,
    required,
    table_of,
)
from broadsheet.rules import (
    CloudflareRules,
    CloudFrontRules,
    Destination,
    FastlyRules,
    PublishRules,
    WebhookRules,
)

if TYPE_CHECKING:
    from broadsheet.read.nodes import Node
    from broadsheet.rules import Cache

_FORMS = "Write s3://bucket/prefix, user@host:/folder, rsync://host/module/folder, or a folder."
_BUCKET = re.compile(r"s3://[a-zA-Z0-9][\w.-]{1,61}[a-zA-Z0-9](?:/[^\s?#]*)?")
_REMOTE = re.compile(
    r"rsync://(?:[\w.-]+@)?[\w.:-]+/[^\s/-]\S*|(?:[\w.][\w.-]*@)?[\w.][\w.-]+:(?!//)[^\s:-]\S*"
)
# A user's name is none: daemons of rsync ask for one.
_SECRET = re.compile(r"(?!rsync://[^/:@]*@)\w+://[^/]*@")
_SOUND_ID = re.compile(r"[A-Za-z0-9_-]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_remote(to: str) -> bool:
    """Whether rsync is to be run to reach a place."""
    return bool(_REMOTE.fullmatch(to))


def _place(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if _SECRET.match(value):
        hint = "Say it in the environment: RSYNC_PASSWORD, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        return context.refuse(node, key, "this address holds a user name or password", hint)
    is_folder = ":" not in value and not value.startswith("-") and value not in ("", "/", ".")
    if not (_BUCKET.fullmatch(value) or is_remote(value) or is_folder):
        return context.refuse(node, key, f"'{value}' is no place to publish to", _FORMS)
    return value


def _variable(node: Node, key: str, context: Context) -> str | Refused:
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not _VARIABLE.fullmatch(value):  # it may be the secret itself, which is not to be shown
        hint = "Write its name here, such as CDN_TOKEN, and what is secret into the environment."
        return context.refuse(node, key, "this is not the name of an environment variable", hint)
    return value


def _id(node: Node, key: str, context: Context) -> str | Refused:
    """An id as it goes into the path of an API."""
    value = text(node, key, context)
    if isinstance(value, Refused):
        return value
    if not _SOUND_ID.fullmatch(value):
        hint = "Copy it from where the service shows it: letters, digits, '-' and '_'."
        return context.refuse(node, key, f"'{value}' is no id", hint)
    return value


def _secret(default: str) -> Field[str]:
    return defaulting("token_env", _NAME, default, "the environment variable that holds the secret")


_ID: Kind[str] = Kind("an id", _id)
_NAME: Kind[str] = Kind("the name of an environment variable", _variable)

TO = required(
    "to",
    Kind("a place", _place),
    "`s3://bucket/prefix`, `user@host:/folder`, `rsync://host/module` or a folder",
)
ENDPOINT = optional("endpoint", URL, "the storage's address, if it isn't AWS's own S3")
REGION = defaulting("region", IDENTIFIER, "", "the bucket's region. Default: what AWS's own tools take")
BASE_URL = optional(
    "base_url",
    kinds.BASE_URL,
    "where readers reach this target, if not at the site's `base_url`; its feeds are then told to no hub",
)

ZONE = required("zone", _ID, "the zone's id")
BY = defaulting("by", choice(("urls", "tags")), "urls", "what is purged: URLs, or cache tags")
CLOUDFLARE_TOKEN = _secret("CLOUDFLARE_API_TOKEN")
CLOUDFLARE_API = defaulting("api", URL, "https://api.cloudflare.com/client/v4", "where its API is")
CLOUDFLARE = Schema("Cloudflare", (ZONE, BY, CLOUDFLARE_TOKEN, CLOUDFLARE_API))

SERVICE = required("service", _ID, "the service's id")
SOFT = defaulting("soft", BOOLEAN, True, "whether the old page may be sent while the new one is fetched")
FASTLY_TOKEN = _secret("FASTLY_API_TOKEN")
FASTLY_API = defaulting("api", URL, "https://api.fastly.com", "where its API is")
FASTLY = Schema("Fastly", (SERVICE, SOFT, FASTLY_TOKEN, FASTLY_API))

DISTRIBUTION = required("distribution", _ID, "the distribution's id")
CLOUDFRONT_ENDPOINT = optional("endpoint", URL, "where its API is. Default: AWS's own")
CLOUDFRONT = Schema("CloudFront", (DISTRIBUTION, CLOUDFRONT_ENDPOINT))

WEBHOOK_URL = required("url", URL, "what is sent the JSON of what has changed")
WEBHOOK_TOKEN = optional(
    "token_env", _NAME, "the environment variable that holds a secret, sent as a bearer token"
)
WEBHOOK = Schema("the webhook", (WEBHOOK_URL, WEBHOOK_TOKEN))

PURGE_CLOUDFLARE = optional("cloudflare", nested(CLOUDFLARE), "a zone of Cloudflare's")
PURGE_FASTLY = optional("fastly", nested(FASTLY), "a service of Fastly's")
PURGE_CLOUDFRONT = optional("cloudfront", nested(CLOUDFRONT), "a distribution of CloudFront's")
PURGE_WEBHOOK = optional("webhook", nested(WEBHOOK), "anything else that listens")
PURGE = Schema("purge", (PURGE_CLOUDFLARE, PURGE_FASTLY, PURGE_CLOUDFRONT, PURGE_WEBHOOK))

PURGE_FIELD = defaulting(
    "purge",
    nested(PURGE),
    EMPTY,
    "the caches in front of it that are told what has changed",
)
TARGET = Schema("a target", (TO, ENDPOINT, REGION, BASE_URL, PURGE_FIELD))

TARGETS = defaulting("targets", table_of(SLUG, nested(TARGET)), {}, "places to publish to, by name")
PUBLISH = Schema("publish", (TARGETS,))


def rules(record: Record) -> PublishRules:
    """What was written under `publish`, with defaults for all that was not."""
    targets = {name: _destination(name, one) for name, one in record[TARGETS].items()}
    return PublishRules(targets)


def _destination(name: str, record: Record) -> Destination:
    return Destination(
        name=name,
        to=record[TO],
        endpoint=record[ENDPOINT] or "",
        region=record[REGION],
        base_url=record[BASE_URL],
        caches=tuple(_caches(record[PURGE_FIELD])),
    )


def _caches(record: Record) -> list[Cache]:
    found: list[Cache] = []
    if one := record[PURGE_CLOUDFLARE]:
        found.append(
            CloudflareRules(one[ZONE], one[BY], one[CLOUDFLARE_TOKEN], one[CLOUDFLARE_API].rstrip("/"))
        )
    if one := record[PURGE_FASTLY]:
        found.append(FastlyRules(one[SERVICE], one[SOFT], one[FASTLY_TOKEN], one[FASTLY_API].rstrip("/")))
    if one := record[PURGE_CLOUDFRONT]:
        found.append(CloudFrontRules(one[DISTRIBUTION], one[CLOUDFRONT_ENDPOINT] or ""))
    if one := record[PURGE_WEBHOOK]:
        found.append(WebhookRules(one[WEBHOOK_URL], one[WEBHOOK_TOKEN] or ""))
    return found
