"""What would move if the plan were moved by months: asked of the plan's own rules (ST-08).

Nothing is recorded here. The programme is folded from its events and the rule that would decide
on the command is asked what it would say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from domain.base import Event, Refused, Sentence
from domain.dates import Window
from domain.programme.commands import ShiftPlan
from domain.programme.events import PlanItemPlanned, ProgrammeEvent
from domain.programme.plan import shift
from domain.programme.schedule import Violation, schedule
from domain.programme.shift import unit_of
from domain.programme.state import Item, Programme, evolve
from projections.plan_items import PlanItemRow

Why = Literal["done", "fixed", "missed", "unknown", "undated", "imprecise", "elsewhere"]

MOST = 120
"""The farthest a plan can be moved in one go, in months."""

_NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many months, for one segment or for all; what cannot follow as precisely stays."""

    months: int
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    item_id: str
    title: str
    segment: str | None
    before: Window
    after: Window


@dataclass(frozen=True, slots=True)
class Stay:
    """An item that would stay where it is, and why."""

    item_id: str
    title: str
    window: Window
    why: Why


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`keep` are the items that stay because their words are not precise enough to move.

    `violations` are where the plan would come to contradict itself and does not do so now.
    """

    wanted: Wanted
    moves: tuple[Move, ...]
    stays: tuple[Stay, ...]
    keep: tuple[str, ...]
    violations: tuple[Violation, ...]
    refusal: Sentence | None = None


def programme_after(events: Sequence[Event]) -> Programme:
    """The programme as its events leave it."""
    programme = Programme()
    for event in events:
        if isinstance(event, ProgrammeEvent):
            programme = evolve(programme, event)
    return programme


def imprecise(programme: Programme, wanted: Wanted) -> tuple[str, ...]:
    """What is to come and cannot move by so many months in its own words: "2030" by 5 months."""
    return tuple(
        item_id
        for item_id, item in programme.items.items()
        if _stays(item, wanted) is None and wanted.months % unit_of(item.window)
    )


def what_if(
    programme: Programme, rows: Sequence[PlanItemRow], wanted: Wanted, at: datetime
) -> WhatIf:
    """What moving it would do; a refusal is part of the answer."""
    keep = imprecise(programme, wanted)
    command = ShiftPlan(
        programme_id=rows[0].programme_id if rows else _NOTHING,
        command_id=_NOTHING,
        at=at,
        by="nobody",
        months=wanted.months,
        title="-",
        reason="-",
        segments=(wanted.segment,) if wanted.segment else (),
        keep=keep,
    )
    try:
        events = shift(command, programme)
    except Refused as error:
        return WhatIf(wanted, (), _all_stay(programme, wanted, keep), keep, (), error.sentence)
    moved = {each.item_id: each for each in events if isinstance(each, PlanItemPlanned)}
    moves = tuple(
        Move(each.item_id, each.title, each.segment, programme.items[item_id].window, each.window)
        for item_id, each in moved.items()
    )
    stays = tuple(each for each in _all_stay(programme, wanted, keep) if each.item_id not in moved)
    after = [
        replace(row, window=moved[row.item_id].window) if row.item_id in moved else row
        for row in rows
    ]
    known = {(each.item_id, each.awaited) for each in schedule(rows).violations}
    new = (each for each in schedule(after).violations if (each.item_id, each.awaited) not in known)
    return WhatIf(wanted, moves, stays, keep, tuple(new))


def _all_stay(programme: Programme, wanted: Wanted, keep: Sequence[str]) -> tuple[Stay, ...]:
    found = []
    for item_id, item in programme.items.items():
        why = "imprecise" if item_id in keep else _stays(item, wanted)
        if why is not None and item.status != "dropped":
            found.append(Stay(item_id, item.planned.title, item.window, why))
    return tuple(found)


def _stays(item: Item, wanted: Wanted) -> Why | None:
    """Why an item stays whatever its precision; none if it may move."""
    if wanted.segment and item.planned.segment != wanted.segment:
        return "elsewhere"
    match item.status:
        case "realised" | "dropped":
            return "done"
        case "missed" | "unknown":
            return item.status
        case _:
            pass
    if item.planned.fixed:
        return "fixed"
    return "undated" if item.window.edtf is None else None
