"""The rules of a programme's registers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never
from uuid import UUID

from domain.base import Decider, Refused, made
from domain.dates import Window, local_day
from domain.steering.commands import (
    AssignEntries,
    MissEntry,
    RaiseCommitment,
    ReopenEntry,
    SettleEntry,
    StateEntries,
    SteeringCommand,
)
from domain.steering.events import (
    CommitmentRaised,
    EntryAssigned,
    EntryMissed,
    EntryReopened,
    EntrySettled,
    EntryStated,
    SteeringEvent,
)
from domain.steering.parts import Commitment, Entry, fitting, question

Status = Literal["open", "raised", "settled", "missed"]


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry as it was last stated, and how it stands.

    `stated_on` is the day on which it came to ask what it asks now. `raised_by` are the plan
    items that raised it; `missed` is the window that it was missed for.
    """

    entry: Entry
    owner: str | None
    stated_on: date
    status: Status = "open"
    settled: EntrySettled | None = None
    raised_by: tuple[str, ...] = ()
    missed: Window | None = None


@dataclass(frozen=True, slots=True)
class Registers:
    """All entries by their id."""

    programme_id: UUID | None = None
    entries: Mapping[str, Registered] = field(default_factory=dict)


def decide(command: SteeringCommand, registers: Registers) -> list[SteeringEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case StateEntries():
            return state_entries(command, registers)
        case SettleEntry():
            return settle(command, registers)
        case ReopenEntry():
            return reopen(command, registers)
        case AssignEntries():
            return assign(command, registers)
        case RaiseCommitment():
            return raise_commitment(command, registers)
        case MissEntry():
            return miss(command, registers)
        case _:
            assert_never(command)


def state_entries(command: StateEntries, registers: Registers) -> list[SteeringEvent]:
    """Record what is new or said otherwise; what the file leaves out stays as it was."""
    times = Counter(each.entry_id for each in command.entries)
    if twice := [entry_id for entry_id, number in times.items() if number > 1]:
        raise Refused(
            "entry_stated_twice",
            "these ids stand for more than one entry: %(entries)s; give each an id of its own",
            entries=", ".join(twice),
        )
    known = registers.entries
    return [
        EntryStated(
            steering_id=command.steering_id,
            programme_id=command.programme_id,
            entry=entry,
            standing=entry.standing,
            source=entry.source,
            **made(command),
        )
        for entry in command.entries
        if entry.entry_id not in known or known[entry.entry_id].entry != entry
    ]


def registered(entry_id: str, registers: Registers) -> Registered:
    found = registers.entries.get(entry_id)
    if found is None:
        raise Refused(
            "unknown_entry",
            "no register has an entry %(entries)s: state it first, or look its id up",
            entries=entry_id,
        )
    return found


def settle(command: SettleEntry, registers: Registers) -> list[SteeringEvent]:
    known = registered(command.entry_id, registers)
    fits = fitting(known.entry)
    if command.outcome not in fits:
        raise Refused(
            "outcome_does_not_fit",
            "“%(title)s” cannot be %(outcome)s; what fits is: %(fits)s",
            title=known.entry.title,
            outcome=command.outcome,
            fits=", ".join(fits),
        )
    if command.settled_on > local_day(command.at):
        raise Refused(
            "not_yet_settled",
            "%(day)s has not come yet: say on which day it was settled, in the past",
            day=command.settled_on,
        )
    event = EntrySettled(
        steering_id=command.steering_id,
        programme_id=programme_of(registers),
        entry_id=command.entry_id,
        outcome=command.outcome,
        text=command.text,
        settled_on=command.settled_on,
        settled_effect=command.effect,
        effective=command.settled_on,
        source=command.source,
        **made(command),
    )
    if known.status != "settled" or known.settled is None:
        return [event]
    if said(known.settled) == said(event):
        return []
    raise Refused(
        "already_settled",
        "“%(title)s” was settled on %(day)s (%(outcome)s): reopen it first",
        title=known.entry.title,
        day=known.settled.settled_on,
        outcome=known.settled.outcome,
    )


def said(event: EntrySettled) -> tuple[object, ...]:
    """What a settlement says, without the circumstances of recording it."""
    return event.outcome, event.text, event.settled_on, event.settled_effect, event.source


def reopen(command: ReopenEntry, registers: Registers) -> list[SteeringEvent]:
    known = registered(command.entry_id, registers)
    if known.status in ("open", "raised"):
        return []
    return [
        EntryReopened(
            steering_id=command.steering_id,
            programme_id=programme_of(registers),
            entry_id=command.entry_id,
            reason=command.reason,
            **made(command),
        )
    ]


def assign(command: AssignEntries, registers: Registers) -> list[SteeringEvent]:
    """All of them or none: a list with one wrong id is refused as a whole (PG-35)."""
    entry_ids = tuple(dict.fromkeys(command.entry_ids))
    unknown = [each for each in entry_ids if each not in registers.entries]
    if unknown:
        registered(", ".join(unknown), registers)
    return [
        EntryAssigned(
            steering_id=command.steering_id,
            programme_id=programme_of(registers),
            entry_id=entry_id,
            owner=command.owner,
            previous_owner=registers.entries[entry_id].owner,
            reason=command.reason,
            **made(command),
        )
        for entry_id in entry_ids
        if registers.entries[entry_id].owner != command.owner
    ]


def raise_commitment(command: RaiseCommitment, registers: Registers) -> list[SteeringEvent]:
    """Each item raises a commitment once; what was kept for an earlier item is to be kept again.

    One that was closed or has lapsed is over (PG-19).
    """
    known = registered(command.entry_id, registers)
    items = known.entry.items if isinstance(known.entry, Commitment) else ()
    if command.item_id not in items:
        raise Refused(
            "not_tied_to_item",
            "“%(title)s” is not tied to plan item %(item)s, only to: %(items)s",
            title=known.entry.title,
            item=command.item_id,
            items=", ".join(items) or "-",
        )
    if command.item_id in known.raised_by or is_over(known):
        return []
    return [
        CommitmentRaised(
            steering_id=command.steering_id,
            programme_id=programme_of(registers),
            entry_id=command.entry_id,
            item_id=command.item_id,
            **made(command),
        )
    ]


def is_over(known: Registered) -> bool:
    return (
        known.status == "settled" and known.settled is not None and known.settled.outcome != "kept"
    )


def miss(command: MissEntry, registers: Registers) -> list[SteeringEvent]:
    """Not before its last day has passed, and once a window: reopening it does not undo that.

    What had passed when it was stated is never called late, as in the plan (ST-32).
    """
    known = registered(command.entry_id, registers)
    due = known.entry.due
    if known.status == "settled" or due is None:
        return []
    if known.missed is not None and known.missed.same_time(due):
        return []
    if due.last is None or not known.stated_on <= due.last < local_day(command.at):
        return []
    return [
        EntryMissed(
            steering_id=command.steering_id,
            programme_id=programme_of(registers),
            entry_id=command.entry_id,
            window=due,
            **made(command),
        )
    ]


def programme_of(registers: Registers) -> UUID:
    assert registers.programme_id is not None, "entries come with their programme"
    return registers.programme_id


def evolve(registers: Registers, event: SteeringEvent) -> Registers:
    """Apply a fact. Never refuses: what has happened has happened."""
    entries = dict(registers.entries)
    if isinstance(event, EntryStated):
        known_before = entries.get(event.entry.entry_id)
        entries[event.entry.entry_id] = stated(known_before, event.entry, local_day(event.at))
        return Registers(event.programme_id, entries)
    known = entries[event.entry_id]
    match event:
        case EntrySettled():
            known = replace(known, status="settled", settled=event)
        case EntryReopened():
            known = replace(known, status="open", settled=None)
        case EntryAssigned():
            known = replace(known, owner=event.owner)
        case CommitmentRaised():
            known = raised(known, event)
        case EntryMissed():
            known = replace(known, status="missed", missed=event.window)
        case _:
            assert_never(event)
    return Registers(registers.programme_id, {**entries, event.entry_id: known})


def raised(known: Registered, event: CommitmentRaised) -> Registered:
    """What was kept is asked anew from that day on: a window that had passed is behind it."""
    asked_on = local_day(event.at) if known.status == "settled" else known.stated_on
    raised_by = (*known.raised_by, event.item_id)
    return replace(known, status="raised", settled=None, stated_on=asked_on, raised_by=raised_by)


def stated(known: Registered | None, entry: Entry, day: date) -> Registered:
    """What is stated anew stands as it stood, unless something else is asked now.

    An assignment is undone only by a source that names another owner than it did.
    """
    if known is None:
        return Registered(entry, entry.owner, day)
    owner = known.owner if entry.owner == known.entry.owner else entry.owner
    if question(known.entry) == question(entry):
        return replace(known, entry=entry, owner=owner)
    status: Status = "raised" if known.status == "raised" else "open"
    return Registered(entry, owner, day, status, raised_by=known.raised_by)


STEERING = Decider(
    name="steering",
    identity="steering_id",
    initial=Registers(),
    decide=decide,
    evolve=evolve,
)
