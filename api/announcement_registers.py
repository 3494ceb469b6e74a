"""The on-time register over HTTP: how many were told in time, and every contract afterwards."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.identity import World
from api.reading import ListQuery, Page, ReadQuery, catch_up, one, paged
from api.shapes import Clause, Reckoned, Shape
from domain.dates import local_day
from projections import on_time
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.letters import LETTERS
from projections.reach import Scoped, preview, proposed_by, scoped

router = APIRouter(tags=["changes"])


class Register(Shape):
    """How many contracts were told of a change in time, of how many; the rest is in its letters.

    `shortest` is the fewest days that were left between a letter and its last lawful day.
    """

    change_id: UUID
    effective: date
    contracts: int
    in_time: int
    late: int
    open: int
    shortest: int | None


class TermAfterwards(Shape):
    """How a term reads before and after; `own` where it differs from the change's words."""

    name: str
    before: str | None
    after: str | None
    own: bool


class ContractAfterwards(Shape):
    """A contract in scope, the last day on which it can be told, and the terms that differ."""

    contract_id: UUID
    number: str
    segment: str
    clause: Clause
    latest: Reckoned
    terms: list[TermAfterwards]


@router.get("/announcement-registers/{change_id}")
def show_register(change_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]) -> Register:
    """The on-time register of a change in figures."""
    catch_up(ports, query, LETTERS)
    change = one(ports, query, CHANGES, change_id)
    with ports.pool.connection() as connection:
        found = on_time.summary_of(connection, change)
    return Register(
        change_id=change_id,
        effective=change.effective,
        contracts=found.contracts,
        in_time=found.in_time,
        late=found.late,
        open=found.open,
        shortest=found.shortest,
    )


@router.get("/changes/{change_id}/contracts")
def list_contracts(
    request: Request,
    response: Response,
    change_id: UUID,
    ports: World,
    query: Annotated[ListQuery, Query()],
) -> Page[ContractAfterwards]:
    """The contracts in scope by number, each with what the change does to it."""
    catch_up(ports, query, CONTRACTS, LETTERS)
    change = one(ports, query, CHANGES, change_id)
    found = scoped(ports.pool, change, local_day(ports.clock()))
    proposed = proposed_by(change)

    def show(each: Scoped) -> ContractAfterwards:
        seen = preview(each.contract, proposed, each.laid_out)
        return ContractAfterwards(
            contract_id=each.contract.contract_id,
            number=each.contract.number,
            segment=each.contract.segment,
            clause=Clause.model_validate(each.clause),
            latest=Reckoned.model_validate(each.latest),
            terms=[
                TermAfterwards(
                    name=term.name,
                    before=term.before,
                    after=term.after,
                    own=term.name in seen.own,
                )
                for term in seen.changed
            ],
        )

    rows = found[query.offset : query.offset + query.page_size]
    return paged(request, response, query, (rows, len(found)), show)
