"""The rules on keeping what was agreed: duties, results, enforcement (CC-13 to CC-15)."""

from datetime import date
from typing import NoReturn

from domain.base import Refused, made
from domain.contract.commands import EnforceContract, FulfilDuty, MissDuty, RecordResult
from domain.contract.events import ContractEnforced, DutyFulfilled, DutyMissed, ResultRecorded
from domain.contract.state import Contract, Settled, concluded_of, provisions_on
from domain.dates import Window, local_day
from domain.provisions import Duty, Performance, Provisions, Rung


def fulfil(command: FulfilDuty, contract: Contract) -> list[DutyFulfilled]:
    """A duty was done, in time or late. Twice the same is done once."""
    concluded = concluded_of(contract)
    duty = duty_of(command, contract)
    if occasion(command, duty) in contract.fulfilled:
        return []
    refuse_future(command.fulfilled_on, local_day(command.at))
    last = duty.due.last if duty.due else None
    return [
        DutyFulfilled(
            contract_id=command.contract_id,
            programme_id=concluded.programme_id,
            duty=command.duty,
            party=duty.party,
            due=duty.due,
            arose_on=command.arose_on,
            fulfilled_on=command.fulfilled_on,
            late=last is not None and command.fulfilled_on > last,
            proof=command.proof,
            **made(command),
        )
    ]


def miss(command: MissDuty, contract: Contract) -> list[DutyMissed]:
    """A duty was not done by its last day. Nothing follows while that day has not passed."""
    concluded = concluded_of(contract)
    duty = duty_of(command, contract)
    about = occasion(command, duty)
    if about in contract.fulfilled | contract.missed or command.duty in contract.lapsed:
        return []
    if duty.due is not None:
        if duty.due.last is None or duty.due.last >= local_day(command.at):
            return []
    elif command.reason is None:
        raise Refused("no_reason", "say what was not done, and how that is known")
    return [
        DutyMissed(
            contract_id=command.contract_id,
            programme_id=concluded.programme_id,
            duty=command.duty,
            party=duty.party,
            due=duty.due,
            arose_on=command.arose_on,
            reason=command.reason,
            **made(command),
        )
    ]


def record(command: RecordResult, contract: Contract) -> list[ResultRecorded]:
    """Hold a result against its target. A target without figures is judged by whoever records."""
    performance = performance_of(command, contract)
    computed = None if command.value is None else performance.met_by(command.value)
    if computed is not None and command.met not in (None, computed):
        raise Refused(
            "result_contradicts",
            "%(value)s against “%(target)s” gives another answer: leave out whether it was met, "
            "or mend the figure",
            value=command.value,
            target=performance.target,
        )
    recorded = ResultRecorded(
        contract_id=command.contract_id,
        performance=command.performance,
        period=command.period,
        written=command.written,
        value=command.value,
        target=performance.target,
        met=command.met if computed is None else computed,
        document=command.document,
        **made(command),
    )
    same = (each for each in contract.results if each.performance == command.performance)
    latest = [each for each in same if each.period.same_time(command.period)][-1:]
    told = ("written", "value", "target", "met", "document")
    if latest and all(getattr(latest[0], name) == getattr(recorded, name) for name in told):
        return []
    return [recorded]


def enforce(command: EnforceContract, contract: Contract) -> list[ContractEnforced]:
    """Take the next step of the ladder. Each needs a failing party, a decider and a reason."""
    ladder = ladder_of(command, contract)
    taken = contract.rungs.get(command.about)
    if taken is not None and (taken.rung, taken.decision) == (command.rung, command.decision):
        return []
    if command.about not in contract.failing:
        raise Refused(
            "nothing_to_enforce",
            "nothing falls short in “%(term)s” by what is recorded: record the result or the "
            "missed duty first",
            term=command.about,
        )
    done = 0 if taken is None else taken.rung
    measures = {each.rung: each.measure for each in ladder}
    if command.rung not in measures or command.rung <= done:
        higher = [str(rung) for rung in sorted(measures) if rung > done]
        raise Refused(
            "no_such_rung",
            "step %(rung)s cannot be taken; steps that can be taken: %(known)s",
            rung=command.rung,
            known=", ".join(higher) or "-",
        )
    skipped = tuple(rung for rung in sorted(measures) if done < rung < command.rung)
    if skipped and command.skip_reason is None:
        raise Refused(
            "rung_skipped",
            "step %(next)s (“%(measure)s”) comes first: take it, or say why it is left out",
            next=skipped[0],
            measure=measures[skipped[0]],
        )
    return [
        ContractEnforced(
            contract_id=command.contract_id,
            about=command.about,
            rung=command.rung,
            measure=measures[command.rung],
            decision=command.decision,
            skipped=skipped,
            skip_reason=command.skip_reason if skipped else None,
            **made(command),
        )
    ]


