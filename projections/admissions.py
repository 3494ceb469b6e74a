"""The admission to each segment: what is asked, whether one can apply, who applied, who is in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from domain.admission import state
from domain.admission.ending import Agreed, ToEnd, to_end
from domain.admission.events import AdmissionEvent
from domain.admission.evidence import waiting_since
from domain.admission.parts import PartnerClass
from domain.admission.state import Admission, Application
from domain.base import Event, derived_id
from projections import tables
from projections.contracts import CONTRACTS
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """A segment's admission; `admission` is all of it. `waiting` is since when somebody waits."""

    admission_id: UUID
    programme_id: UUID
    segment: str
    waiting: date | None
    providers: tuple[UUID, ...]
    began_at: datetime
    admission: Admission


def keys(event: Event) -> Iterable[str]:
    """A segment has one row."""
    return (str(event.admission_id),) if isinstance(event, AdmissionEvent) else ()


def project(_: str, row: AdmissionRow | None, event: Event) -> AdmissionRow | None:
    """Fold one event into the row of its segment, by the rules of the admission itself."""
    if not isinstance(event, AdmissionEvent):
        return row
    now = state.evolve(row.admission if row else Admission(), event)
    concerned = {
        *now.places,
        *now.imposed,
        *(each.provider_id for each in now.applications.values()),
    }
    return AdmissionRow(
        admission_id=event.admission_id,
        programme_id=event.programme_id,
        segment=event.segment,
        waiting=waiting_since(now),
        providers=tuple(sorted(concerned)),
        began_at=row.began_at if row else event.at,
        admission=now,
    )


ADMISSIONS = ReadModel(
    name="admissions",
    version=1,
    row=AdmissionRow,
    events=get_args(AdmissionEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "segment", "providers", "waiting"),
)


def admission_id(programme_id: UUID, segment: str) -> UUID:
    """The admission to a segment, whether anything happened in it or not."""
    return derived_id("admission", programme_id, segment)


def of_segment(source: tables.Source, programme_id: UUID, segment: str) -> AdmissionRow | None:
    return tables.get(source, ADMISSIONS, admission_id(programme_id, segment))


def of_programme(source: tables.Source, programme_id: UUID) -> list[AdmissionRow]:
    return tables.select(source, ADMISSIONS, {"programme_id": programme_id}, order=("segment",))


def about(source: tables.Source, provider_id: UUID) -> list[AdmissionRow]:
    """The segments in which something was recorded of a provider."""
    where = {"providers": tables.Contains(provider_id)}
    return tables.select(source, ADMISSIONS, where, order=("segment",))


def applications_of(row: AdmissionRow, provider_id: UUID) -> list[Application]:
    found = (each for each in row.admission.applications.values())
    mine = [each for each in found if each.provider_id == provider_id]
    return sorted(mine, key=lambda each: each.received_on)


def classes(rows: Iterable[AdmissionRow]) -> dict[tuple[UUID, str], PartnerClass]:
    """The class of each provider in each segment that was classed."""
    return {
        (each, row.segment): partner
        for row in rows
        for each in row.providers
        if (partner := row.admission.partner(each)) is not None
    }


def contracts_to_end(source: tables.Source, row: AdmissionRow, today: date) -> tuple[ToEnd, ...]:
    """The contracts in the segment of those who fail its newer criteria (AD-15)."""
    where = {"programme_id": row.programme_id, "segment": row.segment}
    contracts = [
        Agreed(
            each.contract_id,
            each.number,
            each.provider_id,
            each.clause,
            each.ends.last,
        )
        for each in tables.select(source, CONTRACTS, where, ("number",))
    ]
    return to_end(row.admission, contracts, today)
