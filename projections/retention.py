"""What is over, since when, and what of it may be destroyed (AU-15).

What is over is told by the read models: a contract by its last day, a change by the last of the
contracts that it touched. What rests on something that is kept is kept: a provider as long as a
contract of it, a programme as long as anything in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.sql import SQL

from domain.base import Event
from domain.dates import local_day
from domain.retention.events import HoldPlaced, RetentionEvent
from domain.retention.parts import Item, Kind
from domain.retention.state import Retention, evolve, held_by
from projections import tables
from projections.admissions import ADMISSIONS
from projections.batches import BATCHES
from projections.changes import CHANGES, ChangeRow
from projections.contracts import CONTRACTS, ContractRow
from projections.decisions import DECISIONS
from projections.documents import DOCUMENTS
from projections.letters import LETTERS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.providers import PROVIDERS

COMPUTED: tuple[Kind, ...] = (
    "contract",
    "change",
    "decision",
    "procedure",
    "batch",
    "provider",
    "admission",
    "document",
    "programme",
)
"""The kinds of which the read models tell when they are over."""


@dataclass(frozen=True, slots=True)
class Over:
    """Something that is over, since a day; `keeps` are streams that rest on it."""

    stream_id: UUID
    kind: Kind
    about: str
    programme_id: UUID
    closed_on: date
    keeps: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is over: from when it may go, none while that is open, and what holds it.

    `kept_for` is what rests on it and is not gone.
    """

    item: Item | None
    over: Over
    hold: HoldPlaced | None
    kept_for: int = 0

    def may_go(self, today: date) -> bool:
        """Whether it can stand on a list today."""
        free = self.hold is None and not self.kept_for
        return free and self.item is not None and self.item.due <= today


def standing(events: Iterable[Event]) -> Retention:
    """How retention stands after these events of its stream."""
    return reduce(evolve, (e for e in events if isinstance(e, RetentionEvent)), Retention())


def due(connection: Connection[Any], retention: Retention, today: date) -> list[Due]:
    """All that is over and stands on no list, first what may go first."""
    taken = retention.taken
    there = {each.stream_id: each for each in over(connection, today)}
    going = {key for key in there if key in taken}
    alive = _alive(connection).difference(going)
    found = []
    for each in there.values():
        if each.stream_id in taken:
            continue
        day = retention.due(each.kind, each.closed_on)
        item = day and Item(
            stream_id=each.stream_id,
            kind=each.kind,
            about=each.about,
            programme_id=each.programme_id,
            closed_on=each.closed_on,
            due=day,
        )
        hold = held_by(retention.holds.values(), each.stream_id, each.programme_id)
        found.append(Due(item or None, each, hold, len(each.keeps & alive)))
    return sorted(found, key=_first_due)


def over(connection: Connection[Any], today: date) -> Iterator[Over]:
    """All that is over by today."""
    contracts = tables.select(connection, CONTRACTS)
    ends = {each.contract_id: _ended(each, today) for each in contracts}
    for each in contracts:
        closed = ends[each.contract_id]
        if closed is not None:
            yield Over(each.contract_id, "contract", each.number, each.programme_id, closed)
    yield from _changes(connection, ends, today)
    yield from _decided(connection, today)
    yield from _providers(connection, contracts, ends, today)
    yield from _with_programme(connection, contracts, ends)


def _ended(contract: ContractRow, today: date) -> date | None:
    last = contract.ends.last
    return last if last is not None and last < today else None


def _changes(
    connection: Connection[Any], ends: dict[UUID, date | None], today: date
) -> Iterator[Over]:
    touched: dict[UUID, set[UUID]] = {}
    for letter in tables.select(connection, LETTERS):
        touched.setdefault(letter.change_id, set()).add(letter.contract_id)
    for change in tables.select(connection, CHANGES):
        closed = _change_over(change, today)
        days = [ends.get(each) for each in touched.get(change.change_id, ()) if each in ends]
        if closed is None or None in days:
            continue
        last = max([closed, *(day for day in days if day is not None)])
        yield Over(change.change_id, "change", change.title, change.programme_id, last)