def ladder_of(command: EnforceContract, contract: Contract) -> tuple[Rung, ...]:
    """The steps agreed for this term. Refuses what cannot be enforced."""
    concluded_of(contract)
    found = provisions_on(contract, local_day(command.at)).get(command.about)
    if not isinstance(found, Performance | Duty) or not found.ladder:
        raise Refused(
            "no_ladder",
            "no steps of enforcement were agreed for “%(term)s”: agree on them by a change first",
            term=command.about,
        )
    if isinstance(found, Performance) and not found.binding:
        raise Refused(
            "not_binding",
            "“%(term)s” is an aim, not a binding agreement: it cannot be enforced",
            term=command.about,
        )
    return found.ladder


def duty_of(command: FulfilDuty | MissDuty, contract: Contract) -> Duty:
    """The duty as it reads on this day; else as it will read, or last read.

    What is due before the contract starts is a duty too, and what was due before a change took
    it away stays one.
    """
    concluded_of(contract)
    found = duty_on(command.duty, local_day(command.at), contract)
    if found is None:
        unknown("unknown_duty", command.duty, provisions_on(contract, date.max), Duty)
    if found.due is None and command.arose_on is None:
        raise Refused(
            "no_occasion",
            "“%(term)s” is due whenever it arises: give the day on which it arose",
            term=command.duty,
        )
    if found.due is not None and command.arose_on is not None:
        raise Refused(
            "no_occasion_needed",
            "“%(term)s” has a day of its own (“%(due)s”): leave out the day on which it arose",
            term=command.duty,
            due=found.due.written,
        )
    if command.arose_on is not None:
        refuse_future(command.arose_on, local_day(command.at))
    return found


def duty_on(name: str, day: date, contract: Contract) -> Duty | None:
    """The duty as it reads on a day; else as it will read, or last read."""
    figures = provisions_on(contract, day)
    later = provisions_on(contract, date.max)
    before = (step.provisions for step in reversed(contract.steps))
    readings = (each.get(name) for each in (figures, later, *before))
    return next((each for each in readings if isinstance(each, Duty)), None)


def performance_of(command: RecordResult, contract: Contract) -> Performance:
    """The agreement as it read at the end of the period, so far as that has come."""
    figures = figures_at_end(command.period, local_day(command.at), contract)
    found = figures.get(command.performance)
    if not isinstance(found, Performance):
        unknown("unknown_performance", command.performance, figures, Performance)
    return found


def figures_at_end(period: Window, today: date, contract: Contract) -> Provisions:
    """What counts at the end of a period, so far as that has come."""
    starts = concluded_of(contract).starts
    return provisions_on(contract, max(starts, min(period.last or today, today)))


def unknown(
    reason: str, name: str, figures: Provisions, kind: type[Duty | Performance]
) -> NoReturn:
    known = sorted(each for each, provision in figures.items() if isinstance(provision, kind))
    raise Refused(
        reason,
        "the contract has no such agreement “%(term)s”; it has: %(known)s",
        term=name,
        known=", ".join(known) or "-",
    )


def occasion(command: FulfilDuty | MissDuty, duty: Duty) -> Settled:
    return command.duty, duty.due.edtf if duty.due else None, command.arose_on


def refuse_future(day: date, today: date) -> None:
    if day > today:
        raise Refused("in_future", "%(day)s is still to come: record it once it is done", day=day)
