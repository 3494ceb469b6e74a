"""Keeping and destroying over HTTP: periods, holds, lists to be signed. A command destroys."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from pydantic.alias_generators import to_camel

from api.errors import not_found
from api.identity import World
from api.ports import Ports
from api.recording import Order, record
from api.shapes import Accepted, Input, Instant, Shape
from domain.base import Source, Standing, derived_id
from domain.dates import Day, local_day
from domain.retention import parts
from domain.retention.commands import (
    DecidePeriod,
    DropDestruction,
    LiftHold,
    ListDestruction,
    PlaceHold,
    SignDestruction,
)
from domain.retention.parts import RETENTION_ID, Kind, Reason
from domain.retention.state import DestructionList, Retention, Stage
from eventstore.tombstones import gone
from projections import retention as kept
from projections.retention import standing

router = APIRouter(prefix="/retention", tags=["retention"])

_OF_IT = {"retention_id": RETENTION_ID}


class Period(Shape):
    """How long a kind is kept: as decided, and beside it what a source says, or what is open."""

    kind: Kind
    decided: bool
    years: int | None
    decided_by: str | None
    decided_on: date | None
    reason: str | None
    reference: str | None
    stated_years: int | None
    counted_from: str
    standing: Standing
    source: Source | None
    open: str | None


class Hold(Shape):
    """A legal hold; what it names is kept whatever its period."""

    hold_id: UUID
    programme_id: UUID | None
    stream_ids: list[UUID]
    decided_by: str
    reason: str
    reference: str | None
    at: Instant
    by: str


class Item(Shape):
    """Something that is over: since when, from when it may go, and what holds it.

    `keptFor` counts what rests on it and is still there.
    """

    stream_id: UUID
    kind: Kind
    about: str
    programme_id: UUID
    closed_on: date
    due: date | None
    hold_id: UUID | None
    kept_for: int
    may_go: bool


class Listed(parts.Item, alias_generator=to_camel, populate_by_name=True):
    """Something on a list."""


class Signature(Shape):
    by: str
    signed_as: str
    at: Instant


class Destruction(Shape):
    """A list, who signed it, and how far it has come."""

    list_id: UUID
    stage: Stage
    listed_at: Instant
    listed_by: str
    items: list[Listed]
    signed: list[Signature]
    held: list[UUID]
    streams: int | None
    events: int | None


class Gone(Shape):
    """What stood under an id was destroyed, by which list, and when."""

    stream_id: UUID
    list_id: UUID
    events: int
    at: Instant


class Deciding(Input):
    """For how many years; without them for ever."""

    years: Annotated[int, Field(ge=1, le=100)] | None = None
    decided_by: Annotated[str, Field(min_length=2)]
    decided_on: Day
    reason: Reason
    reference: str | None = None


class Holding(Input):
    """A programme, or streams by their ids; the key makes the hold's id."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    programme_id: UUID | None = None
    stream_ids: tuple[UUID, ...] = ()
    decided_by: Annotated[str, Field(min_length=2)]
    reason: Reason
    reference: str | None = None


class Lifting(Input):
    decided_by: Annotated[str, Field(min_length=2)]
    reason: Reason


