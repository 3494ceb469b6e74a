"""Whom a change touches, and what it says to each contract. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from domain.base import derived_id
from domain.change.commands import LiftReservation
from domain.change.parts import Recipient
from domain.change.scope import touches
from domain.change.standing import Change
from domain.decision.state import Decision
from domain.indexation import index
from domain.notice import NoticeClause, latest_announcement
from domain.provisions import Provisions


@dataclass(frozen=True, slots=True)
class Scoped:
    """A contract of a segment that a change may touch, and the clause it carries.

    `last_day` is the last on which it can be in force; none if that is open. `knows` are changes
    that it was signed with in view. `terms` and `provisions` are what it says just before the
    change, given where the change computes its own from them.
    """

    contract_id: UUID
    number: str
    provider_id: UUID
    clause: NoticeClause
    last_day: date | None = None
    segment: str = ""
    products: Collection[str] = ()
    area: Collection[str] = ()
    knows: Collection[UUID] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    provisions: Provisions = field(default_factory=dict)


def in_scope(change: Change, contracts: Iterable[Scoped]) -> list[Scoped]:
    """The contracts that are to have a letter: touched, still there, and not given up."""
    scope = change.scope
    return [
        each
        for each in contracts
        if touches(scope, each)
        and (each.last_day is None or each.last_day >= change.effective)
        and each.segment not in change.narrowed_segments
        and each.contract_id not in change.narrowed
    ]


def newcomers(change: Change, contracts: Iterable[Scoped]) -> list[Scoped]:
    """The contracts in scope that were laid out no letter (AN-15)."""
    return [
        each for each in in_scope(change, contracts) if each.contract_id not in change.recipients
    ]


def recipient(change_id: UUID, change: Change, contract: Scoped) -> Recipient:
    """The letter for one contract: by its own clause, with terms of its own where they differ."""
    return Recipient(
        letter_id=derived_id("letter", change_id, contract.contract_id),
        contract_id=contract.contract_id,
        contract_number=contract.number,
        provider_id=contract.provider_id,
        clause=contract.clause,
        latest=latest_announcement(change.effective, contract.clause).value,
        segment=contract.segment,
        knew=change_id in contract.knows,
        **own(change, contract),
    )


def own(change: Change, contract: Scoped) -> dict[str, Any]:
    """The tariffs of this contract, if the change indexes each from its own (CC-16)."""
    assert change.proposal is not None
    if change.proposal.indexation is None:
        return {}
    indexed = index(
        change.proposal.indexation, contract.terms, contract.provisions, change.effective
    )
    return {"terms": indexed.terms, "provisions": indexed.provisions} if indexed.terms else {}


def awaited(change: Change) -> UUID | None:
    """The decision that the announcement is still reserved for, if it is one of ours (AN-16)."""
    if not change.reserved or change.withdrawn or change.proposal is None:
        return None
    reservation = change.proposal.reservation
    return reservation.decision_id if reservation else None


def lifted(
    change_id: UUID, decision: Decision, circumstances: Mapping[str, Any]
) -> LiftReservation | None:
    """The reservation ends when its decision was taken with the first of its outcomes.

    Not when it was taken otherwise, nor on a day that is not known: then people decide.
    """
    reached, question = decision.reached, decision.question
    if reached is None or question is None or reached.outcome != question.outcomes[0]:
        return None
    day = reached.decided.first
    if day is None or day != reached.decided.last:
        return None
    return LiftReservation(
        change_id=change_id,
        decided_on=day,
        reference=reached.key,
        command_id=derived_id("lift", change_id, reached.decision_id),
        **circumstances,
    )
