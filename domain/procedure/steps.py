"""The rules of a procedure's steps: start, remind, miss, complete, skip."""

from datetime import date
from typing import Literal

from domain.base import Refused
from domain.dates import Explained, Window, local_day, step
from domain.procedure.commands import CompleteStep, MissStep, RemindStep, SkipStep, StartStep
from domain.procedure.events import (
    ProcedureEvent,
    StandstillBegan,
    StepCompleted,
    StepMissed,
    StepReminded,
    StepSkipped,
    StepStarted,
)
from domain.procedure.outlook import is_missed
from domain.procedure.parts import Standstill, StepKind
from domain.procedure.state import REMIND_DAYS, Procedure, StepState, stamp
from domain.workdays import standstill

Timing = Literal["early", "in_time", "late", "undated"]
BARRED: frozenset[StepKind] = frozenset({"standstill", "contract", "implementation", "start"})
"""What cannot have been done in a standstill; preparing for a contract can begin in it."""

SUBSTANCE = 15
"""The characters that the reason for leaving out a step that is not optional has at least."""


def step_of(step_id: str, procedure: Procedure) -> StepState:
    state = procedure.steps.get(step_id)
    if state is None:
        raise Refused(
            "unknown_step",
            "the procedure has no step %(step)s; it has: %(steps)s",
            step=step_id,
            steps=", ".join(procedure.steps),
        )
    return state


def start(command: StartStep, procedure: Procedure) -> list[ProcedureEvent]:
    """Nothing when it cannot start yet: whoever asks for it asks again later."""
    state = step_of(command.step_id, procedure)
    if not procedure.may_start(state, local_day(command.at)):
        return []
    return [StepStarted(step_id=command.step_id, **stamp(command, procedure))]


def remind(command: RemindStep, procedure: Procedure) -> list[ProcedureEvent]:
    state = step_of(command.step_id, procedure)
    if state.over or state.missed or command.days_before in state.reminded:
        return []
    if command.days_before not in REMIND_DAYS:
        raise Refused(
            "no_such_reminder",
            "reminders are given %(days)s days ahead",
            days=", ".join(map(str, REMIND_DAYS)),
        )
    return [
        StepReminded(
            step_id=command.step_id,
            days_before=command.days_before,
            **stamp(command, procedure),
        )
    ]


def miss(command: MissStep, procedure: Procedure) -> list[ProcedureEvent]:
    state = step_of(command.step_id, procedure)
    if not is_missed(state, local_day(command.at)):
        return []
    return [
        StepMissed(step_id=command.step_id, window=state.step.window, **stamp(command, procedure))
    ]


def complete(command: CompleteStep, procedure: Procedure) -> list[ProcedureEvent]:
    """It was done, early, in time or late. An award begins the standstill (ST-15)."""
    state = step_of(command.step_id, procedure)
    if was_done_on(state, command.done_on):
        return []
    refuse_completing(command, state, procedure)
    about = stamp(command, procedure)
    events: list[ProcedureEvent] = [
        StepCompleted(
            step_id=command.step_id,
            done_on=command.done_on,
            timing=timing(state.step.window, command.done_on),
            item=state.step.item,
            output=command.output,
            **about,
        )
    ]
    rule = procedure.track.standstill if procedure.track else None
    if state.step.kind == "award" and rule is not None:
        until = last_day_of_standstill(command.done_on, rule)
        events.append(
            StandstillBegan(
                step_id=command.step_id, dispatched_on=command.done_on, until=until, **about
            )
        )
    return events


def refuse_completing(command: CompleteStep, state: StepState, procedure: Procedure) -> None:
    """Whatever stands in the way of calling a step done on this day."""
    if state.skipped:
        raise Refused("step_over", "step %(step)s was left out", step=command.step_id)
    if state.done is not None:
        raise Refused("step_over", "step %(step)s was done already", step=command.step_id)
    if command.done_on > local_day(command.at):
        raise Refused(
            "not_yet_done",
            "%(day)s has not come yet: say when it was done, in the past",
            day=command.done_on,
        )
    refuse_behind_gate(state, procedure)
    waiting = procedure.waits_for(state.step)
    if waiting:
        raise Refused(
            "waits_for_others",
            "step %(step)s comes after %(others)s: complete or skip that first",
            step=command.step_id,
            others=", ".join(waiting),
        )
    refuse_before_others(command, state, procedure)
    refuse_in_standstill(command, state, procedure)


def refuse_behind_gate(state: StepState, procedure: Procedure) -> None:
    if procedure.behind_closed_gate(state.step):
        raise Refused(
            "gate_closed",
            "step %(step)s stands behind gate %(gate)s, which opens when its decision is reached",
            step=state.step.step_id,
            gate=state.step.gate,
        )


def refuse_before_others(command: CompleteStep, state: StepState, procedure: Procedure) -> None:
    """A step is not done before what it waits for was done."""
    for name in state.step.after:
        done = procedure.steps[name].done if name in procedure.steps else None
        first = done.first if done else None
        if first is not None and command.done_on < first:
            raise Refused(
                "done_before_others",
                "step %(step)s comes after %(other)s, which was done on %(day)s, later than "
                "%(done_on)s",
                step=command.step_id,
                other=name,
                day=first,
                done_on=command.done_on,
            )


def refuse_in_standstill(command: CompleteStep, state: StepState, procedure: Procedure) -> None:
    until = procedure.until
    if until is not None and state.step.kind in BARRED and command.done_on <= until.value:
        raise Refused(
            "in_standstill",
            "the standstill runs until and including %(until)s: step %(step)s can be done from "
            "the day after it",
            until=until.value,
            step=command.step_id,
        )


def last_day_of_standstill(dispatched: date, rule: Standstill) -> Explained:
    """The last day without a contract, and what is not known about it."""
    found = standstill(dispatched, rule.days, weekend_rule=rule.weekend == "statutory")
    if rule.required is None:
        doubt = step("Whether the law asks for it on this route is not known; it is kept.")
    elif rule.required:
        doubt = step("The law asks for it on this route.")
    else:
        doubt = step("The law does not ask for it on this route; the authority keeps it.")
    return found.model_copy(update={"steps": (*found.steps, doubt)})


def skip(command: SkipStep, procedure: Procedure) -> list[ProcedureEvent]:
    """Optional ones may be left out, others for a reason of some substance, fixed ones never."""
    state = step_of(command.step_id, procedure)
    if state.skipped:
        return []
    if state.done is not None:
        raise Refused("step_over", "step %(step)s was done already", step=command.step_id)
    if state.step.fixed:
        raise Refused(
            "step_fixed",
            "step %(step)s is fixed and cannot be left out; withdraw the procedure if it will "
            "not come to that",
            step=command.step_id,
        )
    least = 1 if state.step.optional else SUBSTANCE
    if len(command.reason.strip()) < least:
        raise Refused(
            "reason_needed",
            "say why step %(step)s is left out, in at least %(least)s characters",
            step=command.step_id,
            least=least,
        )
    return [
        StepSkipped(step_id=command.step_id, reason=command.reason, **stamp(command, procedure))
    ]


def timing(window: Window, done_on: date) -> Timing:
    """How the day compares with the window; one that gives no date cannot be early or late."""
    if window.edtf is None:
        return "undated"
    if window.first is not None and done_on < window.first:
        return "early"
    if window.last is not None and done_on > window.last:
        return "late"
    return "in_time"


def was_done_on(state: StepState, day: date) -> bool:
    """Whether that day is known already as the one on which it was done."""
    return state.done is not None and state.done.same_time(Window.on(day))