def _change_over(change: ChangeRow, today: date) -> date | None:
    if change.withdrawn_at is not None:
        return local_day(change.withdrawn_at)
    done = change.status == "in_force" and change.effective < today
    return change.effective if done else None


def _decided(connection: Connection[Any], today: date) -> Iterator[Over]:
    for decision in tables.select(connection, DECISIONS):
        end = decision.reached or decision.ended
        if end is not None and local_day(end.at) < today:
            yield Over(
                decision.decision_id,
                "decision",
                decision.title,
                decision.programme_id,
                local_day(end.at),
            )
    for procedure in tables.select(connection, PROCEDURES):
        ended = procedure.completed_on or (procedure.ended_at and local_day(procedure.ended_at))
        if ended is not None and ended < today:
            yield Over(
                procedure.procedure_id,
                "procedure",
                procedure.title,
                procedure.programme_id,
                ended,
            )
    for batch in tables.select(connection, BATCHES):
        if batch.completed_at is not None and local_day(batch.completed_at) < today:
            yield Over(
                batch.batch_id,
                "batch",
                batch.title,
                batch.programme_id,
                local_day(batch.completed_at),
            )


def _providers(
    connection: Connection[Any],
    contracts: list[ContractRow],
    ends: dict[UUID, date | None],
    today: date,
) -> Iterator[Over]:
    theirs: dict[UUID, set[UUID]] = {}
    for each in contracts:
        theirs.setdefault(each.provider_id, set()).add(each.contract_id)
    for provider in tables.select(connection, PROVIDERS):
        own = theirs.get(provider.provider_id, set())
        days = [provider.left, *(ends[each] for each in own)]
        known = [day for day in days if day is not None]
        if len(known) == len(days) and max(known) < today:
            yield Over(
                provider.provider_id,
                "provider",
                str(provider.provider_id),
                provider.programme_id,
                max(known),
                frozenset(own),
            )


def _with_programme(
    connection: Connection[Any], contracts: list[ContractRow], ends: dict[UUID, date | None]
) -> Iterator[Over]:
    """What has no end of its own is over with the last contract of its programme."""
    within: dict[UUID, list[date | None]] = {}
    for each in contracts:
        within.setdefault(each.programme_id, []).append(ends[each.contract_id])
    last = {
        programme: max(day for day in days if day is not None)
        for programme, days in within.items()
        if None not in days
    }
    for admission in tables.select(connection, ADMISSIONS):
        if admission.programme_id in last:
            key = admission.programme_id
            yield Over(admission.admission_id, "admission", admission.segment, key, last[key])
    for document in tables.select(connection, DOCUMENTS):
        if document.programme_id in last:
            key = document.programme_id
            yield Over(document.document_id, "document", document.title, key, last[key])
    parts = _parts(connection)
    for programme in tables.select(connection, PROGRAMMES):
        key = programme.programme_id
        if key in last:
            keeps = frozenset(parts.get(key, ()))
            yield Over(key, "programme", programme.title, key, last[key], keeps)


_PARTS = (CONTRACTS, CHANGES, DECISIONS, PROCEDURES, BATCHES, PROVIDERS, ADMISSIONS, DOCUMENTS)


def _parts(connection: Connection[Any]) -> dict[UUID, set[UUID]]:
    """By programme, the streams of what is in it."""
    found: dict[UUID, set[UUID]] = {}
    for model in _PARTS:
        query = SQL("select (doc ->> 'programme_id')::uuid, key::uuid from {}")
        for programme, key in connection.execute(query.format(tables.view(model))).fetchall():
            found.setdefault(programme, set()).add(key)
    return found


def _alive(connection: Connection[Any]) -> set[UUID]:
    return {each for streams in _parts(connection).values() for each in streams}


def _first_due(each: Due) -> tuple[date, date, str]:
    return (each.item.due if each.item else date.max, each.over.closed_on, each.over.about)
