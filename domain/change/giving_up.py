"""The rules of giving a change up, whole or in part, and of telling those who were told (AN-14)."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never
from uuid import UUID

from domain.base import Refused, derived_id, made
from domain.change.commands import NarrowChange, RecallDispatch, WithdrawChange
from domain.change.completion import completed
from domain.change.events import (
    ChangeEvent,
    ChangeNarrowed,
    ChangeWithdrawn,
    DispatchRecalled,
    WithdrawalOrdered,
)
from domain.change.letters import Letter
from domain.change.parts import WithdrawalLetter
from domain.change.standing import Change, GivenUp, WithdrawalOrder

UNDO = timedelta(minutes=5)
"""How long withdrawal letters wait, and with them the withdrawal can be undone, if not said."""


def withdraw(command: WithdrawChange, change: Change) -> list[ChangeEvent]:
    if change.withdrawn:
        return []
    if change.everywhere:
        raise Refused("in_force", "the change is in force on every contract")
    withdrawn = ChangeWithdrawn(change_id=command.change_id, reason=command.reason, **made(command))
    left = frozenset(each for each in change.active if each not in change.in_force)
    return [withdrawn, *told_otherwise(command, change, left)]


def narrow(command: NarrowChange, change: Change) -> list[ChangeEvent]:
    """Give it up for these contracts, and for all of these segments that is not in force.

    What waited only for a refused letter to one of them is announced by that. While the narrowing
    can still be undone that is not said yet.
    """
    refuse_outside_scope(command, change)
    segments = frozenset(command.segments) - change.narrowed_segments
    of_segments = {
        each
        for each in change.active
        if change.segment_of(each) in command.segments and each not in change.in_force
    }
    contracts = (of_segments | {*command.contract_ids}) - change.narrowed
    if not contracts and not segments:
        return []
    segments_left = {*change.scope.segments} - segments - change.narrowed_segments
    if not (change.active.keys() - contracts if change.recipients else segments_left):
        raise Refused("nothing_left", "that leaves no contract: withdraw the change instead")
    named = in_order(contracts, command, change)
    left = replace(change, narrowed=change.narrowed | contracts)
    narrowed = ChangeNarrowed(
        change_id=command.change_id,
        contract_ids=named,
        segments=tuple(each for each in dict.fromkeys(command.segments) if each in segments),
        reason=command.reason,
        letter_ids=tuple(
            change.recipients[each].letter_id for each in named if each in change.recipients
        ),
        clauses=left.clauses,
        **made(command),
    )
    letters = told_otherwise(command, change, frozenset(contracts))
    return [narrowed, *(letters or completed(command, left))]


def in_order(contracts: set[UUID], command: NarrowChange, change: Change) -> tuple[UUID, ...]:
    named = dict.fromkeys((*change.recipients, *command.contract_ids))
    return tuple(each for each in named if each in contracts)


def refuse_outside_scope(command: NarrowChange, change: Change) -> None:
    if not command.contract_ids and not command.segments:
        raise Refused("nothing_named", "name the contracts or segments that it is given up for")
    for segment in command.segments:
        if segment not in change.scope.segments:
            raise Refused(
                "unknown_segment",
                "segment %(segment)s is not in the scope of this change",
                segment=segment,
            )
    for contract in command.contract_ids:
        if change.recipients and contract not in change.recipients:
            raise Refused(
                "unknown_contract",
                "contract %(contract)s is not in the scope of this change",
                contract=contract,
            )
        if contract in change.in_force:
            raise Refused(
                "in_force",
                "the change is in force on contract %(contract)s: propose a new one to undo it",
                contract=change.recipients[contract].contract_number,
            )


def told_otherwise(
    command: WithdrawChange | NarrowChange, change: Change, contracts: frozenset[UUID]
) -> list[ChangeEvent]:
    """Order a letter to each provider that may have been told, if there is any."""
    letters = tuple(
        WithdrawalLetter(
            letter_id=derived_id("withdrawal", command.change_id, contract_id),
            contract_id=contract_id,
            contract_number=recipient.contract_number,
            provider_id=recipient.provider_id,
            clause=recipient.clause,
        )
        for contract_id, recipient in change.recipients.items()
        if contract_id in contracts and may_be_told(change.letters[recipient.letter_id])
    )
    if not letters:
        return []
    return [
        WithdrawalOrdered(
            change_id=command.change_id,
            letters=letters,
            send_at=max(command.send_at or command.at + UNDO, command.at),
            reason=command.reason,
            **made(command),
        )
    ]


def may_be_told(letter: Letter) -> bool:
    """Whether its provider had the letter, or may have: an attempt was not answered yet."""
    return letter.told or letter.status == "queued" or letter.earlier == "awaited"


def take_back(command: RecallDispatch, change: Change) -> list[ChangeEvent]:
    """Undo a withdrawal or narrowing while nobody was told of it; the last one first."""
    orders = [each.order_id for each in change.withdrawals]
    if command.withdrawal not in orders:
        return []
    last = change.withdrawals[-1]
    if last.order_id != command.withdrawal:
        raise Refused("not_the_last", "something else was given up since: take that back first")
    if any(change.letters[each].status != "to_send" for each in last.letter_ids):
        raise Refused(
            "already_withdrawn", "providers have been told that it does not come: propose it anew"
        )
    return [
        DispatchRecalled(
            change_id=command.change_id, withdrawal=command.withdrawal, **made(command)
        )
    ]


def evolve(
    change: Change,
    event: ChangeNarrowed | ChangeWithdrawn | WithdrawalOrdered | DispatchRecalled,
) -> Change:
    """What these facts do to how the change stands."""
    match event:
        case ChangeNarrowed():
            given_up = GivenUp(frozenset(event.contract_ids), frozenset(event.segments))
            return replace(
                change,
                narrowed=change.narrowed | given_up.contract_ids,
                narrowed_segments=change.narrowed_segments | given_up.segments,
                held_back=change.held_back - given_up.contract_ids,
                giving_up=given_up,
            )
        case ChangeWithdrawn():
            return replace(change, withdrawn=True, giving_up=GivenUp(whole=True))
        case WithdrawalOrdered():
            return with_withdrawal_letters(change, event)
        case DispatchRecalled(withdrawal=None):
            return replace(change, send_at=None, reactions_until=None)
        case DispatchRecalled():
            return taken_back(change)
        case _:
            assert_never(event)


def with_withdrawal_letters(change: Change, event: WithdrawalOrdered) -> Change:
    letters = {
        each.letter_id: Letter(each.contract_id, kind="withdrawal") for each in event.letters
    }
    order = WithdrawalOrder(
        order_id=event.caused_by,
        letter_ids=frozenset(letters),
        send_at=event.send_at,
        given_up=change.giving_up or GivenUp(),
    )
    return replace(
        change,
        letters=change.letters.and_also(letters),
        withdrawals=(*change.withdrawals, order),
    )


def taken_back(change: Change) -> Change:
    *before, order = change.withdrawals
    return replace(
        change,
        letters=change.letters.without(order.letter_ids),
        withdrawals=tuple(before),
        withdrawn=change.withdrawn and not order.given_up.whole,
        narrowed=change.narrowed - order.given_up.contract_ids,
        narrowed_segments=change.narrowed_segments - order.given_up.segments,
    )
