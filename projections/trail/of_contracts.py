"""How the events of a contract hang together, and with changes and decisions."""

from uuid import UUID

from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEnforced,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
)
from projections.trail.words import about

_TURNS = (
    ContractConcluded,
    ContractAmended,
    ContractCorrected,
    ContractEnded,
    ContractExtended,
    ContractReplaced,
)
"""What makes a contract read otherwise than before; all after it rests on it."""


def given_by_contract(event: ContractEvent) -> tuple[str, ...]:
    return about("contract", event.contract_id) if isinstance(event, _TURNS) else ()


def rests_of_contract(event: ContractEvent) -> tuple[str, ...]:
    own = about("contract", event.contract_id)
    match event:
        case ContractConcluded():
            return _concluded(event)
        case ContractAmended():
            change_id = event.change_id
            stages = ("effect", "override", "ruled", "adopted", "change")
            told = about("told", change_id, event.contract_id)
            return (*told, *(e for stage in stages for e in about(stage, change_id)), *own)
        case ContractCorrected():
            return (*about("corrects", event.corrects), *own)
        case ContractEnded():
            return (*about("decided", event.ending.decision_id), *own)
        case ContractExtended() | ContractEnforced():
            return (*about("decided", event.decision.decision_id), *own)
        case ContractReplaced():
            decided = event.decision.decision_id if event.decision else None
            return (*about("decided", decided), *_contracts(event.by_contracts), *own)
        case _:
            return own


def _concluded(event: ContractConcluded) -> tuple[str, ...]:
    clause = event.clause
    return (
        *(each for change_id in event.knows for each in about("change", change_id)),
        *about("contract", event.parent),
        *_contracts(event.replaces),
        *about("clause", event.programme_id, clause.clause_id, clause.clause_version),
        *about("provider", event.provider_id),
        *about("programme", event.programme_id),
    )


def _contracts(ids: tuple[UUID, ...]) -> tuple[str, ...]:
    return tuple(each for contract_id in ids for each in about("contract", contract_id))
