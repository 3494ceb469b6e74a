"""The history of each thing: what happened to it, when, by whom, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.base import Sentence, Source, Standing


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event in the history of one subject: a programme, provider, contract or change."""

    subject_id: UUID
    event_id: UUID
    at: datetime
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
