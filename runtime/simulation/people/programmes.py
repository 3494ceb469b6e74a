"""What people do about a programme's plan, its papers and its contracts."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.base import Command
from domain.contract.commands import ConcludeContract, EndContract
from domain.contract.parts import Ending
from domain.dates import Window, start_of_day
from domain.document.commands import FileDocument, LiftSecrecy
from domain.programme.commands import (
    PublishProgramme,
    RealisePlanItem,
    ShiftPlan,
    SplitSegment,
    WithdrawMunicipality,
)
from domain.programme.parts import Segment
from runtime.simulation.people.act import NOON, Act, stamp
from runtime.simulation.scenario import ContractEnd, Lifting, ProgrammeDeviation, Scenario

MORNING = timedelta(hours=9)


def of_plan(programme: PublishProgramme, scenario: Scenario) -> Iterator[Act]:
    """Each plan item is done on its last day; one without a last day, or in the past, is not."""
    for item in programme.plan:
        day = scenario.items.get(item.item_id, item.window.last)
        if item.status == "realised" or not isinstance(day, date):
            continue
        at = start_of_day(day) + NOON
        command = RealisePlanItem(
            item_id=item.item_id,
            realised_on=Window.on(day),
            **stamp(at, programme_id=programme.programme_id),
        )
        yield Act(at, command, item_id=item.item_id, fixed=bool(item.fixed))


def of_programme(programme: PublishProgramme, deviation: ProgrammeDeviation) -> Iterator[Act]:
    """The plan is moved, a municipality leaves, a segment is split: only a scenario says so."""
    identity = {"programme_id": programme.programme_id}
    commands: list[Command] = [
        ShiftPlan(
            months=shift.months,
            title=shift.title,
            reason=shift.reason,
            segments=shift.segments,
            **stamp(start_of_day(shift.on) + MORNING, **identity),
        )
        for shift in deviation.shift
    ]
    commands += [
        WithdrawMunicipality(
            name=name,
            leaves_on=leaving.leaves_on or leaving.on,
            reason=leaving.reason,
            **stamp(start_of_day(leaving.on) + MORNING, **identity),
        )
        for name, leaving in deviation.leave.items()
    ]
    for segment_id, split in deviation.split.items():
        at = start_of_day(split.on) + MORNING
        parts = tuple(
            Segment(
                segment_id=new_id,
                number=90 + number,
                title=title,
                standing="fictional",
                source=programme.segments[0].source,
            )
            for number, (new_id, title) in enumerate(split.into.items())
        )
        commands.append(
            SplitSegment(
                segment_id=segment_id,
                into=parts,
                from_day=split.on,
                reason=split.reason,
                **stamp(at, **identity),
            )
        )
    yield from (Act(each.at, each) for each in commands)


def of_document(paper: FileDocument, lifting: Lifting) -> Act:
    at = start_of_day(lifting.on) + NOON
    return Act(
        at,
        LiftSecrecy(
            section=paper.secrecy[0].section if paper.secrecy else None,
            body=lifting.body,
            lifted_on=lifting.on,
            reason=lifting.reason,
            **stamp(at, document_id=paper.document_id),
        ),
    )


def of_contract(contract: ConcludeContract, end: ContractEnd) -> Act:
    """A go/no-go stops it, or its provider fails new criteria."""
    at = start_of_day(end.on) + NOON
    ending = Ending(
        ground=end.ground,
        decided_by=end.decided_by,
        reason=end.reason,
        continuity=end.continuity,
    )
    return Act(
        at,
        EndContract(
            last_day=end.last_day, ending=ending, **stamp(at, contract_id=contract.contract_id)
        ),
    )
