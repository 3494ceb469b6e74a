"""The rules of a contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import assert_never
from uuid import UUID

from domain.base import Decider, Refused, made
from domain.contract.commands import (
    AmendContract,
    ConcludeContract,
    ContractCommand,
    CorrectContract,
    EndContract,
    Terms,
)
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
)
from domain.dates import local_day
from domain.notice import NoticeClause, in_time, latest_announcement


@dataclass(frozen=True, slots=True)
class Contract:
    """What the rules read: the clause, which changes were made, and what can be corrected.

    `facts` holds, by event id, the terms that each fact is known to have set; `mends` leads from
    a correction to the fact it mends in the end, by way of other corrections if need be.
    """

    concluded: ContractConcluded | None = None
    clause: NoticeClause | None = None
    changes: frozenset[UUID] = frozenset()
    facts: Mapping[UUID, Terms] = field(default_factory=dict)
    mends: Mapping[UUID, UUID] = field(default_factory=dict)
    ended: ContractEnded | None = None


def decide(command: ContractCommand, contract: Contract) -> list[ContractEvent]:
    """Say which facts follow from a command. Raise `Refused` if it breaks a rule."""
    match command:
        case ConcludeContract():
            return conclude(command, contract)
        case AmendContract():
            return amend(command, contract)
        case CorrectContract():
            return correct(command, contract)
        case EndContract():
            return end(command, contract)
        case _:
            assert_never(command)


def conclude(command: ConcludeContract, contract: Contract) -> list[ContractEvent]:
    stated = command.model_dump(
        exclude={"kind", "command_id", "at", "by", "correlation"}, round_trip=True
    )
    concluded = ContractConcluded(**stated, effective=command.starts, **made(command))
    if contract.concluded is None:
        return [concluded]
    circumstances = {"event_id", "at", "by", "caused_by", "correlation"}
    if contract.concluded.model_dump(exclude=circumstances) == concluded.model_dump(
        exclude=circumstances
    ):
        return []
    raise Refused(
        "already_concluded",
        "contract %(number)s exists with other content: amend or correct it instead",
        number=command.number,
    )


def amend(command: AmendContract, contract: Contract) -> list[ContractEvent]:
    """Put new terms in force, if this contract's own clause was kept or overridden.

    The first rule of the design: no change without timely announcement or a named decision.
    """
    clause = clause_of(contract)
    if command.change_id in contract.changes:
        return []
    if contract.ended is not None and command.effective > contract.ended.last_day:
        raise Refused(
            "contract_ended",
            "the contract ends on %(last_day)s: nothing can change after it",
            last_day=contract.ended.last_day,
        )
    latest = latest_announcement(command.effective, clause).value
    timely = command.announced_on is not None and in_time(
        command.announced_on, command.effective, clause
    )
    if not timely and command.override is None:
        raise Refused(
            "notice_too_short",
            "a change per %(effective)s had to be announced by %(latest)s",
            effective=command.effective,
            latest=latest,
        )
    return [
        ContractAmended(
            contract_id=command.contract_id,
            change_id=command.change_id,
            terms=command.terms,
            announced_on=command.announced_on,
            latest=latest,
            override=None if timely else command.override,
            effective=command.effective,
            **made(command),
        )
    ]


def correct(command: CorrectContract, contract: Contract) -> list[ContractEvent]:
    clause_of(contract)
    known = contract.facts.get(contract.mends.get(command.corrects, command.corrects))
    if known is None:
        raise Refused(
            "unknown_fact",
            "the contract has no fact %(fact)s to correct",
            fact=command.corrects,
        )
    unknown = sorted(set(command.terms) - set(known))
    if unknown:
        raise Refused(
            "unknown_term",
            "the corrected fact has no term %(term)s; it has: %(known)s",
            term=unknown[0],
            known=", ".join(sorted(known)),
        )
    if all(known[name] == text for name, text in command.terms.items()):
        return []
    return [
        ContractCorrected(
            contract_id=command.contract_id,
            corrects=command.corrects,
            terms=command.terms,
            reason=command.reason,
            **made(command),
        )
    ]


def end(command: EndContract, contract: Contract) -> list[ContractEvent]:
    """Let it end sooner. What has ended by now stays ended; what is to end can end otherwise."""
    clause_of(contract)
    assert contract.concluded is not None
    ended = contract.ended
    if ended is not None and (ended.last_day, ended.ending) == (command.last_day, command.ending):
        return []
    if ended is not None and ended.last_day < local_day(command.at):
        raise Refused(
            "contract_ended", "the contract ended on %(last_day)s", last_day=ended.last_day
        )
    if command.last_day < contract.concluded.starts:
        raise Refused(
            "ends_before_start",
            "the contract starts on %(starts)s: it cannot end before",
            starts=contract.concluded.starts,
        )
    last = contract.concluded.ends.last
    if last is not None and command.last_day >= last:
        raise Refused(
            "no_earlier_end",
            "the contract ends “%(ends)s” by itself: give an earlier day",
            ends=contract.concluded.ends.written,
        )
    return [
        ContractEnded(
            contract_id=command.contract_id,
            last_day=command.last_day,
            ending=command.ending,
            previous=contract.concluded.ends,
            effective=command.last_day + timedelta(days=1),
            **made(command),
        )
    ]


def clause_of(contract: Contract) -> NoticeClause:
    if contract.clause is None:
        raise Refused("unknown_contract", "there is no such contract")
    return contract.clause


def evolve(contract: Contract, event: ContractEvent) -> Contract:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case ContractConcluded():
            return replace(
                contract, concluded=event, clause=event.clause, facts=with_fact(contract, event)
            )
        case ContractAmended():
            changes = contract.changes | {event.change_id}
            return replace(contract, changes=changes, facts=with_fact(contract, event))
        case ContractCorrected():
            root = contract.mends.get(event.corrects, event.corrects)
            mended = {**contract.facts.get(root, {}), **event.terms}
            mends = {**contract.mends, event.event_id: root} if event.event_id else contract.mends
            return replace(contract, facts={**contract.facts, root: mended}, mends=mends)
        case ContractEnded():
            return replace(contract, ended=event)
        case _:
            assert_never(event)


def with_fact(
    contract: Contract, event: ContractConcluded | ContractAmended
) -> Mapping[UUID, Terms]:
    if event.event_id is None:
        return contract.facts
    return {**contract.facts, event.event_id: event.terms}


CONTRACT = Decider(
    name="contract",
    identity="contract_id",
    initial=Contract(),
    decide=decide,
    evolve=evolve,
)
