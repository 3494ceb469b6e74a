"""Procedures over HTTP: each segment's way, step by step, and how it was planned before."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.identity import World
from api.reading import ListQuery, Page, ReadQuery, one, paged, rows_of
from api.shapes import DatedWindow, Instant, Reckoned, Shape, shown
from domain.base import Source, Standing
from domain.procedure.parts import StepKind
from projections.procedures import PROCEDURES, ProcedureRow, Status, StepPart
from projections.tables import OneOf

router = APIRouter(prefix="/procedures", tags=["procedures"])


class EarlierWindow(Shape):
    """When a step was planned before."""

    window: DatedWindow
    replaced_at: Instant
    reason: str | None


class Step(Shape):
    """A step as it stands; `waitsFor` are the steps before it that are not over.

    `item` is the plan item it is; `gateOpen` is none where there is no gate.
    """

    step_id: str
    title: str
    kind: StepKind
    window: DatedWindow
    due: date | None
    after: list[str]
    body: str | None
    gate: str | None
    gate_open: bool | None
    fixed: bool
    optional: bool
    item: str | None
    status: str
    waits_for: list[str]
    done: DatedWindow | None
    timing: str | None
    output: str | None
    skipped_for: str | None
    earlier: list[EarlierWindow]
    source: Source | None


class Branch(Shape):
    """Another way that is declared beforehand."""

    branch_id: str
    condition: str


class Procedure(Shape):
    """One segment or lot along a route. `until` is the last day of a standstill, with reasons."""

    procedure_id: UUID
    programme_id: UUID
    key: str
    title: str
    segments: list[str]
    lot: str | None
    route: str
    route_version: int
    reason: str | None
    status: Status
    steps: list[Step]
    gates: list[str]
    branches: list[Branch]
    until: Reckoned | None
    branch: str | None
    branch_reason: str | None
    gave_way: list[Step]
    ended_for: str | None
    completed_on: date | None
    standing: Standing | None
    source: Source | None
    planned_at: Instant


class ProcedureQuery(ListQuery):
    programme: UUID | None = None
    route: str | None = Field(None, description="Also over programmes: who went the same way.")
    status: tuple[Status, ...] = ()


@router.get("")
def list_procedures(
    request: Request, response: Response, ports: World, query: Annotated[ProcedureQuery, Query()]
) -> Page[Procedure]:
    """Procedures by the day on which something is due; what has none comes last."""
    where = {
        "programme_id": query.programme,
        "route": query.route,
        "status": OneOf(query.status) if query.status else None,
    }
    found = rows_of(ports, query, PROCEDURES, where, ("due", "programme_id", "key"))
    return paged(request, response, query, found, show)


@router.get("/{procedure_id}")
def show_procedure(
    procedure_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> Procedure:
    """One procedure with all its steps."""
    return show(one(ports, query, PROCEDURES, procedure_id))


def show(row: ProcedureRow) -> Procedure:
    return shown(
        Procedure,
        row,
        branches=row.track.branches,
        steps=[step_of(each) for each in row.steps],
        gave_way=[step_of(each) for each in row.gave_way],
    )


def step_of(part: StepPart) -> Step:
    """A step as it stands: what it is by its route, and what became of it."""
    planned = part.state.step
    names = ("title", "kind", "window", "after", "body", "gate", "fixed", "optional", "item")
    said = {name: getattr(planned, name) for name in names}
    return shown(Step, part, source=planned.source, done=part.state.done, **said)
