"""What is due of a plan item: that it opens, that it is missed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from domain.programme.events import (
    PlanItemDropped,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
)
from projections.agenda.rows import AgendaRow, Kind, settled

PLAN: dict[str, Kind] = {"open": "open_item", "miss": "miss_item"}

PlanEvent = PlanItemPlanned | PlanItemOpened | PlanItemRealised | PlanItemMissed | PlanItemDropped

_DAY = timedelta(days=1)


def plan_keys(event: PlanEvent) -> Iterable[str]:
    """A plan item has a row for opening and one for missing it."""
    return (f"plan:{event.programme_id}:{event.item_id}:{step}" for step in PLAN)


def plan_item(key: str, row: AgendaRow | None, event: PlanEvent) -> AgendaRow | None:
    if isinstance(event, PlanItemPlanned):
        return _planned(key, row, event)
    if row is None:
        return None
    match event:
        case PlanItemOpened():
            return settled(row, "done", event) if row.kind == "open_item" else row
        case PlanItemRealised():
            return settled(row, "realised", event)
        case PlanItemMissed():
            return settled(row, "missed" if row.kind == "miss_item" else "dropped", event)
        case PlanItemDropped():
            return settled(row, "dropped", event)
        case _:
            assert_never(event)


def _planned(key: str, row: AgendaRow | None, event: PlanItemPlanned) -> AgendaRow | None:
    kind = PLAN[key.rpartition(":")[2]]
    last = event.window.last
    planned = AgendaRow(
        key=key,
        kind=kind,
        programme_id=event.programme_id,
        segment=event.segment,
        title=event.title,
        due_on=event.window.first if kind == "open_item" else last and last + _DAY,
        item_id=event.item_id,
    )
    if row is not None and row.outcome == "realised":
        return replace(planned, done=True, outcome="realised", settled_at=row.settled_at)
    if event.status != "unknown":
        return planned
    # Nobody may be called late for what was unknown from the start.
    return None if row is None else settled(planned, "dropped", event)
