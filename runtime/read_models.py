"""The questions that workflows ask of read models, answered for a log position or later."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from domain.dates import local_day, start_of_day
from projections import tables
from projections.agenda import AGENDA
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.programmes import PROGRAMMES
from projections.tables import AtLeast, AtMost, OneOf, Source
from workflows.activities import Scoped
from workflows.ask import Due, DueItem
from workflows.policies import agenda_id, announcement_id

BATCH = 200
KINDS = {"open_item": "open", "miss_item": "miss"}


def due(source: Source, programme_id: UUID, now: datetime) -> Due:
    """The plan items of a programme that are due at this moment, or when the next one is."""
    today = local_day(now)
    waiting = {"programme_id": programme_id, "done": False, "kind": OneOf(KINDS)}
    rows = tables.select(
        source, AGENDA, {**waiting, "due_on": AtMost(today)}, ("due_on", "key"), limit=BATCH
    )
    if rows:
        return Due(
            items=tuple(
                DueItem(kind=KINDS[row.kind], item_id=row.item_id) for row in rows if row.item_id
            )
        )
    later = {**waiting, "due_on": AtLeast(today + timedelta(days=1))}
    following = tables.select(source, AGENDA, later, ("due_on",), limit=1)
    days = [row.due_on for row in following if row.due_on]
    if not days:
        return Due()
    return Due(wait_seconds=(start_of_day(days[0]) - now).total_seconds())


def scope(source: Source, programme_id: UUID, segment: str) -> Sequence[Scoped]:
    """The contracts that a change of the segment touches, in the order of their numbers."""
    rows = tables.select(
        source, CONTRACTS, {"programme_id": programme_id, "segment": segment}, ("number",)
    )
    return [
        Scoped(row.contract_id, row.number, row.provider_id, row.clause, row.ends.last)
        for row in rows
    ]


def everyone(source: Source) -> Iterable[str]:
    """The ids of all workflows that may be waiting."""
    for programme in tables.select(source, PROGRAMMES):
        yield agenda_id(programme.programme_id)
    for change in tables.select(source, CHANGES):
        if change.status not in ("withdrawn", "in_force"):
            yield announcement_id(change.change_id)
