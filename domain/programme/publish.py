"""What follows from publishing a programme's documents: only what is new becomes a fact."""

from typing import Any

from domain.base import made
from domain.programme.commands import PublishProgramme
from domain.programme.ends import computed_end
from domain.programme.events import (
    ArrangementStated,
    BodyRegistered,
    ClauseStated,
    CrosswalkStated,
    MunicipalityEnrolled,
    PlanItemDropped,
    PlanItemPlanned,
    PlanRevised,
    ProgrammeEvent,
    ProgrammePublished,
    ScaleStated,
    SegmentDefined,
    TermStated,
)
from domain.programme.parts import Part, Term
from domain.programme.plan import Revision, plan
from domain.programme.state import Programme, is_news

PUBLISHED_ANEW = "Opnieuw gepubliceerd"
"""The title of a version that the documents themselves brought. Kept, so in the data's language."""


def publish(command: PublishProgramme, programme: Programme) -> list[ProgrammeEvent]:
    """Turn what the file states into facts; what is already known in the same words is skipped."""
    stamp = {"programme_id": command.programme_id, **made(command)}
    heading = ProgrammePublished(
        key=command.key,
        title=command.title,
        region=command.region,
        executive=command.executive,
        cycle=command.cycle,
        documents=command.documents,
        standing=command.standing,
        source=command.source,
        **stamp,
    )
    facts: list[ProgrammeEvent] = [
        heading,
        *(MunicipalityEnrolled(**dict(each), **stamp) for each in command.municipalities),
        *(SegmentDefined(**dict(each), **stamp) for each in command.segments),
        *(ClauseStated(**dict(each), **stamp) for each in command.clauses),
        *(BodyRegistered(body=each, **_origin(each), **stamp) for each in command.bodies),
        *(ScaleStated(scale=each, **_origin(each), **stamp) for each in command.scales),
        *(CrosswalkStated(crosswalk=each, **_origin(each), **stamp) for each in command.crosswalks),
        *(_term(each, stamp) for each in command.terms),
        *(
            ArrangementStated(arrangement=each, **_origin(each), **stamp)
            for each in command.arrangements
        ),
    ]
    news = [event for event in facts if is_news(event, programme)]
    return [*news, *_planned(command, programme, stamp)]


def _planned(
    command: PublishProgramme, programme: Programme, stamp: dict[str, Any]
) -> list[Revision]:
    """The plan as the file has it. What it changes or drops makes a new version of the plan.

    What was revised since stays as revised until the file says something else than it did. An
    item that was done stays, also when its document no longer speaks of it.
    """
    stated = [
        event
        for item in command.plan
        for event in plan(item, command.at, stamp)
        if is_news(event, programme)
    ]
    there = {item.item_id for item in command.plan}
    gone = [
        PlanItemDropped(item_id=item_id, **stamp)
        for item_id, item in programme.items.items()
        if item_id not in there
        and f"planned:{item_id}" in programme.stated
        and item.status not in ("realised", "dropped")
    ]
    changed = [event.item_id for event in stated if isinstance(event, PlanItemPlanned)]
    if programme.version == 0 or not (changed or gone):
        return [*stated]
    revised = PlanRevised(
        number=programme.version + 1,
        title=PUBLISHED_ANEW,
        origin="published",
        items=tuple(changed),
        dropped=tuple(event.item_id for event in gone),
        **stamp,
    )
    return [revised, *stated, *gone]


def _term(term: Term, stamp: dict[str, Any]) -> TermStated:
    ends, computed = computed_end(term)
    return TermStated(term=term, ends=ends, computed=computed, **_origin(term), **stamp)


def _origin(part: Part) -> dict[str, Any]:
    return {"standing": part.standing, "source": part.source}
