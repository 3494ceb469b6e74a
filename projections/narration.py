"""What an event says, in words: one sentence for every fact the log can hold.

The sentences name no person and no organisation, since events name none. They give no ids either:
where an event has a title, a number or a date, the sentence has it too.
"""

from datetime import date
from typing import assert_never

from domain.base import Event, Sentence
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    AnnouncementMissed,
    ChangeAdopted,
    ChangeAnnounced,
    ChangeEvent,
    ChangeHeldBack,
    ChangePostponed,
    ChangeProposed,
    ChangeTabled,
    ChangeTookEffect,
    ChangeWithdrawn,
    DispatchOrdered,
    DispatchRecalled,
    LetterDeferred,
    LetterReaddressed,
    LetterRefused,
    LetterSent,
    LettersQueued,
    NoticeOverridden,
    OfficeReminded,
)
from domain.clock.events import ClockEvent
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEvent,
)
from domain.dates import local_day
from domain.programme.events import (
    ClauseStated,
    MunicipalityEnrolled,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
    ProgrammeEvent,
    ProgrammePublished,
    SegmentDefined,
)
from domain.provider.events import ProviderEvent
from projections.language import N_

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


def tell(event: Event) -> Sentence:
    """The event in words. Raises `TypeError` for an event that is not in the vocabulary."""
    if isinstance(event, ProgrammeEvent):
        return _programme(event)
    if isinstance(event, ProviderEvent):
        segments = ", ".join(event.segments)
        return _say(N_("A provider is known, in the segments %(segments)s."), segments=segments)
    if isinstance(event, ContractEvent):
        return _contract(event)
    if isinstance(event, ChangeEvent):
        return _change(event)
    if isinstance(event, ClockEvent):
        return _say(
            N_("The practice clock was moved; days between it and the real one: %(days)s."),
            days=event.offset.days,
        )
    raise TypeError(f"{type(event).__name__} has no sentence")


def _say(template: str, /, **values: object) -> Sentence:
    return Sentence(template, {name: _text(value) for name, value in values.items()})


def _text(value: object) -> str:
    if isinstance(value, tuple | dict):
        return ", ".join(map(str, value))
    return str(value)


def _programme(event: ProgrammeEvent) -> Sentence:
    match event:
        case ProgrammePublished():
            return _say(
                N_("Programme “%(title)s” of %(region)s was published."),
                title=event.title,
                region=event.region,
            )
        case MunicipalityEnrolled():
            return _enrolled(event)
        case SegmentDefined():
            return _say(
                N_("Segment %(number)s is “%(title)s”."), number=event.number, title=event.title
            )
        case ClauseStated():
            return _say(
                N_(
                    "Notice clause %(clause)s, version %(version)s: changes are announced "
                    "%(months)s months ahead."
                ),
                clause=event.notice.clause_id,
                version=event.notice.clause_version,
                months=event.notice.months,
            )
        case PlanItemPlanned():
            return _planned(event)
        case PlanItemOpened():
            return _say(N_("Plan item %(item)s can begin: its window opened."), item=event.item_id)
        case PlanItemRealised():
            return _say(
                N_("Plan item %(item)s was done: %(when)s."),
                item=event.item_id,
                when=event.realised_on.written,
            )
        case PlanItemMissed():
            return _say(
                N_("Plan item %(item)s was not reported as done in its window: %(window)s."),
                item=event.item_id,
                window=event.window.written,
            )
        case _:
            assert_never(event)


def _enrolled(event: MunicipalityEnrolled) -> Sentence:
    match event.participation:
        case "full":
            return _say(N_("%(name)s takes part."), name=event.name)
        case "partial":
            return _say(
                N_("%(name)s takes part in: %(parts)s."),
                name=event.name,
                parts=(*event.segments, *event.components),
            )
        case "undecided":
            return _say(N_("%(name)s has not decided yet on taking part."), name=event.name)
        case _:
            assert_never(event.participation)


def _planned(event: PlanItemPlanned) -> Sentence:
    said = {"title": event.title, "window": event.window.written}
    match event.status:
        case "planned":
            return _say(N_("“%(title)s” is planned: %(window)s."), **said)
        case "reserved":
            return _say(N_("“%(title)s” is planned, under reservation: %(window)s."), **said)
        case "unknown":
            return _say(
                N_("“%(title)s” was planned: %(window)s. What became of it is not known."), **said
            )
        case _:
            assert_never(event.status)


