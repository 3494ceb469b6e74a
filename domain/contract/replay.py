"""A contract on two time axes: what was in force on one day, as it was known at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, assert_never
from uuid import UUID

from domain.base import Event
from domain.change.parts import Override
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
)
from domain.dates import Window, local_day, start_of_day

What = Literal["concluded", "amended", "corrected", "ended"]
Status = Literal["unknown", "not_yet", "in_force", "ended"]
"""How the contract stands on a day; *unknown* when at that moment nobody had recorded it."""

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Fact:
    """One record about a contract. Facts are only ever added, in the order of recording.

    `effective` is the day from which the terms count; a correction takes it from the record that
    it mends, which `corrects` names. `ends` is known of the conclusion and of an earlier end.
    """

    event_id: UUID
    at: datetime
    by: str
    what: What
    effective: date
    terms: dict[str, str]
    corrects: UUID | None = None
    reason: str | None = None
    change_id: UUID | None = None
    announced_on: date | None = None
    latest: date | None = None
    override: Override | None = None
    ends: Window | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the contract says for one day, in the light of what was known at one moment.

    `facts` tells for each term which record gave its text; `pending` are the records that were
    known then but count only from a later day.
    """

    in_force: date
    known: datetime
    status: Status
    terms: Mapping[str, str]
    facts: Mapping[str, Fact]
    pending: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A term that reads differently: none means absent. `fact` is the record behind the later text.

    Where the later reading lacks the term it is the record behind the earlier text.
    """

    term: str
    before: str | None
    after: str | None
    fact: Fact


def facts(events: Iterable[Event]) -> tuple[Fact, ...]:
    """The records of one contract, in the order of the log; other events are passed over."""
    found: tuple[Fact, ...] = ()
    for event in events:
        if isinstance(event, ContractEvent):
            found = with_fact(found, event)
    return found


def with_fact(earlier: tuple[Fact, ...], event: ContractEvent) -> tuple[Fact, ...]:
    """The records so far and this one. The event comes from the log: it has an id."""
    return (*earlier, fact_of(event, earlier))


def fact_of(event: ContractEvent, earlier: tuple[Fact, ...]) -> Fact:
    """What one event says, as a record."""
    assert event.event_id is not None
    record: dict[str, Any] = {"event_id": event.event_id, "at": event.at, "by": event.by}
    match event:
        case ContractConcluded():
            return Fact(
                **record,
                what="concluded",
                effective=event.effective or event.starts,
                terms=event.terms,
                ends=event.ends,
            )
        case ContractAmended():
            return Fact(
                **record,
                what="amended",
                effective=event.effective or local_day(event.at),
                terms=event.terms,
                change_id=event.change_id,
                announced_on=event.announced_on,
                latest=event.latest,
                override=event.override,
            )
        case ContractCorrected():
            mended = next((each for each in earlier if each.event_id == event.corrects), None)
            return Fact(
                **record,
                what="corrected",
                effective=mended.effective if mended else local_day(event.at),
                terms=event.terms,
                corrects=event.corrects,
                reason=event.reason,
            )
        case ContractEnded():
            return Fact(
                **record,
                what="ended",
                effective=event.last_day + timedelta(days=1),
                terms={},
                reason=event.ending.reason,
                ends=Window.on(event.last_day),
            )
        case _:
            assert_never(event)


def terms_on(facts: tuple[Fact, ...], in_force: date, known: datetime) -> Reading:
    """Read the contract as in force on one day, as known at one moment.

    Of what was recorded up to `known`, that counts which is effective up to `in_force`: in the
    order of effective dates, then of recording. A correction counts in the place of the record
    it mends; of several corrections of one record, also of each other, the last word counts.
    """
    records = _mended([fact for fact in facts if fact.at <= known])
    counting = sorted(
        (record for record in records if record[0].effective <= in_force),
        key=lambda record: record[0].effective,
    )
    giving = {name: fact for record in counting for fact in record for name in fact.terms}
    return Reading(
        in_force=in_force,
        known=known,
        status=_status([record[0] for record in records], in_force),
        terms={name: fact.terms[name] for name, fact in giving.items()},
        facts=giving,
        pending=tuple(record[0] for record in records if record[0].effective > in_force),
    )


def diff(before: Reading, after: Reading) -> tuple[Difference, ...]:
    """The terms that two readings of one contract do not share, by name (AU-07)."""
    return tuple(
        Difference(
            term=name,
            before=before.terms.get(name),
            after=after.terms.get(name),
            fact=after.facts[name] if name in after.facts else before.facts[name],
        )
        for name in sorted({*before.terms, *after.terms})
        if before.terms.get(name) != after.terms.get(name)
    )


def known_by(day: date) -> datetime:
    """The last instant of a day in the Netherlands: what was recorded that day was known then."""
    return start_of_day(day + timedelta(days=1)) - _INSTANT


def _mended(known: list[Fact]) -> list[list[Fact]]:
    """Each record with its corrections after it, directly or by way of other corrections."""
    place: dict[UUID, list[Fact]] = {}
    records: list[list[Fact]] = []
    for fact in known:
        if fact.corrects is None:
            place[fact.event_id] = [fact]
            records.append(place[fact.event_id])
        elif fact.corrects in place:
            place[fact.event_id] = place[fact.corrects]
            place[fact.event_id].append(fact)
    return records


def _status(records: list[Fact], in_force: date) -> Status:
    concluded = next((fact for fact in records if fact.what == "concluded"), None)
    if concluded is None:
        return "unknown"
    if in_force < concluded.effective:
        return "not_yet"
    ends = [fact.ends for fact in records if fact.what in ("concluded", "ended") and fact.ends]
    last = ends[-1].last if ends else None
    return "ended" if last is not None and in_force > last else "in_force"
