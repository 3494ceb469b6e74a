"""What the rules of a contract read, and how facts bring it about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, assert_never
from uuid import UUID

from domain.base import Refused
from domain.contract.commands import Terms
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEnforced,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
    ContractSigned,
    DrawingRecorded,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
    ResultRecorded,
)
from domain.dates import Window, local_day
from domain.notice import NoticeClause
from domain.provisions import Provision, Provisions

Settled = tuple[str, str | None, date | None]
"""A duty as it was due: its term, its window, the day on which it arose."""


@dataclass(frozen=True, slots=True)
class Known:
    """What one fact, with its corrections, sets from a day on; `record` is its event id."""

    record: UUID | None
    effective: date
    terms: Terms
    provisions: Provisions
    clause: NoticeClause | None


@dataclass(frozen=True, slots=True)
class Contract:
    """What the rules read.

    `steps` are in the order of recording; `mends` leads from a correction to the fact it mends in
    the end, by way of other corrections if need be. `ends` is the end by the term and what
    extended it; `cut_short` is its last day once it was ended early or replaced. `failing` are the
    terms in which a party falls short, `rungs` how far they were enforced.
    """

    concluded: ContractConcluded | None = None
    changes: frozenset[UUID] = frozenset()
    steps: tuple[Known, ...] = ()
    mends: Mapping[UUID, UUID] = field(default_factory=dict)
    ends: Window | None = None
    ended: ContractEnded | None = None
    replaced: tuple[ContractReplaced, ...] = ()
    cut_short: date | None = None
    lapsed: frozenset[str] = frozenset()
    extensions: tuple[ContractExtended, ...] = ()
    signatures: tuple[ContractSigned, ...] = ()
    fulfilled: frozenset[Settled] = frozenset()
    missed: frozenset[Settled] = frozenset()
    results: tuple[ResultRecorded, ...] = ()
    failing: frozenset[str] = frozenset()
    rungs: Mapping[str, ContractEnforced] = field(default_factory=dict)
    hand_over: HandOverPlanned | None = None
    handed_over: HandOverCompleted | None = None
    drawings: Mapping[tuple[str, UUID], DrawingRecorded] = field(default_factory=dict)

    @property
    def last(self) -> date | None:
        """The last day on which it can be in force; none if that is open."""
        return self.cut_short or (self.ends.last if self.ends else None)


def concluded_of(contract: Contract) -> ContractConcluded:
    """The conclusion. Refuses a contract that was never concluded."""
    if contract.concluded is None:
        raise Refused("unknown_contract", "there is no such contract")
    return contract.concluded


def clause_on(contract: Contract, day: date) -> NoticeClause:
    """The notice clause that governs what is announced on this day (AN-21).

    A clause that a change brings governs from the change's effective day on. Before the contract
    starts it is the clause that the contract was concluded with.
    """
    return governing(in_order(contract.steps), day, concluded_of(contract).clause)


def provisions_on(contract: Contract, day: date) -> Provisions:
    """What counts in figures on a day; new words without figures leave a term without them."""
    return figures_on(in_order(contract.steps), day)


class Counting(Protocol):
    """What counts from a day on."""

    @property
    def effective(self) -> date: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def provisions(self) -> Provisions: ...
    @property
    def clause(self) -> NoticeClause | None: ...


def governing(steps: Iterable[Counting], day: date, first: NoticeClause) -> NoticeClause:
    """The last clause that counts on a day; the first one before any does."""
    clause = first
    for step in steps:
        if step.effective <= day and step.clause is not None:
            clause = step.clause
    return clause


def figures_on(steps: Iterable[Counting], day: date) -> Provisions:
    """What the steps, in their order, come to in figures on a day."""
    figures: Provisions = {}
    for step in steps:
        if step.effective <= day:
            figures = after_step(figures, step.terms, step.provisions)
    return figures


def after_step(figures: Provisions, terms: Terms, provisions: Provisions) -> Provisions:
    """The figures once these terms count."""
    kept: dict[str, Provision] = {name: each for name, each in figures.items() if name not in terms}
    return kept | provisions


def in_order(steps: tuple[Known, ...]) -> list[Known]:
    """By effective day, then in the order of recording."""
    return sorted(steps, key=lambda step: step.effective)


def evolve(contract: Contract, event: ContractEvent) -> Contract:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case ContractConcluded() | ContractAmended() | ContractCorrected():
            return worded(contract, event)
        case ContractEnded() | ContractExtended() | ContractReplaced():
            return lasting(contract, event)
        case ContractSigned():
            return replace(contract, signatures=(*contract.signatures, event))
        case DutyFulfilled() | DutyMissed() | ResultRecorded() | ContractEnforced():
            return kept(contract, event)
        case HandOverPlanned():
            return replace(contract, hand_over=event, handed_over=None)
        case HandOverCompleted():
            return replace(contract, handed_over=event)
        case DrawingRecorded():
            drawn = {**contract.drawings, (event.right, event.call_off): event}
            return replace(contract, drawings=drawn)
        case _:
            assert_never(event)


def worded(
    contract: Contract, event: ContractConcluded | ContractAmended | ContractCorrected
) -> Contract:
    match event:
        case ContractConcluded():
            step = Known(
                event.event_id,
                event.effective or event.starts,
                event.terms,
                event.provisions,
                event.clause,
            )
            return replace(contract, concluded=event, ends=event.ends, steps=(step,))
        case ContractAmended():
            step = Known(
                event.event_id,
                event.effective or local_day(event.at),
                event.terms,
                event.provisions,
                event.new_clause,
            )
            changes = contract.changes | {event.change_id}
            return replace(contract, changes=changes, steps=(*contract.steps, step))
        case ContractCorrected():
            root = contract.mends.get(event.corrects, event.corrects)
            steps = tuple(mended(step, root, event) for step in contract.steps)
            mends = {**contract.mends, event.event_id: root} if event.event_id else contract.mends
            return replace(contract, steps=steps, mends=mends)
        case _:
            assert_never(event)


def mended(step: Known, root: UUID, event: ContractCorrected) -> Known:
    if step.record != root:
        return step
    return replace(
        step,
        terms={**step.terms, **event.terms},
        provisions={**step.provisions, **event.provisions},
    )


def lasting(
    contract: Contract, event: ContractEnded | ContractExtended | ContractReplaced
) -> Contract:
    match event:
        case ContractEnded():
            lapsed = frozenset(event.lapsed)
            return replace(contract, ended=event, cut_short=event.last_day, lapsed=lapsed)
        case ContractReplaced():
            replaced, lapsed = (*contract.replaced, event), frozenset(event.lapsed)
            return replace(contract, replaced=replaced, cut_short=event.last_day, lapsed=lapsed)
        case ContractExtended():
            extensions = (*contract.extensions, event)
            return replace(contract, ends=Window.on(event.until), extensions=extensions)
        case _:
            assert_never(event)


def kept(
    contract: Contract, event: DutyFulfilled | DutyMissed | ResultRecorded | ContractEnforced
) -> Contract:
    match event:
        case DutyFulfilled():
            done = contract.fulfilled | {settled(event)}
            return restored(replace(contract, fulfilled=done), event.duty)
        case DutyMissed():
            missed, failing = contract.missed | {settled(event)}, contract.failing | {event.duty}
            return replace(contract, missed=missed, failing=failing)
        case ResultRecorded():
            known = replace(contract, results=(*contract.results, event))
            if event.met:
                return restored(known, event.performance)
            if event.met is None:
                return known
            return replace(known, failing=contract.failing | {event.performance})
        case ContractEnforced():
            return replace(contract, rungs={**contract.rungs, event.about: event})
        case _:
            assert_never(event)


def restored(contract: Contract, name: str) -> Contract:
    """What is as it should be is enforced no further; a next time the ladder begins anew."""
    rungs = {about: taken for about, taken in contract.rungs.items() if about != name}
    return replace(contract, failing=contract.failing - {name}, rungs=rungs)


def settled(event: DutyFulfilled | DutyMissed) -> Settled:
    return event.duty, event.due.edtf if event.due else None, event.arose_on