def _contract(event: ContractEvent) -> Sentence:
    match event:
        case ContractConcluded():
            return _say(
                N_("Contract %(number)s was concluded and runs from %(starts)s."),
                number=event.number,
                starts=event.starts,
            )
        case ContractAmended():
            return _amended(event)
        case ContractCorrected():
            return _say(
                N_("An earlier record was corrected in %(terms)s: %(reason)s"),
                terms=event.terms,
                reason=event.reason,
            )
        case _:
            assert_never(event)


def _amended(event: ContractAmended) -> Sentence:
    said = {"terms": event.terms, "effective": event.effective or local_day(event.at)}
    if event.override is not None:
        return _say(
            N_(
                "New terms for %(terms)s count from %(effective)s, by a decision of %(body)s on "
                "%(decided_on)s: notice was due by %(latest)s."
            ),
            body=event.override.decided_by,
            decided_on=event.override.decided_on,
            latest=event.latest,
            **said,
        )
    if event.announced_on is None:
        return _say(N_("New terms for %(terms)s count from %(effective)s."), **said)
    return _say(
        N_(
            "New terms for %(terms)s count from %(effective)s; they were announced on "
            "%(announced_on)s, by %(latest)s at the latest."
        ),
        announced_on=event.announced_on,
        latest=event.latest,
        **said,
    )


def _change(event: ChangeEvent) -> Sentence:
    match event:
        case ChangeProposed():
            return _say(
                N_("“%(title)s” was proposed, to take effect on %(effective)s."),
                title=event.title,
                effective=event.effective or date.max,
            )
        case ChangeTabled():
            return _say(
                N_("The proposal was discussed at %(table)s on %(day)s."),
                table=event.table,
                day=event.discussed_on,
            )
        case ChangeAdopted():
            return _say(
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
        case _:
            return _announcement(event)


def _announcement(event: Announcement) -> Sentence:
    match event:
        case AnnouncementDrafted():
            return _say(N_("Letters were laid out: %(count)s."), count=len(event.recipients))
        case AnnouncementApproved():
            return _say(N_("The letters were approved."))
        case DispatchOrdered():
            return _say(
                N_("The letters were ordered to go out on %(day)s."), day=local_day(event.send_at)
            )
        case DispatchRecalled():
            return _say(N_("The order to send the letters was taken back."))
        case ChangeAnnounced():
            return _say(
                N_("All letters are out, the last on %(day)s: the change is announced."),
                day=event.announced_on,
            )
        case OfficeReminded():
            return _reminded(event)
        case AnnouncementMissed():
            return _say(
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
        return _say(
            N_("Escalated: today, %(latest)s, is the last day to announce the change."),
            latest=event.latest,
        )
    return _say(
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
            return _say(N_("Letters about to be sent: %(count)s."), count=len(event.letter_ids))
        case LetterSent(asked_again=False):
            return _say(
                N_("A letter was sent: the mail server took it over on %(day)s (%(answer)s)."),
                day=event.announced_on,
                answer=event.answer,
            )
        case LetterSent():
            return _say(
                N_(
                    "A letter was sent after an attempt without an answer: the mail server took it "
                    "over on %(day)s (%(answer)s)."
                ),
                day=event.announced_on,
                answer=event.answer,
            )
        case LetterDeferred():
            return _say(N_("A letter waits for the mail server (%(answer)s)."), answer=event.answer)
        case LetterRefused():
            return _say(
                N_(
                    "The mail server refused a letter for good (%(answer)s): the address has to be "
                    "mended."
                ),
                answer=event.answer,
            )
        case LetterReaddressed():
            return _say(N_("An address was mended: the letter is to be sent again."))
        case _:
            assert_never(event)


def _effect(
    event: NoticeOverridden | ChangePostponed | ChangeWithdrawn | ChangeTookEffect | ChangeHeldBack,
) -> Sentence:
    match event:
        case NoticeOverridden():
            return _say(
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
            return _say(
                N_("The change was postponed to %(effective)s. Reason: %(reason)s"),
                effective=event.effective or local_day(event.at),
                reason=event.reason,
            )
        case ChangeWithdrawn():
            return _say(N_("The change was withdrawn. Reason: %(reason)s"), reason=event.reason)
        case ChangeTookEffect():
            return _say(
                N_("The change is in force from %(effective)s; contracts: %(count)s."),
                effective=event.effective or local_day(event.at),
                count=len(event.contract_ids),
            )
        case ChangeHeldBack():
            return _say(
                N_(
                    "The change was held back; contracts: %(count)s. It can lawfully take effect "
                    "on %(earliest)s at the earliest."
                ),
                count=len(event.contracts),
                earliest=max(each.earliest for each in event.contracts),
            )
        case _:
            assert_never(event)
