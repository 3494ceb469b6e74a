"""What a procedure asks for next: the steps that nobody has to think of, and when to look again."""

from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel

from domain.dates import local_day, start_of_day
from domain.procedure.state import REMIND_DAYS, Procedure, StepState

_DAY = timedelta(days=1)


class Step(BaseModel, frozen=True):
    """One thing to do now, or *wait* until `wake_at` (or for news, if there is no such time).

    `step_id` names the step of the procedure that is to be started, reminded of or missed.
    """

    kind: Literal["start", "remind", "miss", "wait", "end"]
    step_id: str | None = None
    days_before: int = 0
    wake_at: AwareDatetime | None = None


def next_step(procedure: Procedure, now: datetime) -> Step:
    """Say what the procedure asks for at this moment. One step at a time; ask again after it.

    One that failed waits for somebody to take a branch, if any is left to take.
    """
    if procedure.track is None or procedure.ending in ("withdrawn", "completed"):
        return Step(kind="end")
    if procedure.ending == "failed":
        others = [each for each in procedure.track.branches if each.branch_id != procedure.branch]
        return Step(kind="wait" if others else "end")
    today = local_day(now)
    for state in procedure.steps.values():
        step = asked(procedure, state, today)
        if step is not None:
            return step
    return Step(kind="wait", wake_at=wake_at(procedure, now))


def asked(procedure: Procedure, state: StepState, today: date) -> Step | None:
    """What one step asks for: to start, to be called missed, or a reminder."""
    step_id = state.step.step_id
    if state.over:
        return None
    if procedure.may_start(state, today):
        return Step(kind="start", step_id=step_id)
    if is_missed(state, today):
        return Step(kind="miss", step_id=step_id)
    days = reminder(state, today)
    return None if days is None else Step(kind="remind", step_id=step_id, days_before=days)


def is_missed(state: StepState, today: date) -> bool:
    """Whether its last day has passed and nobody said that it was done, nor was told so."""
    last = state.step.window.last
    return not (state.over or state.missed or state.unknown) and last is not None and last < today


def reminder(state: StepState, today: date) -> int | None:
    """The days before its last day of a reminder that has come and was not given yet."""
    due = state.step.window.due
    if due is None or today > due or state.over or state.missed or state.unknown:
        return None
    come = [days for days in REMIND_DAYS if today >= due - days * _DAY]
    return min(come) if come and min(come) not in state.reminded else None


def wake_at(procedure: Procedure, now: datetime) -> datetime | None:
    """The next moment at which something may be due by itself."""
    days: list[date] = [procedure.until.value + _DAY] if procedure.until else []
    for state in procedure.steps.values():
        if state.over:
            continue
        window = state.step.window
        days += [window.first] if window.first and not state.started else []
        days += [window.last + _DAY] if window.last else []
        days += [window.due - lead * _DAY for lead in REMIND_DAYS] if window.due else []
    moments = (start_of_day(day) for day in days)
    return min((moment for moment in moments if moment > now), default=None)
