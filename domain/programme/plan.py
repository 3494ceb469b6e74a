"""The rules of the plan: what opens, is done, is missed, is planned anew (ST-04, ST-06, ST-08)."""

from collections.abc import Sequence
from datetime import datetime
from math import lcm
from typing import Any

from domain.base import Refused, made
from domain.dates import Window, local_day
from domain.programme.commands import (
    MissPlanItem,
    OpenPlanItem,
    RealisePlanItem,
    RevisePlan,
    ShiftPlan,
)
from domain.programme.events import (
    PlanItemDropped,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
    PlanRevised,
)
from domain.programme.parts import PlanItem
from domain.programme.shift import shifted, unit_of
from domain.programme.state import Item, Programme, item_of, know_segments, statement

Revision = PlanRevised | PlanItemPlanned | PlanItemRealised | PlanItemDropped


def open_item(command: OpenPlanItem, programme: Programme) -> list[PlanItemOpened]:
    """Open an item on the first day of its window."""
    item = item_of(command.item_id, programme)
    if item.status not in ("planned", "reserved"):
        return []
    if item.window.first is None or item.window.first > local_day(command.at):
        return []
    return [
        PlanItemOpened(programme_id=command.programme_id, item_id=command.item_id, **made(command))
    ]


def realise(command: RealisePlanItem, programme: Programme) -> list[PlanItemRealised]:
    """Record that an item was done, also one that was missed or dropped: what is done is done."""
    item = item_of(command.item_id, programme)
    first = command.realised_on.first
    if first is None or first > local_day(command.at):
        raise Refused(
            "not_yet_done",
            "%(when)s has not come yet: say when it was done, in the past",
            when=command.realised_on.written,
        )
    if item.realised_on == command.realised_on:
        return []
    return [
        PlanItemRealised(
            programme_id=command.programme_id,
            item_id=command.item_id,
            realised_on=command.realised_on,
            **made(command),
        )
    ]


def miss(command: MissPlanItem, programme: Programme) -> list[PlanItemMissed]:
    """Record that an item's window has passed without word that it was done."""
    item = item_of(command.item_id, programme)
    last = item.window.last
    if item.status not in ("planned", "reserved", "open"):
        return []
    if last is None or last >= local_day(command.at):
        return []
    return [
        PlanItemMissed(
            programme_id=command.programme_id,
            item_id=command.item_id,
            window=item.window,
            **made(command),
        )
    ]


def plan(
    item: PlanItem, at: datetime, stamp: dict[str, Any]
) -> list[PlanItemPlanned | PlanItemRealised]:
    """Plan an item; one whose window had passed is unknown until somebody says what became of it.

    A programme that is published late is so never shown as late wholesale.
    """
    said = dict(item)
    status, realised_on = said.pop("status"), said.pop("realised_on")
    if status != "realised":
        status = "unknown" if _passed(item.window, at) else status
        return [PlanItemPlanned(**said, status=status, **stamp)]
    origin = {"standing": item.standing, "source": item.source}
    done = PlanItemRealised(
        item_id=item.item_id, realised_on=realised_on or item.window, **origin, **stamp
    )
    return [PlanItemPlanned(**said, status="planned", **stamp), done]


def revise(command: RevisePlan, programme: Programme) -> list[Revision]:
    """Make a new version of the plan. Refuses one that moves or drops what must stay."""
    _stands_on(command, programme)
    _check(command, programme)
    stamp = {"programme_id": command.programme_id, **made(command)}
    planned = [
        event
        for item in command.items
        for event in plan(item, command.at, stamp)
        if _changes(event, programme)
    ]
    dropped = [
        PlanItemDropped(item_id=item_id, reason=command.reason, **stamp)
        for item_id in command.drop
        if programme.items[item_id].status != "dropped"
    ]
    if not planned and not dropped:
        return []
    revised = PlanRevised(
        number=programme.version + 1,
        title=command.title,
        reason=command.reason,
        decided_by=command.decided_by,
        items=tuple(dict.fromkeys(event.item_id for event in planned)),
        dropped=tuple(event.item_id for event in dropped),
        **stamp,
    )
    return [revised, *planned, *dropped]


