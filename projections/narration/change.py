"""What happened to a change and its letters, in words."""

from datetime import date
from typing import assert_never
from uuid import UUID

from domain.base import Sentence
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
from domain.dates import local_day
from projections.language import N_
from projections.narration.change_desk import (
    tell_amended,
    tell_permission,
    tell_said_back,
    tell_weighed,
)
from projections.narration.words import say

LetterEvent = LettersQueued | LetterSent | LetterDeferred | LetterRefused | LetterReaddressed
Announcement = (
    AnnouncementDrafted
    | AnnouncementApproved
    | DispatchOrdered
    | DispatchRecalled
    | ChangeAnnounced
    | OfficeReminded
    | AnnouncementMissed
)


def tell_change(event: ChangeEvent) -> Sentence:
    match event:
        case ChangeProposed():
            return say(
                N_("“%(title)s” was proposed, to take effect on %(effective)s."),
                title=event.title,
                effective=event.effective or date.max,
            )
        case ChangeTabled():
            return say(
                N_("The proposal was discussed at %(table)s on %(day)s."),
                table=event.table,
                day=event.discussed_on,
            )
        case ChangeAdopted():
            return say(
                N_("The change was adopted by %(body)s on %(day)s."),
                body=event.adoption.body,
                day=event.adoption.decided_on,
            )
        case (
            NoticeOverridden()
            | ChangePostponed()
            | ChangeWithdrawn()
            | ChangeTookEffect()
            | ChangeHeldBack()
        ):
            return _effect(event)
        case (
            LettersQueued()
            | LetterSent()
            | LetterDeferred()
            | LetterRefused()
            | LetterReaddressed()
        ):
            return _letter(event)
        case ChangeNarrowed() | WithdrawalOrdered() | AnnouncementReplaced() | ContractsJoined():
            return tell_amended(event)
        case (
            ReservationLifted()
            | NoticeRuled()
            | AnnouncementMandated()
            | AnnouncementBarred()
            | AnnouncementCleared()
            | ChangePaused()
            | ChangeResumed()
        ):
            return tell_permission(event)
        case LetterAcknowledged() | ReactionReceived() | ReactionHandled():
            return tell_said_back(event)
        case ChangeAssessed() | ChangePublished():
            return tell_weighed(event)
        case _:
            return _announcement(event)


def _announcement(event: Announcement) -> Sentence:
    match event:
        case AnnouncementDrafted():
            return say(N_("Letters were laid out: %(count)s."), count=len(event.recipients))
        case AnnouncementApproved():
            return say(N_("The letters were approved."))
        case DispatchOrdered():
            return say(
                N_("The letters were ordered to go out on %(day)s."), day=local_day(event.send_at)
            )
        case DispatchRecalled(withdrawal=UUID()):
            return say(N_("Giving the change up was undone before any provider had heard of it."))
        case DispatchRecalled():
            return say(N_("The order to send the letters was taken back."))
        case ChangeAnnounced():
            return say(
                N_("All letters are out, the last on %(day)s: the change is announced."),
                day=event.announced_on,
            )
        case OfficeReminded():
            return _reminded(event)
        case AnnouncementMissed():
            return say(
                N_(
                    "The last day to announce the change, %(latest)s, has passed. Announced now it "
                    "can take effect on %(earliest)s at the earliest."
                ),
                latest=event.latest,
                earliest=event.earliest,
            )
        case _:
            assert_never(event)


def _reminded(event: OfficeReminded) -> Sentence:
    if event.days_before == 0:
        return say(
            N_("Escalated: today, %(latest)s, is the last day to announce the change."),
            latest=event.latest,
        )
    return say(
        N_(
            "The office was reminded: the change must be announced by %(latest)s; days before it: "
            "%(days)s."
        ),
        latest=event.latest,
        days=event.days_before,
    )


def _letter(event: LetterEvent) -> Sentence:
    match event:
        case LettersQueued():
            return say(N_("Letters about to be sent: %(count)s."), count=len(event.letter_ids))
        case LetterSent(asked_again=False):
            return say(
                N_("A letter was sent: the mail server took it over on %(day)s (%(answer)s)."),
                day=event.announced_on,
                answer=event.answer,
            )
        case LetterSent():
            return say(
                N_(
                    "A letter was sent after an attempt without an answer: the mail server took it "
                    "over on %(day)s (%(answer)s)."
                ),
                day=event.announced_on,
                answer=event.answer,
            )
        case LetterDeferred():
            return say(N_("A letter waits for the mail server (%(answer)s)."), answer=event.answer)
        case LetterRefused():
            return say(
                N_(
                    "The mail server refused a letter for good (%(answer)s): the address has to be "
                    "mended."
                ),
                answer=event.answer,
            )
        case LetterReaddressed():
            return say(N_("An address was mended: the letter is to be sent again."))
        case _:
            assert_never(event)


def _effect(
    event: NoticeOverridden | ChangePostponed | ChangeWithdrawn | ChangeTookEffect | ChangeHeldBack,
) -> Sentence:
    match event:
        case NoticeOverridden():
            return say(
                N_(
                    "A short notice was allowed by %(body)s on %(day)s; contracts: %(count)s. "
                    "Reason: %(reason)s"
                ),
                body=event.override.decided_by,
                day=event.override.decided_on,
                count=len(event.contract_ids),
                reason=event.override.reason,
            )
        case ChangePostponed():
            return say(
                N_("The change was postponed to %(effective)s. Reason: %(reason)s"),
                effective=event.effective or local_day(event.at),
                reason=event.reason,
            )
        case ChangeWithdrawn():
            return say(N_("The change was withdrawn. Reason: %(reason)s"), reason=event.reason)
        case ChangeTookEffect():
            return say(
                N_("The change is in force from %(effective)s; contracts: %(count)s."),
                effective=event.effective or local_day(event.at),
                count=len(event.contract_ids),
            )
        case ChangeHeldBack():
            return say(
                N_(
                    "The change was held back; contracts: %(count)s. It can lawfully take effect "
                    "on %(earliest)s at the earliest."
                ),
                count=len(event.contracts),
                earliest=max(each.earliest for each in event.contracts),
            )
        case _:
            assert_never(event)
