"""The agenda: everything that is due on a day, done or not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, assert_never
from uuid import UUID

from domain.base import Event
from domain.change.events import (
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAnnounced,
    ChangeHeldBack,
    ChangePostponed,
    ChangeProposed,
    ChangeTookEffect,
    ChangeWithdrawn,
    DispatchOrdered,
    DispatchRecalled,
    OfficeReminded,
)
from domain.dates import local_day
from domain.notice import NoticeClause
from domain.programme.events import (
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
)
from projections import tables
from projections.changes import latest_day
from projections.read_model import ReadModel

Kind = Literal["open_item", "miss_item", "draft", "remind", "last_day", "send", "effect"]
Outcome = Literal["done", "realised", "missed", "dropped"]

PLAN: dict[str, Kind] = {"open": "open_item", "miss": "miss_item"}
CHANGE: dict[str, Kind] = {
    "draft": "draft",
    "remind": "remind",
    "last-day": "last_day",
    "send": "send",
    "effect": "effect",
}

PlanEvent = PlanItemPlanned | PlanItemOpened | PlanItemRealised | PlanItemMissed
ChangeStep = (
    ChangeProposed
    | AnnouncementDrafted
    | DispatchOrdered
    | DispatchRecalled
    | ChangeAnnounced
    | OfficeReminded
    | AnnouncementMissed
    | ChangePostponed
    | ChangeWithdrawn
    | ChangeTookEffect
    | ChangeHeldBack
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Basis:
    """What the due day of a change's row is computed from, so that it moves with the change.

    `lead_days` are days before the last lawful day; of the reminders those from `reminded` on
    are behind us. `ordered` says that the letters are on their way.
    """

    effective: date
    clauses: tuple[NoticeClause, ...]
    lead_days: tuple[int, ...] = ()
    reminded: int | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """Something due on `due_on`, at `due_at` if an instant was named.

    It has no day while none is known: a window without a beginning, letters nobody ordered yet.
    What is settled stays, with its outcome: done, missed, dropped because the plan changed, or
    realised, when the plan item itself was done.
    """

    key: str
    kind: Kind
    programme_id: UUID
    segment: str | None
    title: str
    due_on: date | None
    due_at: datetime | None = None
    item_id: str | None = None
    change_id: UUID | None = None
    days_before: int | None = None
    done: bool = False
    outcome: Outcome | None = None
    settled_at: datetime | None = None
    basis: Basis | None = None


def keys(event: Event) -> Iterable[str]:
    """A plan item has a row for opening and one for missing it, a change one for each step."""
    if isinstance(event, PlanEvent):
        return (f"plan:{event.programme_id}:{event.item_id}:{step}" for step in PLAN)
    if isinstance(event, ChangeStep):
        return (f"change:{event.change_id}:{step}" for step in CHANGE)
    return ()


def project(key: str, row: AgendaRow | None, event: Event) -> AgendaRow | None:
    """Fold one event into one row of the agenda."""
    if isinstance(event, PlanEvent):
        return _plan_item(key, row, event)
    return _change(key, row, event) if isinstance(event, ChangeStep) else row


AGENDA = ReadModel(
    name="agenda",
    version=1,
    row=AgendaRow,
    events=(
        PlanItemPlanned,
        PlanItemOpened,
        PlanItemRealised,
        PlanItemMissed,
        ChangeProposed,
        AnnouncementDrafted,
        DispatchOrdered,
        DispatchRecalled,
        ChangeAnnounced,
        OfficeReminded,
        AnnouncementMissed,
        ChangePostponed,
        ChangeWithdrawn,
        ChangeTookEffect,
        ChangeHeldBack,
    ),
    keys=keys,
    project=project,
    indexes=("programme_id", "kind", "due_on", "change_id"),
)


def due(
    source: tables.Source, programme_id: UUID, until: date, kinds: Iterable[Kind] | None = None
) -> list[AgendaRow]:
    """What is due by this day and not settled, in order: what `KeepAgenda` sees to."""
    where: dict[str, object] = {
        "programme_id": programme_id,
        "done": False,
        "due_on": tables.AtMost(until),
    }
    if kinds is not None:
        where["kind"] = tables.OneOf(tuple(kinds))
    return tables.select(source, AGENDA, where, order=("due_on", "key"))


def next_day(
    source: tables.Source, programme_id: UUID, kinds: Iterable[Kind] = tuple(PLAN.values())
) -> date | None:
    """The first day on which something of these kinds is due, also if it has passed."""
    where = {"programme_id": programme_id, "done": False, "kind": tables.OneOf(tuple(kinds))}
    first = tables.select(source, AGENDA, where, order=("due_on",), limit=1)
    return first[0].due_on if first else None


def between(source: tables.Source, programme_id: UUID, first: date, last: date) -> list[AgendaRow]:
    """Everything with a day in this period, settled or not: what a calendar shows."""
    period = [tables.AtLeast(first), tables.AtMost(last)]
    where = {"programme_id": programme_id, "due_on": period}
    return tables.select(source, AGENDA, where, order=("due_on", "key"))


def _plan_item(key: str, row: AgendaRow | None, event: PlanEvent) -> AgendaRow | None:
    if isinstance(event, PlanItemPlanned):
        return _planned(key, row, event)
    if row is None:
        return None
    match event:
        case PlanItemOpened():
            return _settled(row, "done", event) if row.kind == "open_item" else row
        case PlanItemRealised():
            return _settled(row, "realised", event)
        case PlanItemMissed():
            return _settled(row, "missed" if row.kind == "miss_item" else "dropped", event)
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
    return None if row is None else _settled(planned, "dropped", event)


def _proposed(key: str, event: ChangeProposed) -> AgendaRow:
    kind = CHANGE[key.rpartition(":")[2]]
    leads = {"draft": (event.draft_days,), "remind": event.remind_days}
    row = AgendaRow(
        key=key,
        kind=kind,
        programme_id=event.programme_id,
        segment=event.segment,
        title=event.title,
        due_on=None,
        change_id=event.change_id,
        basis=Basis(event.effective or date.max, (event.clause,), leads.get(kind, ())),
    )
    return _scheduled(row, event)


def _change(key: str, row: AgendaRow | None, event: ChangeStep) -> AgendaRow | None:
    if isinstance(event, ChangeProposed):
        return _proposed(key, event)
    if row is None or row.basis is None:
        return row
    basis = row.basis
    match event:
        case AnnouncementDrafted():
            clauses = tuple(dict.fromkeys(each.clause for each in event.recipients))
            row = _scheduled(replace(row, basis=replace(basis, clauses=clauses)), event)
            return _settled(row, "done", event) if row.kind == "draft" else row
        case OfficeReminded():
            return _scheduled(replace(row, basis=replace(basis, reminded=event.days_before)), event)
        case DispatchOrdered() | DispatchRecalled():
            return _dispatch(row, basis, event)
        case ChangePostponed():
            return _postponed(row, basis, event)
        case ChangeAnnounced():
            return _settled(row, "done", event) if row.kind in ("send", "last_day") else row
        case AnnouncementMissed():
            outcomes: dict[Kind, Outcome] = {"last_day": "missed", "remind": "dropped"}
            return _settled(row, outcomes[row.kind], event) if row.kind in outcomes else row
        case ChangeTookEffect() | ChangeHeldBack():
            return _settled(row, "done", event) if row.kind == "effect" else row
        case ChangeWithdrawn():
            return _settled(row, "dropped", event)
        case _:
            assert_never(event)


def _dispatch(row: AgendaRow, basis: Basis, event: DispatchOrdered | DispatchRecalled) -> AgendaRow:
    ordered = isinstance(event, DispatchOrdered)
    if row.kind == "remind":
        return _scheduled(replace(row, basis=replace(basis, ordered=ordered)), event)
    if row.kind != "send":
        return row
    if isinstance(event, DispatchRecalled):
        return _settled(row, "dropped", event)
    return _opened(replace(row, due_on=local_day(event.send_at), due_at=event.send_at))


def _postponed(row: AgendaRow, basis: Basis, event: ChangePostponed) -> AgendaRow:
    """Days move with the change, and what was over starts again: the reminders, the last day."""
    effective = event.effective or basis.effective
    row = replace(row, basis=replace(basis, effective=effective, reminded=None))
    again = row.kind in ("remind", "effect") or row.outcome == "missed"
    return _scheduled(_opened(row) if again else row, event)


def _scheduled(row: AgendaRow, event: Event) -> AgendaRow:
    """The row with the day that follows from its basis. What is settled is not moved."""
    assert row.basis is not None
    basis = row.basis
    if row.done and (row.kind != "remind" or row.outcome == "dropped"):
        return row
    latest = latest_day(basis.effective, basis.clauses)
    match row.kind:
        case "last_day":
            return replace(row, due_on=latest)
        case "draft":
            return replace(row, due_on=latest - basis.lead_days[0] * _DAY)
        case "effect":
            return replace(row, due_on=basis.effective)
        case "remind":
            return _next_reminder(row, basis, latest, event)
        case _:
            return row


def _next_reminder(row: AgendaRow, basis: Basis, latest: date, event: Event) -> AgendaRow:
    left = [days for days in basis.lead_days if basis.reminded is None or days < basis.reminded]
    if basis.ordered or not left:
        return _settled(row, "done", event)
    days = max(left)
    return _opened(replace(row, due_on=latest - days * _DAY, days_before=days))


def _settled(row: AgendaRow, outcome: Outcome, event: Event) -> AgendaRow:
    """Close the row; what was closed stays as it was closed, unless the item was realised."""
    if row.done and outcome != "realised":
        return row
    return replace(row, done=True, outcome=outcome, settled_at=event.at)


def _opened(row: AgendaRow) -> AgendaRow:
    return replace(row, done=False, outcome=None, settled_at=None)
