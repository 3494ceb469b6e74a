"""Anything for two dates over HTTP: on which day, as known when; and what two readings share not.

Contracts have a replay of their own beside it, in the words of contracts: `/contracts/.../replay`.
"""

from datetime import date
from itertools import islice
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from pydantic_core import to_jsonable_python

from api.conflicts import Contradiction, Told, contradiction, told
from api.errors import not_found
from api.identity import World
from api.language import Asked
from api.moments import Day, Known
from api.ports import Ports
from api.reading import ReadQuery
from api.shapes import Instant, Shape
from domain.dates import local_day
from domain.replay import reading
from domain.replay.conflicts import conflicts
from domain.replay.reading import At
from projections import replays
from projections.language import say
from projections.replay_words import Reader, calls, path_words, value_words
from projections.replays import (
    Noun,
    Replay,
    behind,
    compared,
    differences,
    notes,
    refuse_future,
    replay,
    said,
    undisturbed,
)

router = APIRouter(prefix="/replays", tags=["replays"])

MOST = 100


class Value(Shape):
    """A value and where it stands, for programs and in words; the event that made it so."""

    path: list[str]
    label: str
    value: Any
    text: str
    event_id: UUID | None


class Group(Shape):
    """What stands under one field; `entries` are how many it has, of which `more` may follow."""

    name: str
    label: str
    entries: int
    more: bool
    values: list[Value]


class Reading(Shape):
    """How it stood on a day as known at a moment; `events` is how many were recorded by then.

    `later` was known then and counts only from a later day, which is its value.
    """

    in_force: date
    known: Instant
    events: int
    notes: list[str]
    groups: list[Group]
    later: list[Value]


class Difference(Shape):
    """What the two readings do not share; nothing means absent. The events made it so."""

    path: list[str]
    label: str
    before: Any
    after: Any
    before_text: str | None
    after_text: str | None
    event_ids: list[UUID]


class Replayed(Shape):
    """One reading, or two and how the second differs; `dated` says if the day matters at all."""

    noun: Noun
    subject_id: UUID
    title: str | None
    first_recorded: Instant
    last_recorded: Instant
    dated: bool
    reading: Reading
    other: Reading | None
    differences: list[Difference] | None
    more_differences: bool
    events: list[Told]


class ReplayQuery(ReadQuery):
    """Two axes; with the other pair, what differs from the first reading to the other.

    Where only one of the other pair is given, the rest is as in the first.
    """

    in_force: Day | None = Field(None, description="On this day; today.")
    known: Known | None = Field(
        None, description="As known at this instant, or at the end of this day; now."
    )
    other_in_force: Day | None = None
    other_known: Known | None = None
    under: str | None = Field(None, description="Only what stands under this field, `letters`.")
    most: Annotated[int, Field(ge=1, le=100_000)] = Field(
        MOST, description="Of each field, and of the differences, no more than so many."
    )


@router.get("/{noun}/{subject_id}", response_model=Replayed)
def replay_noun(
    noun: Noun,
    subject_id: UUID,
    ports: World,
    language: Asked,
    query: Annotated[ReplayQuery, Query()],
) -> Response:
    """How it stood on a day, as known at one moment, field by field with the event behind each."""
    now = ports.clock()
    first = At(query.in_force or local_day(now), min(query.known or now, now))
    other = At(query.other_in_force or first.in_force, min(query.other_known or first.known, now))
    for known in (query.known, query.other_known):
        refuse_future(known or now, now)
    two = query.other_in_force is not None or query.other_known is not None
    with undisturbed():
        found = replay(noun, subject_id, ports.read(subject_id))
        if found is None:
            raise not_found()
        answer = _answer(ports, found, query, (first, other if two else None), language)
        text = answer.model_dump_json(by_alias=True)
    return Response(text, media_type="application/json")


@router.get("/{noun}/{subject_id}/conflicts")
def list_conflicts(
    noun: Noun,
    subject_id: UUID,
    ports: World,
    language: Asked,
    query: Annotated[ReadQuery, Query()],  # noqa: ARG001 (every read takes it; this asks the log)
) -> list[Contradiction]:
    """What was recorded of it and does not fit any more since a correction, and why not (AU-10)."""
    events = ports.read(subject_id)
    if replays.is_of(noun, events):
        return [contradiction(each, language) for each in conflicts(events)]
    raise not_found()


def _answer(
    ports: Ports, found: Replay, query: ReplayQuery, dates: tuple[At, At | None], language: Asked
) -> Replayed:
    first, second = dates
    read = [replays.read(found, at, query.most, query.under) for at in dates if at]
    differing: list[reading.Difference] = []
    if second is not None:
        under = (
            each
            for each in differences(found, first, second)
            if query.under in (None, each.path[0])
        )
        differing = list(islice(under, query.most + 1))
    shown = [*said(read), *compared(differing)]
    reader = Reader(language, found.noun, calls(ports.pool, found, shown))
    shapes = [_reading(found, each, reader) for each in read]
    return Replayed(
        noun=found.noun,
        subject_id=found.subject_id,
        title=found.title,
        first_recorded=found.first,
        last_recorded=found.last,
        dated=found.dated,
        reading=shapes[0],
        other=shapes[1] if second else None,
        differences=[_difference(each, reader) for each in differing[: query.most]]
        if second
        else None,
        more_differences=len(differing) > query.most,
        events=[told(each, language) for each in behind(found, read, differing[: query.most])],
    )


def _reading(found: Replay, read: reading.Reading, reader: Reader) -> Reading:
    return Reading(
        in_force=read.in_force,
        known=read.known,
        events=read.events,
        notes=[say(each, reader.language) for each in notes(found, At(read.in_force, read.known))],
        groups=[
            Group(
                name=group.name,
                label=path_words((group.name,), reader),
                entries=group.entries,
                more=group.more,
                values=[_value(each, reader) for each in group.fields],
            )
            for group in read.groups
        ],
        later=[_value(each, reader) for each in read.later],
    )


def _value(field: reading.Field, reader: Reader) -> Value:
    return Value(
        path=list(field.path),
        label=path_words(field.path, reader),
        value=to_jsonable_python(field.value),
        text=value_words(field.path, field.value, reader),
        event_id=field.event.event_id if field.event else None,
    )


def _difference(each: reading.Difference, reader: Reader) -> Difference:
    def words(value: Any) -> str | None:
        return None if value is None else value_words(each.path, value, reader)

    return Difference(
        path=list(each.path),
        label=path_words(each.path, reader),
        before=to_jsonable_python(each.before),
        after=to_jsonable_python(each.after),
        before_text=words(each.before),
        after_text=words(each.after),
        event_ids=[event.event_id for event in each.events if event.event_id],
    )
