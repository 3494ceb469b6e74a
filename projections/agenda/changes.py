"""What is due of a change: its draft, reminders, last day, letters, reactions and effect."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from domain.base import Event
from domain.change.events import (
    AnnouncementDrafted,
    AnnouncementMissed,
    AnnouncementReplaced,
    ChangeAnnounced,
    ChangeHeldBack,
    ChangeNarrowed,
    ChangePostponed,
    ChangeProposed,
    ChangeTookEffect,
    ChangeWithdrawn,
    ContractsJoined,
    DispatchOrdered,
    DispatchRecalled,
    NoticeRuled,
    OfficeReminded,
    ReservationLifted,
)
from domain.dates import local_day
from domain.notice import NoticeClause
from projections.agenda.rows import AgendaRow, Basis, Kind, Outcome, opened, settled
from projections.changes import latest_day

CHANGE: dict[str, Kind] = {
    "draft": "draft",
    "remind": "remind",
    "last-day": "last_day",
    "send": "send",
    "effect": "effect",
    "react-by": "react_by",
    "reservation": "reservation",
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
    | ChangeNarrowed
    | ContractsJoined
    | AnnouncementReplaced
    | ReservationLifted
    | NoticeRuled
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
            row = _scheduled(replace(row, basis=replace(basis, clauses=_clauses(event))), event)
            return settled(row, "done", event) if row.kind == "draft" else row
        case ChangeNarrowed():
            clauses = event.clauses or basis.clauses
            return _scheduled(replace(row, basis=replace(basis, clauses=clauses)), event)
        case ContractsJoined():
            clauses = tuple(dict.fromkeys((*basis.clauses, *_clauses(event))))
            return _scheduled(replace(row, basis=replace(basis, clauses=clauses)), event)
        case OfficeReminded():
            return _scheduled(replace(row, basis=replace(basis, reminded=event.days_before)), event)
        case DispatchOrdered() | DispatchRecalled():
            return _dispatch(row, basis, event)
        case AnnouncementReplaced():
            return _replaced(row, basis, event)
        case ChangePostponed():
            return _postponed(row, basis, event)
        case (
            ChangeAnnounced()
            | AnnouncementMissed()
            | ChangeTookEffect()
            | ChangeHeldBack()
            | ReservationLifted()
            | NoticeRuled()
        ):
            return _settling(row, event)
        case ChangeWithdrawn():
            return settled(row, "dropped", event)
        case _:
            assert_never(event)


def _settling(
    row: AgendaRow,
    event: ChangeAnnounced
    | AnnouncementMissed
    | ChangeTookEffect
    | ChangeHeldBack
    | ReservationLifted
    | NoticeRuled,
) -> AgendaRow:
    """Close the rows that the event has done with."""
    outcomes: dict[Kind, Outcome]
    match event:
        case ChangeAnnounced():
            outcomes = {"send": "done", "last_day": "done"}
        case AnnouncementMissed():
            outcomes = {"last_day": "missed", "remind": "dropped"}
        case ChangeTookEffect() | ChangeHeldBack():
            outcomes = {"effect": "done", "react_by": "done"}
        case ReservationLifted():
            outcomes = {"reservation": "done"}
        case NoticeRuled() if event.ruling.covered:
            outcomes = {}
        case NoticeRuled():
            outcomes = {"last_day": "dropped", "remind": "dropped"}
        case _:
            assert_never(event)
    return settled(row, outcomes[row.kind], event) if row.kind in outcomes else row


def _clauses(event: AnnouncementDrafted | ContractsJoined) -> tuple[NoticeClause, ...]:
    """The clauses of the contracts that have to be told in time."""
    told = [each for each in event.recipients if not each.knew]
    named = told or (event.recipients if isinstance(event, AnnouncementDrafted) else ())
    return tuple(dict.fromkeys(each.clause for each in named))


def _proposed(key: str, event: ChangeProposed) -> AgendaRow | None:
    kind = CHANGE[key.rpartition(":")[2]]
    if kind == "reservation" and event.reservation is None:
        return None
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
    """Days that come with an order, and go with it. Undoing a withdrawal opens all rows again."""
    if isinstance(event, DispatchRecalled) and event.withdrawal is not None:
        return _scheduled(opened(row), event) if row.outcome == "dropped" else row
    ordered = isinstance(event, DispatchOrdered)
    if row.kind == "remind":
        return _scheduled(replace(row, basis=replace(basis, ordered=ordered)), event)
    if row.kind not in ("send", "react_by"):
        return row
    if row.kind == "react_by":
        until = event.reactions_until if isinstance(event, DispatchOrdered) else None
        row = opened(replace(row, due_on=until))
        return settled(row, "done", event) if ordered and until is None else row
    if isinstance(event, DispatchRecalled):
        return settled(row, "dropped", event)
    return opened(replace(row, due_on=local_day(event.send_at), due_at=event.send_at))


def _replaced(row: AgendaRow, basis: Basis, event: AnnouncementReplaced) -> AgendaRow:
    """Letters have to be ordered anew; with other terms the last day counts again (AN-14)."""
    if row.kind in ("send", "react_by"):
        return replace(opened(row), due_on=None, due_at=None)
    if event.nature == "writing_error" or row.kind not in ("remind", "last_day"):
        return row
    anew = replace(basis, ordered=False, reminded=None)
    return _scheduled(opened(replace(row, basis=anew)), event)


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
        case "effect" | "reservation":
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
