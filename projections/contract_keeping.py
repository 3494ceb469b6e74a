"""How a contract is kept: who signed, duties, results, enforcement, hand-over, drawings."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, assert_never
from uuid import UUID

from domain.contract.events import (
    ContractEnforced,
    ContractSigned,
    DrawingRecorded,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
    ResultRecorded,
)
from domain.contract.parts import Decided, Party
from domain.dates import Window
from domain.provisions import Duty, Provisions

Kept = (
    ContractSigned
    | DutyFulfilled
    | DutyMissed
    | ResultRecorded
    | ContractEnforced
    | HandOverPlanned
    | HandOverCompleted
    | DrawingRecorded
)
"""The events that say how a contract is kept."""
DutyState = Literal["open", "overdue", "fulfilled", "late", "missed", "lapsed"]
"""*open* until its day has passed or for as long as it can arise, *late* if done after its day."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature under one version of the contract; it binds these municipalities, or all."""

    party: Party
    on_behalf_of: tuple[str, ...]
    signed_on: date
    document: str
    document_version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What became of a duty once: done on a day, or missed. Done late, both are known."""

    duty: str
    party: Party
    due: Window | None
    arose_on: date | None
    missed: bool
    fulfilled_on: date | None = None
    late: bool = False
    proof: str | None = None
    reason: str | None = None

    def same(self, other: "Occasion") -> bool:
        return (self.duty, self.due and self.due.edtf, self.arose_on) == (
            other.duty,
            other.due and other.due.edtf,
            other.arose_on,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a performance in a period; `met` none means that nobody can say yet."""

    performance: str
    period: Window
    written: str
    value: Decimal | None
    target: str
    met: bool | None
    document: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Enforced:
    """A step of the ladder that was taken; `standing` until what fell short is as agreed."""

    about: str
    rung: int
    measure: str
    decision: Decided
    skipped: tuple[int, ...]
    skip_reason: str | None
    recorded_at: datetime
    standing: bool = True


