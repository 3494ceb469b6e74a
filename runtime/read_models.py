"""The questions that workflows ask of read models, answered for a log position or later."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from domain.dates import local_day, start_of_day
from projections import tables
from projections.agenda import AGENDA
from projections.changes import CHANGES
from projections.contracts import CONTRACTS
from projections.decisions import DECISIONS
from projections.plan_items import PLAN_ITEMS, key_of
from projections.programmes import PROGRAMMES
from projections.tables import AtLeast, AtMost, Contains, OneOf, Source
from workflows.activities import Scoped
from workflows.around import Planned, Withdrawal
from workflows.ask import Due, DueItem
from workflows.policies import WakeConcerned, agenda_id, announcement_id, collection_id

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


def plan(source: Source, programme_id: UUID, items: Collection[str]) -> Mapping[str, Planned]:
    """Of these items of the plan those that there are, by id."""
    rows = tables.get_all(source, PLAN_ITEMS, [key_of(programme_id, each) for each in items])
    return {
        row.item_id: Planned(
            window=row.window,
            earlier=tuple(each.window for each in row.earlier),
            is_open=row.status not in ("realised", "dropped"),
        )
        for row in rows.values()
    }


def opening(source: Source, programme_id: UUID, gates: Collection[str]) -> Sequence[UUID]:
    """The decisions of the programme that open one of these gates."""
    rows = (
        tables.select(source, DECISIONS, {"programme_id": programme_id, "opens": Contains(gate)})
        for gate in sorted(gates)
    )
    return list(dict.fromkeys(row.decision_id for each in rows for row in each))


def withdrawals(source: Source, programme_id: UUID) -> Sequence[Withdrawal]:
    """The municipalities that leave the programme, or segments of it."""
    return []


def concerned(source: Source, whom: WakeConcerned) -> Iterable[str]:
    """The ids of the workflows that are to be told."""
    of_programme = {"programme_id": whom.programme_id}
    if whom.municipality:
        theirs = {**of_programme, "municipalities": Contains(whom.municipality)}
        yield from decision_ids(source, theirs)
    if whom.items:
        yield from decision_ids(source, {**of_programme, "item": OneOf(whom.items)})


def decision_ids(source: Source, where: tables.Where) -> Iterable[str]:
    for row in tables.select(source, DECISIONS, where):
        if row.status != "forgone":
            yield collection_id(row.decision_id)


def everyone(source: Source) -> Iterable[str]:
    """The ids of all workflows that may be waiting."""
    for programme in tables.select(source, PROGRAMMES):
        yield agenda_id(programme.programme_id)
    for change in tables.select(source, CHANGES):
        if change.status not in ("withdrawn", "in_force"):
            yield announcement_id(change.change_id)
    yield from decision_ids(source, {})
