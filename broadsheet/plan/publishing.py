"""Publishing: who publishes the paper and by which policies, as search engines know such things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.plan.pieces import Picture, Publisher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from broadsheet.config import Config
    from broadsheet.plan.pictures import Gallery
    from broadsheet.plan.urls import Base

POLICIES: Mapping[str, str] = {
    "principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "diversity": "diversityPolicy",
    "diversity-of-staff": "diversityStaffingReport",
    "masthead": "masthead",
    "ownership": "ownershipFundingInfo",
    "fact-checking": "verificationFactCheckingPolicy",
    "unnamed-sources": "unnamedSourcesPolicy",
    "feedback": "actionableFeedbackPolicy",
    "priorities": "missionCoveragePrioritiesPolicy",
    "bylines": "noBylinesPolicy",
}
"""The names under `policies` in `site.yaml` that schema.org's NewsMediaOrganization has a property for."""


def publisher(config: Config, base: Base, gallery: Gallery) -> Publisher:
    """The paper as an organization."""
    set_ = config.organization
    shot = gallery.shots.get(gallery.logo)
    size = (shot.width, shot.height) if shot else (None, None)
    return Publisher(
        url=base.absolute("/"),
        logo=Picture(_full(set_.logo, base), "", "", "", *size) if set_.logo else None,
        founded=set_.founded,
        email=set_.email,
        same_as=set_.same_as,
        policies=tuple(
            (POLICIES[name], _full(address, base))
            for name, address in config.policies.items()
            if name in POLICIES
        ),
    )


def _full(address: str, base: Base) -> str:
    return base.absolute(address) if address.startswith("/") else address
