"""What can have happened to a change. Names and fields are storage format: add, never change."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime, Field

from domain.base import Event
from domain.change.assessment import Assessment, Publication
from domain.change.parts import (
    Adoption,
    ChangeKind,
    Handling,
    HeldBack,
    Indexation,
    Mandate,
    Override,
    Reaction,
    Recipient,
    ReplyLetter,
    Reservation,
    Ruling,
    Scope,
    WithdrawalLetter,
)
from domain.notice import NoticeClause
from domain.provisions import Provisions


class ChangeProposed(Event):
    """All contracts of a segment, or those in `scope`, are to change from the effective date on."""

    change_id: UUID
    key: str
    programme_id: UUID
    segment: str
    title: str
    description: str
    terms: dict[str, str]
    clause: NoticeClause
    remind_days: tuple[int, ...]
    draft_days: int
    announce_item: str | None = None
    effect_item: str | None = None
    kinds: tuple[ChangeKind, ...] = ()
    scope: Scope | None = None
    provisions: Provisions = Field(default_factory=dict)
    indexation: Indexation | None = None
    new_clause: NoticeClause | None = None
    reservation: Reservation | None = None


class ChangeTabled(Event):
    """The proposal was discussed with providers."""

    change_id: UUID
    table: str
    discussed_on: date


class ChangeAdopted(Event):
    """The competent body decided that the change is made."""

    change_id: UUID
    adoption: Adoption


class AnnouncementDrafted(Event):
    """One letter for every contract in scope was laid out; a later draft replaces an earlier."""

    change_id: UUID
    recipients: tuple[Recipient, ...]
    template: str


class AnnouncementApproved(Event):
    """The letters may go out."""

    change_id: UUID


class DispatchOrdered(Event):
    """The letters go out at `send_at` unless they are recalled before."""

    change_id: UUID
    send_at: AwareDatetime
    reactions_until: date | None = None


class DispatchRecalled(Event):
    """The order was taken back before any letter had gone out.

    With `withdrawal` it was the order of withdrawal letters that this command caused, and what was
    given up by it is taken up again.
    """

    change_id: UUID
    withdrawal: UUID | None = None


class LettersQueued(Event):
    """These letters are about to be sent."""

    change_id: UUID
    letter_ids: tuple[UUID, ...]


class LetterSent(Event):
    """The mail server took the letter over; `announced_on` is that day, in Dutch time."""

    change_id: UUID
    letter_id: UUID
    contract_id: UUID
    sent_at: AwareDatetime
    announced_on: date
    answer: str
    message_id: str
    digest: str
    asked_again: bool = False


class LetterDeferred(Event):
    """The mail server could not be reached or said *later*; the letter waits and is retried."""

    change_id: UUID
    letter_id: UUID
    answer: str


class LetterRefused(Event):
    """The mail server refused the letter for good; somebody must mend the address."""

    change_id: UUID
    letter_id: UUID
    answer: str


class LetterReaddressed(Event):
    """The address was mended and the letter is to be sent again."""

    change_id: UUID
    letter_id: UUID


class ChangeAnnounced(Event):
    """Every letter was taken over by the mail server, the last one on `announced_on`."""

    change_id: UUID
    announced_on: date


class OfficeReminded(Event):
    """The office was told how many days are left; on the last day (0) the matter is escalated."""

    change_id: UUID
    days_before: int
    latest: date


class AnnouncementMissed(Event):
    """The last lawful day passed; `earliest` is the first lawful effect if announced today."""

    change_id: UUID
    latest: date
    earliest: date


class NoticeOverridden(Event):
    """The change counts for these contracts although the notice was too short."""

    change_id: UUID
    contract_ids: tuple[UUID, ...]
    override: Override


class ChangePostponed(Event):
    """The change takes effect later: on the event's effective date."""

    change_id: UUID
    reason: str


class ChangeWithdrawn(Event):
    """The change was given up where it was not yet in force."""

    change_id: UUID
    reason: str


class ChangeTookEffect(Event):
    """From the effective date the change is in force on these contracts."""

    change_id: UUID
    contract_ids: tuple[UUID, ...]