class Listing(Input):
    """All that is due now, or only these of it; the key makes the list's id."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    stream_ids: tuple[UUID, ...] = ()


class Signing(Input):
    """The office in which it is signed."""

    signed_as: Annotated[str, Field(min_length=2)]


class Dropping(Input):
    reason: Reason


def standing_of(ports: Ports) -> Retention:
    """How retention stands."""
    return standing(ports.read(RETENTION_ID))


def due_now(ports: Ports) -> list[kept.Due]:
    """All that is over and on no list."""
    with ports.pool.connection() as connection:
        return kept.due(connection, standing_of(ports), local_day(ports.clock()))


def items_due(ports: Ports, wanted: tuple[UUID, ...] = ()) -> tuple[parts.Item, ...]:
    """What may go now, as items of a list; with `wanted` only these of it."""
    today = local_day(ports.clock())
    found = (
        each.item
        for each in due_now(ports)
        if each.may_go(today) and (not wanted or each.over.stream_id in wanted)
    )
    return tuple(each for each in found if each is not None)[: parts.MOST_ITEMS]


@router.get("/periods")
def list_periods(ports: World) -> list[Period]:
    """How long each kind is kept, what was decided, and what sources leave open."""
    decided = standing_of(ports).periods
    found = []
    for stated in ports.stated:
        own = decided.get(stated.kind)
        found.append(
            Period(
                kind=stated.kind,
                decided=own is not None,
                years=own.years if own else None,
                decided_by=own.decided_by if own else None,
                decided_on=own.decided_on if own else None,
                reason=own.reason if own else None,
                reference=own.reference if own else None,
                stated_years=stated.years,
                counted_from=stated.counted_from,
                standing=stated.standing,
                source=stated.source,
                open=stated.open,
            )
        )
    return found


@router.post("/periods/{kind}", status_code=202)
def decide_period(kind: Kind, body: Deciding, order: Order) -> Accepted:
    """Settle how long a kind is kept after it is over; not shorter than its source states."""
    stated = next((each for each in order.ports.stated if each.kind == kind), None)
    command = DecidePeriod.model_validate(
        {**_OF_IT, "of": kind, "stated": stated, **body.model_dump(), **order.stamp}
    )
    return record(order, command, "/retention/periods")


@router.get("/holds")
def list_holds(ports: World) -> list[Hold]:
    """What is held."""
    return [Hold.model_validate(each) for each in standing_of(ports).holds.values()]


@router.post("/holds", status_code=202)
def place_hold(body: Holding, order: Order) -> Accepted:
    """Keep a programme or streams, whatever their period."""
    given = body.model_dump(exclude={"key"})
    command = PlaceHold.model_validate(
        {**_OF_IT, "hold_id": derived_id("hold", body.key), **given, **order.stamp}
    )
    return record(order, command, "/retention/holds")


@router.post("/holds/{hold_id}/liftings", status_code=202)
def lift_hold(hold_id: UUID, body: Lifting, order: Order) -> Accepted:
    """What it was for is over."""
    command = LiftHold(hold_id=hold_id, **body.model_dump(), **_OF_IT, **order.stamp)
    return record(order, command, "/retention/holds")


@router.get("/candidates")
def list_due(ports: World) -> list[Item]:
    """All that is over: from when it may go, and what keeps it."""
    today = local_day(ports.clock())
    return [
        Item(
            stream_id=each.over.stream_id,
            kind=each.over.kind,
            about=each.over.about,
            programme_id=each.over.programme_id,
            closed_on=each.over.closed_on,
            due=each.item.due if each.item else None,
            hold_id=each.hold.hold_id if each.hold else None,
            kept_for=each.kept_for,
            may_go=each.may_go(today),
        )
        for each in due_now(ports)
    ]


@router.get("/lists")
def list_lists(ports: World) -> list[Destruction]:
    """The lists, the first laid out first."""
    return [shown_list(each) for each in standing_of(ports).lists.values()]


@router.get("/lists/{list_id}")
def show_list(list_id: UUID, ports: World) -> Destruction:
    """One list."""
    found = standing_of(ports).lists.get(list_id)
    if found is None:
        raise not_found()
    return shown_list(found)


@router.post("/lists", status_code=202)
def lay_out(body: Listing, order: Order) -> Accepted:
    """Lay out what is due for signing. Nothing is destroyed by it."""
    list_id = derived_id("destruction", body.key)
    items = items_due(order.ports, body.stream_ids)
    command = ListDestruction.model_validate(
        {**_OF_IT, "list_id": list_id, "items": items, **order.stamp}
    )
    return record(order, command, f"/retention/lists/{list_id}")


@router.post("/lists/{list_id}/signatures", status_code=202)
def sign(list_id: UUID, body: Signing, order: Order) -> Accepted:
    """Sign it, as one of two people. Then `inkoopspoor audit destroy` carries it out."""
    command = SignDestruction(list_id=list_id, signed_as=body.signed_as, **_OF_IT, **order.stamp)
    return record(order, command, f"/retention/lists/{list_id}")


@router.post("/lists/{list_id}/withdrawals", status_code=202)
def drop(list_id: UUID, body: Dropping, order: Order) -> Accepted:
    """Give it up, as long as it was not started."""
    command = DropDestruction(list_id=list_id, reason=body.reason, **_OF_IT, **order.stamp)
    return record(order, command, f"/retention/lists/{list_id}")


@router.get("/destroyed-files")
def list_destroyed(
    ports: World, list_id: Annotated[UUID | None, Query(alias="listId")] = None
) -> list[Gone]:
    """What was destroyed, by this list or by any; the leaves are still in the tree."""
    with ports.pool.connection() as connection:
        return [Gone.model_validate(each) for each in gone(connection, list_id=list_id)]


def shown_list(found: DestructionList) -> Destruction:
    return Destruction(
        list_id=found.listed.list_id,
        stage=found.stage,
        listed_at=found.listed.at,
        listed_by=found.listed.by,
        items=[Listed.model_validate(each.model_dump()) for each in found.listed.items],
        signed=[Signature.model_validate(each) for each in found.signed],
        held=list(found.started.held) if found.started else [],
        streams=found.carried_out.streams if found.carried_out else None,
        events=found.carried_out.events if found.carried_out else None,
    )
