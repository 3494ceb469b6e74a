"""What each fact does to how a change stands. Never refuses: what has happened has happened."""

from dataclasses import replace
from datetime import date
from typing import assert_never
from uuid import UUID

from domain.change import amending, assessing, giving_up, reactions
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementDrafted,
    AnnouncementMandated,
    AnnouncementMissed,
    AnnouncementReplaced,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeAssessed,
    ChangeEvent,
    ChangeHeldBack,
    ChangeNarrowed,
    ChangePaused,
    ChangePostponed,
    ChangeProposed,
    ChangePublished,
    ChangeResumed,
    ChangeTabled,
    ChangeTookEffect,
    ChangeWithdrawn,
    ContractsJoined,
    DispatchOrdered,
    DispatchRecalled,
    LetterAcknowledged,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    NoticeOverridden,
    NoticeRuled,
    OfficeReminded,
    ReactionHandled,
    ReactionReceived,
    ReservationLifted,
    WithdrawalOrdered,
)
from domain.change.letters import Letter, Letters, LetterStatus
from domain.change.standing import Change
from domain.notice import latest_announcement

__all__ = ["Change", "evolve"]

LetterEvent = LettersQueued | LetterSent | LetterDeferred | LetterRefused | LetterReaddressed
Dispatch = (
    AnnouncementDrafted
    | AnnouncementApproved
    | DispatchOrdered
    | ChangeAnnounced
    | OfficeReminded
    | AnnouncementMissed
)
Permission = (
    ReservationLifted
    | NoticeRuled
    | AnnouncementMandated
    | AnnouncementBarred
    | AnnouncementCleared
    | ChangePaused
    | ChangeResumed
)
Effect = NoticeOverridden | ChangePostponed | ChangeTookEffect | ChangeHeldBack


def evolve(change: Change, event: ChangeEvent) -> Change:
    """Apply a fact."""
    match event:
        case (
            LettersQueued()
            | LetterSent()
            | LetterDeferred()
            | LetterRefused()
            | LetterReaddressed()
        ):
            return with_news_of_letters(change, event)
        case ChangeProposed():
            return proposed(change, event)
        case ChangeTabled():
            return replace(change, tabled=event)
        case ChangeAdopted():
            return replace(change, adopted=event, held_back=frozenset())
        case NoticeOverridden() | ChangePostponed() | ChangeTookEffect() | ChangeHeldBack():
            return taking_effect(change, event)
        case ChangeNarrowed() | ChangeWithdrawn() | WithdrawalOrdered() | DispatchRecalled():
            return giving_up.evolve(change, event)
        case AnnouncementReplaced() | ContractsJoined():
            return amending.evolve(change, event)
        case LetterAcknowledged() | ReactionReceived() | ReactionHandled():
            return reactions.evolve(change, event)
        case ChangeAssessed() | ChangePublished():
            return assessing.evolve(change, event)
        case (
            ReservationLifted()
            | NoticeRuled()
            | AnnouncementMandated()
            | AnnouncementBarred()
            | AnnouncementCleared()
            | ChangePaused()
            | ChangeResumed()
        ):
            return permitted(change, event)
        case _:
            return dispatching(change, event)


def proposed(change: Change, event: ChangeProposed) -> Change:
    return replace(
        change,
        proposal=event,
        effective=event.effective or date.max,
        description=event.description,
        terms=event.terms,
        provisions=event.provisions,
    )


def dispatching(change: Change, event: Dispatch) -> Change:
    match event:
        case AnnouncementDrafted():
            return drafted(change, event)
        case AnnouncementApproved():
            return replace(change, approved=True)
        case DispatchOrdered():
            return replace(change, send_at=event.send_at, reactions_until=event.reactions_until)
        case ChangeAnnounced():
            return replace(change, announced=True)
        case OfficeReminded():
            leads = (*(change.proposal.remind_days if change.proposal else ()), 0)
            passed = {days for days in leads if days >= event.days_before}
            return replace(change, reminded=change.reminded | passed)
        case AnnouncementMissed():
            return replace(change, missed=True)
        case _:
            assert_never(event)


def drafted(change: Change, event: AnnouncementDrafted) -> Change:
    """The recipients as laid out now, after those that the change was given up for."""
    given_up = [each for key, each in change.recipients.items() if key in change.narrowed]
    recipients = (*given_up, *event.recipients)
    return replace(
        change,
        drafted_by=event.by,
        template=event.template,
        recipients={each.contract_id: each for each in recipients},
        letters=Letters.of(recipients, change.letters),
        approved=False,
        to_redraft=False,
    )


