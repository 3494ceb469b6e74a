"""Why a day is what it is, from the events of one stream as they were known at a moment."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

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
from projections.same import Same, SameStream
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

LONG, KEPT = 200, 2
"""So many events of a stream, from so many on, are not looked through anew for each reader."""

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
    if len(events) < LONG:
        found = _reasons(_until(events, known), local_day(known))
    else:
        found = _remembered(_known(SameStream(events), known), local_day(known))
    return tuple(each for each in found if day is None or each.day == day)


def _until(events: Sequence[Event], known: datetime) -> Sequence[Event]:
    return [each for each in events if each.at <= known]


def _known(events: SameStream, known: datetime) -> SameStream | Same[Event]:
    return events if _last(events) <= known else Same(_until(events.things, known))


@lru_cache(maxsize=KEPT)
def _last(events: SameStream) -> datetime:
    return max(each.at for each in events.things)


@lru_cache(maxsize=KEPT)
def _remembered(events: SameStream | Same[Event], on: date) -> tuple[Why, ...]:
    return _reasons(events.things, on)


def _reasons(events: Sequence[Event], on: date) -> tuple[Why, ...]:
    explain = next(
        (of for kind, of in _OF if events and isinstance(events[0], kind)),  # type: ignore[arg-type]
        None,
    )
    found = explain(events, on) if explain else ()
    return tuple(sorted(found, key=lambda each: (each.day, each.what, each.title)))