@dataclass(frozen=True, slots=True)
class HandOver:
    """So many clients are to be with others by a day; and whether they are."""

    clients: int
    due: date
    arrangement: str
    receivers: tuple[UUID, ...]
    completed_on: date | None = None
    transferred: int = 0
    care_ended: int = 0
    late: bool = False

    def overdue_on(self, day: date) -> bool:
        return self.completed_on is None and self.clients > 0 and self.due < day


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a call-off draws on a right."""

    right: str
    call_off: UUID
    drawn_on: date
    amount: Decimal | None
    fte: Decimal | None


@dataclass(frozen=True, slots=True)
class Keeping:
    """All of it, in the order of recording."""

    signatures: tuple[Signed, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    results: tuple[Result, ...] = ()
    enforced: tuple[Enforced, ...] = ()
    hand_over: HandOver | None = None
    drawings: tuple[Drawing, ...] = ()

    def rung(self, about: str) -> Enforced | None:
        """The step at which enforcement of a term stands."""
        taken = [each for each in self.enforced if each.about == about and each.standing]
        return taken[-1] if taken else None


@dataclass(frozen=True, slots=True)
class DutyOn:
    """A duty as it stands on a day; `occasions` are the times that it was done or missed."""

    name: str
    duty: Duty
    state: DutyState
    occasions: tuple[Occasion, ...]


def duties_on(
    provisions: Provisions, keeping: Keeping, lapsed: tuple[str, ...], day: date
) -> tuple[DutyOn, ...]:
    """Every duty that counts, by its day, with how it stands."""
    found = [
        _duty_on(name, each, keeping, lapsed, day)
        for name, each in provisions.items()
        if isinstance(each, Duty)
    ]
    return tuple(sorted(found, key=lambda each: (_last(each.duty) or date.max, each.name)))


def keep(keeping: Keeping, event: Kept) -> Keeping:
    """Fold one event."""
    match event:
        case ContractSigned():
            signed = Signed(
                event.party,
                event.on_behalf_of,
                event.signed_on,
                event.document,
                event.document_version,
                event.digest,
            )
            return replace(keeping, signatures=(*keeping.signatures, signed))
        case DutyFulfilled() | DutyMissed():
            return _occasion(keeping, event)
        case ResultRecorded():
            return _result(keeping, event)
        case ContractEnforced():
            return replace(keeping, enforced=(*keeping.enforced, _enforced(event)))
        case HandOverPlanned():
            planned = HandOver(event.clients, event.due, event.arrangement, event.receivers)
            return replace(keeping, hand_over=planned)
        case HandOverCompleted():
            return replace(keeping, hand_over=_completed(keeping.hand_over, event))
        case DrawingRecorded():
            return _drawing(keeping, event)
        case _:
            assert_never(event)


def _occasion(keeping: Keeping, event: DutyFulfilled | DutyMissed) -> Keeping:
    if isinstance(event, DutyMissed):
        missed = Occasion(
            event.duty, event.party, event.due, event.arose_on, missed=True, reason=event.reason
        )
        return replace(keeping, occasions=(*keeping.occasions, missed))
    done = Occasion(
        event.duty,
        event.party,
        event.due,
        event.arose_on,
        missed=False,
        fulfilled_on=event.fulfilled_on,
        late=event.late,
        proof=event.proof,
    )
    before = next((each for each in keeping.occasions if each.same(done)), None)
    others = tuple(each for each in keeping.occasions if not each.same(done))
    if before is not None:
        done = replace(done, missed=before.missed, reason=before.reason)
    return _restored(replace(keeping, occasions=(*others, done)), event.duty)


def _result(keeping: Keeping, event: ResultRecorded) -> Keeping:
    result = Result(
        event.performance,
        event.period,
        event.written,
        event.value,
        event.target,
        event.met,
        event.document,
        event.at,
    )
    known = replace(keeping, results=(*keeping.results, result))
    return _restored(known, event.performance) if event.met else known


def _restored(keeping: Keeping, about: str) -> Keeping:
    """What is as agreed is enforced no further."""
    enforced = tuple(
        replace(each, standing=False) if each.about == about else each for each in keeping.enforced
    )
    return replace(keeping, enforced=enforced)


def _enforced(event: ContractEnforced) -> Enforced:
    return Enforced(
        about=event.about,
        rung=event.rung,
        measure=event.measure,
        decision=event.decision,
        skipped=event.skipped,
        skip_reason=event.skip_reason,
        recorded_at=event.at,
    )


def _completed(planned: HandOver | None, event: HandOverCompleted) -> HandOver | None:
    if planned is None:
        return None
    return replace(
        planned,
        completed_on=event.completed_on,
        transferred=event.transferred,
        care_ended=event.care_ended,
        late=event.late,
    )


def _drawing(keeping: Keeping, event: DrawingRecorded) -> Keeping:
    drawing = Drawing(event.right, event.call_off, event.drawn_on, event.amount, event.fte)
    others = tuple(
        each
        for each in keeping.drawings
        if (each.right, each.call_off) != (drawing.right, drawing.call_off)
    )
    return replace(keeping, drawings=(*others, drawing))


def _duty_on(name: str, duty: Duty, keeping: Keeping, lapsed: tuple[str, ...], day: date) -> DutyOn:
    occasions = tuple(
        each
        for each in keeping.occasions
        if each.duty == name and (each.due and each.due.edtf) == (duty.due and duty.due.edtf)
    )
    return DutyOn(name, duty, _state(duty, occasions, lapsed=name in lapsed, day=day), occasions)


def _state(duty: Duty, occasions: tuple[Occasion, ...], *, lapsed: bool, day: date) -> DutyState:
    if duty.due is None:
        # It can arise again at any time; what was missed before stays among its occasions.
        return "open"
    if occasions:
        once = occasions[-1]
        if once.fulfilled_on is None:
            return "missed"
        return "late" if once.late else "fulfilled"
    if lapsed:
        return "lapsed"
    last = _last(duty)
    return "overdue" if last is not None and last < day else "open"


def _last(duty: Duty) -> date | None:
    return duty.due.last if duty.due else None
