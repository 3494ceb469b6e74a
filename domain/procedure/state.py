"""How a procedure stands: what its rules and its workflow need to know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, assert_never
from uuid import UUID

from domain.base import Command, made
from domain.dates import Explained, Window, local_day
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
from domain.procedure.parts import Branch, Step, StepKind, Track

REMIND_DAYS = (28, 7, 1)
"""The days before a step's last day on which to speak up."""

IN_STANDSTILL: frozenset[StepKind] = frozenset({"standstill", "contract", "start"})
"""What can begin only when a standstill is over: saying so, signing contracts, giving care."""

Ending = Literal["withdrawn", "failed", "completed"]
StepStatus = Literal["waiting", "started", "missed", "unknown", "done", "skipped"]


@dataclass(frozen=True, slots=True)
class StepState:
    """A step as it stands. `done` is when it was done, as precisely as that is known.

    `unknown`: its window had passed before the system knew of it, and what became of it is not
    known; nobody may be called late for that.
    """

    step: Step
    done: Window | None = None
    skipped: bool = False
    started: bool = False
    missed: bool = False
    unknown: bool = False
    reminded: frozenset[int] = frozenset()

    @property
    def over(self) -> bool:
        """Whether steps after it need no longer wait for it."""
        return self.done is not None or self.skipped

    @property
    def status(self) -> StepStatus:
        if self.done is not None:
            return "done"
        if self.skipped:
            return "skipped"
        if self.missed:
            return "missed"
        if self.unknown:
            return "unknown"
        return "started" if self.started else "waiting"


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure. `gates` are the open ones; `until` is the last day of a standstill."""

    procedure_id: UUID | None = None
    programme_id: UUID | None = None
    key: str = ""
    track: Track | None = None
    steps: Mapping[str, StepState] = field(default_factory=dict)
    gates: frozenset[str] = frozenset()
    until: Explained | None = None
    branch: str | None = None
    ending: Ending | None = None

    def waits_for(self, step: Step) -> tuple[str, ...]:
        """The steps before it that are neither done nor skipped."""
        return tuple(
            each for each in step.after if each in self.steps and not self.steps[each].over
        )

    def behind_closed_gate(self, step: Step) -> bool:
        """Whether a decision that it waits for has not been reached (PG-10)."""
        return step.gate is not None and step.gate not in self.gates

    def may_start(self, state: StepState, today: date) -> bool:
        """Whether its first day has come, what it waits for is over and its gate is open.

        A window without a first day lets it start as soon as the rest allows it. Nor does
        anything start that a standstill holds up.
        """
        first = state.step.window.first
        return (
            not (state.over or state.started or state.unknown)
            and (first is None or first <= today)
            and not self.waits_for(state.step)
            and not self.behind_closed_gate(state.step)
            and not self.held_up(state.step, today)
        )

    def held_up(self, step: Step, today: date) -> bool:
        """Whether a standstill still runs that this kind of step has to wait for (ST-15)."""
        return self.until is not None and step.kind in IN_STANDSTILL and today <= self.until.value

    @property
    def all_gates(self) -> frozenset[str]:
        """Every gate that a step of it, or of one of its branches, stands behind."""
        branches = self.track.branches if self.track else ()
        steps = [each.step for each in self.steps.values()]
        steps += [each for branch in branches for each in branch.steps]
        return frozenset(each.gate for each in steps if each.gate is not None)

    def declared(self, branch_id: str) -> Branch | None:
        """The branch of this name, if one was declared beforehand."""
        branches = self.track.branches if self.track else ()
        return next((each for each in branches if each.branch_id == branch_id), None)


def evolve(procedure: Procedure, event: ProcedureEvent) -> Procedure:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case ProcedurePlanned():
            return planned(procedure, event)
        case BranchTaken():
            return on_branch(procedure, event)
        case ProcedureReplanned():
            for step_id, window in event.windows.items():
                procedure = replanned(procedure, step_id, window)
            return procedure
        case GateOpened():
            return replace(procedure, gates=procedure.gates | {event.gate})
        case GateClosed():
            return closed(procedure, event.gate)
        case StandstillBegan():
            return replace(procedure, until=event.until)
        case ProcedureWithdrawn():
            return replace(procedure, ending="withdrawn")
        case ProcedureFailed():
            return replace(procedure, ending="failed")
        case ProcedureCompleted():
            return replace(procedure, ending="completed")
        case _:
            return evolve_step(procedure, event)


def evolve_step(
    procedure: Procedure,
    event: StepStarted | StepReminded | StepMissed | StepCompleted | StepSkipped,
) -> Procedure:
    state = procedure.steps[event.step_id]
    match event:
        case StepStarted():
            state = replace(state, started=True)
        case StepReminded():
            passed = {days for days in REMIND_DAYS if days >= event.days_before}
            state = replace(state, reminded=state.reminded | passed)
        case StepMissed():
            state = replace(state, missed=True)
        case StepCompleted():
            state = replace(state, done=Window.on(event.done_on))
        case StepSkipped():
            state = replace(state, skipped=True)
        case _:
            assert_never(event)
    return with_step(procedure, state)


def with_step(procedure: Procedure, state: StepState) -> Procedure:
    return replace(procedure, steps={**procedure.steps, state.step.step_id: state})


def planned(procedure: Procedure, event: ProcedurePlanned) -> Procedure:
    """The track as stated; what was re-planned since keeps its window unless it is stated anew."""
    stated = procedure.track
    before = {each.step_id: each.window for each in stated.steps} if stated else {}
    steps = [
        each.model_copy(update={"window": procedure.steps[each.step_id].step.window})
        if before.get(each.step_id) == each.window and each.step_id in procedure.steps
        else each
        for each in event.track.steps
    ]
    procedure = replace(
        procedure,
        procedure_id=event.procedure_id,
        programme_id=event.programme_id,
        key=event.key,
        track=event.track,
    )
    branch = procedure.declared(procedure.branch) if procedure.branch else None
    if branch is not None:
        steps = [*after_branch(procedure.steps, steps, branch.steps)]
    laid = laid_out(procedure.steps, steps, local_day(event.at))
    more = any(not each.over for each in laid.values())
    ending = None if procedure.ending == "completed" and more else procedure.ending
    return replace(procedure, steps=laid, ending=ending)


def on_branch(procedure: Procedure, event: BranchTaken) -> Procedure:
    """A step of the branch begins anew, also under the name of one that gave way to it."""
    stay = {
        step_id: state
        for step_id, state in procedure.steps.items()
        if state.over or state.step.fixed
    }
    steps = laid_out(stay, event.steps, local_day(event.at))
    return replace(procedure, steps=steps, branch=event.branch_id, ending=None)


def laid_out(
    known: Mapping[str, StepState], steps: Iterable[Step], today: date
) -> dict[str, StepState]:
    """These steps, each as far as it already was; one that is done stays, stated or not."""
    named = {each.step_id: each for each in steps}
    kept = {
        step_id: state
        for step_id, state in known.items()
        if step_id not in named and state.done is not None
    }
    return {**kept, **{each.step_id: restated(known, each, today) for each in named.values()}}


def restated(known: Mapping[str, StepState], step: Step, today: date) -> StepState:
    state = known.get(step.step_id)
    last = step.window.last
    passed = last is not None and last < today
    if state is None:
        unknown = passed and step.realised_on is None
        return StepState(step, done=step.realised_on, unknown=unknown)
    if state.step.window == step.window:
        return replace(state, step=step, done=state.done or step.realised_on)
    return replace(
        state,
        step=step,
        done=state.done or step.realised_on,
        missed=False,
        unknown=passed and not state.over,
        reminded=frozenset(),
    )


def after_branch(
    known: Mapping[str, StepState], steps: Iterable[Step], branch: Iterable[Step]
) -> tuple[Step, ...]:
    """The steps once a branch is taken: what is over or fixed stays, the others give way.

    A fixed step that waited for one that gave way waits for the end of the branch instead.
    """
    over = [each for each in steps if each.step_id in known and known[each.step_id].over]
    fixed = [each for each in steps if each.fixed and each not in over]
    kept = {each.step_id for each in (*over, *fixed)}
    new = [each for each in branch if each.step_id not in kept]
    present = kept | {each.step_id for each in new}
    rewritten = []
    for each in fixed:
        ends = last_before(each.step_id, (*new, *fixed), new)
        stay = tuple(name for name in each.after if name in present)
        more = ends if len(stay) < len(each.after) or not each.after else ()
        rewritten.append(each.model_copy(update={"after": tuple(dict.fromkeys((*stay, *more)))}))
    return (*over, *new, *rewritten)


def last_before(step_id: str, steps: Iterable[Step], among: Iterable[Step]) -> tuple[str, ...]:
    """Which of these steps nothing else of them waits for, leaving out what follows `step_id`."""
    later = following(step_id, steps)
    before = [each for each in among if each.step_id not in later]
    waited_for = {name for each in before for name in each.after}
    return tuple(each.step_id for each in before if each.step_id not in waited_for)


def following(step_id: str, steps: Iterable[Step]) -> frozenset[str]:
    """Everything that waits for this step, directly or by way of others."""
    found = {step_id}
    steps = tuple(steps)
    while more := {each.step_id for each in steps if found & set(each.after)} - found:
        found |= more
    return frozenset(found - {step_id})


def replanned(procedure: Procedure, step_id: str, window: Window) -> Procedure:
    """Another window: what was reminded or missed under the old one no longer counts."""
    state = procedure.steps[step_id]
    step = state.step.model_copy(update={"window": window})
    return with_step(
        procedure, replace(state, step=step, missed=False, unknown=False, reminded=frozenset())
    )


def closed(procedure: Procedure, gate: str) -> Procedure:
    """What stood behind the gate and is not over starts anew when it opens again."""
    for state in procedure.steps.values():
        if state.step.gate == gate and not state.over:
            procedure = with_step(procedure, replace(state, started=False))
    return replace(procedure, gates=procedure.gates - {gate})


def stamp(command: Command, procedure: Procedure) -> dict[str, Any]:
    """What every event of the procedure takes over from it and from the command."""
    return {
        "procedure_id": procedure.procedure_id,
        "programme_id": procedure.programme_id,
        **made(command),
    }
