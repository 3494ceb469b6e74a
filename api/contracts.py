"""Contracts over HTTP, as they are known now."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.conflicts import Corrected, record_correction
from api.contract_keeping import Kept, kept
from api.identity import World
from api.moments import Day
from api.reading import ListQuery, Page, ReadQuery, one, paged, rows_of
from api.recording import Order
from api.shapes import Clause, DatedWindow, Input, Instant, Party, Shape, party, shown
from domain.base import Source, Standing
from domain.contract import parts
from domain.contract.commands import EndContract
from domain.dates import local_day
from projections import address_book
from projections.contracts import CONTRACTS, ContractRow

router = APIRouter(prefix="/contracts", tags=["contracts"])


class TermsFrom(Shape):
    """Terms that count from a day on; `records` are the event that set them and corrections."""

    effective: date
    terms: dict[str, str]
    records: list[UUID]
    change_id: UUID | None


class Contract(Shape):
    """A contract as it is known now: what is in force today, and what will be."""

    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider: Party
    starts: date
    ends: DatedWindow
    clause: Clause
    standing: Standing | None
    source: Source | None
    recorded_at: Instant
    amendments: int
    corrections: int
    in_force: dict[str, str]
    pending: list[TermsFrom]
    timeline: list[TermsFrom]
    kept: Kept


class Ending(Input):
    """The last day of a contract that ends early, why, who decided, and how care goes on."""

    last_day: Day
    ground: Literal["go_no_go", "suitability", "agreement", "breach"]
    decided_by: str = Field(min_length=2)
    reason: str = Field(min_length=10)
    continuity: str = Field(min_length=10)
    decision_id: UUID | None = None


class ContractQuery(ListQuery):
    programme: UUID | None = None
    segment: str | None = None
    provider: UUID | None = None
    number: str | None = None


@router.get("")
def list_contracts(
    request: Request, response: Response, ports: World, query: Annotated[ContractQuery, Query()]
) -> Page[Contract]:
    """Contracts by number, each with what is in force today and what will be."""
    where = {
        "programme_id": query.programme,
        "segment": query.segment,
        "provider_id": query.provider,
        "number": query.number,
    }
    rows, total = rows_of(ports, query, CONTRACTS, where, ("number",))
    today = local_day(ports.clock())
    with ports.pool.connection() as connection:
        names = address_book.many(connection, {str(row.provider_id) for row in rows})

    def show(row: ContractRow) -> Contract:
        return filled(row, today, names)

    return paged(request, response, query, (rows, total), show)


@router.post("/{contract_id}/endings", status_code=202)
def end(contract_id: UUID, body: Ending, order: Order) -> Corrected:
    """Let a contract end before its time, with word of how care goes on.

    The answer lists what was recorded of it for days after that.
    """
    ending = parts.Ending.model_validate(body.model_dump(exclude={"last_day"}))
    command = EndContract(
        contract_id=contract_id, last_day=body.last_day, ending=ending, **order.stamp
    )
    return record_correction(order, command, f"/contracts/{contract_id}", contract_id)


@router.get("/{contract_id}")
def show_contract(
    contract_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Contract:
    """One contract as it is known now."""
    row = one(ports, query, CONTRACTS, contract_id)
    with ports.pool.connection() as connection:
        names = address_book.many(connection, [str(row.provider_id)])
    return filled(row, local_day(ports.clock()), names)


def filled(row: ContractRow, today: date, names: dict[str, address_book.Party]) -> Contract:
    return shown(
        Contract,
        row,
        provider=party(row.provider_id, names),
        in_force=row.terms_on(today),
        pending=row.pending_on(today),
        kept=kept(row, today),
    )
