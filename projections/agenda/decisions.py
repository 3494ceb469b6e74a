"""What is due of a decision: the day it is planned by, and the latest day in time (GO-07)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import assert_never

from domain.base import Event
from domain.dates import local_day
from domain.decision.events import (
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from projections.agenda.rows import AgendaRow, Kind, opened, settled

DECISION: dict[str, Kind] = {"decide": "decide", "latest": "latest_decision"}

DecisionStep = (
    DecisionPlanned
    | DecisionReplanned
    | DecisionReached
    | DecisionReopened
    | DecisionMissed
    | DecisionForgone
    | DecisionLapsed
)


def decision_keys(event: DecisionStep) -> Iterable[str]:
    """A decision has a row for the day it is planned by and one for the latest day in time."""
    return (f"decision:{event.decision_id}:{step}" for step in DECISION)


def decision(key: str, row: AgendaRow | None, event: DecisionStep) -> AgendaRow | None:
    if isinstance(event, DecisionPlanned):
        return _planned(key, row, event)
    if row is None:
        return None
    match event:
        case DecisionReplanned():
            return _moved(row, event) if row.kind == "decide" else row
        case DecisionReached() | DecisionForgone():
            return settled(opened(row), "done", event)
        case DecisionReopened():
            return settled(opened(row), "missed", event) if row.missed else opened(row)
        case DecisionMissed():
            passed = row.due_on is not None and row.due_on < local_day(event.at)
            return replace(settled(row, "missed", event), missed=True) if passed else row
        case DecisionLapsed():
            return settled(row, "missed", event)
        case _:
            assert_never(event)


def _planned(key: str, row: AgendaRow | None, event: DecisionPlanned) -> AgendaRow | None:
    kind = DECISION[key.rpartition(":")[2]]
    question = event.question
    latest = event.latest.value if event.latest else None
    if kind == "latest_decision" and latest is None:
        return None
    segments = question.segments
    due = question.window.due if kind == "decide" else latest
    same = row is not None and row.stated_due == due
    stated = AgendaRow(
        key=key,
        kind=kind,
        programme_id=event.programme_id,
        segment=segments[0] if len(segments) == 1 else None,
        title=question.title,
        due_on=row.due_on if row is not None and same else due,
        decision_id=event.decision_id,
        stated_due=due,
    )
    last = question.window.last if kind == "decide" else latest
    if row is None:
        # Nobody may be called late for what had passed when it was first stated.
        return None if _has_passed(last, event.at) else stated
    kept = replace(
        stated,
        done=row.done,
        outcome=row.outcome,
        settled_at=row.settled_at,
        missed=row.missed,
    )
    return kept if same else _again(kept, last, event)


def _moved(row: AgendaRow, event: DecisionReplanned) -> AgendaRow:
    """Moved by its file if no reason is given."""
    due = event.window.due
    moved = replace(row, due_on=due, stated_due=row.stated_due if event.reason else due)
    return _again(moved, event.window.last, event)


def _again(row: AgendaRow, last: date | None, event: Event) -> AgendaRow:
    """On another day: what was missed is open again, unless that day had passed as well."""
    row = replace(row, missed=False)
    row = opened(row) if row.outcome in ("missed", "dropped") else row
    return settled(row, "dropped", event) if _has_passed(last, event.at) else row


def _has_passed(last: date | None, at: datetime) -> bool:
    return last is not None and last < local_day(at)
