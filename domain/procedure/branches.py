"""The rules of going on along a declared branch (ST-05, ST-06)."""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.base import Refused
from domain.dates import add_months
from domain.procedure.commands import TakeBranch
from domain.procedure.events import BranchTaken, ProcedureEvent
from domain.procedure.parts import Branch, Step
from domain.procedure.state import Procedure, after_branch, following, stamp


def take(command: TakeBranch, procedure: Procedure) -> list[ProcedureEvent]:
    """Take a declared branch: what is done or fixed stays, the others give way to its steps.

    Refuses one whose steps cannot end before a fixed step that is still to come.
    """
    assert procedure.track is not None
    if procedure.branch == command.branch_id:
        return []
    branch = procedure.declared(command.branch_id)
    if branch is None:
        raise Refused(
            "unknown_branch",
            "no branch %(branch)s was declared; there is: %(branches)s",
            branch=command.branch_id,
            branches=", ".join(each.branch_id for each in procedure.track.branches) or "-",
        )
    stated = [state.step for state in procedure.steps.values()]
    steps = after_branch(procedure.steps, stated, branch.steps)
    refuse_beyond_fixed(branch, steps, procedure)
    return [
        BranchTaken(
            branch_id=command.branch_id,
            reason=command.reason,
            steps=steps,
            **stamp(command, procedure),
        )
    ]


def refuse_beyond_fixed(branch: Branch, steps: tuple[Step, ...], procedure: Procedure) -> None:
    """Every step of the branch that a fixed one waits for must be able to end by its last day."""
    ends = earliest_ends(steps)
    own = {each.step_id for each in branch.steps}
    for fixed in steps:
        last = fixed.window.last
        state = procedure.steps.get(fixed.step_id)
        if not fixed.fixed or last is None or (state is not None and state.over):
            continue
        later = following(fixed.step_id, steps)
        for name in own - later - {fixed.step_id}:
            end = ends.get(name)
            if end is not None and end > last:
                raise Refused(
                    "branch_too_long",
                    "step %(step)s of branch %(branch)s ends on %(end)s at the earliest, after "
                    "%(last)s, the last day of %(fixed)s, which is fixed: give the branch other "
                    "windows",
                    step=name,
                    branch=branch.branch_id,
                    end=end,
                    last=last,
                    fixed=fixed.step_id,
                )


def earliest_ends(steps: Iterable[Step]) -> dict[str, date]:
    """The first day on which each step can be over, as far as windows and durations tell.

    Its window's first day, or as many months as it usually takes after what it waits for,
    whichever is later. A step of which neither is known is not in the answer.
    """
    named = {each.step_id: each for each in steps}
    found: dict[str, date] = {}
    for step in in_order(named):
        days = [found[name] for name in step.after if name in found]
        if days and step.months and step.window.edtf is None:
            days = [add_months(max(days), step.months)]
        if step.window.first is not None:
            days.append(step.window.first)
        if days:
            found[step.step_id] = max(days)
    return found


def in_order(named: Mapping[str, Step]) -> tuple[Step, ...]:
    """The steps with each one after those that it waits for; circles are left as they stand."""
    placed: dict[str, Step] = {}
    left = dict(named)
    while left:
        ready = [
            each for each in left.values() if not any(name in left for name in each.after)
        ] or list(left.values())
        for each in ready:
            placed[each.step_id] = left.pop(each.step_id)
    return tuple(placed.values())
