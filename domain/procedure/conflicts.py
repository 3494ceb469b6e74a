"""Steps that relied on a gate that was closed again, or on another order of days (AU-10)."""

from domain.base import Event
from domain.conflict import Rules, Wrong, unfit
from domain.procedure.events import GateClosed, ProcedurePlanned, StepCompleted
from domain.procedure.state import Procedure, StepState, evolve


def corrects(event: Event) -> bool:
    """Whether it takes back what steps relied on, or states anew when they were done."""
    return isinstance(event, GateClosed | ProcedurePlanned)


def check(event: Event, procedure: Procedure) -> Wrong | None:
    """Why a step that was done does not fit the procedure as it is known now."""
    state = procedure.steps.get(event.step_id) if isinstance(event, StepCompleted) else None
    if state is None or not isinstance(event, StepCompleted):
        return None
    if procedure.behind_closed_gate(state.step):
        return unfit(
            "gate_closed",
            "step %(step)s was done on %(day)s; gate %(gate)s, which it stands behind, was closed "
            "again since",
            step=event.step_id,
            day=event.done_on,
            gate=state.step.gate,
        )
    return before_others(event, state, procedure)


def before_others(event: StepCompleted, state: StepState, procedure: Procedure) -> Wrong | None:
    """A step is not done before what it waits for was done."""
    for name in state.step.after:
        done = procedure.steps[name].done if name in procedure.steps else None
        if done is not None and done.first is not None and event.done_on < done.first:
            return unfit(
                "done_before_others",
                "step %(step)s was done on %(day)s; %(other)s, which it comes after, is now known "
                "to have been done on %(first)s",
                step=event.step_id,
                day=event.done_on,
                other=name,
                first=done.first,
            )
    return None


RULES = Rules(initial=Procedure(), evolve=evolve, corrects=corrects, check=check)
