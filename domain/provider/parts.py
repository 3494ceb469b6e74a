"""What is known of a provider: its roles and size, its certificates, who it works with."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from domain.base import Source
from domain.dates import Day

Form = Literal["organisation", "consortium", "pgb_supplier"]
"""What it is: an organisation, several of them together, or a supplier paid by parents.

Parents buy from the last with a personal budget (PGB) and are its client: it stands outside the
contracts and outside the influence that they give (AD-17).
"""

Role = Literal[
    "supplier",
    "certified_institution",
    "crisis_service",
    "main_contractor",
    "subcontractor",
    "local",
]
SizeClass = Literal["sole", "small", "medium", "large"]

CertificateKind = Literal["gi", "quality_mark", "registration", "insurer_contract", "other"]
"""`gi` is the certificate of Jeugdwet art. 3.4; `insurer_contract` one with a health insurer."""


class SegmentRole(BaseModel, frozen=True, extra="forbid"):
    """What a provider does in a segment; a region if it does so only there."""

    segment: str = Field(min_length=1)
    role: Role
    region: str | None = None


class Certificate(BaseModel, frozen=True, extra="forbid"):
    """Something a provider can show. It holds through `valid_until`; for good if that is open.

    `document` is the code of the paper that shows it.
    """

    certificate_id: str = Field(pattern=r"^[a-z0-9-]+$")
    kind: CertificateKind
    title: str = Field(min_length=3)
    valid_from: Day | None = None
    valid_until: Day | None = None
    document: str | None = None
    source: Source | None = None


class Membership(BaseModel, frozen=True, extra="forbid"):
    """A provider's place in a consortium, and for what all of them answer together (AD-14)."""

    member: UUID
    leads: bool = False
    jointly: bool = False
    responsible_for: str | None = Field(None, min_length=5)
    segments: tuple[str, ...] = ()
    since: Day | None = None
    source: Source | None = None
