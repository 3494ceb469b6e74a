"""Batches over HTTP: the same asked of many contracts, looked at first, then carried out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, field_validator

from api.identity import World
from api.ports import Ports
from api.reading import ListQuery, Page, ReadQuery, one, paged, rows_of
from api.recording import Order, record
from api.shapes import Accepted, Input, Instant, Shape
from domain.base import Sentence, derived_id
from domain.batch import parts
from domain.batch.commands import ConfirmBatch, PauseBatch, PlanBatch, Reason, ResumeBatch
from domain.batch.outlook import command_for
from domain.contract import parts as contract_parts
from projections import tables
from projections.batches import BATCHES, BatchRow, Status
from projections.contracts import CONTRACTS
from projections.language import say

router = APIRouter(prefix="/batches", tags=["batches"])

MOST = 500
"""How many contracts are looked at in one go; the rest page by page."""


class Decided(Input, contract_parts.Decided):
    """Who decided, when and why; a body or an office, never a person."""


class Ending(Input, contract_parts.Ending):
    """Why they end before their time, who decided, and how care goes on."""


class ExtendEach(Input, parts.ExtendEach):
    """Let each contract end on another day."""

    decision: Decided


class EndEach(Input, parts.EndEach):
    """Let each contract end before its time."""

    ending: Ending


class HandOverEach(Input, parts.HandOverEach):
    """Plan how the clients of each contract come to be with others."""


class SignEach(Input, parts.SignEach):
    """A party signed each contract, all by one document."""


What = Annotated[ExtendEach | EndEach | HandOverEach | SignEach, Field(discriminator="kind")]


class LeftOut(Input):
    """A contract that is left alone, and why."""

    contract_id: UUID
    reason: str = Field(min_length=3)


class Planning(Input):
    """What is asked of which contracts."""

    programme_id: UUID
    key: str = Field(pattern=r"^[a-z0-9-]+$", description="Unique within the programme.")
    title: str = Field(min_length=3)
    what: What
    contract_ids: Annotated[tuple[UUID, ...], Field(min_length=1)]
    excepted: tuple[LeftOut, ...] = ()

    @field_validator("contract_ids")
    @classmethod
    def _each_once(cls, contract_ids: tuple[UUID, ...]) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(contract_ids))


class Pausing(Input):
    reason: Reason


class NotDone(Shape):
    """A contract for which it was refused."""

    contract_id: UUID
    reason: str
    detail: str


class Batch(Shape):
    """How far it has come; `rate` is contracts a second."""

    batch_id: UUID
    programme_id: UUID
    title: str
    what: What
    status: Status
    total: int
    done: int
    left: int
    rate: float | None
    refused: list[NotDone]
    excepted: list[LeftOut]
    planned_at: Instant
    confirmed_at: Instant | None
    pause_reason: str | None
    completed_at: Instant | None


class Verdict(Shape):
    """What would come of it for one contract, as it stands now; nothing is recorded by asking."""

    contract_id: UUID
    number: str | None
    accepted: bool
    reason: str | None = None
    detail: str | None = None


class BatchQuery(ListQuery):
    programme: UUID | None = None
    status: Status | None = None


@router.get("")
def list_batches(
    request: Request, response: Response, ports: World, query: Annotated[BatchQuery, Query()]
) -> Page[Batch]:
    """Batches, in the order in which they were planned."""
    where = {"programme_id": query.programme, "status": query.status}
    found = rows_of(ports, query, BATCHES, where, ("planned_at",))
    return paged(request, response, query, found, shown_batch)


@router.get("/{batch_id}")
def show_batch(batch_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]) -> Batch:
    """One batch: how far it has come, and for which contracts it was refused."""
    return shown_batch(one(ports, query, BATCHES, batch_id))


@router.get("/{batch_id}/verdicts")
def list_verdicts(
    request: Request,
    response: Response,
    batch_id: UUID,
    ports: World,
    query: Annotated[ListQuery, Query()],
) -> Page[Verdict]:
    """A dry run: what would come of it for each contract, page by page."""
    row = one(ports, query, BATCHES, batch_id)
    turns = turns_of(row)
    some = turns[query.offset : query.offset + query.page_size]
    found = verdicts(ports, row, some)
    return paged(request, response, query, (found, len(turns)), lambda each: each)


@router.post("", status_code=202)
def plan(body: Planning, order: Order) -> Accepted:
    """Say what is to be asked of which contracts. Nothing happens to them until confirmed."""
    batch_id = derived_id("batch", body.programme_id, body.key)
    command = PlanBatch.model_validate(
        {"batch_id": batch_id, **body.model_dump(by_alias=False, exclude={"key"}), **order.stamp}
    )
    return record(order, command, f"/batches/{batch_id}")


@router.post("/{batch_id}/confirmations", status_code=202)
def confirm(batch_id: UUID, order: Order) -> Accepted:
    """Have it carried out, in the name of whoever confirms it."""
    return record(order, ConfirmBatch(batch_id=batch_id, **order.stamp), f"/batches/{batch_id}")


@router.post("/{batch_id}/pauses", status_code=202)
def pause(batch_id: UUID, body: Pausing, order: Order) -> Accepted:
    """Stop after the contracts under way."""
    command = PauseBatch(batch_id=batch_id, reason=body.reason, **order.stamp)
    return record(order, command, f"/batches/{batch_id}")


@router.post("/{batch_id}/resumptions", status_code=202)
def resume(batch_id: UUID, order: Order) -> Accepted:
    """Go on where it was paused."""
    return record(order, ResumeBatch(batch_id=batch_id, **order.stamp), f"/batches/{batch_id}")


def turns_of(row: BatchRow) -> list[UUID]:
    """The contracts that have a turn, in their order."""
    left_out = {each.contract_id for each in row.excepted}
    return [each for each in row.contract_ids if each not in left_out]


def verdicts(ports: Ports, row: BatchRow, contract_ids: list[UUID]) -> list[Verdict]:
    """What would come of it for these contracts."""
    known = tables.get_all(ports.pool, CONTRACTS, contract_ids)
    found = []
    for contract_id in contract_ids:
        command = command_for(
            row.what, row.batch_id, contract_id, at=ports.clock(), by=row.planned_by
        )
        refused = ports.consider(command)
        contract = known.get(str(contract_id))
        found.append(
            Verdict(
                contract_id=contract_id,
                number=contract.number if contract else None,
                accepted=refused is None,
                reason=refused.reason if refused else None,
                detail=say(refused.sentence, "en") if refused else None,
            )
        )
    return found


def shown_batch(row: BatchRow) -> Batch:
    refused = [
        {"contract_id": each.contract_id, "reason": each.reason, "detail": say(words(each), "en")}
        for each in row.refused
    ]
    own = {name: getattr(row, name) for name in Batch.model_fields if name not in _MADE}
    return Batch.model_validate(
        {
            **own,
            "what": row.what.model_dump(),
            "refused": refused,
            "excepted": [each.model_dump() for each in row.excepted],
        }
    )


def words(each: parts.NotDone) -> Sentence:
    return Sentence(each.template, each.values)


_MADE = {"what", "refused", "excepted"}
