"""Bucket: a target in S3, or in any storage that speaks its language (R2, B2, Spaces, MinIO, Ceph …)."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from broadsheet.deploy.targets import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from broadsheet.deploy.plan import Put

INSTALL = "Install it: pip install 'broadsheet[s3]'."
DIGEST, KEYS, TAGS = "sha256", "surrogate-key", "cache-tag"
"""What each object says of itself, as `x-amz-meta-…`."""
_MISSING = {"404", "NoSuchKey", "NotFound"}
_METADATA = 1900
"""Bytes. S3 takes 2,048 for all the metadata of an object, its names included."""
_HINTS = {
    "AccessDenied": "They need s3:GetObject, PutObject, DeleteObject, and ListBucket for what isn't there.",
    "InvalidAccessKeyId": "AWS_ACCESS_KEY_ID is none that this storage knows.",
    "NoSuchBucket": "Make the bucket first, or mend 'to' and 'endpoint'.",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY is not the one of this AWS_ACCESS_KEY_ID.",
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, or what is below a prefix of one. `jobs` is how many files are on their way at a time."""

    client: Any  # botocore makes its classes when it runs: there is no type to name
    site: Path
    bucket: str
    prefix: str
    jobs: int

    def read(self, file: str) -> bytes | None:
        """The bytes of an object, None where there is none."""
        with _answered():
            try:
                answer = self.client.get_object(Bucket=self.bucket, Key=self._key(file))
                content: bytes = answer["Body"].read()
            except self.client.exceptions.ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
            return content

    def found(self, files: Sequence[str]) -> Mapping[str, str]:
        """What the objects that are there say of their bytes."""
        digests = dict(zip(files, self._each(self._digest, files), strict=True))
        return {file: digest for file, digest in digests.items() if digest is not None}

    def put(self, puts: Sequence[Put]) -> None:
        """Send files of the site with their headers."""
        deque(self._each(self._put, puts), maxlen=0)

    def write(self, file: str, content: bytes) -> None:
        """Write an object that no cache is to keep."""
        with _answered():
            self.client.put_object(
                Bucket=self.bucket, Key=self._key(file), Body=content,
                ContentType="application/json", CacheControl="no-store",
            )  # fmt: skip

    def delete(self, files: Sequence[str]) -> None:
        """Delete objects, one request each: not every storage takes a list of them."""
        deque(self._each(self._delete, files), maxlen=0)

    def _put(self, put: Put) -> None:
        how = put.handling
        more = {"ContentEncoding": how.encoding} if how.encoding else {}
        keys = _fitting(how.keys)
        known = {KEYS: " ".join(keys), TAGS: ",".join(keys)} if keys else {}
        with (self.site / put.file).open("rb") as body:
            self.client.put_object(
                Bucket=self.bucket, Key=self._key(put.file), Body=body, ContentType=how.type,
                CacheControl=how.cache, Metadata={DIGEST: put.entry.digest, **known},
                **more,
            )  # fmt: skip

    def _digest(self, file: str) -> str | None:
        try:
            answer = self.client.head_object(Bucket=self.bucket, Key=self._key(file))
        except self.client.exceptions.ClientError as error:
            if _code(error) in _MISSING:
                return None
            raise
        return str(answer["Metadata"].get(DIGEST, ""))

    def _delete(self, file: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self._key(file))

    def _key(self, file: str) -> str:
        return self.prefix + file

    def _each(self, do: Callable[[Any], Any], things: Sequence[Any]) -> Iterator[Any]:
        """Do something to each, several at a time; after the first failure none is begun any more."""
        pool = ThreadPoolExecutor(self.jobs)
        with _answered():
            try:
                yield from pool.map(do, things)
            finally:
                pool.shutdown(cancel_futures=True)


def bucket(site: Path, to: str, endpoint: str, region: str, jobs: int) -> Bucket:
    """The bucket at `s3://bucket/prefix`. Credentials come from where AWS's own tools have them."""
    name, _, prefix = to.removeprefix("s3://").partition("/")
    prefix = prefix.strip("/")
    return Bucket(client("s3", endpoint, region, jobs), site, name, prefix and f"{prefix}/", jobs)


def client(service: str, endpoint: str, region: str, jobs: int = 4) -> Any:
    """Who speaks to a service of AWS, or to one like it. Raises Unreachable where the library isn't there."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise Unreachable("boto3, which speaks to S3 and CloudFront, is not installed", INSTALL) from error
    how = Config(
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=jobs,
        retries={"mode": "standard", "max_attempts": 5},
        # Sums that S3 has learnt in 2025 and others that speak its language mostly haven't.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    with _answered():
        session = boto3.session.Session()
        where = region or session.region_name or "us-east-1"
        return session.client(service, region_name=where, endpoint_url=endpoint or None, config=how)


def _fitting(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys as headers have them, as many as there is room for twice: headers are ASCII."""
    said: list[str] = []
    room = (_METADATA - 100) // 2
    for key in keys:
        written = quote(key, safe="/:-._~")
        room -= len(written) + 1
        if room < 0:
            break
        said.append(written)
    return tuple(said)


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _answered() -> Iterator[None]:
    """What the library raises, in words."""
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except NoCredentialsError as error:
        hint = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
        raise Unreachable("there are no credentials for the storage", hint) from error
    except ClientError as error:
        said = error.response.get("Error", {})
        what = said.get("Message") or said.get("Code") or "it refuses"
        raise Unreachable(str(what), _HINTS.get(str(said.get("Code")), "")) from error
    except (BotoCoreError, OSError) as error:
        raise Unreachable(str(error)) from error
