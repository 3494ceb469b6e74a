"""Every step of a change that somebody decides on, over HTTP."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PositiveInt
from pydantic.alias_generators import to_camel

from api import shapes
from api.errors import not_found
from api.ports import Ports
from api.recording import Order, ordered_before, record
from domain.base import Refused, Source, derived_id
from domain.change import parts
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PostponeChange,
    ProposeChange,
    ReaddressLetter,
    Reason,
    RecallDispatch,
    TableChange,
    WithdrawChange,
)
from domain.notice import NoticeClause
from projections import address_book, tables
from projections.letters import LETTERS
from projections.programmes import PROGRAMMES, ProgrammeRow

router = APIRouter(prefix="/changes", tags=["changes"])


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Proposal(Body):
    """A change of all contracts of a segment; its notice clause is that of the programme."""

    programme_id: UUID
    key: str = Field(pattern=r"^[a-z0-9-]+$", description="Unique within the programme.")
    segment: str
    title: str = Field(min_length=1)
    description: str
    terms: Annotated[dict[str, str], Field(min_length=1)]
    effective: date
    remind_days: tuple[PositiveInt, ...] | None = None
    draft_days: PositiveInt | None = None
    source: Source | None = None


class Tabling(Body):
    """The proposal was discussed with providers."""

    table: str = Field(min_length=1)
    discussed_on: date


class Dispatch(Body):
    """When to send the letters; without a time, soon, after the time for undoing it."""

    send_at: AwareDatetime | None = None


class Postponing(Body):
    effective: date
    reason: Reason


class Withdrawal(Body):
    reason: Reason


class Overriding(shapes.Override, extra="forbid"):
    """No contract named means every contract that was held back or announced late."""

    contract_ids: tuple[UUID, ...] = ()


class Readdressing(Body):
    """With an e-mail address, the address book has it before the letter is sent again."""

    email: str | None = Field(None, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Nothing(Body):
    """The request says it all."""


@router.post("", status_code=202)
def propose(body: Proposal, order: Order) -> shapes.Accepted:
    """Propose to change all contracts of a segment from a date on."""
    programme = programme_of(order.ports, body.programme_id)
    clause = clause_of(programme, body.segment)
    change_id = derived_id("change", programme.key, body.key)
    given = body.model_dump(exclude_none=True, exclude={"source"})
    command = ProposeChange(
        change_id=change_id, clause=clause, source=body.source, **given, **order.stamp
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/tablings", status_code=202)
def table(change_id: UUID, body: Tabling, order: Order) -> shapes.Accepted:
    """Say that the proposal was discussed with providers."""
    command = TableChange(
        change_id=change_id, table=body.table, discussed_on=body.discussed_on, **order.stamp
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/adoptions", status_code=202)
def adopt(change_id: UUID, body: shapes.Adoption, order: Order) -> shapes.Accepted:
    """Say that the competent body decided that the change is made."""
    adoption = parts.Adoption.model_validate(body.model_dump(by_alias=False))
    command = AdoptChange(change_id=change_id, adoption=adoption, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/approvals", status_code=202)
def approve(change_id: UUID, order: Order, _: Nothing | None = None) -> shapes.Accepted:
    """Say, as a second person, that the letters may go out."""
    command = ApproveAnnouncement(change_id=change_id, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/dispatches", status_code=202)
def dispatch(change_id: UUID, order: Order, body: Dispatch | None = None) -> shapes.Accepted:
    """Announce the change: have the letters sent. Until the time comes it can be recalled."""
    send_at = body.send_at if body else None
    if send_at is None:
        send_at = ordered_before(order.ports, order.command_id)
    if send_at is None:
        send_at = order.ports.clock() + order.ports.undo
    command = OrderDispatch(change_id=change_id, send_at=send_at, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/recalls", status_code=202)
def recall(change_id: UUID, order: Order, _: Nothing | None = None) -> shapes.Accepted:
    """Do not send the letters after all."""
    command = RecallDispatch(change_id=change_id, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/postponements", status_code=202)
def postpone(change_id: UUID, body: Postponing, order: Order) -> shapes.Accepted:
    """Let the change take effect on a later day; letters already sent count for that day too."""
    command = PostponeChange(
        change_id=change_id, effective=body.effective, reason=body.reason, **order.stamp
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/withdrawals", status_code=202)
def withdraw(change_id: UUID, body: Withdrawal, order: Order) -> shapes.Accepted:
    """Give the change up for every contract on which it is not yet in force."""
    command = WithdrawChange(change_id=change_id, reason=body.reason, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/overrides", status_code=202)
def override(change_id: UUID, body: Overriding, order: Order) -> shapes.Accepted:
    """Record a decision that the change counts although the notice was too short."""
    command = OverrideNotice(
        change_id=change_id,
        contract_ids=body.contract_ids,
        override=parts.Override.model_validate(body.model_dump(exclude={"contract_ids"})),
        **order.stamp,
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/letters/{letter_id}/readdressings", status_code=202)
def readdress(
    change_id: UUID, letter_id: UUID, order: Order, body: Readdressing | None = None
) -> shapes.Accepted:
    """Send a refused letter again, to the address that the address book now has."""
    if body and body.email:
        correct_address(order.ports, change_id, letter_id, body.email)
    command = ReaddressLetter(change_id=change_id, letter_id=letter_id, **order.stamp)
    return record(order, command, f"/letters/{letter_id}")


def programme_of(ports: Ports, programme_id: UUID) -> ProgrammeRow:
    programme = tables.get(ports.pool, PROGRAMMES, programme_id)
    if programme is None:
        raise Refused("unknown_programme", "there is no such programme")
    return programme


def clause_of(programme: ProgrammeRow, segment: str) -> NoticeClause:
    """The notice clause of a segment's contracts, as the programme states it."""
    if segment not in {each.segment_id for each in programme.segments}:
        raise Refused(
            "unknown_segment", "the programme has no segment %(segment)s", segment=segment
        )
    clause = programme.clause_for(segment)
    if clause is None:
        raise Refused(
            "no_clause",
            "the programme states no notice clause for segment %(segment)s",
            segment=segment,
        )
    return clause


def correct_address(ports: Ports, change_id: UUID, letter_id: UUID, email: str) -> None:
    """Write down where the letter's provider can be reached from now on."""
    letter = tables.get(ports.pool, LETTERS, letter_id)
    if letter is None or letter.change_id != change_id:
        raise not_found()
    party_id = str(letter.provider_id)
    with ports.pool.connection() as connection:
        party = address_book.get(connection, party_id) or address_book.Party(party_id, "provider")
        address_book.put(connection, replace(party, email=email))
