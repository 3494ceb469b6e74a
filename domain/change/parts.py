"""What a change is made of."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from domain.base import Source
from domain.notice import NoticeClause


class Part(BaseModel, frozen=True, extra="forbid"):
    """A value that commands and events carry whole."""


class Override(Part):
    """The notice was too short and the change goes on all the same: who decided that, and why.

    `decided_by` names a body or an office, never a person.
    """

    decided_by: str = Field(min_length=2)
    decided_on: date
    reason: str = Field(min_length=10)
    reference: str | None = None


class Recipient(Part):
    """A contract that the change will touch, and the letter that announces it.

    `clause` is the contract's own; `latest` is its last lawful day for this change.
    """

    letter_id: UUID
    contract_id: UUID
    contract_number: str
    provider_id: UUID
    clause: NoticeClause
    latest: date


class Receipt(Part):
    """What became of one attempt to send a letter.

    `asked_again` says that an earlier attempt ended without an answer, so that the letter went
    out once more under the same message id.
    """

    letter_id: UUID
    outcome: Literal["sent", "deferred", "refused"]
    answered_at: AwareDatetime
    answer: str
    message_id: str
    digest: str = ""
    asked_again: bool = False


class HeldBack(Part):
    """Why a contract does not get the change on the planned day, and when it lawfully could."""

    contract_id: UUID
    reason: Literal["not_adopted", "not_announced", "announced_late"]
    announced_on: date | None = None
    latest: date
    earliest: date


class Adoption(Part):
    """The decision behind a change: the body, the day, its reference."""

    body: str = Field(min_length=2)
    decided_on: date
    reference: str | None = None
    source: Source | None = None
