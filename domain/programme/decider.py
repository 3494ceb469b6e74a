"""The rules of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, assert_never

from domain.base import Decider, Refused, made
from domain.dates import Window, local_day
from domain.programme.commands import (
    MissPlanItem,
    OpenPlanItem,
    ProgrammeCommand,
    PublishProgramme,
    RealisePlanItem,
)
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
from domain.programme.parts import PlanItem

Status = Literal["planned", "reserved", "unknown", "open", "realised", "missed"]
Facts = Mapping[str, Mapping[str, Any]]
"""By key, what was last stated, without the circumstances of recording."""

CIRCUMSTANCES = {"event_id", "at", "by", "caused_by", "correlation"}


@dataclass(frozen=True, slots=True)
class Item:
    """A plan item as it stands."""

    window: Window
    status: Status
    realised_on: Window | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """What was stated, to tell what is new in a publication, and how the plan stands."""

    stated: Facts = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)


def decide(command: ProgrammeCommand, programme: Programme) -> list[ProgrammeEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case PublishProgramme():
            return publish(command, programme)
        case OpenPlanItem():
            return open_item(command, programme)
        case RealisePlanItem():
            return realise(command, programme)
        case MissPlanItem():
            return miss(command, programme)
        case _:
            assert_never(command)


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
    events: list[ProgrammeEvent] = [
        heading,
        *(MunicipalityEnrolled(**dict(each), **stamp) for each in command.municipalities),
        *(SegmentDefined(**dict(each), **stamp) for each in command.segments),
        *(ClauseStated(**dict(each), **stamp) for each in command.clauses),
        *(event for item in command.plan for event in plan(item, command, stamp)),
    ]
    return [event for event in events if is_news(event, programme)]


def plan(
    item: PlanItem, command: PublishProgramme, stamp: dict[str, Any]
) -> list[PlanItemPlanned | PlanItemRealised]:
    """Plan an item; one whose window had passed is unknown until somebody says what became of it.

    A programme that is published late is so never shown as late wholesale.
    """
    origin = {"standing": item.standing, "source": item.source}
    last = item.window.last
    passed = last is not None and last < local_day(command.at)
    stated = "planned" if item.status == "realised" else item.status
    planned = PlanItemPlanned(
        item_id=item.item_id,
        title=item.title,
        window=item.window,
        segment=item.segment,
        status="unknown" if passed and item.status != "realised" else stated,
        after=item.after,
        **origin,
        **stamp,
    )
    if item.status != "realised":
        return [planned]
    realised_on = item.realised_on or item.window
    realised = PlanItemRealised(item_id=item.item_id, realised_on=realised_on, **origin, **stamp)
    return [planned, realised]


def is_news(event: ProgrammeEvent, programme: Programme) -> bool:
    """Whether the file says something that the log does not say yet.

    Publishing late is no news: an item stays planned or unknown as it first was.
    """
    known = programme.stated.get(key_of(event))
    return known is None or known != statement(event)


def key_of(event: ProgrammeEvent) -> str:
    match event:
        case ProgrammePublished():
            return "heading"
        case MunicipalityEnrolled():
            return f"municipality:{event.name}"
        case SegmentDefined():
            return f"segment:{event.segment_id}"
        case ClauseStated():
            return f"clause:{event.notice.clause_id}"
        case PlanItemPlanned():
            return f"planned:{event.item_id}"
        case PlanItemRealised():
            return f"realised:{event.item_id}"
        case PlanItemOpened() | PlanItemMissed():
            return f"{type(event).__name__}:{event.item_id}"
        case _:
            assert_never(event)


def statement(event: ProgrammeEvent) -> Mapping[str, Any]:
    said = {name: value for name, value in event if name not in CIRCUMSTANCES}
    if said.get("status") == "unknown":
        said["status"] = "planned"
    return said


def item_of(item_id: str, programme: Programme) -> Item:
    item = programme.items.get(item_id)
    if item is None:
        raise Refused("unknown_plan_item", "the plan has no item %(item)s", item=item_id)
    return item


def open_item(command: OpenPlanItem, programme: Programme) -> list[ProgrammeEvent]:
    item = item_of(command.item_id, programme)
    if item.status not in ("planned", "reserved"):
        return []
    if item.window.first is None or item.window.first > local_day(command.at):
        return []
    return [
        PlanItemOpened(programme_id=command.programme_id, item_id=command.item_id, **made(command))
    ]


def realise(command: RealisePlanItem, programme: Programme) -> list[ProgrammeEvent]:
    item = item_of(command.item_id, programme)
    first = command.realised_on.first
    if first is None or first > local_day(command.at):
        raise Refused(
            "not_yet_done",
            "%(when)s has not come yet: say when it was done, in the past",
            when=command.realised_on.written,
        )
    if item.realised_on == command.realised_on:
        return []
    return [
        PlanItemRealised(
            programme_id=command.programme_id,
            item_id=command.item_id,
            realised_on=command.realised_on,
            **made(command),
        )
    ]


def miss(command: MissPlanItem, programme: Programme) -> list[ProgrammeEvent]:
    item = item_of(command.item_id, programme)
    last = item.window.last
    if item.status not in ("planned", "reserved", "open"):
        return []
    if last is None or last >= local_day(command.at):
        return []
    return [
        PlanItemMissed(
            programme_id=command.programme_id,
            item_id=command.item_id,
            window=item.window,
            **made(command),
        )
    ]


def evolve(programme: Programme, event: ProgrammeEvent) -> Programme:
    """Apply a fact. Never refuses: what has happened has happened."""
    stated = {**programme.stated, key_of(event): statement(event)}
    items = dict(programme.items)
    match event:
        case PlanItemPlanned():
            known = items.get(event.item_id)
            if known is not None and known.status == "realised":
                items[event.item_id] = replace(known, window=event.window)
            else:
                items[event.item_id] = Item(event.window, event.status)
        case PlanItemOpened():
            items[event.item_id] = replace(items[event.item_id], status="open")
        case PlanItemRealised():
            items[event.item_id] = replace(
                items[event.item_id], status="realised", realised_on=event.realised_on
            )
        case PlanItemMissed():
            items[event.item_id] = replace(items[event.item_id], status="missed")
        case ProgrammePublished() | MunicipalityEnrolled() | SegmentDefined() | ClauseStated():
            pass
        case _:
            assert_never(event)
    return Programme(stated, items)


PROGRAMME = Decider(
    name="programme",
    identity="programme_id",
    initial=Programme(),
    decide=decide,
    evolve=evolve,
)
