"""Proposing a change over HTTP, and seeing beforehand which contracts it would touch."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.change_parts import Indexation, Reservation, Scope
from api.identity import World
from api.moments import Day
from api.ports import Ports
from api.provisions import Provisions
from api.reading import ReadQuery, catch_up
from api.recording import Order, record
from api.shapes import Accepted, Clause, Input, Reckoned, Shape
from domain.base import Refused, Source, derived_id
from domain.change import parts
from domain.change.commands import ProposeChange
from domain.change.parts import ChangeKind
from domain.change.scope import scope_of
from domain.dates import local_day
from domain.notice import NoticeClause, latest_announcement
from projections import tables
from projections.contracts import CONTRACTS
from projections.programmes import PROGRAMMES, ProgrammeRow
from projections.reach import reach_of

router = APIRouter(tags=["changes"])

Days = Annotated[int, Field(ge=1, le=3660)]


class Proposal(Input):
    """A change of all contracts of a segment, or of those in `scope`.

    Its notice clause is that of the programme, the strictest if the scope has several; each
    contract is held to its own.
    """

    programme_id: UUID
    key: str = Field(pattern=r"^[a-z0-9-]+$", description="Unique within the programme.")
    segment: str
    title: str = Field(min_length=1)
    description: str
    terms: Annotated[dict[str, str], Field(min_length=1)]
    effective: Day
    remind_days: tuple[Days, ...] | None = None
    draft_days: Days | None = None
    source: Source | None = None
    kinds: tuple[ChangeKind, ...] | None = None
    scope: Scope | None = None
    provisions: Provisions | None = None
    indexation: Indexation | None = None
    new_clause: Clause | None = None
    reservation: Reservation | None = None


class OfClause(Shape):
    """How many contracts in scope have a clause, and by when it wants them told."""

    clause: Clause
    contracts: int
    latest: Reckoned


class Reached(Shape):
    """How many contracts a scope has on a day of effect; the strictest clause comes first.

    `silent` are left out because they do not say which products or municipalities they are for.
    """

    contracts: int
    excepted: int
    silent: int
    clauses: list[OfClause]


class ScopeQuery(ReadQuery):
    programme: UUID
    effective: Day
    segment: Annotated[tuple[str, ...], Field(min_length=1)]
    product: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    contract: tuple[UUID, ...] = ()


@router.post("/changes", status_code=202)
def propose(body: Proposal, order: Order) -> Accepted:
    """Propose to change contracts from a date on."""
    programme = programme_of(order.ports, body.programme_id)
    clause = strictest(programme, scope_of(body.segment, body.scope), body.effective)
    change_id = derived_id("change", programme.key, body.key)
    given = body.model_dump(exclude_none=True, exclude={"source"})
    command = ProposeChange.model_validate(
        {
            "change_id": change_id,
            "clause": clause,
            "source": body.source,
            **given,
            **order.stamp,
        }
    )
    return record(order, command, f"/changes/{change_id}")


@router.get("/change-scopes")
def show_scope(ports: World, query: Annotated[ScopeQuery, Query()]) -> Reached:
    """Count the contracts that a change with this scope would touch, by notice clause."""
    catch_up(ports, query, CONTRACTS)
    scope = parts.Scope(
        segments=query.segment,
        products=query.product,
        municipalities=query.municipality,
        contracts=query.contract,
    )
    today = local_day(ports.clock())
    reach = reach_of(ports.pool, query.programme, scope, query.effective, today)
    return Reached(
        contracts=len(reach.contracts),
        excepted=len(reach.excepted),
        silent=reach.silent,
        clauses=[OfClause.model_validate(each) for each in reach.clauses],
    )


def programme_of(ports: Ports, programme_id: UUID) -> ProgrammeRow:
    programme = tables.get(ports.pool, PROGRAMMES, programme_id)
    if programme is None:
        raise Refused("unknown_programme", "there is no such programme")
    return programme


def strictest(programme: ProgrammeRow, scope: parts.Scope, effective: date) -> NoticeClause:
    """Of the clauses that the programme states for these segments the one that wants to be first.

    Raises `Refused` for a segment that is not there or has no clause.
    """
    clauses = [clause_of(programme, segment) for segment in scope.segments]
    return min(clauses, key=lambda each: latest_announcement(effective, each).value)


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
