"""What it would take for the contracts of some segments to end on one day (CC-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.contract.alignment import Ending, Proposal, common_end, proposals
from domain.dates import Explained
from projections import tables
from projections.contracts import CONTRACTS, ContractRow


@dataclass(frozen=True, slots=True)
class Alignment:
    """A common last day, why that one, and what each contract needs to end on it.

    `common` is none if somebody named the day, or if no contract has a last day.
    """

    target: date | None
    common: Explained | None
    contracts: tuple[tuple[ContractRow, Proposal], ...]


def alignment(
    source: tables.Source,
    programme_id: UUID,
    segments: Iterable[str],
    today: date,
    target: date | None = None,
) -> Alignment:
    """A proposal over what still runs; with no day named, the last day of the longest contract."""
    where = {"programme_id": programme_id, "segment": tables.OneOf(tuple(segments))}
    found = tables.select(source, CONTRACTS, where, order=("segment", "number"))
    rows = [row for row in found if row.ends.last is None or row.ends.last >= today]
    ends = [Ending(row.contract_id, row.ends, row.options_left) for row in rows]
    common = common_end(ends) if target is None else None
    day = target or (common.value if common else None)
    proposed = proposals(ends, day) if day else ()
    return Alignment(day, common, tuple(zip(rows, proposed, strict=False)))
