"""Planning anew, over HTTP: versions, moves, municipalities that leave, segments that split."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.moments import Day
from api.recording import Order, record
from api.shapes import Accepted, Input
from domain.base import Source, Standing
from domain.dates import Window
from domain.programme import parts
from domain.programme.commands import (
    RevisePlan,
    ShiftPlan,
    SplitSegment,
    WithdrawMunicipality,
)

router = APIRouter(prefix="/programmes", tags=["plan-versions"])

Reason = Annotated[str, Field(min_length=3)]
Title = Annotated[str, Field(min_length=3)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]

ON_VERSION = "The version of the plan that this was thought out on; refused if there is a later."


class Item(Input):
    """A plan item as it is from now on."""

    item_id: Key
    title: Title
    window: Window
    segment: str | None = None
    status: parts.PlanStatus = "planned"
    realised_on: Window | None = None
    after: tuple[str, ...] = ()
    kind: parts.ItemKind | None = None
    body: str | None = None
    audience: str | None = None
    fixed: bool | None = None
    restates: str | None = None
    standing: Standing = "stated"
    source: Source


class Revision(Input):
    """A new version of the plan: these items, without those dropped."""

    title: Title
    reason: Reason
    decided_by: str | None = None
    items: tuple[Item, ...] = ()
    drop: tuple[Key, ...] = ()
    on_version: int | None = Field(None, description=ON_VERSION)


class Moving(Input):
    """Everything that is not done, fixed or kept moves by so many months; back if below zero."""

    months: int = Field(ge=-120, le=120)
    title: Title
    reason: Reason
    decided_by: str | None = None
    segments: tuple[Key, ...] = ()
    keep: tuple[Key, ...] = ()
    on_version: int | None = Field(None, description=ON_VERSION)


class Departure(Input):
    """No segments named means all."""

    name: str
    leaves_on: Day
    segments: tuple[Key, ...] = ()
    reason: Reason


class NewSegment(Input):
    segment_id: Key
    number: int
    title: Title
    label: str | None = None
    products: tuple[str, ...] = ()
    source: Source


class Splitting(Input):
    """A segment becomes several."""

    segment_id: Key
    into: Annotated[tuple[NewSegment, ...], Field(min_length=2)]
    from_day: Day
    reason: Reason


@router.post("/{programme_id}/plan-versions", status_code=202)
def revise(programme_id: UUID, body: Revision, order: Order) -> Accepted:
    """Plan anew; the versions before stay as they were."""
    given = body.model_dump(exclude={"items"})
    items = tuple(
        parts.PlanItem.model_validate(each.model_dump(round_trip=True)) for each in body.items
    )
    command = RevisePlan(programme_id=programme_id, items=items, **given, **order.stamp)
    return record(order, command, f"/programmes/{programme_id}/plan-versions")


@router.post("/{programme_id}/plan-shifts", status_code=202)
def shift(programme_id: UUID, body: Moving, order: Order) -> Accepted:
    """Move the plan by months, each item in its own precision."""
    command = ShiftPlan(programme_id=programme_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/programmes/{programme_id}/plan-versions")


@router.post("/{programme_id}/departures", status_code=202)
def leave(programme_id: UUID, body: Departure, order: Order) -> Accepted:
    """A municipality leaves, from a day on."""
    command = WithdrawMunicipality(programme_id=programme_id, **body.model_dump(), **order.stamp)
    return record(order, command, f"/programmes/{programme_id}")


@router.post("/{programme_id}/splits", status_code=202)
def split(programme_id: UUID, body: Splitting, order: Order) -> Accepted:
    """A segment becomes several; what was planned for it stays until it is planned anew."""
    into = tuple(parts.Segment.model_validate(each.model_dump()) for each in body.into)
    command = SplitSegment(
        programme_id=programme_id,
        into=into,
        segment_id=body.segment_id,
        from_day=body.from_day,
        reason=body.reason,
        **order.stamp,
    )
    return record(order, command, f"/programmes/{programme_id}")
