"""Plan items over HTTP: what is to happen when, and saying that it was done."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.conflicts import Corrected, record_correction
from api.identity import World
from api.reading import ListQuery, Page, ReadQuery, one, paged, period, rows_of
from api.recording import Order
from api.shapes import DatedWindow, Input, Instant, Shape
from domain.base import Source, Standing
from domain.dates import Window
from domain.programme.commands import RealisePlanItem
from domain.programme.parts import ItemKind
from projections.plan_items import PLAN_ITEMS, Status, key_of
from projections.tables import OneOf

PlanItemId = Annotated[str, Path(pattern=r"^[a-z0-9-]+$")]

router = APIRouter(prefix="/plan-items", tags=["plan-items"])


class EarlierPlan(Shape):
    """How an item was planned until it was planned anew."""

    title: str
    window: DatedWindow
    status: Status
    planned_at: Instant
    replaced_at: Instant
    source: Source | None


class PlanItem(Shape):
    """Something planned; *unknown* means that nobody has said what became of it."""

    programme_id: UUID
    item_id: str
    segment: str | None
    title: str
    window: DatedWindow
    status: Status
    kind: ItemKind | None
    body: str | None
    audience: str | None
    fixed: bool | None
    restates: str | None
    after: list[str]
    standing: Standing | None
    source: Source | None
    planned_at: Instant
    opened_at: Instant | None
    missed_at: Instant | None
    realised_at: Instant | None
    realised_on: DatedWindow | None
    earlier: list[EarlierPlan]


class PlanItemQuery(ListQuery):
    programme: UUID | None = None
    segment: str | None = None
    status: tuple[Status, ...] = ()
    due_until: date | None = Field(None, description="Due on this day or before.")


class Realisation(Input):
    """It was done, on the day or in the window that is known."""

    realised_on: Window


@router.get("")
def list_plan_items(
    request: Request, response: Response, ports: World, query: Annotated[PlanItemQuery, Query()]
) -> Page[PlanItem]:
    """Plan items in the order of their days; what has none comes last."""
    where = {
        "programme_id": query.programme,
        "segment": query.segment,
        "status": OneOf(query.status) if query.status else None,
        "due": period(None, query.due_until),
    }
    order = ("due", "first", "programme_id", "item_id")
    found = rows_of(ports, query, PLAN_ITEMS, where, order)
    return paged(request, response, query, found, PlanItem.model_validate)


@router.get("/{programme_id}/{plan_item_id}")
def show_plan_item(
    programme_id: UUID,
    plan_item_id: PlanItemId,
    ports: World,
    query: Annotated[ReadQuery, Query()],
) -> PlanItem:
    """One plan item, and how it was planned before."""
    row = one(ports, query, PLAN_ITEMS, key_of(programme_id, plan_item_id))
    return PlanItem.model_validate(row)


@router.post("/{programme_id}/{plan_item_id}/realisations", status_code=202)
def realise(
    programme_id: UUID, plan_item_id: PlanItemId, body: Realisation, order: Order
) -> Corrected:
    """Say that a plan item was done, and when, as precisely as is known."""
    command = RealisePlanItem(
        programme_id=programme_id,
        item_id=plan_item_id,
        realised_on=body.realised_on,
        **order.stamp,
    )
    location = f"/plan-items/{programme_id}/{plan_item_id}"
    return record_correction(order, command, location, programme_id)
