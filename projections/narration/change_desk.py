"""What the change desk did to a change under way, and what providers said to it, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.change.events import (
    AnnouncementBarred,
    AnnouncementCleared,
    AnnouncementMandated,
    AnnouncementReplaced,
    ChangeAssessed,
    ChangeNarrowed,
    ChangePaused,
    ChangePublished,
    ChangeResumed,
    ContractsJoined,
    LetterAcknowledged,
    NoticeRuled,
    ReactionHandled,
    ReactionReceived,
    ReservationLifted,
    WithdrawalOrdered,
)
from domain.dates import local_day
from projections.language import N_
from projections.narration.words import say

Amended = ChangeNarrowed | WithdrawalOrdered | AnnouncementReplaced | ContractsJoined
Permission = (
    ReservationLifted
    | NoticeRuled
    | AnnouncementMandated
    | AnnouncementBarred
    | AnnouncementCleared
    | ChangePaused
    | ChangeResumed
)
SaidBack = LetterAcknowledged | ReactionReceived | ReactionHandled
Weighed = ChangeAssessed | ChangePublished

REACTIONS = {
    "question": N_("A provider asked a question about the change on %(day)s."),
    "objection": N_("A provider objected to the change on %(day)s."),
    "suggestion": N_("A provider made a suggestion about the change on %(day)s."),
    "agreement": N_("A provider agreed to the change on %(day)s."),
}
LATE_REACTIONS = {
    "question": N_("A provider asked a question about the change on %(day)s, after the last day."),
    "objection": N_("A provider objected to the change on %(day)s, after the last day."),
    "suggestion": N_(
        "A provider made a suggestion about the change on %(day)s, after the last day."
    ),
    "agreement": N_("A provider agreed to the change on %(day)s, after the last day."),
}
HANDLINGS = {
    "answered": N_("A reaction was answered: %(reason)s"),
    "noted": N_("A reaction was noted: %(reason)s"),
    "adopted": N_("What a reaction asked for was taken over: %(reason)s"),
    "rejected": N_("What a reaction asked for was not taken over: %(reason)s"),
}
VERDICTS = {
    "allowed": N_("By the test of its regime the change may be made (%(rules)s)."),
    "not_allowed": N_("By the test of its regime the change may not be made (%(rules)s)."),
    "open": N_("The test of its regime leaves open whether the change may be made (%(rules)s)."),
}


def tell_amended(event: Amended) -> Sentence:
    match event:
        case ChangeNarrowed(segments=()):
            return say(
                N_("The change was given up for some contracts: %(count)s. Reason: %(reason)s"),
                count=len(event.contract_ids),
                reason=event.reason,
            )
        case ChangeNarrowed():
            return say(
                N_(
                    "The change was given up for %(segments)s; contracts: %(count)s. Reason: "
                    "%(reason)s"
                ),
                segments=event.segments,
                count=len(event.contract_ids),
                reason=event.reason,
            )
        case WithdrawalOrdered():
            return say(
                N_(
                    "Providers that were told will hear on %(day)s that the change does not come; "
                    "letters: %(count)s."
                ),
                day=local_day(event.send_at),
                count=len(event.letters),
            )
        case AnnouncementReplaced(nature="writing_error"):
            return say(
                N_(
                    "A slip of the pen in the announcement was mended, as %(body)s decided; the "
                    "notice runs on. Reason: %(reason)s"
                ),
                body=event.decided_by,
                reason=event.reason,
            )
        case AnnouncementReplaced():
            return say(
                N_(
                    "The announcement was replaced by another, as %(body)s decided; the notice "
                    "starts anew. Reason: %(reason)s"
                ),
                body=event.decided_by,
                reason=event.reason,
            )
        case ContractsJoined():
            return say(
                N_("Contracts came under the change afterwards: %(contracts)s."),
                contracts=tuple(each.contract_number for each in event.recipients),
            )
        case _:
            assert_never(event)


def tell_permission(event: Permission) -> Sentence:
    match event:
        case ReservationLifted():
            return say(
                N_("The decision that the change waited for was taken on %(day)s."),
                day=event.decided_on,
            )
        case NoticeRuled():
            return _ruled(event)
        case AnnouncementMandated():
            return say(
                N_("%(by)s announces the change; municipalities that have agreed: %(count)s."),
                by=event.mandate.announced_by,
                count=len(event.mandate.consents),
            )
        case AnnouncementBarred():
            return say(
                N_("The announcement waits until gate “%(gate)s” is opened."), gate=event.gate
            )
        case AnnouncementCleared():
            return say(
                N_("Gate “%(gate)s” no longer keeps the announcement back."), gate=event.gate
            )
        case ChangePaused():
            return say(N_("The change was paused. Reason: %(reason)s"), reason=event.reason)
        case ChangeResumed():
            return say(N_("The change goes on where it was paused."))
        case _:
            assert_never(event)


def _ruled(event: NoticeRuled) -> Sentence:
    ruling = event.ruling
    values = {"body": ruling.decided_by, "day": ruling.decided_on, "reason": ruling.reason}
    if ruling.covered:
        return say(
            N_(
                "%(body)s decided on %(day)s that the notice clause covers this change. Reason: "
                "%(reason)s"
            ),
            **values,
        )
    return say(
        N_(
            "%(body)s decided on %(day)s that the notice clause does not cover this change: it "
            "needs no announcement. Reason: %(reason)s"
        ),
        **values,
    )


def tell_said_back(event: SaidBack) -> Sentence:
    match event:
        case LetterAcknowledged():
            return say(N_("A provider said that it received the letter."))
        case ReactionReceived():
            words = REACTIONS if event.in_time else LATE_REACTIONS
            return say(words[event.nature], day=event.received_on)
        case ReactionHandled():
            return say(HANDLINGS[event.handling], reason=event.reason)
        case _:
            assert_never(event)


def tell_weighed(event: Weighed) -> Sentence:
    match event:
        case ChangeAssessed():
            return say(VERDICTS[event.assessment.verdict], rules=event.assessment.rules)
        case ChangePublished():
            return say(
                N_("The change was published in %(place)s as %(number)s on %(day)s."),
                place=event.publication.place,
                number=event.publication.number,
                day=event.publication.published_on,
            )
        case _:
            assert_never(event)
