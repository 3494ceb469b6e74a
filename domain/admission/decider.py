"""The rules of the admission to a segment."""

from collections.abc import Sequence
from typing import assert_never

from domain.admission.commands import (
    AdmissionCommand,
    AdmitProvider,
    ApplyForEntry,
    AssessApplication,
    CallReserve,
    ChooseOpening,
    ClassPartners,
    CloseAdmission,
    ConsiderOpening,
    EnrolProvider,
    ImposeSupplier,
    LeaveSegment,
    LimitNumber,
    OpenAdmission,
    ReassessProviders,
    RejectApplication,
    ReopenAdmission,
    StateCriteria,
)
from domain.admission.criteria import assess, reassess, state_criteria
from domain.admission.entry import apply, choose, close, consider, limit, open_entry, reopen
from domain.admission.events import AdmissionEvent
from domain.admission.places import (
    admit,
    call_reserve,
    class_partners,
    enrol,
    impose,
    leave,
    reject,
)
from domain.admission.state import Admission, evolve
from domain.base import Decider


def decide(command: AdmissionCommand, admission: Admission) -> Sequence[AdmissionEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case StateCriteria():
            return state_criteria(command, admission)
        case ConsiderOpening():
            return consider(command, admission)
        case ChooseOpening():
            return choose(command, admission)
        case OpenAdmission():
            return open_entry(command, admission)
        case CloseAdmission():
            return close(command, admission)
        case ReopenAdmission():
            return reopen(command, admission)
        case LimitNumber():
            return limit(command, admission)
        case ApplyForEntry():
            return apply(command, admission)
        case AssessApplication():
            return assess(command, admission)
        case ReassessProviders():
            return reassess(command, admission)
        case _:
            return of_place(command, admission)


def of_place(
    command: EnrolProvider
    | AdmitProvider
    | RejectApplication
    | LeaveSegment
    | ClassPartners
    | CallReserve
    | ImposeSupplier,
    admission: Admission,
) -> Sequence[AdmissionEvent]:
    match command:
        case EnrolProvider():
            return enrol(command, admission)
        case AdmitProvider():
            return admit(command, admission)
        case RejectApplication():
            return reject(command, admission)
        case LeaveSegment():
            return leave(command, admission)
        case ClassPartners():
            return class_partners(command, admission)
        case CallReserve():
            return call_reserve(command, admission)
        case ImposeSupplier():
            return impose(command, admission)
        case _:
            assert_never(command)


def decided(command: AdmissionCommand, admission: Admission) -> list[AdmissionEvent]:
    return list(decide(command, admission))


ADMISSION = Decider(
    name="admission",
    identity="admission_id",
    initial=Admission(),
    decide=decided,
    evolve=evolve,
)
