"""Every step of the admission to a segment that somebody takes, over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field, NonNegativeInt, PositiveInt

from api.admission_shapes import (
    Criterion,
    Finding,
    Option,
    Phase,
    Publication,
    Rule,
    StepLink,
    Turnover,
)
from api.errors import not_found
from api.moments import Day
from api.ports import Ports
from api.recording import Order, Recording, Stamp, record
from api.shapes import Accepted, Input
from domain.admission import commands, ending
from domain.admission.commands import OfAdmission
from domain.base import Refused, Source, derived_id
from domain.contract.commands import EndContract
from domain.dates import local_day
from projections import admissions, tables
from projections.admissions import ADMISSIONS, AdmissionRow
from projections.programmes import every
from projections.providers import PROVIDERS, ability

router = APIRouter(prefix="/admissions", tags=["admissions"])

Reason = Annotated[str, Field(min_length=10)]
Body = Annotated[str, Field(min_length=2)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class Stating(Input):
    """What is asked of providers from a day on."""

    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    counts_from: Day
    reason: Reason
    decided_by: Body | None = None
    publication: Publication | None = None
    source: Source | None = None


class Considering(Input):
    option: Option


class Choosing(Input):
    """The option that was chosen, and how what it depends on turned out."""

    option_id: Key
    depended: Reason | None = None
    reason: Reason
    decided_by: Body
    decided_on: Day
    decision_id: UUID | None = None


class Opening(Input):
    opens: Day
    until: Day | None = None
    publication: Publication | None = None
    answer_days: PositiveInt | None = None
    step: StepLink | None = None
    source: Source | None = None


class Closing(Input):
    """Nobody can apply from a day on, through a day or until further notice."""

    closes: Day
    until: Day | None = None
    reason: Reason
    decided_by: Body
    source: Source | None = None


class Reopening(Input):
    opens: Day
    reason: Reason


class Limiting(Input):
    """At most so many providers, in phases, as a means to something; none lifts the limit."""

    phases: tuple[Phase, ...]
    means_to: Annotated[str, Field(min_length=5)]
    reason: Reason
    decided_by: Body
    source: Source | None = None


class Enrolling(Input):
    """A provider is in by a contract from before."""

    provider_id: UUID
    since: Day
    contract_id: UUID | None = None


class Applying(Input):
    """A provider asks to come in; `conditions` says which conditions of criteria hold of it."""

    provider_id: UUID
    received_on: Day
    conditions: dict[str, bool] = Field(default_factory=dict)
    plan: str | None = None


class Assessing(Input):
    edition: PositiveInt
    findings: tuple[Finding, ...]
    plan: str | None = None


class Admitting(Input):
    starts: Day
    exception: Reason | None = None


class Rejecting(Input):
    ground: Literal["criteria", "number", "withdrawn"]
    reason: Reason


class Leaving(Input):
    provider_id: UUID
    last_day: Day
    reason: Reason


class Reassessed(Input):
    provider_id: UUID
    findings: tuple[Finding, ...]
    conditions: dict[str, bool] = Field(default_factory=dict)
    plan: str | None = None


class Reassessing(Input):
    edition: PositiveInt
    providers: Annotated[tuple[Reassessed, ...], Field(min_length=1)]


class Classing(Input):
    """The rule, and the turnover of everybody who is in."""

    rule: Rule
    takes_part: Literal["must", "may"]
    turnover: Annotated[tuple[Turnover, ...], Field(min_length=1)]
    reason: Reason
    decided_by: Body


class Calling(Input):
    dropped: UUID
    called: UUID
    out_of_turn: Reason | None = None


class Imposing(Input):
    provider_id: UUID
    court: Body
    imposed_on: Day
    measures: NonNegativeInt | None = None
    agreement: Annotated[str, Field(min_length=5)] | None = None
    document: str | None = None


class Ending(Input):
    """The contract of a provider that fails, its last day, and how care is handed over."""

    contract_id: UUID
    last_day: Day
    decided_by: Body
    reason: Reason
    continuity: Reason


@router.post("/{admission_id}/editions", status_code=202)
def state_criteria(admission_id: UUID, body: Stating, order: Order) -> Accepted:
    """State what is asked of providers from a day on, as the next edition."""
    return _do(commands.StateCriteria, admission_id, body, order)


@router.post("/{admission_id}/options", status_code=202)
def consider(admission_id: UUID, body: Considering, order: Order) -> Accepted:
    """Keep a way to let providers in as an option."""
    return _do(commands.ConsiderOpening, admission_id, body, order)


@router.post("/{admission_id}/choices", status_code=202)
def choose(admission_id: UUID, body: Choosing, order: Order) -> Accepted:
    """Choose one of the options."""
    return _do(commands.ChooseOpening, admission_id, body, order)


@router.post("/{admission_id}/openings", status_code=202)
def open_entry(admission_id: UUID, body: Opening, order: Order) -> Accepted:
    """Let providers apply from a day on."""
    return _do(commands.OpenAdmission, admission_id, body, order)


@router.post("/{admission_id}/closings", status_code=202)
def close(admission_id: UUID, body: Closing, order: Order) -> Accepted:
    """Let nobody apply for a while."""
    return _do(commands.CloseAdmission, admission_id, body, order)


@router.post("/{admission_id}/reopenings", status_code=202)
def reopen(admission_id: UUID, body: Reopening, order: Order) -> Accepted:
    """Let providers apply again."""
    return _do(commands.ReopenAdmission, admission_id, body, order)


@router.post("/{admission_id}/limits", status_code=202)
def limit(admission_id: UUID, body: Limiting, order: Order) -> Accepted:
    """Limit how many providers there are."""
    return _do(commands.LimitNumber, admission_id, body, order)


@router.post("/{admission_id}/enrolments", status_code=202)
def enrol(admission_id: UUID, body: Enrolling, order: Order) -> Accepted:
    """Record that a provider is in by a contract from before."""
    return _do(commands.EnrolProvider, admission_id, body, order)


@router.post("/{admission_id}/applications", status_code=202)
def apply(admission_id: UUID, body: Applying, order: Order) -> Accepted:
    """Record that a provider asks to come in; its id is in the answer's location."""
    row = tables.get(order.ports.pool, PROVIDERS, body.provider_id)
    application_id = application_of(admission_id, body.provider_id, body.received_on)
    more = {
        "application_id": application_id,
        "provider_is": ability(row, body.received_on),
    }
    return _do(commands.ApplyForEntry, admission_id, body, order, **more)


