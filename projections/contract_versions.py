"""The facts about each contract, from which it can be read for any day as known at any moment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args
from uuid import UUID

from domain.base import Event
from domain.contract.events import ContractConcluded, ContractEvent
from domain.contract.replay import Fact, Reading, terms_on, with_fact
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class ContractVersionsRow:
    """`facts` are in the order of recording; none is ever changed or taken away."""

    contract_id: UUID
    number: str
    programme_id: UUID
    facts: tuple[Fact, ...]


def keys(event: Event) -> Iterable[str]:
    """A contract's events touch the row of that contract."""
    return (str(event.contract_id),) if isinstance(event, ContractEvent) else ()


def project(_: str, row: ContractVersionsRow | None, event: Event) -> ContractVersionsRow | None:
    """Add one event to the facts of its contract."""
    if isinstance(event, ContractConcluded):
        return ContractVersionsRow(
            contract_id=event.contract_id,
            number=event.number,
            programme_id=event.programme_id,
            facts=with_fact(row.facts if row else (), event),
        )
    if row is None or not isinstance(event, ContractEvent):
        return row
    return replace(row, facts=with_fact(row.facts, event))


CONTRACT_VERSIONS = ReadModel(
    name="contract_versions",
    version=3,
    row=ContractVersionsRow,
    events=get_args(ContractEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "number"),
)


def reading(row: ContractVersionsRow, in_force: date, known: datetime) -> Reading:
    """The contract as in force on one day, as known at one moment (AU-01, AU-02)."""
    return terms_on(row.facts, in_force, known)
