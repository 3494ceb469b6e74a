"""Today: what is late, what must be announced, what goes on now."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.life import next_step
from api.pages.rendering import ports_of, render
from domain.dates import local_day
from projections import reactions, tables
from projections.changes import CHANGES, ChangeRow, last_call
from projections.letters import LETTERS
from projections.plan_items import PLAN_ITEMS, PlanItemRow
from projections.programmes import ProgrammeRow, every
from projections.reactions import ReactionRow
from projections.tables import AtLeast, AtMost, OneOf

router = APIRouter()

AHEAD = timedelta(days=183)
"""How far the last call looks ahead."""
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Reactions to a change that wait for an answer, the oldest for so many days."""

    change: ChangeRow
    count: int
    objections: int
    days: int


@router.get("/")
def show_today(request: Request) -> HTMLResponse:
    ports = ports_of(request)
    now = ports.clock()
    today = local_day(now)
    with ports.pool.connection() as connection:
        calls = last_call(connection, today + AHEAD, today)
        held = tables.select(connection, CHANGES, {"status": "held_back"}, ("effective",))
        programmes = every(connection)
        late, running, soon, unknown = _plan(connection, today)
        said = _waiting(connection, today)
        refused = _refused(connection)
    stopped = {change.change_id for change in held}
    return render(
        request,
        "today.html",
        calls=[
            (call, next_step(call.change, now))
            for call in calls
            if call.change.change_id not in stopped
        ],
        held=held,
        said=said,
        refused=refused,
        late=late,
        running=running,
        soon=soon,
        unknown=unknown,
        programmes={each.programme_id: each for each in programmes},
        segments=segments(programmes),
    )


def _waiting(source: tables.Source, today: date) -> list[Unanswered]:
    """By change, what providers said that nobody handled yet; what waits longest first."""
    by_change: dict[UUID, list[ReactionRow]] = {}
    for row in reactions.waiting(source):
        by_change.setdefault(row.change_id, []).append(row)
    changes = tables.get_all(source, CHANGES, by_change)
    return [
        Unanswered(
            change=changes[str(change_id)],
            count=len(rows),
            objections=sum(each.nature == "objection" for each in rows),
            days=rows[0].open_days(today),
        )
        for change_id, rows in by_change.items()
        if str(change_id) in changes
    ]


def _refused(source: tables.Source) -> list[ChangeRow]:
    """Changes with letters that wait for a better address, also those that are in force."""
    found = tables.select(source, LETTERS, {"state": "refused"})
    changes = tables.get_all(source, CHANGES, {each.change_id for each in found})
    return sorted(
        (each for each in changes.values() if each.refused), key=lambda each: each.effective
    )


def segments(programmes: list[ProgrammeRow]) -> dict[tuple[object, str | None], str]:
    """The titles of all segments, by programme and segment."""
    return {
        (programme.programme_id, segment.segment_id): segment.title
        for programme in programmes
        for segment in programme.segments
    }


def _plan(
    source: tables.Source, today: date
) -> tuple[list[PlanItemRow], list[PlanItemRow], list[PlanItemRow], int]:
    """Plan items that are late, that go on now, that begin soon; and how many nobody knows of."""

    def items(status: OneOf, **days: object) -> list[PlanItemRow]:
        where = {"status": status, **days}
        return tables.select(source, PLAN_ITEMS, where, ("due", "first", "item_id"))

    late = items(OneOf(["open", "planned", "reserved"]), due=AtMost(today - timedelta(days=1)))
    missed = items(OneOf(["missed"]))
    not_late = [item for item in items(OneOf(["open"])) if item not in late]
    begins = [AtLeast(today), AtMost(today + SOON)]
    soon = items(OneOf(["planned", "reserved"]), first=begins)
    unknown = tables.count(source, PLAN_ITEMS, {"status": "unknown"})
    return [*missed, *late], not_late, soon, unknown
