"""What happened to a programme, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.programme.arrangements import Arrangement, Instrument
from domain.programme.events import (
    ArrangementStated,
    BodyRegistered,
    ClauseStated,
    CrosswalkStated,
    MunicipalityEnrolled,
    MunicipalityWithdrew,
    PlanItemDropped,
    PlanItemMissed,
    PlanItemOpened,
    PlanItemPlanned,
    PlanItemRealised,
    PlanRevised,
    ProgrammeEvent,
    ProgrammePublished,
    ScaleStated,
    SegmentDefined,
    SegmentSplit,
    TermEnded,
    TermExtended,
    TermStated,
)
from projections.language import N_
from projections.narration.words import say

PlanTold = (
    PlanItemPlanned
    | PlanItemOpened
    | PlanItemRealised
    | PlanItemMissed
    | PlanItemDropped
    | PlanRevised
)
TermTold = TermStated | TermExtended | TermEnded


def tell_programme(event: ProgrammeEvent) -> Sentence:
    if isinstance(event, PlanTold):
        return _plan(event)
    if isinstance(event, TermTold):
        return _term(event)
    match event:
        case ProgrammePublished():
            return say(
                N_("Programme “%(title)s” of %(region)s was published."),
                title=event.title,
                region=event.region,
            )
        case MunicipalityEnrolled():
            return _enrolled(event)
        case SegmentDefined():
            return say(
                N_("Segment %(number)s is “%(title)s”."), number=event.number, title=event.title
            )
        case ClauseStated():
            return say(
                N_(
                    "Notice clause %(clause)s, version %(version)s: changes are announced "
                    "%(months)s months ahead."
                ),
                clause=event.notice.clause_id,
                version=event.notice.clause_version,
                months=event.notice.months,
            )
        case BodyRegistered():
            return say(N_("Involved in the programme: %(name)s."), name=event.body.name)
        case ScaleStated():
            return say(N_("There is cooperation at the scale of %(name)s."), name=event.scale.name)
        case CrosswalkStated():
            return say(
                N_("“%(old)s” becomes: %(new)s."),
                old=event.crosswalk.old,
                new=event.crosswalk.new,
            )
        case ArrangementStated():
            return _arranged(event.arrangement)
        case MunicipalityWithdrew() | SegmentSplit():
            return _parted(event)
        case _:
            assert_never(event)


def _plan(event: PlanTold) -> Sentence:
    match event:
        case PlanItemPlanned():
            return _planned(event)
        case PlanItemOpened():
            return say(N_("Plan item %(item)s can begin: its window opened."), item=event.item_id)
        case PlanItemRealised():
            return say(
                N_("Plan item %(item)s was done: %(when)s."),
                item=event.item_id,
                when=event.realised_on.written,
            )
        case PlanItemMissed():
            return say(
                N_("Plan item %(item)s was not reported as done in its window: %(window)s."),
                item=event.item_id,
                window=event.window.written,
            )
        case PlanItemDropped():
            return say(N_("Plan item %(item)s is no longer planned."), item=event.item_id)
        case PlanRevised():
            return say(
                N_(
                    "The plan has a version %(number)s, “%(title)s”; items planned anew: "
                    "%(planned)s, dropped: %(dropped)s."
                ),
                number=event.number,
                title=event.title,
                planned=len(event.items),
                dropped=len(event.dropped),
            )
        case _:
            assert_never(event)


def _term(event: TermTold) -> Sentence:
    match event:
        case TermStated():
            return _stated(event)
        case TermExtended():
            return say(
                N_("Contracts were extended: %(until)s; that was: %(previous)s."),
                until=event.until.written,
                previous=event.previous.written,
            )
        case TermEnded():
            return say(
                N_("A term of contracts has ended; its last day was %(day)s."),
                day=event.ended.last or event.ended.written,
            )
        case _:
            assert_never(event)


def _stated(event: TermStated) -> Sentence:
    """The source's words, and the last day that follows from them, as far as one does (GO-06)."""
    said = {"title": event.term.title, "written": event.term.written}
    match (event.ends.first, event.ends.last):
        case (None, None):
            return say(
                N_("“%(title)s”: contracts run %(written)s. No end follows from that."), **said
            )
        case (first, None):
            return say(
                N_("“%(title)s”: contracts run %(written)s, so not to end before %(day)s."),
                day=first,
                **said,
            )
        case (None, last):
            return say(
                N_("“%(title)s”: contracts run %(written)s, so to %(day)s at the latest."),
                day=last,
                **said,
            )
        case (first, last) if first == last:
            return say(
                N_("“%(title)s”: contracts run %(written)s, so to %(day)s."), day=last, **said
            )
        case (first, last):
            return say(
                N_(
                    "“%(title)s”: contracts run %(written)s, so to a day from %(first)s to "
                    "%(last)s."
                ),
                first=first,
                last=last,
                **said,
            )


def _arranged(arrangement: Arrangement) -> Sentence:
    """For which segments is not said: it may be all of them, and the row names them."""
    text = arrangement.text.removesuffix(".")
    if not isinstance(arrangement, Instrument):
        return say(N_("This is stated of the care: “%(text)s”."), text=text)
    match arrangement.state:
        case "current":
            return say(N_("This is how it is arranged: “%(text)s”."), text=text)
        case "target":
            return say(N_("This is how it is to be arranged: “%(text)s”."), text=text)
        case "explored":
            return say(N_("This is looked into: “%(text)s”."), text=text)
        case "undecided":
            return say(N_("This is not decided yet: “%(text)s”."), text=text)
        case _:
            assert_never(arrangement.state)


def _parted(event: MunicipalityWithdrew | SegmentSplit) -> Sentence:
    if isinstance(event, SegmentSplit):
        return say(
            N_("Segment %(segment)s is split from %(day)s into: %(into)s."),
            segment=event.segment_id,
            day=event.from_day,
            into=tuple(each.title for each in event.into),
        )
    if event.segments:
        return say(
            N_("%(name)s takes no part from %(day)s in: %(segments)s."),
            name=event.name,
            day=event.leaves_on,
            segments=event.segments,
        )
    return say(N_("%(name)s takes no part from %(day)s."), name=event.name, day=event.leaves_on)


def _enrolled(event: MunicipalityEnrolled) -> Sentence:
    match event.participation:
        case "full":
            return say(N_("%(name)s takes part."), name=event.name)
        case "partial":
            return say(
                N_("%(name)s takes part in: %(parts)s."),
                name=event.name,
                parts=(*event.segments, *event.components),
            )
        case "undecided":
            return say(N_("%(name)s has not decided yet on taking part."), name=event.name)
        case _:
            assert_never(event.participation)


def _planned(event: PlanItemPlanned) -> Sentence:
    said = {"title": event.title, "window": event.window.written}
    match event.status:
        case "planned":
            return say(N_("“%(title)s” is planned: %(window)s."), **said)
        case "reserved":
            return say(N_("“%(title)s” is planned, under reservation: %(window)s."), **said)
        case "unknown":
            return say(
                N_("“%(title)s” was planned: %(window)s. What became of it is not known."), **said
            )
        case _:
            assert_never(event.status)
