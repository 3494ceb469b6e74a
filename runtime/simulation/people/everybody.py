"""All that people do about what is published, in the order of time."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.base import Command
from domain.change.commands import ProposeChange
from domain.contract.commands import ConcludeContract
from domain.decision.commands import PlanDecision
from domain.document.commands import FileDocument
from domain.procedure.commands import PlanProcedure
from domain.programme.commands import PublishProgramme
from runtime.simulation.people.act import Act
from runtime.simulation.people.changes import known_decisions, of_change
from runtime.simulation.people.decisions import of_decision
from runtime.simulation.people.moving import moved
from runtime.simulation.people.procedures import of_procedure
from runtime.simulation.people.programmes import (
    of_contract,
    of_document,
    of_plan,
    of_programme,
)
from runtime.simulation.scenario import (
    DecisionDeviation,
    Deviation,
    ProcedureDeviation,
    ProgrammeDeviation,
    Scenario,
    Shift,
)


def acts(commands: list[Command], scenario: Scenario) -> list[Act]:
    """What people do about what these commands publish.

    What a change, a step or a decision brings about by itself, nobody has to say.
    """
    by_itself = {item for item in brought_about(commands) if item not in scenario.items}
    shifts: dict[UUID | None, tuple[Shift, ...]] = {
        each.programme_id: scenario.programmes[each.key].shift
        for each in commands
        if isinstance(each, PublishProgramme) and each.key in scenario.programmes
    }
    reserved = {
        item.item_id
        for each in commands
        if isinstance(each, PublishProgramme)
        for item in each.plan
        if item.status == "reserved"
    }
    found = [
        moved(act, shifts.get(programme_of(each), ()))
        for each in commands
        for act in about(each, commands, scenario, reserved)
        if act.item_id not in by_itself
    ]
    return sorted(found, key=lambda act: act.at)


def about(
    command: Command, commands: list[Command], scenario: Scenario, reserved: set[str]
) -> Iterator[Act]:
    """What people do about one thing that is published."""
    match command:
        case PublishProgramme():
            yield from of_plan(command, scenario)
            deviation = scenario.programmes.get(command.key, ProgrammeDeviation())
            yield from of_programme(command, deviation)
        case PlanDecision():
            yield from of_decision(
                command,
                scenario.decisions.get(command.key, DecisionDeviation()),
                reserved=command.question.item in reserved,
                leaving=leaving(command, commands, scenario),
            )
        case PlanProcedure():
            yield from of_procedure(
                command,
                scenario.procedures.get(command.key, ProcedureDeviation()),
                {*by_changes(commands)},
            )
        case ProposeChange():
            yield from of_change(
                command,
                scenario.changes.get(command.key, Deviation()),
                known_decisions(command, commands),
            )
        case FileDocument() if command.paper.document_id in scenario.documents:
            yield of_document(command, scenario.documents[command.paper.document_id])
        case ConcludeContract() if command.number in scenario.contracts:
            yield of_contract(command, scenario.contracts[command.number])
        case _:
            pass


def leaving(plan: PlanDecision, commands: list[Command], scenario: Scenario) -> dict[str, date]:
    """When the municipalities of the decision's programme say that they leave it."""
    return {
        name: said.on
        for each in commands
        if isinstance(each, PublishProgramme) and each.programme_id == plan.programme_id
        for name, said in scenario.programmes.get(each.key, ProgrammeDeviation()).leave.items()
    }


def programme_of(command: Command) -> UUID | None:
    """The programme that the command says it is of."""
    found: UUID | None = getattr(command, "programme_id", None)
    return found


def by_changes(commands: list[Command]) -> Iterator[str]:
    """The plan items that a change brings about."""
    for each in commands:
        if isinstance(each, ProposeChange):
            yield from (item for item in (each.announce_item, each.effect_item) if item)


def brought_about(commands: list[Command]) -> Iterator[str]:
    """The plan items that are a step, a decision, or the days of a change."""
    yield from by_changes(commands)
    for each in commands:
        match each:
            case PlanDecision() if each.question.item:
                yield each.question.item
            case PlanProcedure():
                yield from (step.item for step in each.track.steps if step.item)
            case _:
                pass
