"""What the plans wait for: items that are late, that go on now, that begin soon (ST-07, PG-35)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from api.pages.bodies import Bodies
from api.pages.matters.parts import (
    SOON,
    TIGHT,
    Matter,
    View,
    ngettext,
    over,
    urgency_of,
    why_of,
    words,
)
from domain.base import Sentence
from domain.programme.schedule import Slot, schedule
from projections import plan_items, tables
from projections.language import N_
from projections.plan_items import PLAN_ITEMS, PlanItemRow
from projections.tables import AtMost, OneOf

_AHEAD = ("open", "planned", "reserved")
_OVER = ("realised", "dropped")


def of_plan(source: tables.Source, view: View, bodies: Mapping[UUID, Bodies]) -> Iterator[Matter]:
    """Items that are late, open, or begin or end soon; of each whether it can still be done."""
    found = _asked_for(source, view.today)
    for programme_id in dict.fromkeys(each.programme_id for each in found):
        plan = {each.item_id: each for each in plan_items.of_programme(source, programme_id)}
        slots = {each.item_id: each for each in schedule(plan.values()).slots}
        named = bodies.get(programme_id, Bodies({}))
        for row in found:
            if row.programme_id == programme_id:
                yield _item(row, view, plan, slots, named)


def _asked_for(source: tables.Source, today: date) -> list[PlanItemRow]:
    until = AtMost(today + SOON)
    asked: tuple[dict[str, object], ...] = (
        {"status": OneOf(["open", "missed"])},
        {"status": OneOf(["planned", "reserved"]), "due": until},
        {"status": OneOf(["planned", "reserved"]), "first": until},
    )
    rows = [row for where in asked for row in tables.select(source, PLAN_ITEMS, where)]
    return list({(row.programme_id, row.item_id): row for row in rows}.values())


def _item(
    row: PlanItemRow,
    view: View,
    plan: Mapping[str, PlanItemRow],
    slots: Mapping[str, Slot],
    bodies: Bodies,
) -> Matter:
    risks = tuple(risks_of(row, view.today, plan, slots.get(row.item_id)))
    late = row.status == "missed" or over(row.last, view.today)
    day = row.due if row.last else None
    urgency = urgency_of(view, day, risks, going_on=row.status == "open")
    if late:
        step = N_("Record when it was done, or plan it anew")
    elif row.status == "open":
        step = N_("Record it once it is done")
    else:
        step = N_("See that it can begin")
    return Matter(
        key=f"plan:{row.programme_id}:{row.item_id}",
        kind="plan",
        title=row.title,
        address=f"/programmas/{row.programme_id}#{row.item_id}",
        programme_id=row.programme_id,
        segments=(row.segment,) if row.segment else (),
        urgency="late" if late else urgency,
        who="programmabureau",
        step=Sentence(step),
        day=day,
        written=row.window.written,
        by=bodies(row.body) or None,
        status=(row.status, "item"),
        risks=risks,
        held_up=any(True for _ in _awaited(row, plan)),
        why=why_of(row.programme_id, day),
    )


def risks_of(
    row: PlanItemRow, today: date, plan: Mapping[str, PlanItemRow], slot: Slot | None
) -> Iterator[str]:
    """What it waits for and is not done, and what waits for it and must be done first."""
    begins = (row.first - today).days if row.first else None
    for awaited in _awaited(row, plan):
        if awaited.status == "unknown":
            told = N_("Waits for “%(title)s”, of which nobody said whether it was done")
            yield words(told, title=awaited.title)
        elif awaited.status == "missed" or over(awaited.last, today):
            yield words(N_("Waits for “%(title)s”, which is late"), title=awaited.title)
        elif begins is not None and 0 <= begins <= TIGHT.days:
            yield ngettext(
                "Begins in %(num)s day, and “%(title)s” is not done yet",
                "Begins in %(num)s days, and “%(title)s” is not done yet",
                begins,
                title=awaited.title,
            )
        elif row.last and awaited.last and row.last < awaited.last:
            yield words(
                N_("Waits for “%(title)s”, which may take longer, until %(day)s"),
                title=awaited.title,
                day=awaited.last.isoformat(),
            )
    yield from _held_up(row, today, plan, slot)


def _awaited(row: PlanItemRow, plan: Mapping[str, PlanItemRow]) -> Iterator[PlanItemRow]:
    known = (plan[each] for each in row.after if each in plan)
    return (each for each in known if each.status not in _OVER)


def _held_up(
    row: PlanItemRow, today: date, plan: Mapping[str, PlanItemRow], slot: Slot | None
) -> Iterator[str]:
    """What waits for it leaves it less room than its own window does."""
    if slot is None or slot.latest is None:
        return
    left = (slot.latest - today).days
    if left > TIGHT.days or (row.last is not None and row.last <= slot.latest):
        return
    first = _first_waiting(row, plan.values())
    if first is not None and left >= 0:
        yield ngettext(
            "%(num)s day of room: “%(title)s” waits for it",
            "%(num)s days of room: “%(title)s” waits for it",
            left,
            title=first.title,
        )


def _first_waiting(row: PlanItemRow, plan: Iterable[PlanItemRow]) -> PlanItemRow | None:
    waiting = [each for each in plan if row.item_id in each.after and each.status in _AHEAD]
    return min(waiting, key=lambda each: each.last or date.max, default=None)
