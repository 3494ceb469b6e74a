"""What is due of a register's entry: that it is missed, or that something ends by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from domain.dates import local_day
from domain.steering.events import (
    CommitmentRaised,
    EntryMissed,
    EntryReopened,
    EntrySettled,
    EntryStated,
)
from domain.steering.parts import Entry, Sunset, question
from projections.agenda.rows import AgendaRow, Kind, opened, settled

ENTRY: dict[str, Kind] = {"miss": "miss_entry", "sunset": "sunset"}

EntryEvent = EntryStated | EntrySettled | EntryReopened | EntryMissed | CommitmentRaised

_DAY = timedelta(days=1)


def entry_keys(event: EntryEvent) -> Iterable[str]:
    """An entry has a row for missing it and one for what ends by itself, if it has such days."""
    entry_id = event.entry.entry_id if isinstance(event, EntryStated) else event.entry_id
    return (f"entry:{event.programme_id}:{entry_id}:{step}" for step in ENTRY)


def entry(key: str, row: AgendaRow | None, event: EntryEvent) -> AgendaRow | None:
    if isinstance(event, EntryStated):
        return _stated(key, row, event)
    if row is None:
        return None
    match event:
        case EntrySettled():
            return settled(row, "done", event)
        case EntryReopened():
            # What was missed stays so: reopening it does not undo that its day has passed.
            return opened(row) if row.outcome == "done" else row
        case CommitmentRaised():
            return _raised(row, event)
        case EntryMissed():
            return settled(row, "missed", event) if row.kind == "miss_entry" else row
        case _:
            assert_never(event)


def _stated(key: str, row: AgendaRow | None, event: EntryStated) -> AgendaRow | None:
    """An entry stated anew has its days anew; what was settled stays so if it asks the same."""
    stated = event.entry
    kind = ENTRY[key.rpartition(":")[2]]
    due_on = _ends(stated) if kind == "sunset" else _missed_on(stated)
    fresh = AgendaRow(
        key=key,
        kind=kind,
        programme_id=event.programme_id,
        segment=stated.segments[0] if len(stated.segments) == 1 else None,
        title=stated.title,
        due_on=due_on,
        steering_id=event.steering_id,
        entry_id=stated.entry_id,
        asks=question(stated),
    )
    if row is not None and row.asks == fresh.asks:
        return replace(fresh, done=row.done, outcome=row.outcome, settled_at=row.settled_at)
    # Nobody may be called late for what had passed when it was first stated.
    is_late = kind == "miss_entry" and due_on is not None and due_on <= local_day(event.at)
    return None if due_on is None or is_late else fresh


def _raised(row: AgendaRow, event: CommitmentRaised) -> AgendaRow:
    """What was kept is due anew, unless its day has passed: it cannot be late for that any more."""
    if row.outcome != "done" or row.due_on is None:
        return row
    if row.due_on > local_day(event.at):
        return opened(row)
    return replace(row, outcome="dropped")


def _missed_on(stated: Entry) -> date | None:
    last = stated.due.last if stated.due else None
    return last and last + _DAY


def _ends(stated: Entry) -> date | None:
    """A sunset shows on the day that an alert would use; nobody has anything to do then (GO-10)."""
    return stated.ends.due if isinstance(stated, Sunset) else None
