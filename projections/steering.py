"""The registers: what has to be watched beside the plan, one row an entry, and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.dates import Day, Window, local_day
from domain.steering.events import (
    CommitmentRaised,
    EntryAssigned,
    EntryMissed,
    EntryReopened,
    EntrySettled,
    EntryStated,
    SteeringEvent,
)
from domain.steering.parts import Commitment, Entry, Outcome, question
from projections import plan_items, tables
from projections.plan_items import PLAN_ITEMS, PlanItemRow
from projections.read_model import ReadModel

Status = Literal["open", "unknown", "raised", "settled", "missed", "reopened"]
"""`unknown`: its window had passed when it was stated, and nobody said what became of it."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """How an entry was stated until it was stated anew at `replaced_at`."""

    entry: Entry
    stated_at: datetime
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of an entry; `effect` is what it changed in the plan or a segment (PG-22)."""

    outcome: Outcome
    text: str
    settled_on: Day
    effect: str | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class RegisterEntryRow:
    """`entry` is all that was stated of it; the other fields are for asking and for how it stands.

    `first` and `last` are the days of its window, `due` the cautious one that alerts use.
    `owner` is who sees to it now, which an assignment may have changed. `outcome` is that of the
    last settlement; a reopened entry keeps those it had in `settlements`.
    """

    programme_id: UUID
    steering_id: UUID
    entry_id: str
    kind: str
    title: str
    segments: tuple[str, ...]
    links: tuple[str, ...]
    owner: str | None
    window: Window | None
    first: date | None
    last: date | None
    due: date | None
    status: Status
    outcome: Outcome | None
    entry: Entry
    standing: Standing
    source: Source
    stated_at: datetime
    raised_by: tuple[str, ...] = ()
    missed_at: datetime | None = None
    settlements: tuple[Settlement, ...] = ()
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class ToRaise:
    """A commitment that is to be kept now, because the plan item it is tied to has come."""

    steering_id: UUID
    entry_id: str
    item_id: str


def key_of(programme_id: UUID, entry_id: str) -> str:
    """The key of an entry's row; an entry's id is its own only within its programme."""
    return f"{programme_id}:{entry_id}"


def keys(event: Event) -> Iterable[str]:
    """Every event of a register is about one entry."""
    match event:
        case EntryStated():
            return (key_of(event.programme_id, event.entry.entry_id),)
        case (
            EntrySettled() | EntryReopened() | EntryAssigned() | CommitmentRaised() | EntryMissed()
        ):
            return (key_of(event.programme_id, event.entry_id),)
        case _:
            return ()


def project(_: str, row: RegisterEntryRow | None, event: Event) -> RegisterEntryRow | None:
    """Fold one event into the row of its entry."""
    if isinstance(event, EntryStated):
        return _stated(row, event)
    if row is None:
        return None
    match event:
        case EntrySettled():
            settled = Settlement(
                event.outcome, event.text, event.settled_on, event.settled_effect, event.source
            )
            return replace(
                row,
                status="settled",
                outcome=event.outcome,
                settlements=(*row.settlements, settled),
            )
        case EntryReopened():
            return replace(row, status="reopened", outcome=None)
        case EntryAssigned():
            return replace(row, owner=event.owner)
        case CommitmentRaised():
            raised_by = (*row.raised_by, event.item_id)
            return replace(row, status="raised", outcome=None, raised_by=raised_by)
        case EntryMissed():
            return replace(row, status="missed", missed_at=event.at)
        case _:
            return row


REGISTER_ENTRIES = ReadModel(
    name="register_entries",
    version=1,
    row=RegisterEntryRow,
    events=get_args(SteeringEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "kind", "status", "owner", "due"),
)


def of_programme(
    source: tables.Source, programme_id: UUID, kinds: Iterable[str] = ()
) -> list[RegisterEntryRow]:
    """The entries of these registers, or of all, by kind and day; what has none comes last."""
    where: dict[str, object] = {"programme_id": programme_id}
    if named := tuple(kinds):
        where["kind"] = tables.OneOf(named)
    return tables.select(source, REGISTER_ENTRIES, where, order=("kind", "due", "entry_id"))


def of_owner(source: tables.Source, programme_id: UUID, owner: str) -> list[RegisterEntryRow]:
    """What a body has to see to: what is not settled, the most urgent first (PG-35)."""
    where = {
        "programme_id": programme_id,
        "owner": owner,
        "status": tables.OneOf(("open", "unknown", "raised", "missed", "reopened")),
    }
    return tables.select(source, REGISTER_ENTRIES, where, order=("due", "kind", "entry_id"))


def to_raise(source: tables.Source, programme_id: UUID) -> list[ToRaise]:
    """The commitments whose plan items have come: `KeepAgenda` has them raised.

    They have no row on the agenda, since their day is known only when it is there. Both read
    models must have seen what is asked about.
    """
    waiting = [
        row
        for row in of_programme(source, programme_id, ("commitment",))
        if set(tied_to(row)) - set(row.raised_by)
    ]
    items = {item_id for row in waiting for item_id in tied_to(row)}
    found = tables.get_all(
        source, PLAN_ITEMS, (plan_items.key_of(programme_id, item_id) for item_id in sorted(items))
    )
    plan = {row.item_id: row for row in found.values()}
    return [each for row in waiting for each in raised_now(row, plan)]


def raised_now(row: RegisterEntryRow, plan: dict[str, PlanItemRow]) -> list[ToRaise]:
    """By which of its items a commitment is raised and was not yet: those open, those done since.

    What was done before the commitment was stated raises nothing: nobody is called late for it.
    One that was closed or has lapsed is over; one that was kept is to be kept for the next item.
    """
    if row.outcome not in (None, "kept"):
        return []
    return [
        ToRaise(row.steering_id, row.entry_id, item_id)
        for item_id in tied_to(row)
        if item_id not in row.raised_by and has_come(plan.get(item_id), row.stated_at)
    ]


def has_come(item: PlanItemRow | None, since: datetime) -> bool:
    if item is None:
        return False
    came = [at for at in (item.opened_at, item.realised_at) if at is not None]
    return item.status == "open" or any(at > since for at in came)


def tied_to(row: RegisterEntryRow) -> tuple[str, ...]:
    """The plan items that raise it, if it is a commitment."""
    return row.entry.items if isinstance(row.entry, Commitment) else ()


def _stated(row: RegisterEntryRow | None, event: EntryStated) -> RegisterEntryRow:
    """State it anew without losing how it was stated and what became of it."""
    entry, due = event.entry, event.entry.due
    passed = due is not None and due.last is not None and due.last < local_day(event.at)
    fresh = RegisterEntryRow(
        programme_id=event.programme_id,
        steering_id=event.steering_id,
        entry_id=entry.entry_id,
        kind=entry.kind,
        title=entry.title,
        segments=entry.segments,
        links=entry.links,
        owner=entry.owner,
        window=due,
        first=due.first if due else None,
        last=due.last if due else None,
        due=due.due if due else None,
        status="unknown" if passed else "open",
        outcome=None,
        entry=entry,
        standing=entry.standing,
        source=entry.source,
        stated_at=event.at,
    )
    if row is None:
        return fresh
    same = question(row.entry) == question(entry)
    return replace(
        fresh,
        owner=row.owner if entry.owner == row.entry.owner else entry.owner,
        status=row.status if same or row.status == "raised" else fresh.status,
        outcome=row.outcome if same else None,
        raised_by=row.raised_by,
        missed_at=row.missed_at,
        settlements=row.settlements,
        earlier=(*row.earlier, Earlier(row.entry, row.stated_at, event.at)),
    )
