"""How retention stands: what was decided, what is held, which lists there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never
from uuid import UUID

from domain.retention.events import (
    DestructionCarriedOut,
    DestructionDropped,
    DestructionListed,
    DestructionSigned,
    DestructionStarted,
    HoldLifted,
    HoldPlaced,
    PeriodDecided,
    RetentionEvent,
)
from domain.retention.parts import SIGNATURES, Item, Kind, due_on

Stage = Literal["to_sign", "signed", "started", "carried_out", "dropped"]


@dataclass(frozen=True, slots=True)
class DestructionList:
    """A list, who signed it, and how far it has come."""

    listed: DestructionListed
    signed: tuple[DestructionSigned, ...] = ()
    started: DestructionStarted | None = None
    carried_out: DestructionCarriedOut | None = None
    dropped: DestructionDropped | None = None

    @property
    def stage(self) -> Stage:
        if self.dropped:
            return "dropped"
        if self.carried_out:
            return "carried_out"
        if self.started:
            return "started"
        return "signed" if len(self.signed) >= SIGNATURES else "to_sign"


@dataclass(frozen=True, slots=True)
class Retention:
    """Holds go by their id and are left out once lifted."""

    periods: Mapping[Kind, PeriodDecided] = field(default_factory=dict)
    holds: Mapping[UUID, HoldPlaced] = field(default_factory=dict)
    lifted: Mapping[UUID, HoldLifted] = field(default_factory=dict)
    lists: Mapping[UUID, DestructionList] = field(default_factory=dict)

    def held(self, item: Item) -> HoldPlaced | None:
        """The first hold that keeps this."""
        return held_by(self.holds.values(), item.stream_id, item.programme_id)

    def due(self, kind: Kind, closed_on: date) -> date | None:
        """From when something of this kind may go; none while that is open, or it never may."""
        decided = self.periods.get(kind)
        return (
            None if decided is None or decided.years is None else due_on(closed_on, decided.years)
        )

    @property
    def taken(self) -> frozenset[UUID]:
        """The streams that stand on a list that was not dropped, and were not left out as held."""
        return frozenset(
            item.stream_id
            for each in self.lists.values()
            if each.stage != "dropped"
            for item in each.listed.items
            if not (each.carried_out and each.started and item.stream_id in each.started.held)
        )


def held_by(
    holds: Iterable[HoldPlaced], stream_id: UUID, programme_id: UUID | None
) -> HoldPlaced | None:
    """The first of these holds that keeps a stream, by itself or by its programme."""
    return next(
        (
            each
            for each in holds
            if stream_id in each.stream_ids
            or (each.programme_id is not None and each.programme_id in (programme_id, stream_id))
        ),
        None,
    )


def evolve(retention: Retention, event: RetentionEvent) -> Retention:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case PeriodDecided():
            return replace(retention, periods={**retention.periods, event.of: event})
        case HoldPlaced():
            return replace(retention, holds={**retention.holds, event.hold_id: event})
        case HoldLifted():
            holds = {key: each for key, each in retention.holds.items() if key != event.hold_id}
            return replace(
                retention, holds=holds, lifted={**retention.lifted, event.hold_id: event}
            )
        case DestructionListed():
            lists = {**retention.lists, event.list_id: DestructionList(event)}
            return replace(retention, lists=lists)
        case (
            DestructionSigned()
            | DestructionDropped()
            | DestructionStarted()
            | DestructionCarriedOut()
        ):
            return _of_list(retention, event)
        case _:
            assert_never(event)


def _of_list(
    retention: Retention,
    event: DestructionSigned | DestructionDropped | DestructionStarted | DestructionCarriedOut,
) -> Retention:
    each = retention.lists[event.list_id]
    match event:
        case DestructionSigned():
            each = replace(each, signed=(*each.signed, event))
        case DestructionDropped():
            each = replace(each, dropped=event)
        case DestructionStarted():
            each = replace(each, started=event)
        case DestructionCarriedOut():
            each = replace(each, carried_out=event)
    return replace(retention, lists={**retention.lists, event.list_id: each})
