"""What a procedure calls for, in itself and because of the plan and the decisions around it. Pure.

Nothing is remembered of what was called for before: see `decision_calls`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from domain.change.commands import BarAnnouncement, ClearAnnouncement
from domain.change.standing import Change
from domain.dates import Window
from domain.decision.outlook import consequences, stands_open
from domain.decision.state import Decision
from domain.procedure.commands import (
    CompleteStep,
    MissStep,
    OpenGate,
    RemindStep,
    ReplanProcedure,
    StartStep,
)
from domain.procedure.outlook import Step, next_step, wake_at
from domain.procedure.state import Procedure, closed, replanned
from domain.programme.commands import RealisePlanItem
from workflows.around import MOVED, Planned, Stamps
from workflows.ask import AskedCommand, Called
from workflows.decision_calls import let_go


@dataclass(frozen=True, slots=True)
class Around:
    """What a procedure needs to know of its programme: plan items, and gates that stand open.

    A gate that is not named has nothing decided about it. Of the items in `elsewhere` there is
    more to do: a step of another procedure, or a decision, which says itself that it is done.
    `announcing` are the changes that announce an item that is a step here.
    """

    items: Mapping[str, Planned] = field(default_factory=dict)
    gates: Mapping[str, bool] = field(default_factory=dict)
    elsewhere: Collection[str] = ()
    announcing: Mapping[UUID, Change] = field(default_factory=dict)


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
    commands += barred(procedure, around, stamps)
    commands += realised(procedure, around, stamps)
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


def barred(
    procedure: Procedure, around: Around, stamps: Stamps
) -> Iterator[BarAnnouncement | ClearAnnouncement]:
    """No letter is ordered of a change whose announcement is a step behind a closed gate (PG-10).

    What is over is not held up, and a procedure that has ended holds up nothing.
    """
    if procedure.procedure_id is None:
        return
    for change_id, change in around.announcing.items():
        if change.proposal is None or change.withdrawn:
            continue
        theirs = {gate for gate, each in change.bars if each == procedure.procedure_id}
        closed_gates = {
            state.step.gate
            for state in procedure.steps.values()
            if state.step.gate
            and state.step.item == change.proposal.announce_item
            and procedure.behind_closed_gate(state.step)
            and not state.over
            and procedure.ending is None
            and not change.announced
        }
        about = {"change_id": change_id, "procedure_id": procedure.procedure_id}
        for gate in sorted(closed_gates - theirs):
            yield BarAnnouncement(gate=gate, **stamps.of(**about))
        for gate in sorted(theirs - closed_gates):
            yield ClearAnnouncement(gate=gate, **stamps.of(**about))


def realised(procedure: Procedure, around: Around, stamps: Stamps) -> Iterator[CompleteStep]:
    """The steps that were done because the plan item that each of them is was done that day.

    Not an award: the day on which it was sent is more than that it was done (ST-15).
    """
    if procedure.ending is not None:
        return
    for step_id, state in procedure.steps.items():
        item = around.items.get(state.step.item or "")
        if item is None or item.done_on is None or state.over or state.step.kind == "award":
            continue
        if not procedure.waits_for(state.step) and not procedure.behind_closed_gate(state.step):
            yield CompleteStep(step_id=step_id, done_on=item.done_on, **stamps.of_own())


def done(procedure: Procedure, around: Around, stamps: Stamps) -> Iterator[RealisePlanItem]:
    """The items of the plan that are done because everything that each of them is was done."""
    if procedure.programme_id is None:
        return
    for name, when in finished(procedure, around).items():
        if name not in around.elsewhere:
            programme = stamps.of(programme_id=procedure.programme_id)
            yield RealisePlanItem(item_id=name, realised_on=when, **programme)


def finished(procedure: Procedure, around: Around) -> dict[str, Window]:
    """The items that the plan has as still to come and of which every step here is over."""
    over: dict[str, Window] = {}
    for state in procedure.steps.values():
        item = around.items.get(state.step.item or "")
        if state.step.item and item and item.is_open and state.done and state.done.first:
            over[state.step.item] = state.done
    left = {state.step.item for state in procedure.steps.values() if not state.over}
    return {name: when for name, when in over.items() if name not in left}


def gates(decisions: list[Decision]) -> dict[str, bool]:
    """Of every gate that these decisions open, whether it is to stand open.

    It takes all of them, leaving out those that were let go; one that was never reached and
    leaves the others standing says nothing, so that a gate that somebody opened stays as it is.
    """
    found: dict[str, list[bool | None]] = {}
    for decision in decisions:
        if decision.question is None or let_go(decision):
            continue
        follows = consequences(decision)
        for gate in decision.question.opens:
            found.setdefault(gate, []).append(follows.reached if follows else None)
    standing = {gate: stands_open(said) for gate, said in found.items()}
    return {gate: is_open for gate, is_open in standing.items() if is_open is not None}
