"""Questions about contracts together: what holds for a municipality, one end for several."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.identity import World
from api.moments import Day
from api.provisions import Provisions
from api.reading import ReadQuery, catch_up
from api.shapes import Clause, DatedWindow, Reckoned, ReckonedStep, Shape, shown
from domain.contract.alignment import Way
from domain.contract.parts import Form
from domain.dates import local_day
from projections.alignment import alignment
from projections.contracts import CONTRACTS, in_force_for

router = APIRouter(tags=["contracts"])


class HoldingQuery(ReadQuery):
    """`day` is today where it is left out."""

    provider: UUID
    segment: str
    municipality: str
    day: Day | None = None


class Holding(Shape):
    """A contract that holds on the day: its terms in words, and those that have figures."""

    contract_id: UUID
    number: str
    form: Form
    parent: UUID | None
    terms: dict[str, str]
    provisions: Provisions
    clause: Clause


class AlignmentQuery(ReadQuery):
    """`target` is the common last day; without one it is the last that any of them has."""

    programme: UUID
    segment: Annotated[tuple[str, ...], Field(min_length=1)]
    target: Day | None = None


class Aligning(Shape):
    """What it takes for a contract to end on the common day: the options it uses, and why."""

    contract_id: UUID
    number: str
    segment: str
    ends: DatedWindow
    way: Way
    uses: list[str]
    reach: date | None
    steps: list[ReckonedStep]


class Alignment(Shape):
    """One last day for contracts of several segments, and the way there for each."""

    target: date | None
    common: Reckoned | None
    contracts: list[Aligning]


@router.get("/in-force-contracts")
def list_in_force(ports: World, query: Annotated[HoldingQuery, Query()]) -> list[Holding]:
    """What holds between a provider and a municipality in a segment on a day (CC-21)."""
    catch_up(ports, query, CONTRACTS)
    day = query.day or local_day(ports.clock())
    found = in_force_for(ports.pool, query.provider, query.segment, query.municipality, day)
    return [
        shown(
            Holding,
            row,
            terms=row.terms_on(day),
            provisions=row.provisions_on(day),
            clause=row.clause_on(day),
        )
        for row in found
    ]


@router.get("/end-alignments")
def propose_alignment(ports: World, query: Annotated[AlignmentQuery, Query()]) -> Alignment:
    """Propose one last day for the contracts of some segments; it changes none (CC-12)."""
    catch_up(ports, query, CONTRACTS)
    today = local_day(ports.clock())
    found = alignment(ports.pool, query.programme, query.segment, today, query.target)
    return Alignment(
        target=found.target,
        common=None if found.common is None else Reckoned.model_validate(found.common),
        contracts=[
            shown(Aligning, each, number=row.number, segment=row.segment, ends=row.ends)
            for row, each in found.contracts
        ],
    )
