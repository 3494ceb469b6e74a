"""The letters: what became of each, and the register that proves which were in time (AN-20)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.notice import NoticeClause

State = Literal["to_send", "sending", "sent", "retrying", "refused", "recalled"]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter to one provider about one contract.

    `latest` is its last lawful day under the contract's own clause. `answer` is the mail
    server's; `asked_again` says that an earlier attempt had ended without one.
    """

    letter_id: UUID
    change_id: UUID
    contract_id: UUID
    contract_number: str
    provider_id: UUID
    clause: NoticeClause
    latest: date
    drafted_at: datetime
    state: State = "to_send"
    attempts: int = 0
    queued_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    sent_at: datetime | None = None
    announced_on: date | None = None
    message_id: str | None = None
    digest: str | None = None
    asked_again: bool = False

    @property
    def days_to_spare(self) -> int | None:
        """Days between the letter and its last lawful day; below zero it was too late."""
        return None if self.announced_on is None else (self.latest - self.announced_on).days

    @property
    def in_time(self) -> bool | None:
        """Whether the letter went out in time; none while it has not gone out."""
        return None if self.announced_on is None else self.announced_on <= self.latest
