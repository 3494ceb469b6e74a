"""How far a change reaches: which contracts, by when their clauses want them told, what each
would read afterwards (CC-26, CC-27, AN-24)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.change.parts import Scope
from domain.change.scope import excepted, touches
from domain.dates import Explained
from domain.notice import NoticeClause, latest_announcement
from projections import tables
from projections.contracts import CONTRACTS, ContractRow


@dataclass(frozen=True, slots=True)
class ByClause:
    """The contracts in scope that have a clause, and the last day on which they can be told."""

    clause: NoticeClause
    contracts: int
    latest: Explained


@dataclass(frozen=True, slots=True)
class Reach:
    """The contracts in scope by number, those left alone with the reason, and their clauses.

    The clause that wants to be told first comes first: its day is that of the whole change.
    """

    contracts: tuple[ContractRow, ...] = ()
    excepted: tuple[tuple[ContractRow, str], ...] = ()
    clauses: tuple[ByClause, ...] = ()


def reach_of(source: tables.Source, programme_id: UUID, scope: Scope, effective: date) -> Reach:
    """What a change with this scope would touch, of the contracts that still run by then."""
    where = {"programme_id": programme_id, "segment": tables.OneOf(scope.segments)}
    rows = tables.select(source, CONTRACTS, where, ("number",))
    running = [row for row in rows if row.ends.last is None or row.ends.last >= effective]
    touched = tuple(row for row in running if touches(scope, _asked(row)))
    left = ((row, excepted(scope, _asked(row))) for row in running)
    return Reach(
        contracts=touched,
        excepted=tuple((row, reason) for row, reason in left if reason is not None),
        clauses=by_clause((row.clause for row in touched), effective),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    contract_id: UUID
    segment: str
    products: tuple[str, ...]
    municipalities: tuple[str, ...]


def _asked(row: ContractRow) -> _Asked:
    products = getattr(row, "products", ())
    return _Asked(row.contract_id, row.segment, products, getattr(row, "municipalities", ()))


def by_clause(clauses: Iterable[NoticeClause], effective: date) -> tuple[ByClause, ...]:
    """The different clauses, how often each occurs, the one with the earliest last day first."""
    counts: dict[NoticeClause, int] = {}
    for clause in clauses:
        counts[clause] = counts.get(clause, 0) + 1
    found = [
        ByClause(clause, count, latest_announcement(effective, clause))
        for clause, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda each: each.latest.value))


def terms_before(contract: ContractRow, effective: date, change_id: UUID | None) -> dict[str, str]:
    """What the contract would read on that day if the change were not made."""
    terms: dict[str, str] = {}
    for step in contract.timeline:
        if step.effective <= effective and (change_id is None or step.change_id != change_id):
            terms |= step.terms
    return terms


def known_numbers(
    source: tables.Source, programme_id: UUID, numbers: Sequence[str]
) -> dict[str, UUID]:
    """The contracts of the programme that go by these numbers."""
    where = {"programme_id": programme_id, "number": tables.OneOf(numbers)}
    return {row.number: row.contract_id for row in tables.select(source, CONTRACTS, where)}
