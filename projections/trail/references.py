"""What an event gives for later ones to rest on, and what it rests on itself, as short names.

A reference is a relation and ids: `change:<id>`, `item:<programme>:announce-wonen`. An event rests
on the last one before it that gave the reference; on answers and letters it rests together. Both
are in the order in which a reader wants to see them. Pure; what an event does not say is no link.
"""

from collections.abc import Callable
from typing import Any, Literal, get_args

from domain.admission.events import AdmissionEvent
from domain.base import Event
from domain.batch.events import BatchEvent
from domain.change.events import ChangeEvent
from domain.contract.events import ContractEvent
from domain.decision.events import DecisionEvent
from domain.document.events import DocumentEvent
from domain.procedure.events import ProcedureEvent
from domain.programme.events import ProgrammeEvent
from domain.provider.events import ProviderEvent
from domain.sheet.events import SheetEvent
from domain.steering.events import SteeringEvent
from domain.template.events import TemplateEvent
from projections.trail.of_changes import given_by_change, rests_of_change
from projections.trail.of_contracts import given_by_contract, rests_of_contract
from projections.trail.of_programmes import given_by_programme, rests_of_programme
from projections.trail.of_steps import given_by_step, rests_of_step
from projections.trail.words import about

Relation = Literal[
    "adopted",
    "admission",
    "announced",
    "answer",
    "approved",
    "asks",
    "batch",
    "change",
    "clause",
    "command",
    "contract",
    "corrects",
    "decided",
    "decision",
    "document",
    "done",
    "drafted",
    "effect",
    "entry",
    "gate",
    "item",
    "lifted",
    "mandate",
    "missed",
    "opened",
    "ordered",
    "override",
    "plan",
    "procedure",
    "programme",
    "provider",
    "reaction",
    "request",
    "ruled",
    "sent",
    "sheet",
    "step",
    "template",
    "term",
    "told",
    "withdrawal",
]
"""Why one event stands behind another; `command` and `request` are what was asked at once."""

Links = Callable[[Any], tuple[str, ...]]

TOGETHER = frozenset({"answer", "sent"})
"""On these an event rests on all that were given, not on the last."""

RELATIONS: tuple[str, ...] = get_args(Relation)


def gives(event: Event) -> tuple[str, ...]:
    """What later events can rest on."""
    return tuple(dict.fromkeys(_LINKS.get(type(event), _OWN)[0](event)))


def rests_on(event: Event) -> tuple[str, ...]:
    """What the event rests on, by what it says itself."""
    return tuple(dict.fromkeys(_LINKS.get(type(event), _OWN)[1](event)))


def _own(event: Event) -> tuple[str, ...]:
    """What has one line of events only: each rests on the one before it."""
    match event:
        case _ if isinstance(event, ProviderEvent):
            return about("provider", event.provider_id)
        case _ if isinstance(event, AdmissionEvent):
            return about("admission", event.admission_id)
        case _ if isinstance(event, BatchEvent):
            return about("batch", event.batch_id)
        case _ if isinstance(event, SheetEvent):
            return about("sheet", event.sheet_id)
        case _ if isinstance(event, TemplateEvent):
            return about("template", event.template_id)
        case _:
            return ()


def _rests_of_own(event: Event) -> tuple[str, ...]:
    return (*_own(event), *about("programme", getattr(event, "programme_id", None)))


_OWN: tuple[Links, Links] = (_own, _rests_of_own)
_KINDS: tuple[tuple[Any, Links, Links], ...] = (
    (ChangeEvent, given_by_change, rests_of_change),
    (ContractEvent, given_by_contract, rests_of_contract),
    (DecisionEvent | ProcedureEvent, given_by_step, rests_of_step),
    (ProgrammeEvent | SteeringEvent | DocumentEvent, given_by_programme, rests_of_programme),
)
_LINKS: dict[type[Event], tuple[Links, Links]] = {
    event: (given, rests) for kinds, given, rests in _KINDS for event in get_args(kinds)
}
"""Found by class: asking of each event whether it is one of a hundred costs more than the rest."""
