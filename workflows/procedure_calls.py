"""What a procedure calls for, in itself and because of the plan and the decisions around it. Pure.

Nothing is remembered of what was called for before: see `decision_calls`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from domain.dates import Window
from domain.decision.outlook import consequences
from domain.decision.state import Decision
from domain.procedure.commands import MissStep, OpenGate, RemindStep, ReplanProcedure, StartStep
from domain.procedure.outlook import Step, next_step, wake_at
from domain.procedure.state import Procedure, closed, replanned
from domain.programme.commands import RealisePlanItem
from workflows.around import MOVED, Planned, Stamps
from workflows.ask import AskedCommand, Called


@dataclass(frozen=True, slots=True)
class Around:
    """What a procedure needs to know of its programme: plan items, and gates that stand open.

    A gate that is not named has nothing decided about it.
    """

    items: Mapping[str, Planned] = field(default_factory=dict)
    gates: Mapping[str, bool] = field(default_factory=dict)


def called(procedure: Procedure, around: Around, now: datetime, stamps: Stamps) -> Called:
    """Say what is to be asked of the domain now, and how long until that may be different.

    One that was completed waits for news: it can be stated anew, with more to do.
    """
    commands: list[AskedCommand] = []
    if procedure.ending is None:
        windows = moved(procedure, around)
        if windows:
            commands.append(ReplanProcedure(windows=windows, reason=MOVED, **stamps.of_own()))
        for step_id, window in windows.items():
            procedure = replanned(procedure, step_id, window)
    for gate, reached in turned(procedure, around):
        commands.append(OpenGate(gate=gate, reached=reached, **stamps.of_own()))
        procedure = (
            replace(procedure, gates=procedure.gates | {gate})
            if reached
            else closed(procedure, gate)
        )
    commands += done(procedure, around, stamps)
    step = next_step(procedure, now)
    commands += own(step, stamps)
    moment = wake_at(procedure, now)
    return Called(
        commands=tuple(commands),
        wait_seconds=None if moment is None else (moment - now).total_seconds(),
        ended=step.kind == "end" and procedure.ending != "completed" and not commands,
    )


def own(step: Step, stamps: Stamps) -> Iterator[AskedCommand]:
    """The command that the procedure's own next step is."""
    if step.step_id is None:
        return
    match step.kind:
        case "start":
            yield StartStep(step_id=step.step_id, **stamps.of_own())
        case "remind":
            yield RemindStep(step_id=step.step_id, days_before=step.days_before, **stamps.of_own())
        case "miss":
            yield MissStep(step_id=step.step_id, **stamps.of_own())
        case "wait" | "end":
            return
        case _:
            assert_never(step.kind)


def moved(procedure: Procedure, around: Around) -> dict[str, Window]:
    """By step, the window of its plan item that was planned anew; a fixed step stays (ST-06).

    One that was never where its item was has a window of its own, and keeps that.
    """
    found = {}
    for step_id, state in procedure.steps.items():
        item = around.items.get(state.step.item or "")
        if item and item.left(state.step.window) and not state.over and not state.step.fixed:
            found[step_id] = item.window
    return found


def turned(procedure: Procedure, around: Around) -> Iterator[tuple[str, bool]]:
    """The gates that stand otherwise than what was decided, and how they are to stand (PG-10)."""
    for gate in sorted(procedure.all_gates):
        reached = around.gates.get(gate)
        if reached is not None and reached != (gate in procedure.gates):
            yield gate, reached


def done(procedure: Procedure, around: Around, stamps: Stamps) -> Iterator[AskedCommand]:
    """The items of the plan that are done because the step that each of them is was done."""
    for state in procedure.steps.values():
        name, when = state.step.item, state.done
        if name is None or when is None or when.first is None or procedure.programme_id is None:
            continue
        item = around.items.get(name)
        if item is not None and item.is_open:
            programme = stamps.of(programme_id=procedure.programme_id)
            yield RealisePlanItem(item_id=name, realised_on=when, **programme)


def gates(decisions: list[Decision]) -> dict[str, bool]:
    """Of every gate that these decisions open, whether it is to stand open.

    It takes all of them, leaving out those that were let go; one that was never reached and
    leaves the others standing says nothing, so that a gate that somebody opened stays as it is.
    """
    found: dict[str, list[bool | None]] = {}
    for decision in decisions:
        if decision.question is None or decision.outcome in ("forgone", "lapsed"):
            continue
        follows = consequences(decision)
        for gate in decision.question.opens:
            found.setdefault(gate, []).append(follows.reached if follows else None)
    return {
        gate: all(standing)
        for gate, standing in found.items()
        if False in standing or None not in standing
    }
