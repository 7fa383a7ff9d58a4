"""CloudFront: the one cache that is told by AWS's own library."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from broadsheet.deploy.bucket import client
from broadsheet.deploy.purging import paths
from broadsheet.deploy.targets import Unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadsheet.rules import CloudFrontRules


def invalidate(rules: CloudFrontRules, urls: Sequence[str]) -> None:
    """Make a distribution forget URLs. Raises Unreachable."""
    from botocore.exceptions import BotoCoreError, ClientError

    speaker = client("cloudfront", rules.endpoint, "us-east-1")
    for some in paths(urls):
        # A reference that had been used before would be answered, and nothing done.
        batch = {"Paths": {"Quantity": len(some), "Items": list(some)}, "CallerReference": uuid.uuid4().hex}
        try:
            speaker.create_invalidation(DistributionId=rules.distribution, InvalidationBatch=batch)
        except (BotoCoreError, ClientError) as error:
            raise Unreachable(f"CloudFront: {error}") from error
