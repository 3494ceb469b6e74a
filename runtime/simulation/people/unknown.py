"""Refuses what a scenario says about something that the files do not have."""

from domain.base import Command
from domain.change.commands import ProposeChange
from domain.contract.commands import ConcludeContract
from domain.decision.commands import PlanDecision
from domain.document.commands import FileDocument
from domain.procedure.commands import PlanProcedure
from domain.programme.commands import PublishProgramme
from runtime.simulation.people.decisions import everybody
from runtime.simulation.scenario import Scenario, refuse_unknown


def refuse_what_is_not_there(commands: list[Command], scenario: Scenario) -> None:
    """Raise `ValueError` for a deviation of something that these commands do not publish."""
    known: dict[str, set[str]] = {
        "changes": {each.key for each in commands if isinstance(each, ProposeChange)},
        "decisions": {each.key for each in commands if isinstance(each, PlanDecision)},
        "procedures": {each.key for each in commands if isinstance(each, PlanProcedure)},
        "programmes": {each.key for each in commands if isinstance(each, PublishProgramme)},
        "documents": {
            each.paper.document_id for each in commands if isinstance(each, FileDocument)
        },
        "contracts": {each.number for each in commands if isinstance(each, ConcludeContract)},
        "items": {
            item.item_id
            for each in commands
            if isinstance(each, PublishProgramme)
            for item in each.plan
        },
    }
    scenario.refuse_unknown(known)
    for each in commands:
        match each:
            case PlanDecision():
                refuse_unknown_answerers(each, scenario)
            case PlanProcedure():
                refuse_unknown_steps(each, scenario)
            case _:
                pass


def refuse_unknown_answerers(plan: PlanDecision, scenario: Scenario) -> None:
    """Who is not named can be spoken of by number, as far as the source counts them."""
    if deviation := scenario.decisions.get(plan.key):
        there = {each.answerer_id for each in everybody(plan)}
        section = f"decisions.{plan.key}"
        refuse_unknown(f"{section}.answers", deviation.answers.keys(), there)
        refuse_unknown(f"{section}.corrections", deviation.corrections.keys(), there)


def refuse_unknown_steps(plan: PlanProcedure, scenario: Scenario) -> None:
    """The steps there are: those of the procedure, and of the branch that is taken."""
    if deviation := scenario.procedures.get(plan.key):
        section = f"procedures.{plan.key}"
        branches = {each.branch_id: each.steps for each in plan.track.branches}
        taken = {deviation.branch.take} if deviation.branch else set()
        refuse_unknown(f"{section}.branch.take", taken, branches.keys())
        steps = [*plan.track.steps, *(step for name in taken for step in branches[name])]
        there = {each.step_id for each in steps}
        refuse_unknown(f"{section}.steps", deviation.steps.keys(), there)
        refuse_unknown(f"{section}.skip", deviation.skip.keys(), there)
