"""Questions about changes that pages and programs ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.sql import SQL

from projections import tables
from projections.changes.model import CHANGES
from projections.changes.rows import ChangeRow, Status
from projections.decisions import DECISIONS, DecisionRow

BEFORE_NOTICE: tuple[Status, ...] = ("proposed", "tabled", "adopted", "announced", "held_back")
"""Only in these does anybody have still to be told; years of changes are in others."""

_NEXT = SQL(
    "select doc::text from unnest(%s::text[]) as asked (segment) cross join lateral ("
    " select doc from {} where (doc ->> 'programme_id') = %s"
    " and (doc ->> 'segment') = asked.segment"
    " order by doc ->> 'effective' desc, doc ->> 'key' desc limit 1) as last"
)


@dataclass(frozen=True, slots=True)
class LastCall:
    """A change that providers must still be told of; below zero days it is too late."""

    change: ChangeRow
    days_left: int


def of_programme(source: tables.Source, programme_id: UUID) -> list[ChangeRow]:
    """The changes of a programme, in the order in which they take effect."""
    where = {"programme_id": programme_id}
    return tables.select(source, CHANGES, where, order=("effective", "key"))


def next_of_segments(
    source: tables.Source, programme_id: UUID, segments: Iterable[str]
) -> dict[str, ChangeRow]:
    """By segment the change of a programme that takes effect last; not all that there were."""
    query = _NEXT.format(tables.view(CHANGES))
    found = tables.ask(source, [CHANGES], query, [list(segments), str(programme_id)])
    rows = [tables.row_of(CHANGES, doc) for (doc,) in found]
    return {row.segment: row for row in rows}


def last_call(
    source: tables.Source, until: date, today: date, effect_until: date = date.max
) -> list[LastCall]:
    """What must be announced by one day for an effect by another, the most urgent first (AN-23).

    Changes whose last lawful day has passed stay on the board until somebody postpones or
    withdraws them, or an override lets them go on.
    """
    where = {
        "status": tables.OneOf(BEFORE_NOTICE),
        "latest": tables.AtMost(until),
        "effective": tables.AtMost(effect_until),
    }
    found = tables.select(source, CHANGES, where, order=("latest", "effective", "key"))
    return [LastCall(row, (row.latest - today).days) for row in on_the_board(found, until)]


def underway(source: tables.Source) -> list[ChangeRow]:
    """The changes that somebody has still to bring on, the most urgent first."""
    where = {"status": tables.OneOf((*BEFORE_NOTICE, "in_notice"))}
    return tables.select(source, CHANGES, where, order=("latest", "effective", "key"))


def on_the_board(rows: Iterable[ChangeRow], until: date) -> list[ChangeRow]:
    """Which of these `last_call` shows for this day."""
    return [
        row
        for row in rows
        if row.status in BEFORE_NOTICE and row.latest <= until and row.to_announce
    ]


def decided_against(source: tables.Source, change: ChangeRow) -> DecisionRow | None:
    """The decision that the change is reserved for, if it was taken otherwise than hoped (AN-16).

    Then somebody has to withdraw the change, or to have it decided anew; nothing does so itself.
    """
    decision_id = change.reservation.decision_id if change.reservation else None
    if decision_id is None or not change.reserved or change.status == "withdrawn":
        return None
    decision = tables.get(source, DECISIONS, decision_id)
    if decision is None or decision.reached is None:
        return None
    return decision if decision.outcome != decision.question.outcomes[0] else None
