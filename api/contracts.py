"""Contracts over HTTP: as they are, as they were on any day as known at any moment, corrections."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from pydantic.alias_generators import to_camel

from api import shapes
from api.identity import World
from api.moments import Known
from api.reading import Page, Paging, Reading, one, paged, rows_of
from api.recording import Order, record
from domain.contract import replay
from domain.contract.commands import CorrectContract
from domain.dates import local_day
from projections import address_book
from projections.address_book import Party
from projections.contract_versions import CONTRACT_VERSIONS, reading
from projections.contracts import CONTRACTS, ContractRow

router = APIRouter(prefix="/contracts", tags=["contracts"])


class ContractQuery(Paging):
    programme: UUID | None = None
    segment: str | None = None
    provider: UUID | None = None
    number: str | None = None


class ReplayQuery(Reading):
    """Two axes; with the other pair, what differs from the first reading to the other.

    Where only one of the other pair is given, the rest is as in the first.
    """

    in_force: date | None = Field(None, description="In force on this day; today.")
    known: Known | None = Field(
        None, description="As known at this instant, or at the end of this day; now."
    )
    other_in_force: date | None = None
    other_known: Known | None = None


class Correction(BaseModel, extra="forbid", alias_generator=to_camel):
    """`corrects` is the id of the fact that was wrong; the contract always read as corrected."""

    corrects: UUID
    terms: Annotated[dict[str, str], Field(min_length=1)]
    reason: Annotated[str, Field(min_length=3)]


@router.get("")
def list_contracts(
    request: Request, response: Response, ports: World, query: Annotated[ContractQuery, Query()]
) -> Page[shapes.Contract]:
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

    def show(row: ContractRow) -> shapes.Contract:
        return shown(row, today, names)

    return paged(request, response, query, (rows, total), show)


@router.get("/{contract_id}")
def show_contract(
    contract_id: UUID, ports: World, query: Annotated[Reading, Query()]
) -> shapes.Contract:
    """One contract as it is known now."""
    row = one(ports, query, CONTRACTS, contract_id)
    with ports.pool.connection() as connection:
        names = address_book.many(connection, [str(row.provider_id)])
    return shown(row, local_day(ports.clock()), names)


@router.get("/{contract_id}/replay")
def replay_contract(
    contract_id: UUID, ports: World, query: Annotated[ReplayQuery, Query()]
) -> shapes.Replay:
    """The contract as in force on one day, as known at one moment, and which fact says so."""
    row = one(ports, query, CONTRACT_VERSIONS, contract_id)
    now = ports.clock()
    first = reading(row, query.in_force or local_day(now), query.known or now)
    replayed = shapes.Replay(
        contract_id=row.contract_id,
        number=row.number,
        reading=read(first),
        other=None,
        differences=None,
    )
    if query.other_in_force is None and query.other_known is None:
        return replayed
    other = reading(row, query.other_in_force or first.in_force, query.other_known or first.known)
    differences = [shapes.Difference.model_validate(each) for each in replay.diff(first, other)]
    return replayed.model_copy(update={"other": read(other), "differences": differences})


@router.post("/{contract_id}/corrections", status_code=202)
def correct(contract_id: UUID, body: Correction, order: Order) -> shapes.Accepted:
    """Mend a mistake in an earlier record. What was known before stays as it was known."""
    command = CorrectContract(
        contract_id=contract_id,
        corrects=body.corrects,
        terms=body.terms,
        reason=body.reason,
        **order.stamp,
    )
    return record(order, command, f"/contracts/{contract_id}")


def shown(row: ContractRow, today: date, names: dict[str, Party]) -> shapes.Contract:
    return shapes.shown(
        shapes.Contract,
        row,
        provider=shapes.party(row.provider_id, names),
        in_force=row.terms_on(today),
        pending=row.pending_on(today),
    )


def read(found: replay.Reading) -> shapes.Reading:
    terms = [
        shapes.Term(name=name, text=text, fact=shapes.Fact.model_validate(found.facts[name]))
        for name, text in sorted(found.terms.items())
    ]
    return shapes.shown(shapes.Reading, found, terms=terms)
