"""The rules of a contract. Each theme has a module of its own."""

from typing import assert_never

from domain.base import Decider
from domain.contract.amending import amend, correct
from domain.contract.commands import (
    AmendContract,
    CompleteHandOver,
    ConcludeContract,
    ContractCommand,
    CorrectContract,
    DrawDown,
    EndContract,
    EnforceContract,
    ExtendContract,
    FulfilDuty,
    MissDuty,
    PlanHandOver,
    RecordResult,
    ReplaceContract,
    SignContract,
)
from domain.contract.concluding import conclude
from domain.contract.drawing import draw
from domain.contract.events import ContractEvent
from domain.contract.handing_over import complete, plan
from domain.contract.keeping import enforce, fulfil, miss, record
from domain.contract.lasting import end, extend, replace_by
from domain.contract.signing import sign
from domain.contract.state import Contract, evolve


def decide(command: ContractCommand, contract: Contract) -> list[ContractEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case ConcludeContract():
            return [*conclude(command, contract)]
        case AmendContract():
            return [*amend(command, contract)]
        case CorrectContract():
            return [*correct(command, contract)]
        case SignContract():
            return [*sign(command, contract)]
        case EndContract():
            return [*end(command, contract)]
        case ExtendContract():
            return [*extend(command, contract)]
        case ReplaceContract():
            return [*replace_by(command, contract)]
        case _:
            return kept(command, contract)


def kept(
    command: FulfilDuty
    | MissDuty
    | RecordResult
    | EnforceContract
    | PlanHandOver
    | CompleteHandOver
    | DrawDown,
    contract: Contract,
) -> list[ContractEvent]:
    """What concerns the keeping of a contract."""
    match command:
        case FulfilDuty():
            return [*fulfil(command, contract)]
        case MissDuty():
            return [*miss(command, contract)]
        case RecordResult():
            return [*record(command, contract)]
        case EnforceContract():
            return [*enforce(command, contract)]
        case PlanHandOver():
            return [*plan(command, contract)]
        case CompleteHandOver():
            return [*complete(command, contract)]
        case DrawDown():
            return [*draw(command, contract)]
        case _:
            assert_never(command)


CONTRACT = Decider(
    name="contract",
    identity="contract_id",
    initial=Contract(),
    decide=decide,
    evolve=evolve,
)
