"""The on-time register: per letter what was announced when, how many days to spare, what became
of it, and the proof (AN-20)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from projections import tables
from projections.changes import ChangeRow
from projections.contracts import CONTRACTS, ContractRow
from projections.letters import LetterRow

Outcome = Literal["to_announce", "in_notice", "in_force", "held_back", "narrowed", "withdrawn"]
"""What became of the change on one contract; *in_notice* until its day of effect."""

Timing = Literal["in_time", "late", "knew", "open", "not_needed"]
"""*knew*: signed with the change in view. *open*: not announced yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter of the register, with what became of the change on its contract."""

    letter: LetterRow
    timing: Timing
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Summary:
    """How many contracts were told in time, of how many; the fewest days that were left."""

    contracts: int
    in_time: int
    late: int
    open: int
    shortest: int | None


def entries(source: tables.Source, change: ChangeRow, rows: Sequence[LetterRow]) -> list[Entry]:
    """These letters with what became of the change on each contract."""
    contracts = tables.get_all(source, CONTRACTS, {row.contract_id for row in rows})
    return [
        Entry(row, timing(row, change), outcome(row, change, contracts.get(str(row.contract_id))))
        for row in rows
    ]


def timing(row: LetterRow, change: ChangeRow) -> Timing:
    """Whether the contract's provider was told in time, by the contract's own clause."""
    if not row.announces or change.needs_no_notice:
        return "not_needed"
    if row.knew:
        return "knew"
    if row.in_time is None:
        return "open"
    return "in_time" if row.in_time else "late"


def outcome(row: LetterRow, change: ChangeRow, contract: ContractRow | None) -> Outcome:
    """What became of the change on the letter's contract."""
    if contract is not None and any(
        step.change_id == change.change_id for step in contract.timeline
    ):
        return "in_force"
    if row.contract_id in change.narrowed_contracts:
        return "narrowed"
    if change.withdrawn_at is not None:
        return "withdrawn"
    if row.contract_id in change.held_back_contracts:
        return "held_back"
    return "to_announce" if row.announced_on is None else "in_notice"


def summary(rows: Iterable[LetterRow], change: ChangeRow) -> Summary:
    """The register in one line; what was given up before it was told is not counted."""
    told = [
        (row, timing(row, change))
        for row in rows
        if row.announces and not (row.state == "recalled" and row.announced_on is None)
    ]
    spare = [row.days_to_spare for row, when in told if when in ("in_time", "late")]
    return Summary(
        contracts=len(told),
        in_time=sum(when in ("in_time", "knew", "not_needed") for _, when in told),
        late=sum(when == "late" for _, when in told),
        open=sum(when == "open" for _, when in told),
        shortest=min((days for days in spare if days is not None), default=None),
    )


def filtered(
    rows: Iterable[LetterRow], change: ChangeRow, asked: Mapping[str, str]
) -> list[LetterRow]:
    """The letters that answer to the filters; an empty one says nothing."""

    def fits(row: LetterRow) -> bool:
        said = {
            "state": row.state,
            "timing": timing(row, change),
            "segment": row.segment or change.segment,
            "clause": row.clause.clause_id,
            "kind": row.kind,
            "number": row.contract_number,
        }
        return all(said[name] == value for name, value in asked.items() if value)

    return [row for row in rows if fits(row)]
