"""What may be asked of the admission to a segment."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, NonNegativeInt, PositiveInt

from domain.admission.parts import (
    Body,
    Criterion,
    Finding,
    Key,
    Option,
    Phase,
    Publication,
    Reason,
    Reassessed,
    Rule,
    StepLink,
    Turnover,
)
from domain.base import Command, Source, Standing
from domain.dates import Day


class OfAdmission(Command):
    """Each names the segment; its admission begins with whatever is asked of it first."""

    admission_id: UUID
    programme_id: UUID
    segment: str = Field(min_length=1)


class StateCriteria(OfAdmission):
    """State what is asked of providers from a day on (AD-04). The same again is no news."""

    kind: Literal["StateCriteria"] = "StateCriteria"
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    counts_from: Day
    reason: Reason
    decided_by: Body | None = None
    publication: Publication | None = None
    standing: Standing = "stated"
    source: Source | None = None


class ConsiderOpening(OfAdmission):
    """Keep a way of letting providers in as an option (AD-20)."""

    kind: Literal["ConsiderOpening"] = "ConsiderOpening"
    option: Option


class ChooseOpening(OfAdmission):
    """Choose one of the options. `depended` says how what it depends on turned out."""

    kind: Literal["ChooseOpening"] = "ChooseOpening"
    option_id: Key
    depended: Reason | None = None
    reason: Reason
    decided_by: Body
    decided_on: Day
    decision_id: UUID | None = None


class OpenAdmission(OfAdmission):
    """Let providers apply from a day on, until one or without end (AD-02).

    `answer_days` is within how many days applicants are promised an answer; `step` is the step of
    a procedure that the entry belongs to (AD-06).
    """

    kind: Literal["OpenAdmission"] = "OpenAdmission"
    opens: Day
    until: Day | None = None
    publication: Publication | None = None
    answer_days: PositiveInt | None = None
    step: StepLink | None = None
    source: Source | None = None


class CloseAdmission(OfAdmission):
    """Let nobody apply for a while, or until further notice (AD-03). Who is in stays in."""

    kind: Literal["CloseAdmission"] = "CloseAdmission"
    closes: Day
    until: Day | None = None
    reason: Reason
    decided_by: Body
    source: Source | None = None


class ReopenAdmission(OfAdmission):
    """Let providers apply again, sooner than was said or after an open-ended closing."""

    kind: Literal["ReopenAdmission"] = "ReopenAdmission"
    opens: Day
    reason: Reason


class LimitNumber(OfAdmission):
    """Limit how many providers there are, as a means to something, in phases (AD-07).

    Without phases the limit is lifted.
    """

    kind: Literal["LimitNumber"] = "LimitNumber"
    phases: tuple[Phase, ...]
    means_to: Annotated[str, Field(min_length=5)]
    reason: Reason
    decided_by: Body
    source: Source | None = None


class EnrolProvider(OfAdmission):
    """A provider is in the segment by a contract from before its admission was kept here."""

    kind: Literal["EnrolProvider"] = "EnrolProvider"
    provider_id: UUID
    since: Day
    contract_id: UUID | None = None
    source: Source | None = None


class ApplyForEntry(OfAdmission):
    """A provider asks to come in. `conditions` says which conditions hold of it (AD-10).

    `standing` is how its record stands, looked up by whoever asks; `plan` is the code of its plan.
    """

    kind: Literal["ApplyForEntry"] = "ApplyForEntry"
    application_id: UUID
    provider_id: UUID
    provider_is: Literal["able", "pgb_supplier", "merged", "left", "no_members", "unknown"]
    received_on: Day
    conditions: dict[str, bool] = Field(default_factory=dict)
    plan: str | None = None


class AssessApplication(OfAdmission):
    """Judge an application by every criterion of one edition."""

    kind: Literal["AssessApplication"] = "AssessApplication"
    application_id: UUID
    edition: PositiveInt
    findings: tuple[Finding, ...]
    plan: str | None = None


class AdmitProvider(OfAdmission):
    """Let an applicant in. `exception` is why although the number is reached (SG-29)."""

    kind: Literal["AdmitProvider"] = "AdmitProvider"
    application_id: UUID
    starts: Day
    exception: Reason | None = None


class RejectApplication(OfAdmission):
    """Do not let an applicant in, or let it take its application back."""

    kind: Literal["RejectApplication"] = "RejectApplication"
    application_id: UUID
    ground: Literal["criteria", "number", "withdrawn"]
    reason: Reason


class LeaveSegment(OfAdmission):
    """A provider goes out during the contract (AD-02)."""

    kind: Literal["LeaveSegment"] = "LeaveSegment"
    provider_id: UUID
    last_day: Day
    reason: Reason


class ReassessProviders(OfAdmission):
    """Judge providers that are in by a newer edition, all in one go (AD-15)."""

    kind: Literal["ReassessProviders"] = "ReassessProviders"
    edition: PositiveInt
    providers: Annotated[tuple[Reassessed, ...], Field(min_length=1)]


class ClassPartners(OfAdmission):
    """Tell development from regular partners and the reserve by an objective rule (AD-13)."""

    kind: Literal["ClassPartners"] = "ClassPartners"
    rule: Rule
    takes_part: Literal["must", "may"]
    turnover: Annotated[tuple[Turnover, ...], Field(min_length=1)]
    reason: Reason
    decided_by: Body


class CallReserve(OfAdmission):
    """Have another provider take the place of a development partner that dropped out (AD-13).

    `out_of_turn` is why it is not the one whose turn it is.
    """

    kind: Literal["CallReserve"] = "CallReserve"
    dropped: UUID
    called: UUID
    out_of_turn: Reason | None = None


class ImposeSupplier(OfAdmission):
    """A court charged a provider without a contract; agreements are made then (AD-11).

    `measures` is how many measures it carries out; nothing is said of whose they are.
    """

    kind: Literal["ImposeSupplier"] = "ImposeSupplier"
    provider_id: UUID
    court: Body
    imposed_on: Day
    measures: NonNegativeInt | None = None
    agreement: Annotated[str, Field(min_length=5)] | None = None
    document: str | None = None


AdmissionCommand = Annotated[
    StateCriteria
    | ConsiderOpening
    | ChooseOpening
    | OpenAdmission
    | CloseAdmission
    | ReopenAdmission
    | LimitNumber
    | EnrolProvider
    | ApplyForEntry
    | AssessApplication
    | AdmitProvider
    | RejectApplication
    | LeaveSegment
    | ReassessProviders
    | ClassPartners
    | CallReserve
    | ImposeSupplier,
    Field(discriminator="kind"),
]