def permitted(change: Change, event: Permission) -> Change:
    """What allows and what stops. What was held back for want of a decision is looked at anew."""
    match event:
        case ReservationLifted():
            return replace(change, lifted=event, held_back=frozenset())
        case NoticeRuled():
            return replace(change, ruling=event.ruling, held_back=frozenset())
        case AnnouncementMandated():
            return replace(change, mandate=event.mandate)
        case AnnouncementBarred():
            return replace(change, bars=change.bars | {(event.gate, event.procedure_id)})
        case AnnouncementCleared():
            return replace(change, bars=change.bars - {(event.gate, event.procedure_id)})
        case ChangePaused():
            return replace(change, paused=True)
        case ChangeResumed():
            return replace(change, paused=False)
        case _:
            assert_never(event)


def taking_effect(change: Change, event: Effect) -> Change:
    match event:
        case NoticeOverridden():
            named = dict.fromkeys(event.contract_ids, event.override)
            return replace(
                change,
                overrides={**change.overrides, **named},
                held_back=change.held_back - set(event.contract_ids),
            )
        case ChangePostponed():
            return postponed(change, event.effective or change.effective)
        case ChangeTookEffect():
            counts = dict.fromkeys(event.contract_ids, event.effective or change.effective)
            return replace(change, in_force={**change.in_force, **counts})
        case ChangeHeldBack():
            held = {contract.contract_id for contract in event.contracts}
            return replace(change, held_back=change.held_back | held)
        case _:
            assert_never(event)


def with_news_of_letters(change: Change, event: LetterEvent) -> Change:
    match event:
        case LetterSent():
            return with_letter(change, event.letter_id, "sent", event.announced_on)
        case LetterDeferred():
            return with_letter(change, event.letter_id, "deferred")
        case LetterRefused():
            return with_letter(change, event.letter_id, "refused")
        case LettersQueued():
            queued = {
                each: with_status(change, change.letters[each], "queued")
                for each in event.letter_ids
            }
            return replace(change, letters=change.letters.but_each(queued))
        case LetterReaddressed():
            return with_letter(change, event.letter_id, "to_send")
        case _:
            assert_never(event)


def with_letter(
    change: Change, letter_id: UUID, status: LetterStatus, announced_on: date | None = None
) -> Change:
    """Most events of a long stream come here, so it copies by hand what `replace` would copy.

    A letter that is put off once more is put off as before: nothing is copied for that.
    """
    known = change.letters[letter_id]
    if known.status == status == "deferred" and known.earlier == "none":
        return change
    letter = with_status(change, known, status, announced_on)
    copy = object.__new__(Change)
    copy.__dict__.update(change.__dict__, letters=change.letters.but(letter_id, letter))
    return copy


def with_status(
    change: Change, known: Letter, status: LetterStatus, announced_on: date | None = None
) -> Letter:
    if known.earlier == "awaited" and status != "queued":
        return of_earlier_edition(change, known, announced_on)
    return Letter(
        contract_id=known.contract_id,
        edition=known.edition + (status == "to_send"),
        status=status,
        announced_on=known.announced_on or announced_on,
        kind=known.kind,
        told=known.told or status == "sent",
        earlier="none" if status == "queued" else known.earlier,
        acknowledged=known.acknowledged,
    )


def of_earlier_edition(change: Change, letter: Letter, announced_on: date | None) -> Letter:
    """The answer to an attempt from before the text was replaced: the new edition still waits.

    The day counts if only a slip of the pen was mended.
    """
    if announced_on is None:
        return replace(letter, earlier="known")
    counts = change.replaced is not None and change.replaced.nature == "writing_error"
    return replace(
        letter,
        earlier="known",
        told=True,
        kind="rectification",
        announced_on=letter.announced_on or (announced_on if counts else None),
    )


def postponed(change: Change, effective: date) -> Change:
    """Every last day follows the new effective date, and what was late may be in time again."""
    recipients = {
        contract_id: recipient.model_copy(
            update={"latest": latest_announcement(effective, recipient.clause).value}
        )
        for contract_id, recipient in change.recipients.items()
    }
    return replace(
        change,
        effective=effective,
        recipients=recipients,
        reminded=frozenset(),
        missed=False,
        held_back=frozenset(),
    )
