"""The rules of a procedure."""

from functools import reduce
from typing import assert_never

from domain.base import Decider, Refused, made
from domain.dates import local_day
from domain.procedure import branches, steps
from domain.procedure.commands import (
    CompleteStep,
    FailProcedure,
    MissStep,
    OpenGate,
    PlanProcedure,
    ProcedureCommand,
    RemindStep,
    ReplanProcedure,
    SkipStep,
    StartStep,
    TakeBranch,
    WithdrawProcedure,
)
from domain.procedure.events import (
    GateClosed,
    GateOpened,
    ProcedureCompleted,
    ProcedureEvent,
    ProcedureFailed,
    ProcedurePlanned,
    ProcedureReplanned,
    ProcedureWithdrawn,
)
from domain.procedure.parts import Track
from domain.procedure.state import Procedure, evolve, stamp


def decide(command: ProcedureCommand, procedure: Procedure) -> list[ProcedureEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule.

    A command that has already had its effect decides nothing, so senders may repeat it.
    """
    events = decide_alone(command, procedure)
    return [*events, *completed(command, reduce(evolve, events, procedure))] if events else []


def decide_alone(command: ProcedureCommand, procedure: Procedure) -> list[ProcedureEvent]:
    """What follows from the command itself, leaving out that it was the last thing to do."""
    if isinstance(command, PlanProcedure):
        return plan(command, procedure)
    if procedure.track is None:
        raise Refused("unknown_procedure", "there is no such procedure")
    if isinstance(command, OpenGate):
        return open_gate(command, procedure)
    if isinstance(command, WithdrawProcedure):
        return withdraw(command, procedure)
    if isinstance(command, FailProcedure):
        return fail(command, procedure)
    if procedure.ending == "failed" and isinstance(command, TakeBranch):
        return branches.take(command, procedure)
    if procedure.ending is not None:
        return afterwards(command, procedure)
    match command:
        case ReplanProcedure():
            return replan(command, procedure)
        case StartStep():
            return steps.start(command, procedure)
        case RemindStep():
            return steps.remind(command, procedure)
        case MissStep():
            return steps.miss(command, procedure)
        case CompleteStep():
            return steps.complete(command, procedure)
        case SkipStep():
            return steps.skip(command, procedure)
        case TakeBranch():
            return branches.take(command, procedure)
        case _:
            assert_never(command)


def completed(command: ProcedureCommand, procedure: Procedure) -> list[ProcedureEvent]:
    """That it is over, once every step is done or skipped: on the last day of doing."""
    if procedure.ending is not None or not all(each.over for each in procedure.steps.values()):
        return []
    today = local_day(command.at)
    days = [each.done.last for each in procedure.steps.values() if each.done and each.done.last]
    last = today if isinstance(command, SkipStep) else min(max(days, default=today), today)
    return [ProcedureCompleted(completed_on=last, **stamp(command, procedure))]


def plan(command: PlanProcedure, procedure: Procedure) -> list[ProcedureEvent]:
    """Lay it out, or state it anew if the words are other ones than before."""
    refuse_disorder(command.track)
    if command.track == procedure.track:
        return []
    return [
        ProcedurePlanned(
            procedure_id=command.procedure_id,
            programme_id=command.programme_id,
            key=command.key,
            track=command.track,
            standing=command.track.standing,
            source=command.track.source,
            **made(command),
        )
    ]


def refuse_disorder(track: Track) -> None:
    """Every step waits only for steps that there are, and none for itself."""
    ids = [each.step_id for each in track.steps]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice is not None:
        raise Refused("step_twice", "there are two steps %(step)s: rename one", step=twice)
    for stretch in (track.steps, *((*track.steps, *each.steps) for each in track.branches)):
        named = {each.step_id for each in stretch}
        for step in stretch:
            for name in step.after:
                if name not in named:
                    raise Refused(
                        "unknown_step",
                        "step %(step)s waits for %(other)s, which is no step of %(procedure)s",
                        step=step.step_id,
                        other=name,
                        procedure=track.procedure_id,
                    )
        placed: set[str] = set()
        while ready := {each.step_id for each in stretch if placed >= set(each.after)} - placed:
            placed |= ready
        if named - placed:
            raise Refused(
                "waits_for_itself",
                "these steps wait for each other: %(steps)s",
                steps=", ".join(sorted(named - placed)),
            )


def replan(command: ReplanProcedure, procedure: Procedure) -> list[ProcedureEvent]:
    """Other windows; those that do not differ, or of steps that are over, are no news."""
    states = {name: steps.step_of(name, procedure) for name in command.windows}
    moved = {
        name: window
        for name, window in command.windows.items()
        if states[name].step.window != window and not states[name].over
    }
    fixed = [name for name in moved if states[name].step.fixed]
    if fixed:
        raise Refused(
            "step_fixed",
            "step %(step)s is fixed: it keeps its window, %(window)s",
            step=fixed[0],
            window=states[fixed[0]].step.window.written,
        )
    if not moved:
        return []
    return [
        ProcedureReplanned(
            windows=moved,
            previous={name: states[name].step.window for name in moved},
            reason=command.reason,
            **stamp(command, procedure),
        )
    ]


def open_gate(command: OpenGate, procedure: Procedure) -> list[ProcedureEvent]:
    """Only gates that one of its steps stands behind; also when it is over, for the record."""
    if command.gate not in procedure.all_gates:
        return []
    if command.reached == (command.gate in procedure.gates):
        return []
    opened = GateOpened if command.reached else GateClosed
    return [opened(gate=command.gate, **stamp(command, procedure))]


def withdraw(command: WithdrawProcedure, procedure: Procedure) -> list[ProcedureEvent]:
    if procedure.ending == "withdrawn":
        return []
    if procedure.ending == "completed":
        return afterwards(command, procedure)
    return [ProcedureWithdrawn(reason=command.reason, **stamp(command, procedure))]


def fail(command: FailProcedure, procedure: Procedure) -> list[ProcedureEvent]:
    if procedure.ending == "failed":
        return []
    if procedure.ending is not None:
        return afterwards(command, procedure)
    return [ProcedureFailed(reason=command.reason, **stamp(command, procedure))]


def afterwards(command: ProcedureCommand, procedure: Procedure) -> list[ProcedureEvent]:
    """Nothing more is done in one that is over. What is said twice is still no news."""
    if isinstance(command, CompleteStep):
        state = procedure.steps.get(command.step_id)
        if state is not None and steps.was_done_on(state, command.done_on):
            return []
    if isinstance(command, StartStep | RemindStep | MissStep):
        return []
    if procedure.ending == "failed":
        raise Refused(
            "procedure_failed",
            "the procedure failed: take one of its branches, or leave it at that",
        )
    if procedure.ending == "withdrawn":
        raise Refused("procedure_over", "the procedure was withdrawn: plan another one instead")
    raise Refused("procedure_over", "the procedure is completed: there is nothing left to do in it")


PROCEDURE = Decider(
    name="procedure",
    identity="procedure_id",
    initial=Procedure(),
    decide=decide,
    evolve=evolve,
)
