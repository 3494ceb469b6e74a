"""Every step of a change that somebody decides on, over HTTP."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.errors import not_found
from api.moments import Day, Moment
from api.ports import Ports
from api.recording import Order, leaving_at, record
from api.shapes import Accepted, Adoption, Input, Override
from domain.base import Refused
from domain.change import parts
from domain.change.commands import (
    AdoptChange,
    ApproveAnnouncement,
    OrderDispatch,
    OverrideNotice,
    PauseChange,
    PostponeChange,
    ReaddressLetter,
    Reason,
    RecallDispatch,
    ResumeChange,
    TableChange,
    WithdrawChange,
)
from projections import address_book, tables
from projections.letters import LETTERS

router = APIRouter(prefix="/changes", tags=["changes"])


class Tabling(Input):
    """The proposal was discussed with providers."""

    table: str = Field(min_length=1)
    discussed_on: Day


class Dispatch(Input):
    """When to send the letters; without a time, soon, after the time for undoing it.

    `reactionsUntil` is the last day on which providers may react (AN-19).
    """

    send_at: Moment | None = None
    reactions_until: Day | None = None


class Postponing(Input):
    effective: Day
    reason: Reason


class Withdrawal(Input):
    reason: Reason


class Pause(Input):
    reason: Reason


class Adopting(Adoption, Input):
    """As an adoption."""


class Overriding(Override, Input):
    """No contract named means every contract that was held back or announced late."""

    contract_ids: tuple[UUID, ...] = ()


class Readdressing(Input):
    """With an e-mail address, the address book has it before the letter is sent again."""

    email: str | None = Field(None, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Recalling(Input):
    """With the id under which something was given up, that is taken up again."""

    withdrawal: UUID | None = None


class Nothing(Input):
    """The request says it all."""


@router.post("/{change_id}/tablings", status_code=202)
def table(change_id: UUID, body: Tabling, order: Order) -> Accepted:
    """Say that the proposal was discussed with providers."""
    command = TableChange(
        change_id=change_id, table=body.table, discussed_on=body.discussed_on, **order.stamp
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/adoptions", status_code=202)
def adopt(change_id: UUID, body: Adopting, order: Order) -> Accepted:
    """Say that the competent body decided that the change is made."""
    adoption = parts.Adoption.model_validate(body.model_dump(by_alias=False))
    command = AdoptChange(change_id=change_id, adoption=adoption, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/drafts", status_code=202)
def draft(change_id: UUID, order: Order, _: Nothing | None = None) -> Accepted:
    """Lay out the letters for the contracts that are in scope now; you may not approve them."""
    if order.ports.lay_out is None:
        raise not_written()
    return record(order, order.ports.lay_out(change_id, order.stamp), f"/changes/{change_id}")


@router.post("/{change_id}/approvals", status_code=202)
def approve(change_id: UUID, order: Order, _: Nothing | None = None) -> Accepted:
    """Say, as a second person, that the letters may go out."""
    command = ApproveAnnouncement(change_id=change_id, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/dispatches", status_code=202)
def dispatch(change_id: UUID, order: Order, body: Dispatch | None = None) -> Accepted:
    """Announce the change: have the letters sent. Until the time comes it can be recalled."""
    stamp = order.stamp
    send_at = (body.send_at if body else None) or leaving_at(order.ports, stamp)
    until = body.reactions_until if body else None
    command = OrderDispatch(change_id=change_id, send_at=send_at, reactions_until=until, **stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/recalls", status_code=202)
def recall(change_id: UUID, order: Order, body: Recalling | None = None) -> Accepted:
    """Do not send the letters after all, or take up again what was given up."""
    withdrawal = body.withdrawal if body else None
    command = RecallDispatch(change_id=change_id, withdrawal=withdrawal, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/postponements", status_code=202)
def postpone(change_id: UUID, body: Postponing, order: Order) -> Accepted:
    """Let the change take effect on a later day; letters already sent count for that day too."""
    command = PostponeChange(
        change_id=change_id, effective=body.effective, reason=body.reason, **order.stamp
    )
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/withdrawals", status_code=202)
def withdraw(change_id: UUID, body: Withdrawal, order: Order) -> Accepted:
    """Give the change up for every contract on which it is not yet in force."""
    stamp = order.stamp
    send_at = leaving_at(order.ports, stamp)
    command = WithdrawChange(change_id=change_id, reason=body.reason, send_at=send_at, **stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/pauses", status_code=202)
def pause(change_id: UUID, body: Pause, order: Order) -> Accepted:
    """Stop sending and putting in force after the batch under way."""
    command = PauseChange(change_id=change_id, reason=body.reason, **order.stamp)
    return record(order, command, f"/changes/{change_id}")


@router.post("/{change_id}/resumptions", status_code=202)
def resume(change_id: UUID, order: Order, _: Nothing | None = None) -> Accepted:
    """Go on where it was paused."""
    return record(order, ResumeChange(change_id=change_id, **order.stamp), f"/changes/{change_id}")


@router.post("/{change_id}/overrides", status_code=202)
def override(change_id: UUID, body: Overriding, order: Order) -> Accepted:
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
) -> Accepted:
    """Send a refused letter again, to the address that the address book now has."""
    if body and body.email:
        correct_address(order.ports, change_id, letter_id, body.email)
    command = ReaddressLetter(change_id=change_id, letter_id=letter_id, **order.stamp)
    return record(order, command, f"/letters/{letter_id}")


def not_written() -> Refused:
    return Refused("no_letters", "no letters are written here")


def correct_address(ports: Ports, change_id: UUID, letter_id: UUID, email: str) -> None:
    """Write down where the letter's provider can be reached from now on."""
    letter = tables.get(ports.pool, LETTERS, letter_id)
    if letter is None or letter.change_id != change_id:
        raise not_found()
    party_id = str(letter.provider_id)
    with ports.pool.connection() as connection:
        party = address_book.get(connection, party_id) or address_book.Party(party_id, "provider")
        address_book.put(connection, replace(party, email=email))
