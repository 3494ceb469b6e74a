"""Programmes over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.identity import World
from api.plan_items import PlanItem
from api.reading import ListQuery, Page, ReadQuery, one, paged, rows_of
from api.shapes import Clause, DatedWindow, Instant, Shape
from domain.base import Source, Standing
from domain.programme.parts import Participation, Stage
from projections.plan_items import PLAN_ITEMS
from projections.programmes import PROGRAMMES

router = APIRouter(prefix="/programmes", tags=["programmes"])


class Cycle(Shape):
    """The years a programme is for, the contracts it follows and those it begets."""

    years: DatedWindow
    predecessors_end: DatedWindow
    successors_start: DatedWindow
    stage: Stage
    standing: Standing
    source: Source


class Municipality(Shape):
    """A municipality; no segments named means all."""

    name: str
    subregion: str | None
    participation: Participation
    segments: list[str]
    components: list[str]
    since: DatedWindow | None
    standing: Standing | None
    source: Source | None


class Segment(Shape):
    segment_id: str
    number: int
    title: str
    aliases: list[str]
    products: list[str]
    standing: Standing | None
    source: Source | None


class ProgrammeClause(Shape):
    """A notice clause of the programme; no segments named means all."""

    notice: Clause
    segments: list[str]
    standing: Standing | None


class Programme(Shape):
    programme_id: UUID
    key: str
    title: str
    region: str
    executive: str | None
    cycle: Cycle | None
    standing: Standing | None
    source: Source | None
    published_at: Instant
    municipalities: list[Municipality]
    segments: list[Segment]
    clauses: list[ProgrammeClause]


@router.get("")
def list_programmes(
    request: Request, response: Response, ports: World, query: Annotated[ListQuery, Query()]
) -> Page[Programme]:
    """All programmes, by region and title."""
    found = rows_of(ports, query, PROGRAMMES, {}, ("region", "title"))
    return paged(request, response, query, found, Programme.model_validate)


@router.get("/{programme_id}")
def show_programme(
    programme_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Programme:
    """One programme: its municipalities, segments and notice clauses."""
    return Programme.model_validate(one(ports, query, PROGRAMMES, programme_id))


@router.get("/{programme_id}/plan-items")
def list_plan_items_of_programme(
    programme_id: UUID,
    request: Request,
    response: Response,
    ports: World,
    query: Annotated[ListQuery, Query()],
) -> Page[PlanItem]:
    """The programme's plan in the order of its days; what has none comes last."""
    one(ports, query, PROGRAMMES, programme_id)
    where = {"programme_id": programme_id}
    found = rows_of(ports, query, PLAN_ITEMS, where, ("due", "first", "item_id"))
    return paged(request, response, query, found, PlanItem.model_validate)
