"""The history of each thing: what happened to it, when, by whom, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from domain.admission.events import AdmissionEvent, ReserveCalled
from domain.base import Event, Sentence, Source, Standing
from domain.batch.events import BatchEvent
from domain.change.events import (
    ChangeEvent,
    ChangeHeldBack,
    ChangeProposed,
    LetterSent,
    NoticeOverridden,
)
from domain.clock.events import ClockEvent
from domain.contract.events import ContractConcluded, ContractEvent
from domain.decision.events import DecisionEvent
from domain.document.events import DocumentEvent
from domain.procedure.events import ProcedureEvent
from domain.programme.events import ProgrammeEvent
from domain.provider.events import ProviderEvent
from domain.retention.events import RetentionEvent
from domain.sheet.events import SheetEvent
from domain.steering.events import EntryStated, SteeringEvent
from domain.template.events import TemplateEvent
from projections import tables
from projections.narration import tell
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event in the history of one subject: a programme, provider, contract or change.

    `rank` puts in order what was recorded at the same instant.
    """

    subject_id: UUID
    event_id: UUID
    at: datetime
    rank: int
    by: str
    kind: str
    effective: date | None
    template: str
    values: dict[str, str]
    standing: Standing | None
    source: Source | None

    @property
    def sentence(self) -> Sentence:
        """The event in words, to be translated."""
        return Sentence(self.template, self.values)


EVENTS: tuple[type[Event], ...] = (
    *get_args(ProgrammeEvent),
    *get_args(ProviderEvent),
    *get_args(AdmissionEvent),
    *get_args(ContractEvent),
    *get_args(BatchEvent),
    *get_args(ChangeEvent),
    *get_args(SteeringEvent),
    *get_args(DocumentEvent),
    *get_args(DecisionEvent),
    *get_args(ProcedureEvent),
    *get_args(SheetEvent),
    TemplateEvent,
    ClockEvent,
    *get_args(RetentionEvent),
)
_RANKS = {event: rank for rank, event in enumerate(EVENTS)}


def subjects(event: Event) -> tuple[UUID, ...]:
    """What the event is told of: its own stream first, then whatever else it concerns.

    A contract is not told of its place in a batch, and a change not of each contract: their own
    events say that. A programme is told what became of an entry of its registers, the registers
    also that it was stated.
    """
    if isinstance(event, ChangeEvent):
        return (event.change_id, *_concerned(event))
    if isinstance(event, ContractConcluded):
        return (event.contract_id, event.provider_id)
    if isinstance(event, ContractEvent):
        return (event.contract_id,)
    if isinstance(event, ProviderEvent):
        return (event.provider_id,)
    if isinstance(event, AdmissionEvent):
        return (event.admission_id, *_admitted(event))
    if isinstance(event, ProgrammeEvent):
        return (event.programme_id,)
    if isinstance(event, EntryStated):
        return (event.steering_id,)
    if isinstance(event, SteeringEvent):
        return (event.steering_id, event.programme_id)
    if isinstance(event, DecisionEvent):
        return (event.decision_id, event.programme_id)
    if isinstance(event, ProcedureEvent):
        return (event.procedure_id, event.programme_id)
    if isinstance(event, DocumentEvent):
        return (event.document_id, event.programme_id)
    if isinstance(event, BatchEvent):
        return (event.batch_id,)
    if isinstance(event, SheetEvent):
        return (event.sheet_id, event.programme_id)
    if isinstance(event, TemplateEvent):
        return (event.template_id, event.programme_id)
    if isinstance(event, RetentionEvent):
        return (event.retention_id,)
    return (event.clock_id,) if isinstance(event, ClockEvent) else ()


def keys(event: Event) -> Iterable[str]:
    """One row for each subject of the event."""
    return (f"{subject_id}:{event.event_id}" for subject_id in dict.fromkeys(subjects(event)))


def project(key: str, _: HistoryRow | None, event: Event) -> HistoryRow:
    """Tell one event as part of the history of one subject."""
    assert event.event_id is not None
    sentence = tell(event)
    return HistoryRow(
        subject_id=UUID(key.partition(":")[0]),
        event_id=event.event_id,
        at=event.at,
        rank=_RANKS[type(event)],
        by=event.by,
        kind=type(event).__name__,
        effective=event.effective,
        template=sentence.template,
        values=dict(sentence.values),
        standing=event.standing,
        source=event.source,
    )


HISTORY = ReadModel(
    name="history",
    version=3,
    row=HistoryRow,
    events=EVENTS,
    keys=keys,
    project=project,
    indexes=("subject_id", "at", ("subject_id", "at", "rank"), ("subject_id", "kind")),
)


def of_subject(
    source: tables.Source,
    subject_id: UUID,
    limit: int | None = None,
    offset: int = 0,
    *,
    kinds: Sequence[str] = (),
) -> list[HistoryRow]:
    """What happened to this programme, provider, contract or change, the first first.

    With `kinds`, only events of these kinds.
    """
    where: dict[str, object] = {"subject_id": subject_id}
    if kinds:
        where["kind"] = tables.OneOf(kinds)
    return tables.select(source, HISTORY, where, ("at", "rank"), limit, offset)


def _admitted(event: AdmissionEvent) -> tuple[UUID, ...]:
    """The providers whom it is about; a class is told of the segment only."""
    if isinstance(event, ReserveCalled):
        return (event.called, event.dropped)
    provider_id: UUID | None = getattr(event, "provider_id", None)
    return () if provider_id is None else (provider_id,)


def _concerned(event: ChangeEvent) -> tuple[UUID, ...]:
    match event:
        case ChangeProposed():
            return (event.programme_id,)
        case LetterSent():
            return (event.contract_id,)
        case NoticeOverridden():
            return event.contract_ids
        case ChangeHeldBack():
            return tuple(each.contract_id for each in event.contracts)
        case _:
            return ()
