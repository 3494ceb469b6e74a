"""What was recorded of a contract and no longer fits what was mended of it since (AU-10)."""

from datetime import date
from decimal import Decimal

from domain.base import Event
from domain.conflict import Rules, Wrong, unfit
from domain.contract.drawing import drawn, freed
from domain.contract.events import (
    ContractAmended,
    ContractCorrected,
    ContractEnded,
    ContractExtended,
    ContractReplaced,
    DrawingRecorded,
    DutyFulfilled,
    DutyMissed,
    ResultRecorded,
)
from domain.contract.keeping import duty_on, figures_at_end
from domain.contract.state import (
    Contract,
    concluded_of,
    evolve,
    governing,
    in_order,
    provisions_on,
)
from domain.dates import local_day
from domain.notice import in_time, latest_announcement
from domain.provisions import DrawingRight, Performance


def corrects(event: Event) -> bool:
    """Whether it can change what an earlier date was: an end, mended figures, what is back-dated.

    Words that are mended without figures change nothing that a rule reads.
    """
    if isinstance(event, ContractAmended):
        return event.effective is not None and event.effective < local_day(event.at)
    if isinstance(event, ContractCorrected):
        return bool(event.provisions)
    return isinstance(event, ContractEnded | ContractReplaced)


def check(event: Event, contract: Contract) -> Wrong | None:
    """Why a fact does not fit the contract as it is known now."""
    match event:
        case ContractAmended():
            return amended(event, contract)
        case ContractExtended():
            return extended(event, contract)
        case DutyFulfilled():
            return fulfilled(event, contract)
        case DutyMissed():
            return missed(event, contract)
        case ResultRecorded():
            return resulted(event, contract)
        case DrawingRecorded():
            return drawing(event, contract)
        case _:
            return None


def amended(event: ContractAmended, contract: Contract) -> Wrong | None:
    """Announced in time under the clause that governed then, and in force while it lasts."""
    effective = event.effective or local_day(event.at)
    if contract.cut_short is not None and effective > contract.cut_short:
        return unfit(
            "amended_after_end",
            "the change per %(effective)s counts after %(last_day)s, the contract's last day",
            effective=effective,
            last_day=contract.cut_short,
        )
    if event.announced_on is None or event.override or event.ruling or event.knew:
        return None
    steps = (each for each in in_order(contract.steps) if each.record != event.event_id)
    clause = governing(steps, event.announced_on, concluded_of(contract).clause)
    if in_time(event.announced_on, effective, clause):
        return None
    return unfit(
        "announced_late",
        "the change per %(effective)s was announced on %(announced)s; by clause %(clause)s, which "
        "is now known to have governed then, it had to be by %(latest)s",
        effective=effective,
        announced=event.announced_on,
        clause=clause.clause_id,
        latest=latest_announcement(effective, clause).value,
    )


def extended(event: ContractExtended, contract: Contract) -> Wrong | None:
    """An extension begins after an end that was reached."""
    last, before = contract.cut_short, event.previous.last
    if last is None or last >= event.until or (before is not None and last > before):
        return None
    return unfit(
        "extended_after_end",
        "it was extended until %(until)s, and is now known to end on %(last_day)s, before that "
        "begins",
        until=event.until,
        last_day=last,
    )


def fulfilled(event: DutyFulfilled, contract: Contract) -> Wrong | None:
    """Late or in time by the day on which the duty is due."""
    duty = duty_on(event.duty, local_day(event.at), contract)
    last = duty.due.last if duty and duty.due else None
    late = last is not None and event.fulfilled_on > last
    if late == event.late or last is None:
        return None
    if late:
        return unfit(
            "fulfilled_late",
            "“%(duty)s” was recorded as done in time on %(day)s, and is now known to have been "
            "due by %(last)s",
            duty=event.duty,
            day=event.fulfilled_on,
            last=last,
        )
    return unfit(
        "fulfilled_in_time",
        "“%(duty)s” was recorded as done late on %(day)s, and is now known to have been due only "
        "by %(last)s",
        duty=event.duty,
        day=event.fulfilled_on,
        last=last,
    )


def missed(event: DutyMissed, contract: Contract) -> Wrong | None:
    """Nothing is missed before its last day has passed."""
    recorded = local_day(event.at)
    duty = duty_on(event.duty, recorded, contract)
    last = duty.due.last if duty and duty.due else None
    if last is None or last < recorded:
        return None
    return unfit(
        "missed_too_soon",
        "“%(duty)s” was recorded as not done on %(day)s, and is now known to be due only by "
        "%(last)s",
        duty=event.duty,
        day=recorded,
        last=last,
    )


def resulted(event: ResultRecorded, contract: Contract) -> Wrong | None:
    """A result is held against the target that was agreed for its period."""
    figures = figures_at_end(event.period, local_day(event.at), contract)
    found = figures.get(event.performance)
    if not isinstance(found, Performance) or event.value is None:
        return None
    met = found.met_by(event.value)
    if met is None or met == event.met:
        return None
    if met:
        return unfit(
            "other_target",
            "%(value)s for “%(term)s” was recorded as short of the target; the target is now known "
            "to be “%(target)s”, which it meets",
            value=event.value,
            term=event.performance,
            target=found.target,
        )
    return unfit(
        "other_target",
        "%(value)s for “%(term)s” was recorded as meeting the target; the target is now known to "
        "be “%(target)s”, which it does not meet",
        value=event.value,
        term=event.performance,
        target=found.target,
    )


def drawing(event: DrawingRecorded, contract: Contract) -> Wrong | None:
    """What is drawn stays within the framework, in time and in size."""
    if contract.drawings.get((event.right, event.call_off)) != event or freed(event):
        return None
    last = contract.last
    if last is not None and event.drawn_on > last:
        return unfit(
            "drawn_after_end",
            "“%(term)s” was drawn on %(day)s, after %(last_day)s, the framework's last day",
            term=event.right,
            day=event.drawn_on,
            last_day=last,
        )
    return beyond(event, contract, event.drawn_on)


def beyond(event: DrawingRecorded, contract: Contract, day: date) -> Wrong | None:
    """Whether the drawings up to this one come to more than the right has room for."""
    right = provisions_on(contract, day).get(event.right)
    if not isinstance(right, DrawingRight):
        return None
    mine = [each for (name, _), each in contract.drawings.items() if name == event.right]
    up_to = drawn(mine[: mine.index(event) + 1])
    caps: tuple[tuple[Decimal | int | None, Decimal | int], ...] = (
        (right.most_amount, up_to.amount),
        (right.most_fte, up_to.fte),
        (right.most_number, up_to.number),
    )
    over = next((cap for cap in caps if cap[0] is not None and cap[1] > cap[0]), None)
    if over is None:
        return None
    return unfit(
        "beyond_drawing_right",
        "“%(term)s” is now known to have room for %(most)s; with what was drawn on %(day)s it "
        "comes to %(taken)s",
        term=event.right,
        most=over[0],
        day=day,
        taken=over[1],
    )


RULES = Rules(initial=Contract(), evolve=evolve, corrects=corrects, check=check)
