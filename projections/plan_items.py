"""The plan items: what is to happen in which window, how it stands, how it was planned before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.dates import Window
from domain.programme.events import (
    PlanItemDropped,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
)
from domain.programme.parts import ItemKind
from domain.programme.schedule import Schedule, schedule
from projections import tables
from projections.read_model import ReadModel

Status = Literal["planned", "reserved", "unknown", "open", "realised", "missed", "dropped"]


PlanEvent = PlanItemPlanned | PlanItemOpened | PlanItemRealised | PlanItemMissed | PlanItemDropped


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """How an item was planned until it was planned anew at `replaced_at`."""

    title: str
    window: Window
    status: Status
    planned_at: datetime
    replaced_at: datetime
    source: Source | None


@dataclass(frozen=True, slots=True)
class PlanItemRow:
    """`first` and `last` are the window's own days; `due` is the cautious one that alerts use.

    `restates` names the item that its source dates here once more. One that was dropped keeps
    its row.
    """

    programme_id: UUID
    item_id: str
    segment: str | None
    title: str
    window: Window
    first: date | None
    last: date | None
    due: date | None
    status: Status
    after: tuple[str, ...]
    standing: Standing | None
    source: Source | None
    planned_at: datetime
    opened_at: datetime | None = None
    missed_at: datetime | None = None
    realised_at: datetime | None = None
    realised_on: Window | None = None
    dropped_at: datetime | None = None
    kind: ItemKind | None = None
    body: str | None = None
    audience: str | None = None
    fixed: bool | None = None
    restates: str | None = None
    earlier: tuple[EarlierPlan, ...] = ()


def keys(event: Event) -> Iterable[str]:
    """An item's id is its own only within its programme."""
    return (key_of(event.programme_id, event.item_id),) if isinstance(event, PlanEvent) else ()


def key_of(programme_id: UUID, item_id: str) -> str:
    """The key of an item's row."""
    return f"{programme_id}:{item_id}"


def project(_: str, row: PlanItemRow | None, event: Event) -> PlanItemRow | None:
    """Fold one event into the row of its plan item."""
    if isinstance(event, PlanItemPlanned):
        return _planned(row, event)
    if row is None:
        return None
    match event:
        case PlanItemOpened():
            return replace(row, status="open", opened_at=event.at)
        case PlanItemRealised():
            return replace(
                row, status="realised", realised_at=event.at, realised_on=event.realised_on
            )
        case PlanItemMissed():
            return replace(row, status="missed", missed_at=event.at)
        case PlanItemDropped():
            return replace(row, status="dropped", dropped_at=event.at)
        case _:
            return row


PLAN_ITEMS = ReadModel(
    name="plan_items",
    version=2,
    row=PlanItemRow,
    events=get_args(PlanEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "segment", "status", "due"),
)


def of_programme(source: tables.Source, programme_id: UUID) -> list[PlanItemRow]:
    """The plan as it stands, in the order of its days; what has none comes last."""
    where = {"programme_id": programme_id}
    rows = tables.select(source, PLAN_ITEMS, where, order=("due", "first", "item_id"))
    return [row for row in rows if row.status != "dropped"]


def schedule_of(source: tables.Source, programme_id: UUID) -> Schedule:
    """Where each item has room, and which hold up the rest (ST-07)."""
    return schedule(of_programme(source, programme_id))


def _planned(row: PlanItemRow | None, event: PlanItemPlanned) -> PlanItemRow:
    """Plan anew without losing how it was planned: what was done stays done."""
    planned = PlanItemRow(
        programme_id=event.programme_id,
        item_id=event.item_id,
        segment=event.segment,
        title=event.title,
        window=event.window,
        first=event.window.first,
        last=event.window.last,
        due=event.window.due,
        status=event.status,
        after=event.after,
        standing=event.standing,
        source=event.source,
        planned_at=event.at,
        kind=event.kind,
        body=event.body,
        audience=event.audience,
        fixed=event.fixed,
        restates=event.restates,
    )
    if row is None:
        return planned
    earlier = EarlierPlan(row.title, row.window, row.status, row.planned_at, event.at, row.source)
    return replace(
        planned,
        status="realised" if row.status == "realised" else event.status,
        realised_at=row.realised_at,
        realised_on=row.realised_on,
        earlier=(*row.earlier, earlier),
    )
