"""What happened to a programme, in words."""

from typing import assert_never

from domain.base import Sentence
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
from projections.language import N_
from projections.narration.words import say


def tell_programme(event: ProgrammeEvent) -> Sentence:
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
        case _:
            assert_never(event)


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
