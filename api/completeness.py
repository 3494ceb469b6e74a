"""Whether the record is whole, over HTTP: no gaps in the sequence, all councils there (AU-16)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.identity import World
from api.reading import ReadQuery, catch_up
from api.shapes import Shape, shown
from projections.completeness import presences, sequence
from projections.decisions import DECISIONS
from projections.programmes import PROGRAMMES

router = APIRouter(prefix="/completeness", tags=["audit"])


class CompletenessQuery(ReadQuery):
    """Of which programme."""

    programme: UUID | None = Field(None, description="Only the decisions of this programme.")


class StreamGap(Shape):
    """A stream that does not count from 1 without a gap; of what is `missing`, the first ten."""

    stream: UUID
    events: int
    last: int
    missing: list[int]


class RecordedSequence(Shape):
    """How many events there are in how many streams; how many have their leaf in the tree."""

    events: int
    streams: int
    leaves: int
    gaps: list[StreamGap]


class Presence(Shape):
    """Who must answer, who did, for whom it waits; `unnamed` must answer without a name.

    `notAsked` are municipalities of the programme of which no body answers; that may be right.
    """

    decision_id: UUID
    programme_id: UUID
    key: str
    title: str
    status: str
    asked: list[str]
    answered: list[str]
    waiting_for: list[str]
    unnamed: int | None
    not_asked: list[str]
    whole: bool


class Completeness(Shape):
    """What is there of what should be. Whether it was touched, `inkoopspoor audit verify` says."""

    sequence: RecordedSequence
    decisions: list[Presence]


@router.get("")
def show_completeness(ports: World, query: Annotated[CompletenessQuery, Query()]) -> Completeness:
    """The sequence of all events, and who answered each decision."""
    catch_up(ports, query, DECISIONS, PROGRAMMES)
    with ports.pool.connection() as connection:
        found = presences(connection, query.programme)
        return Completeness(
            sequence=shown(RecordedSequence, sequence(connection)),
            decisions=[shown(Presence, each) for each in found],
        )
