"""Why a day is what it is, from the events of one stream as they were known at a moment."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from domain.admission.events import AdmissionEvent
from domain.base import Event
from domain.change.events import ChangeEvent
from domain.contract.events import ContractEvent
from domain.dates import local_day
from domain.decision.events import DecisionEvent
from domain.document.events import DocumentEvent
from domain.procedure.events import ProcedureEvent
from domain.programme.events import ProgrammeEvent
from domain.provider.events import ProviderEvent
from domain.steering.events import SteeringEvent
from projections.why.changes import of_change
from projections.why.contracts import of_contract
from projections.why.entrants import of_admission, of_provider
from projections.why.parts import What, Why
from projections.why.plans import (
    of_decision,
    of_document,
    of_procedure,
    of_programme,
    of_registers,
)

__all__ = ["What", "Why", "reasons"]

Explaining = Callable[[Sequence[Event], date], Iterator[Why]]

_OF: tuple[tuple[object, Explaining], ...] = (
    (ChangeEvent, of_change),
    (ContractEvent, of_contract),
    (DecisionEvent, of_decision),
    (ProcedureEvent, of_procedure),
    (ProgrammeEvent, of_programme),
    (SteeringEvent, of_registers),
    (DocumentEvent, of_document),
    (AdmissionEvent, of_admission),
    (ProviderEvent, of_provider),
)


def reasons(events: Sequence[Event], known: datetime, day: date | None = None) -> tuple[Why, ...]:
    """Every day of a contract, change, decision or anything else, and how it follows.

    Of what was recorded up to `known`; with `day` only those that are that day. In the order of
    days. A stream that has no days has no reasons.
    """
    then = [each for each in events if each.at <= known]
    explain = next(
        (of for kind, of in _OF if then and isinstance(then[0], kind)),  # type: ignore[arg-type]
        None,
    )
    found = explain(then, local_day(known)) if explain else ()
    fitting = (each for each in found if day is None or each.day == day)
    return tuple(sorted(fitting, key=lambda each: (each.day, each.what, each.title)))
