"""What people do about a procedure: each step on its last day, what has no date just before."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from domain.base import Command
from domain.dates import start_of_day
from domain.procedure.commands import (
    CompleteStep,
    FailProcedure,
    PlanProcedure,
    SkipStep,
    TakeBranch,
    WithdrawProcedure,
)
from domain.procedure.parts import Step
from runtime.simulation.people.act import NOON, Act, stamp
from runtime.simulation.scenario import ProcedureDeviation

MORNING = timedelta(hours=9)
A_WEEK = timedelta(days=7)
"""What a weekend, and a day or two, may add to a standstill."""


def of_procedure(
    plan: PlanProcedure, deviation: ProcedureDeviation, by_changes: Collection[str]
) -> Iterator[Act]:
    """Every step is done on its last day.

    A step without a date is done on the day of the first one that waits for it; one that nothing
    dated waits for is not done by itself. Nobody does what a change brings about.
    """
    steps = {each.step_id: each for each in plan.track.steps}
    done = {
        each.step_id for each in plan.track.steps if each.realised_on or each.item in by_changes
    }
    if deviation.branch:
        steps |= {
            each.step_id: each
            for branch in plan.track.branches
            if branch.branch_id == deviation.branch.take
            for each in branch.steps
        }
    standstill = plan.track.standstill.days if plan.track.standstill else 0
    days = days_of(steps, deviation, timedelta(days=standstill) + A_WEEK)
    for step_id in in_order(steps):
        day = days.get(step_id)
        if step_id in deviation.skip:
            yield from skipped(plan, step_id, day, deviation.skip[step_id])
        elif isinstance(day, date) and step_id not in done:
            at = start_of_day(day) + NOON
            command = CompleteStep(
                step_id=step_id, done_on=day, **stamp(at, procedure_id=plan.procedure_id)
            )
            yield Act(at, command, again=True, fixed=steps[step_id].fixed)
    yield from deviations(plan, deviation)


def days_of(
    steps: dict[str, Step], deviation: ProcedureDeviation, standstill: timedelta
) -> dict[str, date | None]:
    """The day on which each step is done: none for one that nobody can date.

    A standstill without a date is over some days after its award, or else the award is as many
    days before what waits for the standstill.
    """
    days: dict[str, date | None] = {}
    for step_id, step in steps.items():
        said = deviation.steps.get(step_id, step.window.last)
        days[step_id] = said if isinstance(said, date) else None
    undated = {
        step_id
        for step_id, step in steps.items()
        if step.window.last is None and step_id not in deviation.steps
    }
    for step_id in reversed(in_order(steps)):
        day = days[step_id]
        if steps[step_id].kind == "standstill" and step_id in undated:
            awards = [found for each in steps[step_id].after if (found := days.get(each))]
            days[step_id] = max(awards) + standstill if awards else day
            day = day and day - standstill
        for before in steps[step_id].after:
            if before in undated and day is not None:
                known = days.get(before)
                days[before] = day if known is None else min(known, day)
    return days


def in_order(steps: dict[str, Step]) -> list[str]:
    """The steps, each after what it waits for."""
    order: list[str] = []

    def put(step_id: str) -> None:
        if step_id not in order and step_id in steps:
            for before in steps[step_id].after:
                put(before)
            order.append(step_id)

    for step_id in steps:
        put(step_id)
    return order


def skipped(plan: PlanProcedure, step_id: str, day: date | None, reason: str) -> Iterator[Act]:
    if day is not None:
        at = start_of_day(day) + MORNING
        yield Act(
            at,
            SkipStep(step_id=step_id, reason=reason, **stamp(at, procedure_id=plan.procedure_id)),
        )


def deviations(plan: PlanProcedure, deviation: ProcedureDeviation) -> Iterator[Act]:
    """What only a scenario has people do."""
    commands: list[Command] = []
    if taken := deviation.branch:
        commands.append(
            TakeBranch(
                branch_id=taken.take,
                reason=taken.reason,
                **stamp(start_of_day(taken.on) + MORNING, procedure_id=plan.procedure_id),
            )
        )
    for order, said in ((WithdrawProcedure, deviation.withdraw), (FailProcedure, deviation.fail)):
        if said:
            at = start_of_day(said.on) + MORNING
            commands.append(order(reason=said.reason, **stamp(at, procedure_id=plan.procedure_id)))
    yield from (Act(each.at, each) for each in commands)
