"""What can have happened to the admission to a segment. Storage format: add, never change."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from domain.admission.parts import (
    Criterion,
    Finding,
    Option,
    PartnerClass,
    Phase,
    Plan,
    Publication,
    Rule,
    StepLink,
    Turnover,
)
from domain.base import Event
from domain.dates import Day, Step


class Judged(BaseModel, frozen=True, extra="forbid"):
    """What an assessment came to; `failed` are the criteria without which nobody gets in."""

    edition: int
    findings: tuple[Finding, ...]
    failed: tuple[str, ...]
    plan: Plan | None = None

    @property
    def passed(self) -> bool:
        return not self.failed

    @property
    def score(self) -> int:
        """All points together."""
        return sum(each.score or 0 for each in self.findings)


class Classed(BaseModel, frozen=True, extra="forbid"):
    """The class of a provider and why; `rank` counts from the largest turnover."""

    provider_id: UUID
    partner: PartnerClass
    rank: int
    why: Step


class OfSegment(Event):
    """Each says of which segment's admission it is."""

    admission_id: UUID
    programme_id: UUID
    segment: str


class CriteriaStated(OfSegment):
    """This is asked of providers from the effective day on; editions are counted from one."""

    edition: int
    criteria: tuple[Criterion, ...]
    reason: str
    decided_by: str | None = None
    publication: Publication | None = None


class OpeningConsidered(OfSegment):
    """A way to let providers in is an option."""

    option: Option


class OpeningChosen(OfSegment):
    """An option was chosen; `depended` is how what it depends on turned out."""

    option_id: str
    form: str
    depended: str | None = None
    reason: str
    decided_by: str
    decided_on: Day
    decision_id: UUID | None = None


class AdmissionOpened(OfSegment):
    """Providers can apply from the effective day on."""

    until: Day | None = None
    publication: Publication | None = None
    answer_days: int | None = None
    step: StepLink | None = None


class AdmissionClosed(OfSegment):
    """Nobody can apply from the effective day on, through `until` if that is known."""

    until: Day | None = None
    reason: str
    decided_by: str


class AdmissionReopened(OfSegment):
    """Providers can apply again from the effective day on."""

    reason: str


class NumberLimited(OfSegment):
    """There are at most so many providers; without phases the limit is lifted."""

    phases: tuple[Phase, ...]
    means_to: str
    reason: str
    decided_by: str


class ProviderEnrolled(OfSegment):
    """A provider is in since the effective day, by a contract from before."""

    provider_id: UUID
    contract_id: UUID | None = None


class ApplicationReceived(OfSegment):
    """A provider asked to come in; `answer_by` is the last day of the promised term."""

    application_id: UUID
    provider_id: UUID
    received_on: Day
    edition: int
    conditions: dict[str, bool] = Field(default_factory=dict)
    plan: str | None = None
    answer_by: Day | None = None


class ApplicationAssessed(OfSegment):
    """An application was judged by every criterion of an edition."""

    application_id: UUID
    provider_id: UUID
    judged: Judged


class ProviderAdmitted(OfSegment):
    """An applicant is in from the effective day on; its plan is part of the agreement."""

    application_id: UUID
    provider_id: UUID
    edition: int
    plan: Plan | None = None
    exception: str | None = None


class ApplicationRejected(OfSegment):
    """An applicant does not come in."""

    application_id: UUID
    provider_id: UUID
    ground: Literal["criteria", "number", "withdrawn"]
    reason: str


class SegmentLeft(OfSegment):
    """A provider is in through its last day."""

    provider_id: UUID
    last_day: Day
    reason: str


class ProviderReassessed(OfSegment):
    """A provider that is in was judged by a newer edition."""

    provider_id: UUID
    judged: Judged


class ProviderFailed(OfSegment):
    """A provider that is in does not meet what is asked from the effective day on."""

    provider_id: UUID
    edition: int
    failed: tuple[str, ...]


class PartnersClassed(OfSegment):
    """Development and regular partners and the reserve, with the figures that led there."""

    rule: Rule
    takes_part: Literal["must", "may"]
    turnover: tuple[Turnover, ...]
    classes: tuple[Classed, ...]
    reason: str
    decided_by: str


class ReserveCalled(OfSegment):
    """A provider takes the place of a development partner that dropped out."""

    dropped: UUID
    called: UUID
    out_of_turn: str | None = None


class SupplierImposed(OfSegment):
    """A court charged a provider without a contract; the agreement may come later."""

    provider_id: UUID
    court: str
    imposed_on: Day
    measures: int | None = None
    agreement: str | None = None
    document: str | None = None


AdmissionEvent = (
    CriteriaStated
    | OpeningConsidered
    | OpeningChosen
    | AdmissionOpened
    | AdmissionClosed
    | AdmissionReopened
    | NumberLimited
    | ProviderEnrolled
    | ApplicationReceived
    | ApplicationAssessed
    | ProviderAdmitted
    | ApplicationRejected
    | SegmentLeft
    | ProviderReassessed
    | ProviderFailed
    | PartnersClassed
    | ReserveCalled
    | SupplierImposed
)
