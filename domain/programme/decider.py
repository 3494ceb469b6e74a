"""The rules of a programme: which file answers which command."""

from collections.abc import Sequence
from typing import assert_never

from domain.base import Decider
from domain.programme.commands import (
    EndTerm,
    ExtendTerm,
    MissPlanItem,
    OpenPlanItem,
    ProgrammeCommand,
    PublishProgramme,
    RealisePlanItem,
    RevisePlan,
    ShiftPlan,
    SplitSegment,
    WithdrawMunicipality,
)
from domain.programme.events import ProgrammeEvent
from domain.programme.membership import split, withdraw
from domain.programme.plan import miss, open_item, realise, revise, shift
from domain.programme.publish import publish
from domain.programme.state import Programme, evolve
from domain.programme.terms import end, extend


def decide(command: ProgrammeCommand, programme: Programme) -> list[ProgrammeEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    return [*_decided(command, programme)]


def _decided(command: ProgrammeCommand, programme: Programme) -> Sequence[ProgrammeEvent]:
    match command:
        case PublishProgramme():
            return publish(command, programme)
        case OpenPlanItem():
            return open_item(command, programme)
        case RealisePlanItem():
            return realise(command, programme)
        case MissPlanItem():
            return miss(command, programme)
        case RevisePlan():
            return revise(command, programme)
        case ShiftPlan():
            return shift(command, programme)
        case WithdrawMunicipality():
            return withdraw(command, programme)
        case SplitSegment():
            return split(command, programme)
        case ExtendTerm():
            return extend(command, programme)
        case EndTerm():
            return end(command, programme)
        case _:
            assert_never(command)


PROGRAMME = Decider(
    name="programme",
    identity="programme_id",
    initial=Programme(),
    decide=decide,
    evolve=evolve,
)
