"""What can have happened to a change. Names and fields are storage format: add, never change."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime

from domain.base import Event
from domain.change.parts import Adoption, HeldBack, Override, Recipient
from domain.notice import NoticeClause


class ChangeProposed(Event):
    """All contracts of a segment are to change from the effective date on."""

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


class DispatchRecalled(Event):
    """The order was taken back before any letter had gone out."""

    change_id: UUID


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
)
