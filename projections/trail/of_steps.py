"""How the events of decisions and procedures hang together: what one opens, the other passes."""

from domain.decision.events import (
    AdviceAnswered,
    AdviceGiven,
    AnswerCorrected,
    AnswerRecorded,
    DecisionDisputed,
    DecisionEvent,
    DecisionPlanned,
    DecisionReached,
    DecisionReplanned,
)
from domain.procedure.events import (
    BranchTaken,
    GateOpened,
    ProcedurePlanned,
    ProcedureReplanned,
    StandstillBegan,
    StepCompleted,
)
from domain.procedure.events import ProcedureEvent as Procedural
from projections.trail.words import about

_LAYS_OUT = (ProcedurePlanned, ProcedureReplanned, BranchTaken)


def given_by_step(event: DecisionEvent | Procedural) -> tuple[str, ...]:
    match event:
        case DecisionPlanned() | DecisionReplanned():
            return about("decision", event.decision_id)
        case AnswerRecorded() | AnswerCorrected():
            return about("answer", event.decision_id)
        case AdviceGiven():
            return about("asks", event.decision_id, event.advice.advice_id)
        case DecisionReached():
            gates = (about("gate", event.programme_id, each) for each in event.opens)
            by_key = about("decided", event.programme_id, event.key)
            return (
                *about("decided", event.decision_id),
                *by_key,
                *(each for gate in gates for each in gate),
            )
        case GateOpened():
            return about("opened", event.procedure_id, event.gate)
        case StepCompleted():
            step = about("step", event.procedure_id, event.step_id)
            return (*step, *about("done", event.programme_id, event.item))
        case _ if isinstance(event, _LAYS_OUT):
            return about("procedure", event.procedure_id)
        case _:
            return ()


def rests_of_step(event: DecisionEvent | Procedural) -> tuple[str, ...]:
    if isinstance(event, DecisionEvent):
        return _of_decision(event)
    own = about("procedure", event.procedure_id)
    match event:
        case ProcedurePlanned():
            items = (about("item", event.programme_id, each.item) for each in event.track.steps)
            programme = about("programme", event.programme_id)
            return (*(each for item in items for each in item), *programme)
        case GateOpened():
            return (*about("gate", event.programme_id, event.gate), *own)
        case StepCompleted():
            return (*about("item", event.programme_id, event.item), *own)
        case StandstillBegan():
            return (*about("step", event.procedure_id, event.step_id), *own)
        case _:
            return own


def _of_decision(event: DecisionEvent) -> tuple[str, ...]:
    own = about("decision", event.decision_id)
    match event:
        case DecisionPlanned():
            item = about("item", event.programme_id, event.question.item)
            return (*item, *about("programme", event.programme_id))
        case DecisionReached() | DecisionDisputed():
            return (*about("answer", event.decision_id), *own)
        case AnswerCorrected():
            return (*about("corrects", event.corrects), *own)
        case AdviceAnswered():
            return (*about("asks", event.decision_id, event.reply.advice_id), *own)
        case _:
            return own
