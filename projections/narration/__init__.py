"""What an event says, in words: one sentence for every fact the log can hold.

The sentences name no person and no organisation, since events name none. They give no ids either:
where an event has a title, a number or a date, the sentence has it too.
"""

from domain.admission.events import AdmissionEvent
from domain.base import Event, Sentence
from domain.batch.events import BatchEvent
from domain.change.events import ChangeEvent
from domain.clock.events import ClockEvent
from domain.contract.events import ContractEvent
from domain.decision.events import DecisionEvent
from domain.document.events import DocumentEvent
from domain.procedure.events import ProcedureEvent
from domain.programme.events import ProgrammeEvent
from domain.provider.events import ProviderEvent
from domain.retention.events import RetentionEvent
from domain.sheet.events import SheetEvent
from domain.steering.events import SteeringEvent
from domain.template.events import TemplateEvent
from projections.language import N_
from projections.narration.admission import tell_admission
from projections.narration.batch import tell_batch
from projections.narration.change import tell_change
from projections.narration.contract import tell_contract
from projections.narration.decision import tell_decision
from projections.narration.document import tell_document
from projections.narration.procedure import tell_procedure
from projections.narration.programme import tell_programme
from projections.narration.provider import tell_provider
from projections.narration.retention import tell_retention
from projections.narration.sheet import tell_sheet
from projections.narration.steering import tell_steering
from projections.narration.template import tell_template
from projections.narration.words import say


def tell(event: Event) -> Sentence:
    """The event in words. Raises `TypeError` for an event that is not in the vocabulary."""
    if isinstance(event, ProgrammeEvent):
        return tell_programme(event)
    if isinstance(event, ProviderEvent):
        return tell_provider(event)
    if isinstance(event, AdmissionEvent):
        return tell_admission(event)
    if isinstance(event, ContractEvent):
        return tell_contract(event)
    if isinstance(event, BatchEvent):
        return tell_batch(event)
    if isinstance(event, ChangeEvent):
        return tell_change(event)
    if isinstance(event, DecisionEvent):
        return tell_decision(event)
    if isinstance(event, ProcedureEvent):
        return tell_procedure(event)
    if isinstance(event, SheetEvent):
        return tell_sheet(event)
    if isinstance(event, SteeringEvent):
        return tell_steering(event)
    if isinstance(event, DocumentEvent):
        return tell_document(event)
    if isinstance(event, RetentionEvent):
        return tell_retention(event)
    if isinstance(event, TemplateEvent):
        return tell_template(event)
    if isinstance(event, ClockEvent):
        return say(
            N_("The practice clock was moved; days between it and the real one: %(days)s."),
            days=event.offset.days,
        )
    raise TypeError(f"{type(event).__name__} has no sentence")
