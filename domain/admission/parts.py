"""What admission is made of: criteria, findings, limits, figures and the places of providers."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, NonNegativeInt, PositiveInt, model_validator

from domain.base import Source, Standing
from domain.dates import Day
from domain.provider.parts import CertificateKind

Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
Reason = Annotated[str, Field(min_length=10)]
Body = Annotated[str, Field(min_length=2)]
"""A body that decides, such as the regional board; never a person."""

CriterionKind = Literal[
    "exclusion",
    "suitability_general",
    "suitability_special",
    "quality",
    "content",
    "certificate",
    "financial_health",
    "condition",
]
LivesIn = Literal["development", "result"]
"""The agreement that has the criterion: the one for developing, or the one for results."""

Verdict = Literal["met", "not_met", "not_applicable"]
OpeningForm = Literal["open_house", "limited", "closed"]
PartnerClass = Literal["development", "regular", "reserve"]


class Condition(BaseModel, frozen=True, extra="forbid"):
    """When a criterion counts: only for whom this holds, such as who delivers at an MBO (AD-10)."""

    condition_id: Key
    text: str = Field(min_length=5)


class Criterion(BaseModel, frozen=True, extra="forbid"):
    """Something asked of whoever wants to deliver (AD-04).

    Without `points` it is met or not. With points it is scored, and met from `minimum` on; one
    without a minimum is only compared. `plan` marks the score of the provider's own plan, which
    becomes part of its agreement (AD-05).
    """

    criterion_id: Key
    kind: CriterionKind
    text: str = Field(min_length=5)
    lives_in: LivesIn
    points: PositiveInt | None = None
    minimum: NonNegativeInt | None = None
    plan: bool = False
    only_if: Condition | None = None
    certificate: CertificateKind | None = None
    standing: Standing = "stated"
    source: Source | None = None

    @property
    def knock_out(self) -> bool:
        """Whether nobody gets in without meeting it."""
        return self.points is None or self.minimum is not None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.minimum is not None and (self.points is None or self.minimum > self.points):
            raise ValueError("a minimum needs points, and no more of it than there are points")
        if self.plan and self.minimum is None:
            raise ValueError("a plan is scored and has a minimum")
        if self.kind == "certificate" and self.certificate is None:
            raise ValueError("a criterion of a certificate says of which kind")
        return self


class Publication(BaseModel, frozen=True, extra="forbid"):
    """Where and when everybody could read it, so that all have the same terms (AD-16)."""

    channel: str = Field(min_length=2)
    published_on: Day


class Finding(BaseModel, frozen=True, extra="forbid"):
    """What was found of one criterion. Whoever does not meet it is told why."""

    criterion_id: Key
    verdict: Verdict | None = None
    score: NonNegativeInt | None = None
    reason: str | None = Field(None, min_length=3)


class Plan(BaseModel, frozen=True, extra="forbid"):
    """The plan a provider was admitted on, by the code of its paper, and how it scored."""

    document: str = Field(min_length=1)
    score: NonNegativeInt
    points: PositiveInt


class Phase(BaseModel, frozen=True, extra="forbid"):
    """From this day on there are at most so many providers."""

    since: Day
    most: NonNegativeInt


class Option(BaseModel, frozen=True, extra="forbid"):
    """A way to let providers in that is considered, and what its choice depends on (AD-20).

    `expected_newcomers` is how many are expected to come if it is chosen.
    """

    option_id: Key
    form: OpeningForm
    text: str = Field(min_length=5)
    depends_on: str | None = Field(None, min_length=5)
    expected_newcomers: NonNegativeInt | None = None
    source: Source | None = None


class StepLink(BaseModel, frozen=True, extra="forbid"):
    """The step of a procedure that this entry is part of (AD-06)."""

    procedure_id: UUID
    step_id: str = Field(min_length=1)


class Turnover(BaseModel, frozen=True, extra="forbid"):
    """What a provider earned in the segment in a year, in whole euros, and where that is read."""

    provider_id: UUID
    euros: NonNegativeInt
    year: int = Field(ge=1990, le=2199)
    source: Source


class Threshold(BaseModel, frozen=True, extra="forbid"):
    """Above so many euros a provider is a development partner; above `regular` a regular one."""

    by: Literal["threshold"] = "threshold"
    development: NonNegativeInt
    regular: NonNegativeInt | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.regular is not None and self.regular >= self.development:
            raise ValueError("the threshold for regular partners lies below that of development")
        return self


class Share(BaseModel, frozen=True, extra="forbid"):
    """The fewest providers that have so many percent of the turnover (Pareto) are development.

    Those that bring it to `regular` percent are regular partners, the rest are the reserve.
    """

    by: Literal["share"] = "share"
    development: int = Field(ge=1, le=100)
    regular: int | None = Field(None, ge=1, le=100)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.regular is not None and self.regular <= self.development:
            raise ValueError("the share of regular partners lies above that of development")
        return self


Rule = Annotated[Threshold | Share, Field(discriminator="by")]


class Reassessed(BaseModel, frozen=True, extra="forbid"):
    """What was found of a provider that is in already, by newer criteria."""

    provider_id: UUID
    findings: tuple[Finding, ...]
    conditions: dict[str, bool] = {}
    plan: str | None = None
