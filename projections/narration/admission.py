"""What happened to the admission to a segment, in words that name no provider."""

from typing import assert_never

from domain.admission.events import (
    AdmissionClosed,
    AdmissionEvent,
    AdmissionOpened,
    AdmissionReopened,
    ApplicationAssessed,
    ApplicationReceived,
    ApplicationRejected,
    CriteriaStated,
    Judged,
    NumberLimited,
    OpeningChosen,
    OpeningConsidered,
    PartnersClassed,
    ProviderAdmitted,
    ProviderEnrolled,
    ProviderFailed,
    ProviderReassessed,
    ReserveCalled,
    SegmentLeft,
    SupplierImposed,
)
from domain.base import Sentence
from domain.dates import local_day
from projections.language import N_
from projections.narration.words import say

REJECTED: dict[str, str] = {
    "criteria": N_("The application is rejected, because criteria are not met: %(reason)s."),
    "number": N_("The application is rejected, because the number is reached: %(reason)s."),
    "withdrawn": N_("The provider took its application back: %(reason)s."),
}


def tell_admission(event: AdmissionEvent) -> Sentence:
    match event:
        case CriteriaStated():
            return say(
                N_(
                    "Edition %(edition)s of the criteria counts from %(day)s; criteria: %(count)s. "
                    "Reason: %(reason)s."
                ),
                edition=event.edition,
                day=event.effective or local_day(event.at),
                count=len(event.criteria),
                reason=_inside(event.reason),
            )
        case OpeningConsidered(option=option):
            return say(
                N_("An option for letting providers in: “%(text)s”. It depends on: %(depends)s."),
                text=option.text,
                depends=_inside(option.depends_on or "-"),
            )
        case OpeningChosen():
            return say(
                N_("“%(option)s” was chosen by %(body)s on %(day)s: %(reason)s."),
                option=event.option_id,
                body=event.decided_by,
                day=event.decided_on,
                reason=_inside(event.reason),
            )
        case AdmissionOpened() | AdmissionClosed() | AdmissionReopened():
            return _turn(event)
        case NumberLimited():
            return _limited(event)
        case PartnersClassed():
            return _classed(event)
        case _:
            return _of_provider(event)


def _turn(event: AdmissionOpened | AdmissionClosed | AdmissionReopened) -> Sentence:
    day = event.effective or local_day(event.at)
    match event:
        case AdmissionOpened(until=None):
            return say(N_("Providers can apply from %(day)s."), day=day)
        case AdmissionOpened():
            return say(
                N_("Providers can apply from %(day)s until %(until)s."), day=day, until=event.until
            )
        case AdmissionClosed(until=None):
            return say(
                N_("Nobody can apply from %(day)s, until further notice: %(reason)s."),
                day=day,
                reason=_inside(event.reason),
            )
        case AdmissionClosed():
            return say(
                N_("Nobody can apply from %(day)s until %(until)s: %(reason)s."),
                day=day,
                until=event.until,
                reason=_inside(event.reason),
            )
        case AdmissionReopened():
            return say(
                N_("Providers can apply again from %(day)s: %(reason)s."),
                day=day,
                reason=_inside(event.reason),
            )
        case _:
            assert_never(event)


def _limited(event: NumberLimited) -> Sentence:
    said = {"body": event.decided_by, "reason": _inside(event.reason)}
    if not event.phases:
        return say(
            N_("The number of providers is no longer limited, says %(body)s: %(reason)s."), **said
        )
    last = event.phases[-1]
    return say(
        N_(
            "At most %(most)s providers by %(day)s, as a means to: %(means)s. Decided by %(body)s: "
            "%(reason)s."
        ),
        most=last.most,
        day=last.since,
        means=_inside(event.means_to),
        **said,
    )


def _classed(event: PartnersClassed) -> Sentence:
    count = {
        name: sum(each.partner == name for each in event.classes)
        for name in ("development", "regular", "reserve")
    }
    return say(
        N_(
            "Partners were told apart by turnover: development %(development)s, regular "
            "%(regular)s, reserve %(reserve)s."
        ),
        **count,
    )


def _of_provider(
    event: ProviderEnrolled
    | ApplicationReceived
    | ApplicationAssessed
    | ProviderAdmitted
    | ApplicationRejected
    | SegmentLeft
    | ProviderReassessed
    | ProviderFailed
    | ReserveCalled
    | SupplierImposed,
) -> Sentence:
    match event:
        case ProviderEnrolled():
            return say(
                N_("A provider is in the segment since %(day)s, by a contract from before."),
                day=event.effective or local_day(event.at),
            )
        case ApplicationReceived():
            return say(
                N_("A provider applied on %(day)s; edition %(edition)s of the criteria counts."),
                day=event.received_on,
                edition=event.edition,
            )
        case ApplicationAssessed():
            return _judged(event.judged)
        case ProviderAdmitted():
            return _admitted(event)
        case ApplicationRejected():
            return say(REJECTED[event.ground], reason=_inside(event.reason))
        case SegmentLeft():
            return say(
                N_("A provider leaves the segment; its last day is %(day)s: %(reason)s."),
                day=event.last_day,
                reason=_inside(event.reason),
            )
        case ProviderReassessed():
            return _judged(event.judged)
        case ProviderFailed():
            return say(
                N_("A provider does not meet edition %(edition)s and cannot stay: %(failed)s."),
                edition=event.edition,
                failed=event.failed,
            )
        case ReserveCalled():
            return say(N_("A provider was called to take the place of a development partner."))
        case SupplierImposed():
            return _imposed(event)
        case _:
            assert_never(event)


def _judged(judged: Judged) -> Sentence:
    if judged.passed:
        return say(
            N_("Judged by edition %(edition)s of the criteria: everything asked is met."),
            edition=judged.edition,
        )
    return say(
        N_("Judged by edition %(edition)s of the criteria: not met are %(failed)s."),
        edition=judged.edition,
        failed=judged.failed,
    )


def _admitted(event: ProviderAdmitted) -> Sentence:
    day = event.effective or local_day(event.at)
    if event.plan is None:
        return say(N_("A provider was admitted and is in from %(day)s."), day=day)
    return say(
        N_(
            "A provider was admitted and is in from %(day)s; its plan (%(document)s, %(score)s of "
            "%(points)s points) is part of the agreement."
        ),
        day=day,
        document=event.plan.document,
        score=event.plan.score,
        points=event.plan.points,
    )


def _imposed(event: SupplierImposed) -> Sentence:
    said = {"court": event.court, "day": event.imposed_on}
    if event.agreement is None:
        return say(
            N_(
                "%(court)s charged a provider without a contract on %(day)s; agreements are still "
                "to be made."
            ),
            **said,
        )
    return say(
        N_("%(court)s charged a provider without a contract on %(day)s; agreed: %(agreement)s."),
        agreement=_inside(event.agreement),
        **said,
    )


def _inside(text: str) -> str:
    """A text of somebody's own, to stand within a sentence."""
    return text.strip().rstrip(".")
