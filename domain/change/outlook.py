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
    those that the mail server put off.
    """

    kind: Literal["draft", "remind", "miss", "send", "resend", "put_in_force", "wait", "end"]
    wake_at: AwareDatetime | None = None
    days_before: int = 0
    letter_ids: tuple[UUID, ...] = ()
    contract_ids: tuple[UUID, ...] = ()


def next_step(change: Change, now: datetime) -> Step:
    """Say what the change asks for at this moment. One step at a time; ask again after it."""
    if change.proposal is None or change.withdrawn:
        return Step(kind="end")
    if change.recipients and change.in_force.keys() == change.recipients.keys():
        return Step(kind="end")
    today = local_day(now)
    return (
        effect(change, today)
        or sending(change, now)
        or preparing(change, today)
        or Step(kind="wait", wake_at=wake_at(change, now))
    )


def brought_about(change: Change) -> Iterator[tuple[str, date]]:
    """The items of the programme's plan that are done through the change, each with its day."""
    if change.proposal is None:
        return
    if change.announced and change.proposal.announce_item:
        days = [letter.announced_on for letter in change.letters.values() if letter.announced_on]
        yield change.proposal.announce_item, max(days)
    everywhere = change.in_force.keys() == change.recipients.keys()
    if change.in_force and everywhere and change.proposal.effect_item:
        yield change.proposal.effect_item, max(change.in_force.values())


def sending(change: Change, now: datetime) -> Step | None:
    if change.send_at is None or now < change.send_at:
        return None
    fresh = with_status(change, BATCH, "to_send", "queued")
    if fresh:
        return Step(kind="send", letter_ids=fresh)
    deferred = with_status(change, AGAIN, "deferred")
    if deferred:
        return Step(kind="resend", letter_ids=deferred)
    return None


def with_status(change: Change, most: int, *statuses: str) -> tuple[UUID, ...]:
    matching = (key for key, letter in change.letters.items() if letter.status in statuses)
    return tuple(letter_id for letter_id, _ in zip(matching, range(most), strict=False))


def effect(change: Change, today: date) -> Step | None:
    if today < change.effective:
        return None
    settled = change.in_force.keys() | change.held_back
    due = tuple(contract for contract in change.recipients if contract not in settled)
    return Step(kind="put_in_force", contract_ids=due[:BATCH]) if due else None


def preparing(change: Change, today: date) -> Step | None:
    """Miss, remind and draft: what the last lawful day brings near.

    Drafting comes last: it cannot be done while no contract is known, and must hide nothing.
    """
    if change.send_at is not None or today >= change.effective:
        return None
    if today > change.latest and not change.missed:
        return Step(kind="miss")
    due = [days for days in reminders(change) if today >= change.latest - timedelta(days=days)]
    if due and today <= change.latest and min(due) not in change.reminded:
        return Step(kind="remind", days_before=min(due))
    if not change.recipients and today >= draft_day(change):
        return Step(kind="draft")
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
    days = [change.effective]
    if change.send_at is None:
        days += [change.latest - timedelta(days=days) for days in reminders(change)]
        days += [draft_day(change), change.latest + timedelta(days=1)]
    moments = [start_of_day(day) for day in days]
    if change.send_at is not None:
        moments.append(change.send_at)
    return min((moment for moment in moments if moment > now), default=None)
