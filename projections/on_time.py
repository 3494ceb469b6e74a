"""The on-time register: per letter what was announced when, how many days to spare, what became
of it, and the proof (AN-20)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from psycopg.sql import SQL

from projections import letters_alike, tables
from projections.changes import ChangeRow
from projections.contracts import CONTRACTS
from projections.letters import LetterRow
from projections.letters_alike import Alike

Outcome = Literal["to_announce", "in_notice", "in_force", "held_back", "narrowed", "withdrawn"]
"""What became of the change on one contract; *in_notice* until its day of effect."""

Timing = Literal["in_time", "late", "knew", "open", "not_needed"]
"""*knew*: signed with the change in view. *open*: not announced yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter of the register, with what became of the change on its contract."""

    letter: LetterRow
    timing: Timing
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Summary:
    """How many contracts were told in time, of how many; the fewest days that were left."""

    contracts: int
    in_time: int
    late: int
    open: int
    shortest: int | None


def entries(source: tables.Source, change: ChangeRow, rows: Sequence[LetterRow]) -> list[Entry]:
    """These letters with what became of the change on each contract."""
    applied = _applied(source, change, {row.contract_id for row in rows})
    return [
        Entry(row, timing(row, change), outcome(row, change, applied=row.contract_id in applied))
        for row in rows
    ]


_APPLIED = SQL(
    "select key from {} where key = any(%s) and doc -> 'timeline' @> jsonb_build_array(%s::jsonb)"
)


def _applied(source: tables.Source, change: ChangeRow, contract_ids: set[UUID]) -> set[UUID]:
    """Those contracts of these that the change is in force on.

    A contract of years is long, and this is all that is asked of it: the database looks.
    """
    step = json.dumps({"change_id": str(change.change_id)})
    query = _APPLIED.format(tables.view(CONTRACTS))
    found = tables.ask(source, [CONTRACTS], query, [sorted(map(str, contract_ids)), step])
    return {UUID(key) for (key,) in found}


def timing(row: LetterRow, change: ChangeRow) -> Timing:
    """Whether the contract's provider was told in time, by the contract's own clause."""
    if not row.announces or change.needs_no_notice:
        return "not_needed"
    if row.knew:
        return "knew"
    if row.in_time is None:
        return "open"
    return "in_time" if row.in_time else "late"


def outcome(row: LetterRow, change: ChangeRow, *, applied: bool) -> Outcome:
    """What became of the change on the letter's contract, on which it was applied or not yet."""
    if applied:
        return "in_force"
    if row.contract_id in change.narrowed_contracts:
        return "narrowed"
    if change.withdrawn_at is not None:
        return "withdrawn"
    if row.contract_id in change.held_back_contracts:
        return "held_back"
    return "to_announce" if row.announced_on is None else "in_notice"


def summary(rows: Iterable[LetterRow], change: ChangeRow) -> Summary:
    """The register in one line; what was given up before it was told is not counted."""
    return _summary(((row, 1) for row in rows), change)


def summary_of(connection: Connection[Any], change: ChangeRow) -> Summary:
    """The register of a change in one line, without reading all its letters."""
    return summed(letters_alike.of_change(connection, change), change)


def summed(alike: Iterable[Alike], change: ChangeRow) -> Summary:
    """The same of letters that are counted already."""
    return _summary(((each.letter, each.number) for each in alike), change)


def _summary(counted: Iterable[tuple[LetterRow, int]], change: ChangeRow) -> Summary:
    told = [
        (row, number, timing(row, change))
        for row, number in counted
        if row.announces and not (row.state == "recalled" and row.announced_on is None)
    ]
    spare = [row.days_to_spare for row, _, when in told if when in ("in_time", "late")]

    def counting(*timings: Timing) -> int:
        return sum(number for _, number, when in told if when in timings)

    return Summary(
        contracts=sum(number for _, number, _ in told),
        in_time=counting("in_time", "knew", "not_needed"),
        late=counting("late"),
        open=counting("open"),
        shortest=min((days for days in spare if days is not None), default=None),
    )


def filtered(
    rows: Iterable[LetterRow], change: ChangeRow, asked: Mapping[str, str]
) -> list[LetterRow]:
    """The letters that answer to the filters; an empty one says nothing."""

    def fits(row: LetterRow) -> bool:
        said = {
            "state": row.state,
            "timing": timing(row, change),
            "segment": row.segment or change.segment,
            "clause": row.clause.clause_id,
            "kind": row.kind,
            "number": row.contract_number,
        }
        return all(said[name] == value for name, value in asked.items() if value)

    return [row for row in rows if fits(row)]


def fitting(alike: Iterable[Alike], change: ChangeRow, asked: Mapping[str, str]) -> list[Alike]:
    """Those that answer to the filters, but for a number: that is of one letter."""
    filters = {name: value for name, value in asked.items() if name != "number"}
    return [each for each in alike if filtered([each.letter], change, filters)]