def shift(command: ShiftPlan, programme: Programme) -> list[Revision]:
    """Move what may still come. Refuses a shift that some item cannot follow in its own words."""
    _stands_on(command, programme)
    know_segments(command.segments, programme)
    for item_id in command.keep:
        item_of(item_id, programme)
    moving = [item for item in programme.items.values() if _moves(item, command)]
    _can_move(moving, command.months)
    stamp = {"programme_id": command.programme_id, **made(command)}
    pairs = [(item, _shifted(item, command.months)) for item in moving]
    planned = [_replanned(item, window, command) for item, window in pairs if window != item.window]
    if not planned:
        raise Refused(
            "nothing_to_shift",
            "nothing in the plan moves by %(months)s months: what is left of it is fixed, done, "
            "past or has no date",
            months=command.months,
        )
    revised = PlanRevised(
        number=programme.version + 1,
        title=command.title,
        reason=command.reason,
        decided_by=command.decided_by,
        origin="shifted",
        months=command.months,
        items=tuple(event.item_id for event in planned),
        **stamp,
    )
    return [revised, *planned]


def _stands_on(command: RevisePlan | ShiftPlan, programme: Programme) -> None:
    """Refuse what was thought out on a plan that somebody has planned anew since."""
    if command.on_version not in (None, programme.version):
        raise Refused(
            "plan_moved_on",
            "this was thought out on version %(on)s of the plan, and it is version %(now)s now: "
            "look what changed, work it out anew and send that",
            on=command.on_version,
            now=programme.version,
        )


def _check(command: RevisePlan, programme: Programme) -> None:
    named = [*(item.item_id for item in command.items), *command.drop]
    for item_id in named:
        if named.count(item_id) > 1:
            raise Refused(
                "item_twice",
                "%(item)s is named twice: plan it anew or drop it, once",
                item=item_id,
            )
    for item in command.items:
        know_segments((item.segment,) if item.segment else (), programme)
        for awaited in item.after:
            if awaited not in named:
                item_of(awaited, programme)
        known = programme.items.get(item.item_id)
        moves = known is not None and not item.window.same_time(known.window)
        frees = known is not None and known.planned.fixed and not item.fixed
        if known is not None and known.status != "dropped" and (moves or frees):
            _stays(known)
    for item_id in command.drop:
        if (there := item_of(item_id, programme)).status != "dropped":
            _stays(there)


def _stays(item: Item) -> None:
    """Refuse to touch an item that keeps its place whatever else moves (ST-06)."""
    if item.status == "realised":
        raise Refused(
            "realised_item",
            "“%(title)s” was done: leave it out of the revision, what was done stays where it is",
            title=item.planned.title,
        )
    if item.planned.fixed:
        raise Refused(
            "fixed_item",
            "“%(title)s” is fixed at %(window)s: leave it out of the revision, or publish the "
            "document that moves it",
            title=item.planned.title,
            window=item.window.written,
        )


def _changes(event: PlanItemPlanned | PlanItemRealised, programme: Programme) -> bool:
    known = programme.items.get(event.item_id)
    if known is None or known.status == "dropped":
        return True
    if isinstance(event, PlanItemRealised):
        return known.realised_on != event.realised_on
    return statement(known.planned) != statement(event)


def _moves(item: Item, command: ShiftPlan) -> bool:
    if item.status not in ("planned", "reserved", "open") or item.planned.fixed:
        return False
    here = not command.segments or item.planned.segment in command.segments
    return here and item.planned.item_id not in command.keep


def _can_move(moving: Sequence[Item], months: int) -> None:
    """Refuse a shift that some item cannot follow as precisely as it is planned."""
    vague = [item for item in moving if months % unit_of(item.window)]
    if vague:
        raise Refused(
            "too_precise_a_shift",
            "“%(title)s” is planned as “%(window)s”: it cannot move by %(months)s months in its "
            "own words, and so with: %(items)s. Shift by whole %(unit)s months, name them as "
            "what is to be kept, or revise them first and say when they are to be",
            title=vague[0].planned.title,
            window=vague[0].window.written,
            months=months,
            items=", ".join(item.planned.item_id for item in vague),
            unit=lcm(*(unit_of(item.window) for item in moving)),
        )


def _shifted(item: Item, months: int) -> Window:
    try:
        return shifted(item.window, months)
    except (ValueError, OverflowError) as error:
        raise Refused(
            "shift_too_far",
            "“%(title)s” cannot move by %(months)s months: that is beyond the calendar",
            title=item.planned.title,
            months=months,
        ) from error


def _replanned(item: Item, window: Window, command: ShiftPlan) -> PlanItemPlanned:
    """Plan it as it was, elsewhere: that is derived from its source, no longer stated by it."""
    planned = item.planned
    passed = _passed(window, command.at)
    return PlanItemPlanned(
        **{
            **statement(planned),
            "window": window,
            "status": "unknown" if passed else statement(planned)["status"],
            "standing": "fictional" if planned.standing == "fictional" else "derived",
            **made(command),
        }
    )


def _passed(window: Window, at: datetime) -> bool:
    return window.last is not None and window.last < local_day(at)
