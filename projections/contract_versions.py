"""The facts about each contract, from which it can be read for any day as known at any moment."""

from dataclasses import dataclass
from uuid import UUID

from domain.contract.replay import Fact


@dataclass(frozen=True, slots=True)
class ContractVersionsRow:
    contract_id: UUID
    number: str
    programme_id: UUID
    facts: tuple[Fact, ...]
