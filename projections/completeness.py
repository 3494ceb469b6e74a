"""Whether the record is whole: the sequence without gaps, everybody's answers there (AU-16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from eventstore.verification.streams import Gap, gaps
from projections import tables
from projections.decisions import DECISIONS, DecisionRow, asked
from projections.programmes import PROGRAMMES, ProgrammeRow

_COUNTS = b"""
SELECT (SELECT count(*) FROM eventlog_events),
       (SELECT count(DISTINCT originator_id) FROM eventlog_events),
       (SELECT count(*) FROM proof_leaves)
"""


@dataclass(frozen=True, slots=True)
class Sequence:
    """How many events there are in how many streams, how many have their leaf, and what lacks."""

    events: int
    streams: int
    leaves: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """Of a decision: who must answer, who did, and for whom it waits.

    `unnamed` must answer without a name, none if nobody knows how many. `not_asked` are
    municipalities of the programme of which no body answers; that may well be right, as where a
    decision is about segments they take no part in. `whole` if all who must answer have.
    """

    decision_id: UUID
    programme_id: UUID
    key: str
    title: str
    status: str
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    waiting_for: tuple[str, ...]
    unnamed: int | None
    not_asked: tuple[str, ...]
    whole: bool


def sequence(connection: Connection[Any]) -> Sequence:
    """Counts the log as it is now. What is missing from within is found by its leaves."""
    row = connection.cursor(row_factory=tuple_row).execute(_COUNTS).fetchone()
    assert row is not None
    events, streams, leaves = row
    return Sequence(events, streams, leaves, tuple(gaps(connection)))


def presences(source: tables.Source, programme_id: UUID | None) -> list[Presence]:
    """Each decision of a programme, of all if none is named, in the order of their days."""
    where = {} if programme_id is None else {"programme_id": programme_id}
    rows = tables.select(source, DECISIONS, where, order=("programme_id", "due", "first", "key"))
    programmes = tables.get_all(source, PROGRAMMES, {row.programme_id for row in rows})
    return [presence(row, programmes) for row in rows]


def presence(row: DecisionRow, programmes: Mapping[str, ProgrammeRow]) -> Presence:
    """Who is there of those who should be."""
    named = asked(row)
    programme = programmes.get(str(row.programme_id))
    members = [each.name for each in programme.municipalities] if programme else []
    return Presence(
        decision_id=row.decision_id,
        programme_id=row.programme_id,
        key=row.key,
        title=row.title,
        status=row.status,
        asked=tuple(each.answerer_id for each in named),
        answered=tuple(each.answerer_id for each in named if each.answer is not None),
        waiting_for=row.waiting_for,
        unnamed=row.unnamed,
        not_asked=tuple(name for name in members if name not in row.municipalities),
        whole=bool(named) and not row.waiting_for and row.unnamed == 0,
    )
