"""How far a change reaches: which contracts, by when their clauses want them told, what each
would read afterwards (CC-26, CC-27, AN-24)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from domain.change.parts import Indexation, Scope
from domain.change.scope import excepted, touches
from domain.dates import Explained
from domain.indexation import Indexed, index
from domain.notice import NoticeClause, latest_announcement
from domain.provisions import Provisions
from projections import tables
from projections.changes import ChangeRow
from projections.contract_cards import alike
from projections.contracts import CONTRACTS, ContractRow
from projections.letters import LETTERS


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
    `silent` counts the contracts that are left out because they do not say which products or
    municipalities they are for.
    """

    contracts: tuple[ContractRow, ...] = ()
    excepted: tuple[tuple[ContractRow, str], ...] = ()
    clauses: tuple[ByClause, ...] = ()
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a change says, from when; with an indexation each contract has tariffs of its own."""

    effective: date
    terms: Mapping[str, str]
    indexation: Indexation | None = None
    change_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """How a term reads before and after; none where it is not in the contract."""

    name: str
    before: str | None
    after: str | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Preview:
    """One contract before and after a change, every term (CC-26).

    `own` are the terms in which it differs from the change's general words, and `trail` says how
    each indexed tariff was computed.
    """

    contract: ContractRow
    terms: tuple[Term, ...]
    own: tuple[str, ...] = ()
    trail: tuple[Indexed, ...] = ()

    @property
    def changed(self) -> tuple[Term, ...]:
        return tuple(each for each in self.terms if each.differs)


@dataclass(frozen=True, slots=True)
class Scoped:
    """A contract that a change is for, the clause it is held to and its last day to be told.

    `laid_out` are the terms of its own that its letter has; none before there is a letter.
    """

    contract: ContractRow
    clause: NoticeClause
    latest: Explained
    laid_out: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Before:
    """What a contract says just before, without the change that is looked at."""

    terms: dict[str, str]
    provisions: Provisions = field(default_factory=dict)


def reach_of(
    source: tables.Source,
    programme_id: UUID,
    scope: Scope,
    effective: date,
    today: date,
    only: UUID | None = None,
) -> Reach:
    """What a change with this scope would touch, of the contracts that still run by then.

    Each is held to the clause that governs what is announced today. With `only`, nothing but
    this contract is looked at.
    """
    one = {} if only is None else {"contract_id": only}
    where = {"programme_id": programme_id, "segment": tables.OneOf(scope.segments), **one}
    rows = tables.select(source, CONTRACTS, where, ("number",))
    running = [row for row in rows if row.ends.last is None or row.ends.last >= effective]
    touched = tuple(row for row in running if touches(scope, row))
    left = ((row, excepted(scope, row)) for row in running)
    return Reach(
        contracts=touched,
        excepted=tuple((row, reason) for row, reason in left if reason is not None),
        clauses=by_clause((row.clause_on(today) for row in touched), effective),
        silent=sum(_silent(scope, row) for row in running),
    )


def in_scope(source: tables.Source, programme_id: UUID, scope: Scope, effective: date) -> int:
    """How many contracts a change with this scope would touch, as `reach_of` finds them."""
    where = {"programme_id": programme_id, "segment": tables.OneOf(scope.segments)}
    named = {*scope.contracts, *(each.contract_id for each in scope.excepted)}
    return sum(
        each.contracts
        for each in alike(source, where, named)
        if (each.ends.last is None or each.ends.last >= effective) and touches(scope, each)
    )


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


def scoped(
    source: tables.Source, change: ChangeRow, today: date, only: UUID | None = None
) -> list[Scoped]:
    """The contracts that were laid out a letter; before that, those that the scope has now.

    What the change was given up for is not among them. With `only`, this contract if it is.
    """
    if change.drafted_at is None:
        scope = change.whole_scope
        reach = reach_of(source, change.programme_id, scope, change.effective, today, only)
        found = [_scoped(change, row, row.clause_on(today)) for row in reach.contracts]
    else:
        one = {} if only is None else {"contract_id": only}
        kinds = tables.OneOf(["announcement", "rectification"])
        where = {"change_id": change.change_id, "kind": kinds, **one}
        letters = {str(row.contract_id): row for row in tables.select(source, LETTERS, where)}
        rows = tables.get_all(source, CONTRACTS, letters)
        found = [
            _scoped(change, row, letters[key].clause, letters[key].terms or {})
            for key, row in rows.items()
        ]
    meant = (each for each in found if each.contract.contract_id not in change.narrowed_contracts)
    return sorted(meant, key=lambda each: each.contract.number)


def _scoped(
    change: ChangeRow,
    contract: ContractRow,
    clause: NoticeClause,
    laid_out: Mapping[str, str] | None = None,
) -> Scoped:
    return Scoped(contract, clause, latest_announcement(change.effective, clause), laid_out)


def proposed_by(change: ChangeRow) -> Proposed:
    """What a change says, as it is announced now."""
    return Proposed(change.effective, change.terms, change.indexation, change.change_id)


def preview(
    contract: ContractRow, proposed: Proposed, laid_out: Mapping[str, str] | None = None
) -> Preview:
    """The contract as it would read on the day of effect, beside what it would read without.

    What its letter says of its own terms will count, also where its tariffs changed since then.
    """
    before = _before(contract, proposed)
    after = {**before.terms, **proposed.terms}
    trail: tuple[Indexed, ...] = ()
    own: dict[str, str] = {}
    if proposed.indexation is not None:
        indexed = index(proposed.indexation, before.terms, before.provisions, proposed.effective)
        own, trail = indexed.terms, indexed.trail
    if laid_out is not None and laid_out != own:
        own, trail = dict(laid_out), ()
    after |= own
    names = dict.fromkeys((*before.terms, *after))
    return Preview(
        contract=contract,
        terms=tuple(Term(name, before.terms.get(name), after.get(name)) for name in names),
        own=tuple(own),
        trail=trail,
    )


def terms_before(contract: ContractRow, proposed: Proposed) -> dict[str, str]:
    """What the contract would read on the day of effect if the change were not made."""
    return _before(contract, proposed).terms


def known_numbers(
    source: tables.Source, programme_id: UUID, numbers: Sequence[str]
) -> dict[str, UUID]:
    """The contracts of the programme that go by these numbers."""
    where = {"programme_id": programme_id, "number": tables.OneOf(numbers)}
    return {row.number: row.contract_id for row in tables.select(source, CONTRACTS, where)}


def _before(contract: ContractRow, proposed: Proposed) -> _Before:
    """Everything but the change: tariffs are indexed from what they are on the day before."""
    terms: dict[str, str] = {}
    for step in contract.timeline:
        own = proposed.change_id is not None and step.change_id == proposed.change_id
        if step.effective <= proposed.effective and not own:
            terms |= step.terms
    eve = proposed.effective - timedelta(days=1)
    return _Before(terms, contract.provisions_on(eve))


def _silent(scope: Scope, row: ContractRow) -> bool:
    """Whether only what the contract does not say keeps it out of the scope."""
    asked_of_it = scope.model_copy(
        update={
            "products": scope.products if row.products else (),
            "municipalities": scope.municipalities if row.area else (),
        }
    )
    return touches(asked_of_it, row) and not touches(scope, row)
