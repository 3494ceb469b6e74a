"""The contracts as they are known now, with what is in force and what is pending."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never, get_args
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
)
from domain.contract.parts import Ending
from domain.dates import Window, local_day
from domain.notice import NoticeClause
from projections import tables
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """Terms that count from a day on, as now known; `records` are the event and its corrections."""

    effective: date
    terms: dict[str, str]
    records: tuple[UUID, ...]
    change_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """`timeline` holds what counts from when, in that order; ask `terms_on` and `pending_on`."""

    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider_id: UUID
    starts: date
    ends: Window
    clause: NoticeClause
    standing: Standing | None
    source: Source | None
    recorded_at: datetime
    timeline: tuple[TermsFrom, ...]
    amendments: int = 0
    corrections: int = 0
    ended: Ending | None = None

    def terms_on(self, day: date) -> dict[str, str]:
        """The terms in force on a day, as known now."""
        terms: dict[str, str] = {}
        for step in self.timeline:
            if step.effective <= day:
                terms |= step.terms
        return terms

    def pending_on(self, day: date) -> tuple[TermsFrom, ...]:
        """What is agreed already but counts only from after this day."""
        return tuple(step for step in self.timeline if step.effective > day)

    @property
    def terms(self) -> dict[str, str]:
        """The terms once all that is known now counts."""
        return self.terms_on(date.max)


def keys(event: Event) -> Iterable[str]:
    """A contract's events touch the row of that contract."""
    return (str(event.contract_id),) if isinstance(event, ContractEvent) else ()


def project(_: str, row: ContractRow | None, event: Event) -> ContractRow | None:
    """Fold one event into the row of its contract."""
    if not isinstance(event, ContractEvent):
        return row
    if isinstance(event, ContractConcluded):
        return _concluded(event)
    if row is None:
        return None
    match event:
        case ContractAmended():
            step = TermsFrom(
                effective=event.effective or local_day(event.at),
                terms=event.terms,
                records=_records(event),
                change_id=event.change_id,
            )
            timeline = sorted((*row.timeline, step), key=lambda each: each.effective)
            return replace(row, timeline=tuple(timeline), amendments=row.amendments + 1)
        case ContractCorrected():
            corrected = tuple(_corrected(step, event) for step in row.timeline)
            return replace(row, timeline=corrected, corrections=row.corrections + 1)
        case ContractEnded():
            return replace(row, ends=Window.on(event.last_day), ended=event.ending)
        case _:
            assert_never(event)


CONTRACTS = ReadModel(
    name="contracts",
    version=2,
    row=ContractRow,
    events=get_args(ContractEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "segment", "provider_id", "number"),
)


def of_programme(
    source: tables.Source, programme_id: UUID, segment: str | None = None
) -> list[ContractRow]:
    """The contracts of a programme, or of one of its segments, by number."""
    where: dict[str, object] = {"programme_id": programme_id}
    if segment is not None:
        where["segment"] = segment
    return tables.select(source, CONTRACTS, where, order=("number",))


def by_number(source: tables.Source, number: str) -> ContractRow | None:
    """The contract with this number, as people write it on letters."""
    return next(iter(tables.select(source, CONTRACTS, {"number": number}, limit=1)), None)


def _concluded(event: ContractConcluded) -> ContractRow:
    terms = TermsFrom(event.effective or event.starts, event.terms, _records(event))
    return ContractRow(
        contract_id=event.contract_id,
        number=event.number,
        programme_id=event.programme_id,
        segment=event.segment,
        provider_id=event.provider_id,
        starts=event.starts,
        ends=event.ends,
        clause=event.clause,
        standing=event.standing,
        source=event.source,
        recorded_at=event.at,
        timeline=(terms,),
    )


def _corrected(step: TermsFrom, event: ContractCorrected) -> TermsFrom:
    if event.corrects not in step.records:
        return step
    return replace(
        step, terms={**step.terms, **event.terms}, records=(*step.records, *_records(event))
    )


def _records(event: ContractEvent) -> tuple[UUID, ...]:
    assert event.event_id is not None
    return (event.event_id,)
