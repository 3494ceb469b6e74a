"""Which decider answers which command. The only list to extend for a new aggregate."""

from typing import Annotated, Any, get_args, get_origin

from domain.admission.commands import AdmissionCommand
from domain.admission.decider import ADMISSION
from domain.admission.events import AdmissionEvent
from domain.base import Command, Decider, Event
from domain.batch.commands import BatchCommand
from domain.batch.decider import BATCH
from domain.batch.events import BatchEvent
from domain.change.commands import ChangeCommand
from domain.change.decider import CHANGE
from domain.change.events import ChangeEvent
from domain.clock.commands import ClockCommand
from domain.clock.decider import CLOCK
from domain.clock.events import ClockEvent
from domain.contract.commands import ContractCommand
from domain.contract.decider import CONTRACT
from domain.contract.events import ContractEvent
from domain.decision.commands import DecisionCommand
from domain.decision.decider import DECISION
from domain.decision.events import DecisionEvent
from domain.document.commands import DocumentCommand
from domain.document.decider import DOCUMENT
from domain.document.events import DocumentEvent
from domain.procedure.commands import ProcedureCommand
from domain.procedure.decider import PROCEDURE
from domain.procedure.events import ProcedureEvent
from domain.programme.commands import ProgrammeCommand
from domain.programme.decider import PROGRAMME
from domain.programme.events import ProgrammeEvent
from domain.provider.commands import ProviderCommand
from domain.provider.decider import PROVIDER
from domain.provider.events import ProviderEvent
from domain.retention.commands import RetentionCommand
from domain.retention.decider import RETENTION
from domain.retention.events import RetentionEvent
from domain.sheet.commands import SheetCommand
from domain.sheet.decider import SHEET
from domain.sheet.events import SheetEvent
from domain.steering.commands import SteeringCommand
from domain.steering.decider import STEERING
from domain.steering.events import SteeringEvent
from domain.template.commands import TemplateCommand
from domain.template.decider import TEMPLATE
from domain.template.events import TemplateEvent

_AGGREGATES: list[tuple[Any, Any, Decider[Any, Any, Any]]] = [
    (ProgrammeCommand, ProgrammeEvent, PROGRAMME),
    (ProviderCommand, ProviderEvent, PROVIDER),
    (AdmissionCommand, AdmissionEvent, ADMISSION),
    (ContractCommand, ContractEvent, CONTRACT),
    (ChangeCommand, ChangeEvent, CHANGE),
    (DecisionCommand, DecisionEvent, DECISION),
    (ProcedureCommand, ProcedureEvent, PROCEDURE),
    (SteeringCommand, SteeringEvent, STEERING),
    (DocumentCommand, DocumentEvent, DOCUMENT),
    (TemplateCommand, TemplateEvent, TEMPLATE),
    (SheetCommand, SheetEvent, SHEET),
    (BatchCommand, BatchEvent, BATCH),
    (RetentionCommand, RetentionEvent, RETENTION),
    (ClockCommand, ClockEvent, CLOCK),
]


def _members(union: Any) -> tuple[Any, ...]:
    if get_origin(union) is Annotated:
        union = get_args(union)[0]
    return get_args(union) or (union,)


DECIDERS: dict[type[Command], Decider[Any, Any, Any]] = {
    command: decider for commands, _, decider in _AGGREGATES for command in _members(commands)
}
NAMED: dict[str, Decider[Any, Any, Any]] = {each.name: each for _, _, each in _AGGREGATES}
EVENTS: dict[str, type[Event]] = {
    event.__name__: event for _, events, _ in _AGGREGATES for event in _members(events)
}
OWN_EVENTS: dict[str, frozenset[type[Event]]] = {
    decider.name: frozenset(_members(events)) for _, events, decider in _AGGREGATES
}
"""By the name of a decider, the events that its streams are made of."""
