"""For whom each kind of event is: the widest circle that may see it when nothing is secret.

The table is docs/secrecy.md. What is not in it is for the office, so that a new event is kept in
until somebody says otherwise; a test tells which are not in it.
"""

from collections.abc import Mapping
from typing import Any, Literal, get_args

from domain.admission.events import (
    AdmissionEvent,
    ApplicationAssessed,
    ApplicationReceived,
    ApplicationRejected,
    PartnersClassed,
    ProviderFailed,
    ProviderReassessed,
    ReserveCalled,
)
from domain.base import Event
from domain.batch.events import BatchEvent
from domain.change import events as change
from domain.clock.events import ClockEvent
from domain.contract import events as contract
from domain.decision.events import AnswerersReminded, DecisionEvent
from domain.document.events import DocumentEvent
from domain.document.parts import Role
from domain.procedure.events import ProcedureEvent, StepReminded
from domain.programme.events import ProgrammeEvent
from domain.provider.events import ProviderEvent
from domain.retention.events import RetentionEvent
from domain.sheet.events import SheetEvent
from domain.steering.events import SteeringEvent
from domain.template.events import TemplateEvent

Circle = Literal["everybody", "announced", "own", "office"]
"""`announced`: providers and the public not before it was announced. `own`: the provider that it
is about, and whoever governs. `office`: officials and auditors only."""

GOVERNING: frozenset[Role] = frozenset({"council_member", "college_member", "official", "auditor"})
OFFICE: frozenset[Role] = frozenset({"official", "auditor"})

_OWN: tuple[type[Event], ...] = (
    ApplicationReceived,
    ApplicationAssessed,
    ApplicationRejected,
    ProviderReassessed,
    ProviderFailed,
    PartnersClassed,
    ReserveCalled,
    contract.DutyFulfilled,
    contract.DutyMissed,
    contract.ResultRecorded,
    contract.ContractEnforced,
    contract.HandOverPlanned,
    contract.HandOverCompleted,
    contract.DrawingRecorded,
    change.LetterSent,
    change.LetterAcknowledged,
    change.ReactionReceived,
    change.ReactionHandled,
    *get_args(ProviderEvent),
)

_OFFICE: tuple[type[Event], ...] = (
    TemplateEvent,
    ClockEvent,
    *get_args(SheetEvent),
    *get_args(BatchEvent),
    *get_args(RetentionEvent),
    AnswerersReminded,
    StepReminded,
    change.AnnouncementDrafted,
    change.AnnouncementApproved,
    change.DispatchOrdered,
    change.DispatchRecalled,
    change.LettersQueued,
    change.LetterDeferred,
    change.LetterRefused,
    change.LetterReaddressed,
    change.OfficeReminded,
    change.AnnouncementBarred,
    change.AnnouncementCleared,
    change.ChangePaused,
    change.ChangeResumed,
    change.ContractsJoined,
    change.WithdrawalOrdered,
)


def _of(events: Any, circle: Circle) -> dict[type[Event], Circle]:
    return dict.fromkeys(get_args(events), circle)


CIRCLES: Mapping[type[Event], Circle] = {
    **_of(ProgrammeEvent, "everybody"),
    **_of(SteeringEvent, "everybody"),
    **_of(DocumentEvent, "everybody"),
    **_of(DecisionEvent, "everybody"),
    **_of(ProcedureEvent, "everybody"),
    **_of(AdmissionEvent, "everybody"),
    **_of(contract.ContractEvent, "everybody"),
    **_of(change.ChangeEvent, "announced"),
    contract.ContractAmended: "announced",
    **dict.fromkeys(_OWN, "own"),
    **dict.fromkeys(_OFFICE, "office"),
}


def circle_of(event: Event) -> Circle:
    """For whom it is; what nobody has placed is for the office."""
    return CIRCLES.get(type(event), "office")
