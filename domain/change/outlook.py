"""What a change asks for next: the steps that nobody has to think of, and when to look again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from domain.change.state import Change
from domain.dates import local_day, start_of_day

BATCH = 200
AGAIN = 2_000
"""How many letters that were put off are asked again at once: those put off for good must not
keep the others waiting, and a message to a workflow has its limits."""


class Step(BaseModel, frozen=True):
    """One thing to do now, or *wait* until `wake_at` (or for news, if there is no such time).

    `send` names letters that nobody has tried to send, or whose attempt was cut off; `resend`
    those that the mail server put off. *join* has nothing to compute: whoever looks which
    contracts there are says so where `may_be_joined` allows it.
    """

    kind: Literal[
        "draft", "remind", "miss", "send", "resend", "put_in_force", "join", "wait", "end"
    ]
    wake_at: AwareDatetime | None = None
    days_before: int = 0
    letter_ids: tuple[UUID, ...] = ()
    contract_ids: tuple[UUID, ...] = ()


def next_step(change: Change, now: datetime) -> Step:
    """Say what the change asks for at this moment. One step at a time; ask again after it.

    While it is paused the office is still told of its days, and nothing else is done.
    """
    if change.proposal is None or settled(change):
        return Step(kind="end")
    today = local_day(now)
    wait = Step(kind="wait", wake_at=wake_at(change, now))
    if change.paused:
        return telling(change, today) or wait
    if change.withdrawn:
        return sending(change, now) or wait
    return effect(change, today) or sending(change, now) or preparing(change, today) or wait


def settled(change: Change) -> bool:
    """Whether nothing is left to do: given up or in force everywhere, and no letter under way.

    Whoever was told of a change has to be told that it does not come: an address that refuses
    that letter is waited for.
    """
    if not (change.withdrawn or change.everywhere) or any(change.waiting()):
        return False
    letters = (letter for _, letter in change.letters.pairs())
    return all(each.status == "sent" for each in letters if each.kind == "withdrawal")


def may_be_joined(change: Change) -> bool:
    """Whether a contract that comes under it now still gets the change by a letter (AN-15)."""
    return change.send_at is not None and not change.withdrawn and not change.everywhere


def brought_about(change: Change) -> Iterator[tuple[str, date]]:
    """The items of the programme's plan that are done through the change, each with its day."""
    if change.proposal is None:
        return
    if change.announced and change.proposal.announce_item:
        days = [letter.announced_on for letter in change.letters.values() if letter.announces]
        yield change.proposal.announce_item, max(day for day in days if day is not None)
    if change.everywhere and change.proposal.effect_item:
        yield change.proposal.effect_item, max(change.in_force.values())


def sending(change: Change, now: datetime) -> Step | None:
    """Letters that nobody has tried, then those that were put off; none before its moment."""
    barred = change.barred
    fresh: list[UUID] = []
    deferred: list[UUID] = []
    for letter_id, letter, moment in change.waiting():
        if moment > now or (barred and letter.announces):
            continue
        (deferred if letter.status == "deferred" else fresh).append(letter_id)
        if len(fresh) == BATCH:
            break
    if fresh:
        return Step(kind="send", letter_ids=tuple(fresh))
    return Step(kind="resend", letter_ids=tuple(deferred[:AGAIN])) if deferred else None


def effect(change: Change, today: date) -> Step | None:
    if today < change.effective:
        return None
    decided = change.in_force.keys() | change.held_back
    due = tuple(contract for contract in change.active if contract not in decided)
    return Step(kind="put_in_force", contract_ids=due[:BATCH]) if due else None


def preparing(change: Change, today: date) -> Step | None:
    """Miss, remind and draft: what the last lawful day brings near.

    Drafting comes last: it cannot be done while no contract is known, and must hide nothing. What
    needs no notice may take effect on a day that has passed, and what was replaced is laid out
    anew at once.
    """
    if told := telling(change, today):
        return told
    over = bool(change.in_force) or (today >= change.effective and not change.needs_no_notice)
    if change.send_at is not None or over:
        return None
    if change.to_redraft or (not change.recipients and today >= draft_day(change)):
        return Step(kind="draft")
    return None


def telling(change: Change, today: date) -> Step | None:
    """Tell the office that a last lawful day passed, or comes near."""
    if not change.to_be_told or today >= change.effective or change.withdrawn:
        return None
    latest = change.latest
    if today > latest and not change.missed:
        return Step(kind="miss")
    due = [days for days in reminders(change) if today >= latest - timedelta(days=days)]
    if due and today <= latest and min(due) not in change.reminded:
        return Step(kind="remind", days_before=min(due))
    return None


def draft_day(change: Change) -> date:
    assert change.proposal is not None
    return change.latest - timedelta(days=change.proposal.draft_days)


def reminders(change: Change) -> tuple[int, ...]:
    """The days before the last lawful day on which to speak up; on the day itself, escalate."""
    assert change.proposal is not None
    return (*change.proposal.remind_days, 0)


def wake_at(change: Change, now: datetime) -> datetime | None:
    """The next moment at which something may be due by itself."""
    assert change.proposal is not None
    moments = [start_of_day(change.effective)]
    if change.send_at is None:
        leads = (*reminders(change), change.proposal.draft_days, -1)
        latest = change.latest
        moments += [start_of_day(latest - timedelta(days=days)) for days in leads]
    else:
        moments.append(change.send_at)
    moments += [order.send_at for order in change.withdrawals]
    return min((moment for moment in moments if moment > now), default=None)
