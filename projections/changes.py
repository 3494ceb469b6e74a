"""The changes: how far each has come, by when it must be announced, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.base import Source, Standing
from domain.change.parts import Adoption, Override
from domain.notice import NoticeClause

Status = Literal[
    "proposed",
    "tabled",
    "adopted",
    "announced",
    "in_notice",
    "in_force",
    "held_back",
    "withdrawn",
]
"""*announced* means ordered or going out, *in_notice* that every letter was taken over."""

Announcement = Literal["none", "drafted", "approved", "ordered", "sending", "sent", "missed"]


@dataclass(frozen=True, slots=True)
class Tabled:
    table: str
    discussed_on: date


@dataclass(frozen=True, slots=True)
class Reminder:
    days_before: int
    latest: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Postponement:
    """The day on which the change was to take effect until it was postponed, and why it was."""

    effective: date
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change.

    `clause` is the programme's, `clauses` are those of the contracts in scope as last drafted.
    `latest` is the earliest of the last lawful days over the contracts in scope, or follows from
    the programme's clause while no letters were drafted. `earliest` is the earliest lawful effect
    if the announcement was missed or contracts were held back.
    """

    change_id: UUID
    key: str
    programme_id: UUID
    segment: str
    title: str
    description: str
    terms: dict[str, str]
    effective: date
    original_effective: date
    clause: NoticeClause
    latest: date
    draft_days: int
    remind_days: tuple[int, ...]
    standing: Standing | None
    source: Source | None
    proposed_at: datetime
    proposed_by: str
    status: Status = "proposed"
    announcement: Announcement = "none"
    table: Tabled | None = None
    adoption: Adoption | None = None
    clauses: tuple[NoticeClause, ...] = ()
    recipients: int = 0
    template: str | None = None
    drafted_at: datetime | None = None
    drafted_by: str | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    send_at: datetime | None = None
    ordered_by: str | None = None
    queued_at: datetime | None = None
    sent: int = 0
    deferred_letters: tuple[UUID, ...] = ()
    refused_letters: tuple[UUID, ...] = ()
    announced_on: date | None = None
    reminders: tuple[Reminder, ...] = ()
    missed_at: datetime | None = None
    earliest: date | None = None
    override: Override | None = None
    overridden: int = 0
    postponements: tuple[Postponement, ...] = ()
    in_force: int = 0
    held_back_contracts: tuple[UUID, ...] = ()
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None

    @property
    def deferred(self) -> int:
        """How many letters wait for the mail server."""
        return len(self.deferred_letters)

    @property
    def refused(self) -> int:
        """How many letters wait for a better address."""
        return len(self.refused_letters)

    @property
    def held_back(self) -> int:
        """On how many contracts the change may not count."""
        return len(self.held_back_contracts)
