"""The records about a contract from which it can be read for any day, as known at any moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, assert_never
from uuid import UUID

from domain.base import Event
from domain.change.parts import ChangeKind, Override, Ruling
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
)
from domain.contract.parts import Form, Lineage, Means, Option
from domain.dates import Window, local_day
from domain.notice import NoticeClause
from domain.provisions import Provisions

What = Literal["concluded", "amended", "corrected", "ended", "extended", "replaced"]

Telling = (
    ContractConcluded
    | ContractAmended
    | ContractCorrected
    | ContractEnded
    | ContractExtended
    | ContractReplaced
)
"""The events that say how a contract reads; the others say how it is kept."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a conclusion says beside its terms: its form, its relations, its options."""

    form: Form
    parent: UUID | None
    replaces: tuple[UUID, ...]
    how: Lineage | None
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One record about a contract. Facts are only ever added, in the order of recording.

    `effective` is the day from which the terms count; a correction takes it from the record that
    it mends, which `corrects` names. `ends` is known of the conclusion and of what came to end
    it on another day; `by_contracts` are then the successors, `means` and `option_id` what
    extended it. `clause` governs what is announced from the effective day on.
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
    provisions: Provisions = field(default_factory=dict)
    clause: NoticeClause | None = None
    heading: Heading | None = None
    means: Means | None = None
    option_id: str | None = None
    by_contracts: tuple[UUID, ...] = ()
    kinds: tuple[ChangeKind, ...] = ()
    ruling: Ruling | None = None
    knew: bool = False


def facts(events: Iterable[Event]) -> tuple[Fact, ...]:
    """The records of one contract, in the order of the log; other events are passed over."""
    found: list[Fact] = []
    for event in events:
        if isinstance(event, Telling):
            found.append(fact_of(event, found))
    return tuple(found)


def with_fact(earlier: tuple[Fact, ...], event: ContractEvent) -> tuple[Fact, ...]:
    """The records so far and this one. The event comes from the log: it has an id."""
    return (*earlier, fact_of(event, earlier)) if isinstance(event, Telling) else earlier


def fact_of(event: Telling, earlier: Sequence[Fact]) -> Fact:
    """What one event says, as a record."""
    assert event.event_id is not None
    record: dict[str, Any] = {"event_id": event.event_id, "at": event.at, "by": event.by}
    match event:
        case ContractConcluded():
            return concluded(event, record)
        case ContractAmended():
            return amended(event, record)
        case ContractCorrected():
            mended = next((each for each in earlier if each.event_id == event.corrects), None)
            return Fact(
                **record,
                what="corrected",
                effective=mended.effective if mended else local_day(event.at),
                terms=event.terms,
                provisions=event.provisions,
                corrects=event.corrects,
                reason=event.reason,
            )
        case _:
            return lasting(event, record)


def concluded(event: ContractConcluded, record: dict[str, Any]) -> Fact:
    return Fact(
        **record,
        what="concluded",
        effective=event.effective or event.starts,
        terms=event.terms,
        provisions=event.provisions,
        ends=event.ends,
        clause=event.clause,
        heading=Heading(event.form, event.parent, event.replaces, event.how, event.options),
    )


def amended(event: ContractAmended, record: dict[str, Any]) -> Fact:
    return Fact(
        **record,
        what="amended",
        effective=event.effective or local_day(event.at),
        terms=event.terms,
        provisions=event.provisions,
        clause=event.new_clause,
        change_id=event.change_id,
        announced_on=event.announced_on,
        latest=event.latest,
        override=event.override,
        kinds=event.kinds,
        ruling=event.ruling,
        knew=event.knew,
    )


def lasting(
    event: ContractEnded | ContractExtended | ContractReplaced, record: dict[str, Any]
) -> Fact:
    match event:
        case ContractEnded():
            return Fact(
                **record,
                what="ended",
                effective=event.last_day + _DAY,
                terms={},
                reason=event.ending.reason,
                ends=Window.on(event.last_day),
            )
        case ContractExtended():
            return Fact(
                **record,
                what="extended",
                effective=event.effective or event.until + _DAY,
                terms={},
                reason=event.decision.reason,
                ends=Window.on(event.until),
                means=event.how,
                option_id=event.option_id,
                announced_on=event.told_on,
                latest=event.latest,
            )
        case ContractReplaced():
            return Fact(
                **record,
                what="replaced",
                effective=event.last_day + _DAY,
                terms={},
                reason=event.decision.reason if event.decision else None,
                ends=Window.on(event.last_day),
                by_contracts=event.by_contracts,
            )
        case _:
            assert_never(event)
