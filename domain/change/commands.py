"""What may be asked of a change."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from domain.base import Command, Source, Standing
from domain.change.assessment import Assessment, Publication
from domain.change.parts import (
    Adoption,
    ChangeKind,
    Handling,
    Indexation,
    Mandate,
    Override,
    Reaction,
    Receipt,
    Recipient,
    Reservation,
    Ruling,
    Scope,
)
from domain.dates import Day
from domain.notice import NoticeClause
from domain.provisions import Provisions

Reason = Annotated[str, Field(min_length=3)]
Lead = Annotated[int, Field(ge=1, le=3660)]
"""Days before something: ten years at most."""
Letters = Annotated[tuple[UUID, ...], Field(min_length=1)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of words that stand outside events."""


class ProposeChange(Command):
    """Propose to change all contracts of a segment, or those in `scope`, from a date on.

    `terms` are the wording of each contract afterwards; `provisions` say in figures what some of
    them say in words, under the same name. With an `indexation` each contract's tariffs are
    computed from its own. `new_clause` replaces the notice clause, under the old one (AN-21).
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
    kinds: tuple[ChangeKind, ...] = ()
    scope: Scope | None = None
    provisions: Provisions = Field(default_factory=dict)
    indexation: Indexation | None = None
    new_clause: NoticeClause | None = None
    reservation: Reservation | None = None
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

    Until then the order can be recalled. `reactions_until` is the last day on which providers
    may react (AN-19); none means that none was set.
    """

    kind: Literal["OrderDispatch"] = "OrderDispatch"
    change_id: UUID
    send_at: AwareDatetime
    reactions_until: Day | None = None


class RecallDispatch(Command):
    """Do not send after all. Only possible while no letter has gone out.

    With `withdrawal`, the id of the command that withdrew or narrowed, it is that command which is
    undone with its letters.
    """

    kind: Literal["RecallDispatch"] = "RecallDispatch"
    change_id: UUID
    withdrawal: UUID | None = None


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
    """Give the change up for every contract on which it is not yet in force.

    Providers that were told get a letter at `send_at`, a few minutes later if none is given;
    until the first has left, `RecallDispatch` takes it all back. Where nobody was told, it is
    final.
    """

    kind: Literal["WithdrawChange"] = "WithdrawChange"
    change_id: UUID
    reason: Reason
    send_at: AwareDatetime | None = None


class PutInForce(Command):
    """The effective day has come for these contracts: each takes effect or is held back.

    `refusing` are those of them whose own record would not take the amendment.
    """

    kind: Literal["PutInForce"] = "PutInForce"
    change_id: UUID
    contract_ids: Annotated[tuple[UUID, ...], Field(min_length=1)]
    refusing: tuple[UUID, ...] = ()


class NarrowChange(Command):
    """Give the change up for some contracts or whole segments; the others keep their notice.

    The clock of the others runs on: nothing changes for them (AN-14). Letters and taking it back
    are as with `WithdrawChange`.
    """

    kind: Literal["NarrowChange"] = "NarrowChange"
    change_id: UUID
    contract_ids: tuple[UUID, ...] = ()
    segments: tuple[str, ...] = ()
    reason: Reason
    send_at: AwareDatetime | None = None


class ReplaceAnnouncement(Command):
    """Announce something else in place of what was announced (AN-14).

    `other_terms` restarts the clock: who was told must be told again, in time. A `writing_error`
    keeps the days on which providers were told; they get the mended letter all the same.
    """

    kind: Literal["ReplaceAnnouncement"] = "ReplaceAnnouncement"
    change_id: UUID
    description: str
    terms: Annotated[dict[str, str], Field(min_length=1)]
    provisions: Provisions = Field(default_factory=dict)
    nature: Literal["other_terms", "writing_error"]
    decided_by: Annotated[str, Field(min_length=2)]
    reason: Reason


class JoinChange(Command):
    """Contracts came under the change after its letters were ordered (AN-15)."""

    kind: Literal["JoinChange"] = "JoinChange"
    change_id: UUID
    recipients: Annotated[tuple[Recipient, ...], Field(min_length=1)]


class LiftReservation(Command):
    """The decision that the announcement waited for was taken."""

    kind: Literal["LiftReservation"] = "LiftReservation"
    change_id: UUID
    decided_on: Day
    reference: str | None = None


class RuleOnNotice(Command):
    """Decide whether the notice clause covers this change at all (AN-13)."""

    kind: Literal["RuleOnNotice"] = "RuleOnNotice"
    change_id: UUID
    ruling: Ruling


class MandateAnnouncement(Command):
    """Record who announces, for whom and by which power (AN-12)."""

    kind: Literal["MandateAnnouncement"] = "MandateAnnouncement"
    change_id: UUID
    mandate: Mandate


class BarAnnouncement(Command):
    """A closed gate stands before this announcement: no letter may be ordered (PG-10)."""

    kind: Literal["BarAnnouncement"] = "BarAnnouncement"
    change_id: UUID
    gate: str
    procedure_id: UUID


class ClearAnnouncement(Command):
    """The gate was opened."""

    kind: Literal["ClearAnnouncement"] = "ClearAnnouncement"
    change_id: UUID
    gate: str
    procedure_id: UUID


class PauseChange(Command):
    """Stop sending and putting in force after the batch under way, until resumed (CC-27)."""

    kind: Literal["PauseChange"] = "PauseChange"
    change_id: UUID
    reason: Reason


class ResumeChange(Command):
    """Go on where it was paused."""

    kind: Literal["ResumeChange"] = "ResumeChange"
    change_id: UUID


class AcknowledgeLetter(Command):
    """The provider says that it received the letter (AN-07); with an `edition`, that very one."""

    kind: Literal["AcknowledgeLetter"] = "AcknowledgeLetter"
    change_id: UUID
    letter_id: UUID
    edition: int | None = None


class ReceiveReaction(Command):
    """A provider reacted (AN-19). Its words stand outside events; `digest` is their SHA-256."""

    kind: Literal["ReceiveReaction"] = "ReceiveReaction"
    change_id: UUID
    reaction_id: UUID
    contract_id: UUID
    nature: Reaction
    received_on: Day
    digest: Digest


class HandleReaction(Command):
    """What was done with a reaction (AN-19).

    `digest` is the SHA-256 of the answer, which stands outside events; none means no answer.
    """

    kind: Literal["HandleReaction"] = "HandleReaction"
    change_id: UUID
    reaction_id: UUID
    handling: Handling
    reason: Reason
    digest: Digest | None = None


class AssessChange(Command):
    """Keep the reasoning whether the change may be made under its regime (CC-06, CC-07).

    It advises; a person decides by adopting the change or not.
    """

    kind: Literal["AssessChange"] = "AssessChange"
    change_id: UUID
    assessment: Assessment


class PublishChange(Command):
    """The change was published where the law asks for that (CC-29)."""

    kind: Literal["PublishChange"] = "PublishChange"
    change_id: UUID
    publication: Publication


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
    | PutInForce
    | NarrowChange
    | ReplaceAnnouncement
    | JoinChange
    | LiftReservation
    | RuleOnNotice
    | MandateAnnouncement
    | BarAnnouncement
    | ClearAnnouncement
    | PauseChange
    | ResumeChange
    | AcknowledgeLetter
    | ReceiveReaction
    | HandleReaction
    | AssessChange
    | PublishChange,
    Field(discriminator="kind"),
]
