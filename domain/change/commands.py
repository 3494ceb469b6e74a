"""What may be asked of a change."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from domain.base import Command, Source, Standing
from domain.change.parts import Adoption, Override, Receipt, Recipient
from domain.dates import Day
from domain.notice import NoticeClause

Reason = Annotated[str, Field(min_length=3)]
Lead = Annotated[int, Field(ge=1, le=3660)]
"""Days before something: ten years at most."""
Letters = Annotated[tuple[UUID, ...], Field(min_length=1)]


class ProposeChange(Command):
    """Propose to change all contracts of a segment from a date on.

    `clause` is the programme's: it tells when to begin; each contract's own clause decides.
    `remind_days` are the days before the last lawful day on which the office is reminded.
    `announce_item` and `effect_item` name the plan items that it brings about.
    """

    kind: Literal["ProposeChange"] = "ProposeChange"
    change_id: UUID
    key: str
    programme_id: UUID
    segment: str
    title: str
    description: str
    terms: Annotated[dict[str, str], Field(min_length=1)]
    effective: Day
    clause: NoticeClause
    remind_days: tuple[Lead, ...] = (56, 28, 14, 7, 1)
    draft_days: Lead = 84
    announce_item: str | None = None
    effect_item: str | None = None
    standing: Standing = "stated"
    source: Source | None = None


class TableChange(Command):
    """The proposal was discussed with providers at the development table (AN-11)."""

    kind: Literal["TableChange"] = "TableChange"
    change_id: UUID
    table: str
    discussed_on: Day


class AdoptChange(Command):
    """The competent body decided that the change is made."""

    kind: Literal["AdoptChange"] = "AdoptChange"
    change_id: UUID
    adoption: Adoption


class DraftAnnouncement(Command):
    """Lay out one letter for every contract in scope, as the scope is on this day."""

    kind: Literal["DraftAnnouncement"] = "DraftAnnouncement"
    change_id: UUID
    recipients: Annotated[tuple[Recipient, ...], Field(min_length=1)]
    template: str


class ApproveAnnouncement(Command):
    """A second pair of eyes says that the letters may go out."""

    kind: Literal["ApproveAnnouncement"] = "ApproveAnnouncement"
    change_id: UUID


class OrderDispatch(Command):
    """Announce: send the letters once `send_at` has come, at once if it has passed.

    Until then the order can be recalled.
    """

    kind: Literal["OrderDispatch"] = "OrderDispatch"
    change_id: UUID
    send_at: AwareDatetime


class RecallDispatch(Command):
    """Do not send after all. Only possible while no letter has gone out."""

    kind: Literal["RecallDispatch"] = "RecallDispatch"
    change_id: UUID


class QueueLetters(Command):
    """Record that these letters are about to be sent, before anything leaves the house."""

    kind: Literal["QueueLetters"] = "QueueLetters"
    change_id: UUID
    letter_ids: Letters


class RecordReceipts(Command):
    """Record what became of letters that were sent."""

    kind: Literal["RecordReceipts"] = "RecordReceipts"
    change_id: UUID
    receipts: Annotated[tuple[Receipt, ...], Field(min_length=1)]


class ReaddressLetter(Command):
    """The provider's address was mended in the address book: send the refused letter again."""

    kind: Literal["ReaddressLetter"] = "ReaddressLetter"
    change_id: UUID
    letter_id: UUID


class RemindOffice(Command):
    """So many days are left until the last lawful day and nothing has been announced."""

    kind: Literal["RemindOffice"] = "RemindOffice"
    change_id: UUID
    days_before: int


class MissAnnouncement(Command):
    """The last lawful day has passed without an announcement."""

    kind: Literal["MissAnnouncement"] = "MissAnnouncement"
    change_id: UUID


class OverrideNotice(Command):
    """Somebody competent decides that the change counts although the notice was too short.

    No contract named means every contract that was held back or announced late.
    """

    kind: Literal["OverrideNotice"] = "OverrideNotice"
    change_id: UUID
    contract_ids: tuple[UUID, ...] = ()
    override: Override


class PostponeChange(Command):
    """Let the change take effect on a later day; letters already sent count for that day too."""

    kind: Literal["PostponeChange"] = "PostponeChange"
    change_id: UUID
    effective: Day
    reason: Reason


class WithdrawChange(Command):
    """Give the change up for every contract on which it is not yet in force."""

    kind: Literal["WithdrawChange"] = "WithdrawChange"
    change_id: UUID
    reason: Reason


class PutInForce(Command):
    """The effective day has come for these contracts: each takes effect or is held back."""

    kind: Literal["PutInForce"] = "PutInForce"
    change_id: UUID
    contract_ids: Annotated[tuple[UUID, ...], Field(min_length=1)]


ChangeCommand = Annotated[
    ProposeChange
    | TableChange
    | AdoptChange
    | DraftAnnouncement
    | ApproveAnnouncement
    | OrderDispatch
    | RecallDispatch
    | QueueLetters
    | RecordReceipts
    | ReaddressLetter
    | RemindOffice
    | MissAnnouncement
    | OverrideNotice
    | PostponeChange
    | WithdrawChange
    | PutInForce,
    Field(discriminator="kind"),
]
