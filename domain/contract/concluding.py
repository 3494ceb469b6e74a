"""The rules on concluding a contract, and what that asks of the contracts it replaces."""

from datetime import timedelta

from domain.base import Refused, derived_id, made
from domain.contract.commands import ConcludeContract, ReplaceContract, Terms
from domain.contract.events import ContractConcluded
from domain.contract.lasting import refuse_before_start
from domain.contract.parts import Decided
from domain.contract.state import Contract
from domain.provisions import Provisions, unworded

_CIRCUMSTANCES = {"event_id", "at", "by", "caused_by", "correlation"}


def conclude(command: ConcludeContract, contract: Contract) -> list[ContractConcluded]:
    stated = command.model_dump(
        exclude={"kind", "command_id", "at", "by", "correlation"}, round_trip=True
    )
    concluded = ContractConcluded(**stated, effective=command.starts, **made(command))
    if contract.concluded is None:
        refuse_nonsense(command)
        return [concluded]
    if contract.concluded.model_dump(exclude=_CIRCUMSTANCES) == concluded.model_dump(
        exclude=_CIRCUMSTANCES
    ):
        return []
    raise Refused(
        "already_concluded",
        "contract %(number)s exists with other content: amend or correct it instead",
        number=command.number,
    )


def refuse_nonsense(command: ConcludeContract) -> None:
    """What no contract can say of itself."""
    refuse_unworded(command.provisions, command.terms)
    if command.ends.last is not None:
        refuse_before_start(command.ends.last, command.starts)
    if command.form == "call_off" and command.parent is None:
        raise Refused(
            "no_framework",
            "a call-off draws on a framework: name that contract as its parent",
        )
    if command.contract_id in (command.parent, *command.replaces):
        raise Refused(
            "own_relation",
            "contract %(number)s can neither stand under itself nor replace itself: name the "
            "other contract",
            number=command.number,
        )
    if bool(command.replaces) != (command.how is not None):
        raise Refused(
            "lineage_half_told",
            "say both which contracts this one replaces and how it came from them",
        )
    if command.how == "merge" and len(command.replaces) < 2:  # noqa: PLR2004 (one is no merge)
        raise Refused(
            "no_merge",
            "a merge brings two contracts or more together: name all, or call it a conversion",
        )
    names = [each.option_id for each in command.options]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Refused(
            "option_twice",
            "option %(option)s is named twice: give each its own id",
            option=twice[0],
        )


def refuse_unworded(provisions: Provisions, terms: Terms) -> None:
    """Words bind: what is given in figures must be a term in words too."""
    if names := unworded(provisions, terms):
        raise Refused(
            "provision_without_words",
            "“%(term)s” is given in figures but no term says it in words: add it to the terms",
            term=names[0],
        )


def replacements(
    command: ConcludeContract, decision: Decided | None = None
) -> list[ReplaceContract]:
    """What is to be asked of each contract that a new one replaces, so that both sides know."""
    return [
        ReplaceContract(
            command_id=derived_id("replace", old, command.contract_id),
            at=command.at,
            by=command.by,
            correlation=command.correlation,
            contract_id=old,
            by_contracts=(command.contract_id,),
            how=command.how,
            last_day=command.starts - timedelta(days=1),
            decision=decision,
        )
        for old in command.replaces
        if command.how is not None
    ]
