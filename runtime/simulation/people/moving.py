"""When the plan is moved, people do what it plans on the new days."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.base import Command
from domain.dates import AMSTERDAM, Window, add_months, local_day, start_of_day
from domain.decision.commands import NameAnswerer, RecordAnswer
from domain.procedure.commands import CompleteStep, SkipStep
from domain.programme.commands import RealisePlanItem
from runtime.simulation.people.act import Act
from runtime.simulation.scenario import Shift

PLANNED = (RealisePlanItem, CompleteStep, SkipStep, NameAnswerer, RecordAnswer)
"""What people do because the plan has it; the rest a scenario has them do on its own days."""


def moved(act: Act, shifts: Iterable[Shift]) -> Act:
    """The act, later by every shift that was made before it; fixed ones stay."""
    for shift in sorted(shifts, key=lambda each: each.on):
        whole = not shift.segments
        planned = isinstance(act.command, PLANNED)
        if whole and planned and not act.fixed and act.at >= start_of_day(shift.on):
            act = later(act, shift.months)
    return act


def later(act: Act, months: int) -> Act:
    at = act.at.astimezone(AMSTERDAM)
    moment = datetime.combine(add_months(at.date(), months), time.min, AMSTERDAM)
    moment += timedelta(hours=at.hour, minutes=at.minute)
    assert act.command is not None
    return replace(act, at=moment, command=done_on(act.command, local_day(moment)))


def done_on(command: Command, day: date) -> Command:
    """The same, said to have been done on this day."""
    match command:
        case RealisePlanItem():
            return command.model_copy(update={"realised_on": Window.on(day)})
        case CompleteStep():
            return command.model_copy(update={"done_on": day})
        case RecordAnswer() if command.answer.decided_on is not None:
            answer = command.answer.model_copy(update={"decided_on": day})
            return command.model_copy(update={"answer": answer})
        case _:
            return command
