"""What happened to a procedure, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.procedure.events import (
    BranchTaken,
    GateClosed,
    GateOpened,
    ProcedureCompleted,
    ProcedureEvent,
    ProcedureFailed,
    ProcedurePlanned,
    ProcedureReplanned,
    ProcedureWithdrawn,
    StandstillBegan,
    StepCompleted,
    StepMissed,
    StepReminded,
    StepSkipped,
    StepStarted,
)
from projections.language import N_
from projections.narration.words import say


def tell_procedure(event: ProcedureEvent) -> Sentence:
    match event:
        case ProcedurePlanned():
            return say(
                N_("Procedure “%(title)s” was planned along route %(route)s, in %(steps)s steps."),
                title=event.track.title,
                route=event.track.route,
                steps=len(event.track.steps),
            )
        case ProcedureReplanned():
            return _replanned(event)
        case GateOpened():
            return say(
                N_("Gate %(gate)s opened: the steps behind it may be done."), gate=event.gate
            )
        case GateClosed():
            return say(
                N_("Gate %(gate)s closed again: what had opened it was taken back."),
                gate=event.gate,
            )
        case BranchTaken():
            return say(
                N_("It goes on along branch %(branch)s: %(reason)s"),
                branch=event.branch_id,
                reason=event.reason,
            )
        case ProcedureWithdrawn():
            return say(N_("The procedure was withdrawn: %(reason)s"), reason=event.reason)
        case ProcedureFailed():
            return say(N_("The procedure led to nothing: %(reason)s"), reason=event.reason)
        case ProcedureCompleted():
            return say(N_("The procedure was completed on %(day)s."), day=event.completed_on)
        case _:
            return _step(event)


def _replanned(event: ProcedureReplanned) -> Sentence:
    moves = (
        f"{step} ({_moved(event.previous[step].written, window.written)})"
        for step, window in event.windows.items()
    )
    return say(
        N_("Steps have other windows: %(moves)s. Why: %(reason)s"),
        moves=", ".join(moves),
        reason=event.reason,
    )


def _moved(before: str, after: str) -> str:
    """A window that was shifted says itself where it came from."""
    return after if after.startswith(before) else f"{before} → {after}"


def _step(
    event: StepStarted | StepReminded | StepMissed | StepCompleted | StandstillBegan | StepSkipped,
) -> Sentence:
    match event:
        case StepStarted():
            return say(N_("Step %(step)s can begin."), step=event.step_id)
        case StepReminded():
            return say(
                N_("A reminder was given of step %(step)s; days before its last day: %(days)s."),
                step=event.step_id,
                days=event.days_before,
            )
        case StepMissed():
            return say(
                N_("Step %(step)s was not reported as done in its window: %(window)s."),
                step=event.step_id,
                window=event.window.written,
            )
        case StepCompleted():
            return _completed(event)
        case StandstillBegan():
            return say(
                N_("The award of %(day)s was sent: no contract until and including %(until)s."),
                day=event.dispatched_on,
                until=event.until.value,
            )
        case StepSkipped():
            return say(
                N_("Step %(step)s was left out: %(reason)s"),
                step=event.step_id,
                reason=event.reason,
            )
        case _:
            assert_never(event)


def _completed(event: StepCompleted) -> Sentence:
    said = {"step": event.step_id, "day": event.done_on}
    match event.timing:
        case "early":
            return say(N_("Step %(step)s was done on %(day)s, before its window."), **said)
        case "late":
            return say(N_("Step %(step)s was done on %(day)s, after its window."), **said)
        case _:
            return say(N_("Step %(step)s was done on %(day)s."), **said)
