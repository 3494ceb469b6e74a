"""The questions that workflows ask of read models, answered for a log position or later."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from domain.dates import local_day, start_of_day
from projections import changes, procedures, steering, tables
from projections.agenda import AGENDA, AgendaRow
from projections.changes import CHANGES
from projections.changes.rows import ChangeRow
from projections.contracts import CONTRACTS, ContractRow
from projections.decisions import DECISIONS, DecisionRow
from projections.plan_items import PLAN_ITEMS, PlanItemRow, key_of
from projections.procedures import PROCEDURES, ProcedureRow
from projections.programmes import PROGRAMMES
from projections.tables import AtLeast, AtMost, Contains, NoneOf, OneOf, Source
from workflows.activities import Asked
from workflows.around import Being, Planned, Withdrawal
from workflows.ask import Due, DueItem
from workflows.policies import WakeConcerned, agenda_id, announcement_id, collection_id, run_id
from workflows.scoping import Scoped

BATCH = 200
KINDS = ("open_item", "miss_item", "end_term", "expire_secrecy", "miss_entry", "miss_duty")

OVER = ("withdrawn", "in_force")


def due(source: Source, programme_id: UUID, now: datetime) -> Due:
    """What of a programme is due at this moment, or when the next thing is."""
    today = local_day(now)
    waiting = {"programme_id": programme_id, "done": False, "kind": OneOf(KINDS)}
    rows = tables.select(
        source, AGENDA, {**waiting, "due_on": AtMost(today)}, ("due_on", "key"), limit=BATCH
    )
    items = [*map(due_item, rows), *map(raised, steering.to_raise(source, programme_id))]
    if items:
        return Due(items=tuple(items))
    later = {**waiting, "due_on": AtLeast(today + timedelta(days=1))}
    following = tables.select(source, AGENDA, later, ("due_on",), limit=1)
    days = [row.due_on for row in following if row.due_on]
    if not days:
        return Due()
    return Due(wait_seconds=(start_of_day(days[0]) - now).total_seconds())


def due_item(row: AgendaRow) -> DueItem:
    match row.kind:
        case "open_item" | "miss_item":
            return DueItem(kind=row.kind.removesuffix("_item"), item_id=row.item_id or "")
        case "expire_secrecy":
            return DueItem(kind=row.kind, item_id=row.key, about=row.document_id, part=row.section)
        case "miss_entry":
            return DueItem(kind=row.kind, item_id=row.entry_id or "", about=row.steering_id)
        case "miss_duty":
            return DueItem(kind=row.kind, item_id=row.term or "", about=row.contract_id)
        case _:
            return DueItem(kind=row.kind, item_id=row.term_id or "")


def raised(each: steering.ToRaise) -> DueItem:
    return DueItem(
        kind="raise_commitment",
        item_id=each.entry_id,
        about=each.steering_id,
        part=each.item_id,
    )


def scope(source: Source, asked: Asked) -> Sequence[Scoped]:
    """The contracts of these segments that are not known yet, in the order of their numbers."""
    where: dict[str, object] = {
        "programme_id": asked.programme_id,
        "segment": OneOf(asked.segments),
    }
    if asked.known:
        where["contract_id"] = NoneOf(asked.known)
    rows = tables.select(source, CONTRACTS, where, ("number",))
    return [scoped(row, asked) for row in rows]


def scoped(row: ContractRow, asked: Asked) -> Scoped:
    before = asked.before - timedelta(days=1) if asked.before else None
    return Scoped(
        contract_id=row.contract_id,
        number=row.number,
        provider_id=row.provider_id,
        clause=row.clause_on(asked.announced_on),
        last_day=row.ends.last,
        segment=row.segment,
        products=row.products,
        area=row.area,
        knows=row.knows,
        terms=row.terms_on(before) if before else {},
        provisions=row.provisions_on(before) if before else {},
    )


def announcing(source: Source, programme_id: UUID, items: Collection[str]) -> Sequence[UUID]:
    """The changes of the programme that announce one of these items of its plan."""
    return [
        row.change_id
        for row in changes.of_programme(source, programme_id)
        if row.announce_item in items
    ]


def plan(source: Source, programme_id: UUID, items: Collection[str]) -> Mapping[str, Planned]:
    """Of these items of the plan those that there are, by id."""
    rows = tables.get_all(source, PLAN_ITEMS, [key_of(programme_id, each) for each in items])
    return {row.item_id: planned(row) for row in rows.values()}


def planned(row: PlanItemRow) -> Planned:
    return Planned(
        window=row.window,
        earlier=tuple(each.window for each in row.earlier),
        realised_on=row.realised_on,
        dropped=row.status == "dropped",
    )


def opening(source: Source, programme_id: UUID, gates: Collection[str]) -> Sequence[UUID]:
    """The decisions of the programme that open one of these gates."""
    rows = (
        tables.select(source, DECISIONS, {"programme_id": programme_id, "opens": Contains(gate)})
        for gate in sorted(gates)
    )
    return list(dict.fromkeys(row.decision_id for each in rows for row in each))


def being(source: Source, programme_id: UUID, items: Collection[str]) -> Being:
    """The decisions and the procedures with a step that one of these plan items is."""
    where = {"programme_id": programme_id, "item": OneOf(items)}
    return Being(
        procedures=tuple(
            row.procedure_id
            for row in procedures.of_programme(source, programme_id)
            if items_of(row) & set(items)
        ),
        decisions=tuple(row.decision_id for row in tables.select(source, DECISIONS, where)),
    )


def items_of(row: ProcedureRow) -> set[str]:
    """The plan items that the steps of a procedure are."""
    return {each.state.step.item for each in row.steps if each.state.step.item}


def gates_of(row: ProcedureRow) -> set[str]:
    """The gates that its steps stand behind, also those of branches that were not taken."""
    branched = [each for branch in row.track.branches for each in branch.steps]
    steps = [*(each.state.step for each in row.steps), *branched]
    return {each.gate for each in steps if each.gate}


def withdrawals(source: Source, programme_id: UUID) -> Sequence[Withdrawal]:
    """The municipalities that leave the programme, or segments of it."""
    programme = tables.get(source, PROGRAMMES, programme_id)
    return [
        Withdrawal(part.name, each.segments, each.reason)
        for part in (programme.municipalities if programme else ())
        for each in part.withdrawals
    ]


def concerned(source: Source, whom: WakeConcerned) -> Iterable[str]:
    """The ids of the workflows that are to be told."""
    programme_id, gates = whom.programme_id, set[str]()
    if whom.municipality:
        theirs = {"programme_id": programme_id, "municipalities": Contains(whom.municipality)}
        yield from map(collection_of, tables.select(source, DECISIONS, theirs))
    if whom.items:
        being_one = {"programme_id": programme_id, "item": OneOf(whom.items)}
        yield from map(collection_of, tables.select(source, DECISIONS, being_one))
    if whom.decision_id:
        decision = tables.get(source, DECISIONS, whom.decision_id)
        gates |= set(decision.opens if decision else ())
        yield from map(announcement_of, reserved_for(source, programme_id, whom.decision_id))
    if whom.segment:
        yield from map(announcement_of, ordered_in(source, programme_id, whom.segment))
    if gates or whom.items:
        for row in procedures.of_programme(source, programme_id):
            if gates_of(row) & gates or items_of(row) & set(whom.items):
                yield run_id(row.procedure_id)


def reserved_for(source: Source, programme_id: UUID, decision_id: UUID) -> list[ChangeRow]:
    """The changes that were announced under reservation of a decision (AN-16)."""
    return [
        row
        for row in changes.of_programme(source, programme_id)
        if row.reservation and row.reservation.decision_id == decision_id
    ]


def ordered_in(source: Source, programme_id: UUID, segment: str) -> list[ChangeRow]:
    """The changes that a contract of this segment may still join (AN-15)."""
    return [
        row
        for row in changes.of_programme(source, programme_id)
        if row.send_at and row.status not in OVER and segment in row.whole_scope.segments
    ]


def announcement_of(row: ChangeRow) -> str:
    return announcement_id(row.change_id)


def collection_of(row: DecisionRow) -> str:
    return collection_id(row.decision_id)


def everyone(source: Source) -> Iterable[str]:
    """The ids of all workflows that may be waiting."""
    for programme in tables.select(source, PROGRAMMES):
        yield agenda_id(programme.programme_id)
    for change in tables.select(source, CHANGES):
        if change.status != "in_force":
            yield announcement_id(change.change_id)
    yield from map(collection_of, tables.select(source, DECISIONS))
    for procedure in tables.select(source, PROCEDURES):
        yield run_id(procedure.procedure_id)
