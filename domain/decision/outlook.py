"""What a decision asks for next: the steps nobody has to think of, and when to look again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel

from domain.dates import Window, local_day, start_of_day
from domain.decision.state import REMIND_DAYS, Decision

OPTIONS = ("extension", "phase", "end", "go_no_go")
"""The kinds that can be let go, knowingly or in silence (GO-16)."""

_DAY = timedelta(days=1)


class Consequences(BaseModel, frozen=True):
    """What follows from a decision, to be brought about as often as it is asked.

    `reached` false: it was reached and no longer is, so the gates close again. `term` is to run
    `until` then; `item` is the plan item that it is, `decided` when; none if that is not known.
    Only the first of the possible outcomes opens gates and extends; with any outcome the item
    was done.
    """

    key: str
    reached: bool
    outcome: str | None = None
    gates: tuple[str, ...] = ()
    term: str | None = None
    until: Window | None = None
    item: str | None = None
    decided: Window | None = None


class Step(BaseModel, frozen=True):
    """One thing to do now, or *wait* until `wake_at` (or for news, if there is no such time).

    `carry_out` brings the consequences about and then waits in the same way: it is asked every
    time, since nobody remembers here what was brought about already.
    """

    kind: Literal["open", "remind", "miss", "lapse", "carry_out", "wait", "end"]
    wake_at: AwareDatetime | None = None
    days_before: int = 0
    consequences: Consequences | None = None


def next_step(decision: Decision, now: datetime) -> Step:
    """Say what the decision asks for at this moment. One step at a time; ask again after it.

    It ends only when it was let go: everything else a correction may still open again.
    """
    if decision.question is None or decision.outcome == "forgone":
        return Step(kind="end")
    today = local_day(now)
    if can_lapse(decision, today):
        return Step(kind="lapse")
    if can_open(decision, today):
        return Step(kind="open")
    if can_be_missed(decision, today):
        return Step(kind="miss")
    days_before = reminder(decision, today)
    if days_before is not None:
        return Step(kind="remind", days_before=days_before)
    follows = consequences(decision)
    kind: Literal["carry_out", "wait"] = "wait" if follows is None else "carry_out"
    return Step(kind=kind, wake_at=wake_at(decision, now), consequences=follows)


def consequences(decision: Decision) -> Consequences | None:
    """What follows from it as it stands; none if nothing does."""
    question, reached = decision.question, decision.reached
    if question is None or not decision.taken_up:
        return None
    if reached is None:
        if not question.opens:
            return None
        return Consequences(key=decision.key, reached=False, gates=question.opens)
    goes_on = reached.outcome == question.outcomes[0]
    extends = goes_on and question.kind == "extension" and reached.extends_until is not None
    follows = Consequences(
        key=decision.key,
        reached=goes_on,
        outcome=reached.outcome,
        gates=question.opens,
        term=reached.term if extends else None,
        until=reached.extends_until if extends else None,
        item=question.item if decision.decided.first else None,
        decided=decision.decided,
    )
    return follows if follows.gates or follows.term or follows.item else None


def stands_open(said: Iterable[bool | None]) -> bool | None:
    """Whether a gate is to stand open, by what each decision that opens it says (PG-10).

    Of those that were let go none is asked. One that was never reached says nothing: if no other
    keeps it shut the gate stays as it is, so that one that somebody opened stays open. None then.
    """
    found = [*said]
    if False in found:
        return False
    return None if None in found or not found else True


def due_day(decision: Decision) -> date | None:
    """The cautious last day: that of the window or the latest in time, whichever comes first."""
    return earliest(decision.window.due, latest(decision))


def last_day(decision: Decision) -> date | None:
    """The day after which it is late for certain."""
    return earliest(decision.window.last, latest(decision))


def lapse_day(decision: Decision) -> date | None:
    """The last day of an option: its window and the latest day in time are both over after it."""
    days = [day for day in (decision.window.last, latest(decision)) if day]
    return max(days, default=None)


def latest(decision: Decision) -> date | None:
    return None if decision.latest is None else decision.latest.value


def earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def is_undecided(decision: Decision) -> bool:
    """Whether it is still to be decided, or a difference to be settled; the unknown rest."""
    return decision.outcome in ("undecided", "disputed") and not decision.unknown


def is_pending(decision: Decision) -> bool:
    """Whether somebody still has to answer before it is decided."""
    return is_undecided(decision) and not decision.complete


def can_open(decision: Decision, today: date) -> bool:
    """A window without a beginning but with an end is open at once; one without dates never."""
    first = decision.window.first
    begun = decision.window.last is not None if first is None else first <= today
    return is_pending(decision) and begun and not decision.opened and not decision.answers


def can_be_missed(decision: Decision, today: date) -> bool:
    last = last_day(decision)
    return is_undecided(decision) and not decision.missed and last is not None and today > last


def can_lapse(decision: Decision, today: date) -> bool:
    """Only an option about which nobody has said anything; else it is late, not lost."""
    day = lapse_day(decision)
    return (
        decision.question is not None
        and decision.question.kind in OPTIONS
        and decision.outcome == "undecided"
        and not decision.unknown
        and not decision.answers
        and day is not None
        and today > day
    )


def reminder(decision: Decision, today: date) -> int | None:
    """The nearest reminder that has come and was not given; none after the last day."""
    day = due_day(decision)
    if day is None or today > day or not is_pending(decision):
        return None
    come = [days for days in REMIND_DAYS if today >= day - timedelta(days=days)]
    return min(come) if come and min(come) not in decision.reminded else None


def wake_at(decision: Decision, now: datetime) -> datetime | None:
    """The next moment at which something may be due by itself."""
    if not is_undecided(decision):
        return None
    days = [decision.window.first]
    due, last, lapse = due_day(decision), last_day(decision), lapse_day(decision)
    if due is not None:
        days += [due - timedelta(days=before) for before in REMIND_DAYS]
    days += [day + _DAY for day in (last, lapse) if day is not None]
    moments = [start_of_day(day) for day in days if day is not None]
    return min((moment for moment in moments if moment > now), default=None)
