"""What is due of a change: its draft, its reminders, its last day, its letters, its effect."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

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
from projections.agenda.rows import AgendaRow, Basis, Kind, Outcome, opened, settled
from projections.changes import latest_day

CHANGE: dict[str, Kind] = {
    "draft": "draft",
    "remind": "remind",
    "last-day": "last_day",
    "send": "send",
    "effect": "effect",
}

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


def change_keys(event: ChangeStep) -> Iterable[str]:
    """A change has a row for each of its steps."""
    return (f"change:{event.change_id}:{step}" for step in CHANGE)


def change(key: str, row: AgendaRow | None, event: ChangeStep) -> AgendaRow | None:
    if isinstance(event, ChangeProposed):
        return _proposed(key, event)
    if row is None or row.basis is None:
        return row
    basis = row.basis
    match event:
        case AnnouncementDrafted():
            clauses = tuple(dict.fromkeys(each.clause for each in event.recipients))
            row = _scheduled(replace(row, basis=replace(basis, clauses=clauses)), event)
            return settled(row, "done", event) if row.kind == "draft" else row
        case OfficeReminded():
            return _scheduled(replace(row, basis=replace(basis, reminded=event.days_before)), event)
        case DispatchOrdered() | DispatchRecalled():
            return _dispatch(row, basis, event)
        case ChangePostponed():
            return _postponed(row, basis, event)
        case ChangeAnnounced():
            return settled(row, "done", event) if row.kind in ("send", "last_day") else row
        case AnnouncementMissed():
            outcomes: dict[Kind, Outcome] = {"last_day": "missed", "remind": "dropped"}
            return settled(row, outcomes[row.kind], event) if row.kind in outcomes else row
        case ChangeTookEffect() | ChangeHeldBack():
            return settled(row, "done", event) if row.kind == "effect" else row
        case ChangeWithdrawn():
            return settled(row, "dropped", event)
        case _:
            assert_never(event)


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


def _dispatch(row: AgendaRow, basis: Basis, event: DispatchOrdered | DispatchRecalled) -> AgendaRow:
    ordered = isinstance(event, DispatchOrdered)
    if row.kind == "remind":
        return _scheduled(replace(row, basis=replace(basis, ordered=ordered)), event)
    if row.kind != "send":
        return row
    if isinstance(event, DispatchRecalled):
        return settled(row, "dropped", event)
    return opened(replace(row, due_on=local_day(event.send_at), due_at=event.send_at))


def _postponed(row: AgendaRow, basis: Basis, event: ChangePostponed) -> AgendaRow:
    """Days move with the change, and what was over starts again: the reminders, the last day."""
    effective = event.effective or basis.effective
    row = replace(row, basis=replace(basis, effective=effective, reminded=None))
    again = row.kind in ("remind", "effect") or row.outcome == "missed"
    return _scheduled(opened(row) if again else row, event)


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
        return settled(row, "done", event)
    days = max(left)
    return opened(replace(row, due_on=latest - days * _DAY, days_before=days))