@router.post("/{admission_id}/applications/{application_id}/assessments", status_code=202)
def assess(admission_id: UUID, application_id: UUID, body: Assessing, order: Order) -> Accepted:
    """Judge an application by all criteria of an edition."""
    more = {"application_id": application_id}
    return _do(commands.AssessApplication, admission_id, body, order, **more)


@router.post("/{admission_id}/applications/{application_id}/admissions", status_code=202)
def admit(admission_id: UUID, application_id: UUID, body: Admitting, order: Order) -> Accepted:
    """Let an applicant in."""
    more = {"application_id": application_id}
    return _do(commands.AdmitProvider, admission_id, body, order, **more)


@router.post("/{admission_id}/applications/{application_id}/rejections", status_code=202)
def reject(admission_id: UUID, application_id: UUID, body: Rejecting, order: Order) -> Accepted:
    """Do not let an applicant in."""
    more = {"application_id": application_id}
    return _do(commands.RejectApplication, admission_id, body, order, **more)


@router.post("/{admission_id}/departures", status_code=202)
def leave(admission_id: UUID, body: Leaving, order: Order) -> Accepted:
    """Record that a provider leaves the segment."""
    return _do(commands.LeaveSegment, admission_id, body, order)


@router.post("/{admission_id}/reassessments", status_code=202)
def reassess(admission_id: UUID, body: Reassessing, order: Order) -> Accepted:
    """Judge providers that are in by another edition."""
    return _do(commands.ReassessProviders, admission_id, body, order)


@router.post("/{admission_id}/partner-classes", status_code=202)
def class_partners(admission_id: UUID, body: Classing, order: Order) -> Accepted:
    """Tell development from regular partners and the reserve."""
    return _do(commands.ClassPartners, admission_id, body, order)


@router.post("/{admission_id}/reserve-calls", status_code=202)
def call_reserve(admission_id: UUID, body: Calling, order: Order) -> Accepted:
    """Have another provider take the place of a development partner that dropped out."""
    return _do(commands.CallReserve, admission_id, body, order)


@router.post("/{admission_id}/imposed-suppliers", status_code=202)
def impose(admission_id: UUID, body: Imposing, order: Order) -> Accepted:
    """Record that a court charged a provider without a contract, and what was agreed."""
    return _do(commands.ImposeSupplier, admission_id, body, order)


@router.post("/{admission_id}/endings", status_code=202)
def end(admission_id: UUID, body: Ending, order: Order) -> Accepted:
    """End the contract of a provider that fails newer criteria, with its notice."""
    row = tables.get(order.ports.pool, ADMISSIONS, admission_id)
    if row is None:
        raise not_found()
    command = ending_contract(order.ports, row, body.contract_id, body.model_dump(), order.stamp)
    return record(order, command, f"/contracts/{body.contract_id}")


def ending_contract(
    ports: Ports, row: AdmissionRow, contract_id: UUID, given: dict[str, Any], stamp: Stamp
) -> EndContract:
    """Only of a provider that fails, and no sooner than the contract's own notice allows."""
    today = local_day(stamp["at"])
    with ports.pool.connection() as connection:
        found = admissions.contracts_to_end(connection, row, today)
    one = next((each for each in found if each.contract.contract_id == contract_id), None)
    if one is None:
        raise Refused(
            "nothing_to_end",
            "this contract does not have to end for the criteria: its provider meets them, or it "
            "ends in time already",
        )
    words = (given["decided_by"], given["reason"], given["continuity"])
    command = EndContract.model_validate(
        {
            "contract_id": contract_id,
            "last_day": given["last_day"],
            "ending": ending.ending_of(one.failed, *words),
            **stamp,
        }
    )
    ending.refuse_too_soon(command.last_day, one)
    return command


def application_of(admission_id: UUID, provider_id: UUID, received_on: date) -> UUID:
    """A provider applies at most once on a day."""
    return derived_id("application", admission_id, provider_id, received_on)


def segment_of(ports: Ports, admission_id: UUID) -> tuple[UUID, str]:
    """The programme and segment; also of an admission in which nothing happened yet."""
    with ports.pool.connection() as connection:
        row = tables.get(connection, ADMISSIONS, admission_id)
        if row is not None:
            return row.programme_id, row.segment
        for programme in every(connection):
            for segment in programme.segments:
                place = (programme.programme_id, segment.segment_id)
                if admissions.admission_id(*place) == admission_id:
                    return place
    raise not_found()


def _do(
    of: type[OfAdmission], admission_id: UUID, body: Input, order: Recording, **more: object
) -> Accepted:
    programme_id, segment = segment_of(order.ports, admission_id)
    where = {"admission_id": admission_id, "programme_id": programme_id, "segment": segment}
    said = body.model_dump(by_alias=False)
    command = of.model_validate({**where, **said, **more, **order.stamp})
    return record(order, command, f"/admissions/{admission_id}")