class ChangeHeldBack(Event):
    """The effective date came, and for these contracts the change may not count."""

    change_id: UUID
    contracts: tuple[HeldBack, ...]


class ChangeNarrowed(Event):
    """The change was given up for these contracts, and for what else these segments had.

    `letter_ids` are their letters, `clauses` the notice clauses of the contracts that are left.
    """

    change_id: UUID
    contract_ids: tuple[UUID, ...]
    segments: tuple[str, ...] = ()
    reason: str
    letter_ids: tuple[UUID, ...] = ()
    clauses: tuple[NoticeClause, ...] = ()


class WithdrawalOrdered(Event):
    """Providers that were told of the change will be told that it does not come."""

    change_id: UUID
    letters: tuple[WithdrawalLetter, ...]
    send_at: AwareDatetime
    reason: str


class AnnouncementReplaced(Event):
    """What is announced reads otherwise from now on; letters are to be laid out anew.

    With `other_terms` nobody counts as told any more.
    """

    change_id: UUID
    description: str
    terms: dict[str, str]
    provisions: Provisions = Field(default_factory=dict)
    nature: str
    decided_by: str
    reason: str


class ContractsJoined(Event):
    """These contracts came under the change after its letters were ordered."""

    change_id: UUID
    recipients: tuple[Recipient, ...]


class ReservationLifted(Event):
    """The decision that the announcement was reserved for was taken."""

    change_id: UUID
    decided_on: date
    reference: str | None = None


class NoticeRuled(Event):
    """Somebody competent decided whether the notice clause covers the change."""

    change_id: UUID
    ruling: Ruling


class AnnouncementMandated(Event):
    """Who announces, for whom and by which power; the last word counts."""

    change_id: UUID
    mandate: Mandate


class AnnouncementBarred(Event):
    """A closed gate of a procedure stands before the announcement."""

    change_id: UUID
    gate: str
    procedure_id: UUID


class AnnouncementCleared(Event):
    """The gate no longer stands before the announcement."""

    change_id: UUID
    gate: str
    procedure_id: UUID


class ChangePaused(Event):
    """Nothing is sent or put in force until the change is resumed."""

    change_id: UUID
    reason: str


class ChangeResumed(Event):
    """The change goes on where it was paused."""

    change_id: UUID


class LetterAcknowledged(Event):
    """The provider said that it received the letter; the first time counts."""

    change_id: UUID
    letter_id: UUID
    contract_id: UUID


class ReactionReceived(Event):
    """A provider reacted; its words stand outside events and have this SHA-256."""

    change_id: UUID
    reaction_id: UUID
    contract_id: UUID
    nature: Reaction
    received_on: date
    in_time: bool
    digest: str


class ReactionHandled(Event):
    """What was done with a reaction; an answer stands outside events and has this SHA-256.

    The `reply` is the letter that brings the answer.
    """

    change_id: UUID
    reaction_id: UUID
    handling: Handling
    reason: str
    digest: str | None = None
    reply: ReplyLetter | None = None


class ChangeAssessed(Event):
    """Whether the change may be made under its regime, with the reasoning; advice, no decision."""

    change_id: UUID
    assessment: Assessment


class ChangePublished(Event):
    """The change was published."""

    change_id: UUID
    publication: Publication


ChangeEvent = (
    ChangeProposed
    | ChangeTabled
    | ChangeAdopted
    | AnnouncementDrafted
    | AnnouncementApproved
    | DispatchOrdered
    | DispatchRecalled
    | LettersQueued
    | LetterSent
    | LetterDeferred
    | LetterRefused
    | LetterReaddressed
    | ChangeAnnounced
    | OfficeReminded
    | AnnouncementMissed
    | NoticeOverridden
    | ChangePostponed
    | ChangeWithdrawn
    | ChangeTookEffect
    | ChangeHeldBack
    | ChangeNarrowed
    | WithdrawalOrdered
    | AnnouncementReplaced
    | ContractsJoined
    | ReservationLifted
    | NoticeRuled
    | AnnouncementMandated
    | AnnouncementBarred
    | AnnouncementCleared
    | ChangePaused
    | ChangeResumed
    | LetterAcknowledged
    | ReactionReceived
    | ReactionHandled
    | ChangeAssessed
    | ChangePublished
)
