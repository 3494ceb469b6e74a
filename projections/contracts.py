"""The contracts as they are known now, with what is in force and what is pending."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.base import Source, Standing
from domain.dates import Window
from domain.notice import NoticeClause


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """Terms that count from a day on, as now known; `records` are the event and its corrections."""

    effective: date
    terms: dict[str, str]
    records: tuple[UUID, ...]
    change_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """`timeline` holds what was agreed, in the order of recording; ask `in_force` and `pending`."""

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
